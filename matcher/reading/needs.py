"""Needs: the sentences and bullets of a brief that ask for something, told apart from greetings and chatter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.brief import Sentence, Span

MOST_NEEDS = 40  # more than any real brief holds; beyond it the earliest and most asking ones are kept
_LONGEST = 600  # characters; a longer sentence is cut at a comma or a space

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"^[\s>]*(?:[-*•–—·o▪●+]|\(?\d{1,2}[.)]|\(?[A-Za-z][.)]|\d{1,2}\.\d{1,2})\s+")
_SENTENCE = re.compile(r".+?(?:[.!?;。！？]+(?=[\s\"')\]”’]|$)|$)", re.DOTALL)
_ABBREVIATION = re.compile(
    r"\b(?:approx|ca|c|e\.g|i\.e|incl|min|max|no|dr|mr|mrs|ms|st|vs|etc|sq|ft|inc|ltd|co|poss|mio|mrd)\.$", re.I
)

_HEADER = re.compile(
    r"^\s*>?\s*(?:from|to|cc|bcc|sent|date|subject|re|fw|fwd|tel|phone|mobile|e-?mail|www|http|ref|reference)\s*[:.]",
    re.I,
)
_GREETING = re.compile(
    r"^\s*(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day)|morning|afternoon|greetings"
    r"|to whom it may concern"
    r"|bonjour|guten tag|hallo|hola|buenos d[ií]as|hei|hej|ciao|merhaba|안녕하세요|您好|尊敬的)\b.{0,40}$",
    re.I,
)
_CLOSING = re.compile(
    r"^\s*(?:(?:kind|best|warm|many|yours|with)\b.{0,20}\b(?:regards|wishes|thanks|greetings|faithfully"
    r"|sincerely)|regards|rgds|thanks"
    r"|thank you|thx|ta|cheers|sincerely|yours|best|sent from my|mvh|mit freundlichen|cordialement"
    r"|bien cordialement|un saludo"
    r"|saludos|vänliga|med vennlig|saygılarım|감사합니다)\b.{0,40}$",
    re.I,
)
_CHATTER = re.compile(
    r"\b(?:this (?:e-?mail|message) (?:and any|is) |confidential(?:ity)? notice|intended (?:solely"
    r"|only) for|unsubscribe"
    r"|please consider the environment|nice to (?:meet|see)|good to (?:catch up|meet|talk)|hope (?:you"
    r"|this)|following up on"
    r"|looking forward|look forward|let me know|please (?:send|call|reply|get back|revert|advise)"
    r"|happy to (?:call|talk|discuss|do a call)"
    r"|thank you (?:for|always)|thanks for|apologies|sorry for|by way of introduction|nice lunch|aside:)",
    re.I,
)
_ASKING = re.compile(
    r"\b(?:need(?:s|ed)?|want(?:s|ed)?|look(?:ing)? for|seek(?:s|ing)?|requir(?:e|es|ed|ement|ements|ing)"
    r"|wish(?:es)?|would like|we'd like|'d like"
    r"|search(?:ing)?|interested in|after|must|should|ideal(?:ly)?|prefer(?:s|red|ably)?|hope|plan(?:s"
    r"|ning)?|intend(?:s|ing)?|aim(?:s|ing)?"
    r"|could|where|who|which|what|somewhere|someone|anyone|anybody|place|access|near|within|space|site"
    r"|building|land|partner|test|trial"
    r"|lease|rent|buy|acquire|invest|fund|build|hire|recruit|open|set up|expand|relocate|move|suche?n?"
    r"|brauchen|cherch\w+|besoin|busc\w+|necesit\w+)\b"
    r"|[?？]",
    re.I,
)
_COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instruction|prompt|rule|above|previous|prior|system)"
    r"|\b(?:rank|put|place|list|score|rate|set|return|show|mark)\b.{0,60}\b(?:first|at rank|on top"
    r"|at the top|rank 1|number one|#1|score of|confidence\s*=|as a perfect|100)\b"
    r"|\b(?:system prompt|you are (?:now )?(?:an?|the) (?:ai|assistant|model|system)|as an ai|jailbreak"
    r"|developer mode)\b"
    r"|\bgive it\b.{0,30}\bscore\b|\bperfect fit\b.{0,20}$|\{\{.*\}\}|\{%.*%\}|\$\{.*\}"
    r"|;\s*drop\s+table\b|\bunion\s+select\b|'\s*or\s+'?1'?\s*=\s*'?1",
    re.I,
)


class Sentences(NamedTuple):
    """The sentences of a brief by what they are for.

    ``needs`` ask for something; ``context`` tells about the firm and its plan; ``ignored`` address the machine.
    Greetings, signatures, headers, disclaimers, courtesies, repetitions and mere exclusions are in none of them.
    """

    needs: tuple[Sentence, ...]
    context: tuple[Sentence, ...]
    ignored: tuple[Span, ...]


def read_needs(text: str, negated: Sequence[Span] = ()) -> Sentences:
    """The needs of a clean text and what stands around them, each in the text's order.

    ``negated`` are the stretches governed by a negation; a sentence that only rules something out is not a need.
    A text in which nothing asks gives every informative sentence as a need; an empty one gives none.
    """
    informative: list[tuple[bool, Sentence]] = []
    ignored: list[Span] = []
    seen: set[str] = set()
    signed_off = False
    for sentence, bullet, line in _sentences(text):
        if _COMMAND.search(sentence.text):
            ignored.append(sentence)
            continue
        if _CLOSING.match(line):
            signed_off = True
        elif signed_off and (bullet or len(sentence.text.split()) > 12):
            signed_off = False  # a forwarded or second mail below the signature
        if signed_off or _GREETING.match(line) or _HEADER.match(line):
            continue
        words = re.findall(r"\w+", sentence.text.casefold())
        if len(words) < (2 if bullet else 3):
            continue
        same = " ".join(words)
        if same in seen or len(set(words)) * 4 < len(words):  # said before, or one word over and over
            continue
        seen.add(same)
        if _CHATTER.search(sentence.text) and not bullet:
            continue
        if _only_rules_out(sentence, negated):
            continue
        asks = bullet or bool(_ASKING.search(sentence.text))
        informative.append((asks, Sentence(text=sentence.text, span=sentence)))
    asked = [sentence for asks, sentence in informative if asks] or [sentence for _, sentence in informative]
    needs = asked[:MOST_NEEDS]
    context = [sentence for _, sentence in informative if sentence not in needs]
    return Sentences(tuple(needs), tuple(context), tuple(ignored))


def _sentences(text: str) -> Iterator[tuple[Span, bool, str]]:
    """Each sentence, whether it stands in a bullet or numbered line, and the line that it stands in."""
    for line in _LINE.finditer(text):
        bullet = _BULLET.match(line[0])
        start = line.start() + (bullet.end() if bullet else 0)
        held: int | None = None
        for sentence in _SENTENCE.finditer(text, start, line.end()):
            begin = held if held is not None else sentence.start()
            if _ABBREVIATION.search(sentence[0]) and sentence.end() < line.end():
                held = begin
                continue
            held = None
            for a, b in _cut(text, begin, sentence.end()):
                stripped = text[a:b].strip()
                if stripped:
                    at = text.index(stripped, a)
                    yield Span(start=at, end=at + len(stripped), text=stripped), bool(bullet), line[0]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        at = max(text.rfind(", ", start, start + _LONGEST), text.rfind(" ", start + _LONGEST // 2, start + _LONGEST))
        at = at + 1 if at > start else start + _LONGEST
        yield start, at
        start = at
    yield start, end


def _only_rules_out(sentence: Span, negated: Sequence[Span]) -> bool:
    """Whether more than three quarters of a sentence is governed by a negation."""
    covered = sum(max(0, min(sentence.end, n.end) - max(sentence.start, n.start)) for n in negated)
    return covered > 0.75 * (sentence.end - sentence.start)
