"""Sentences and lines of a brief: where each begins and ends, and what a heading above it says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.brief import Span

_BREAK = re.compile(
    r"[.!?]+[\"')\]”’]*(?=\s)|[。！？؟]|\n[ \t]*(?=\n)|\n(?![ \t]*[a-z(&])|\n(?=[ \t]*(?:[a-zA-Z]|\d{1,2})[.)]\s)|\Z"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:approx|ca|c|e\.g|i\.e|incl|excl|min|max|dr|mr|mrs|ms|st|vs|sq|ft|poss|mio|mrd|nr|etc|abt|prob"
    r"|univ|dept|est|esp|tel|bldg|bldgs"
    r"|co|cf|no|bzw|ca|z\.b)|\b[A-Z]|\.[a-z])\.$",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"[ \t>]*(?:(?:[-*•–—·o▪●+✓‣]|\(?\d{1,2}(?:\.\d{1,2})?[.):]?|\(?[A-Za-z][.)]|\(?[ivx]{1,4}[.)])[ \t]+)?"
)
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[A-Za-z]|[ivx]{1,4})")
_PROPER_BULLET = re.compile(r"[-*•–—·▪●+✓‣]|\(?(?:\d|[A-Za-z]{1,3}[.)])")
_CLOSING = re.compile(
    r"[ \t]*(?:(?:kind|best|warm|warmest|many|yours|with|all)\b.{0,24}\b(?:regards|wishes|thanks|greetings"
    r"|faithfully|sincerely|best|truly|respect)"
    r"|best|regards|rgds|thanks(?: a million| again| in advance)?|thank you|thanking you|thx|ta|cheers"
    r"|sincerely|yours|respectfully|cordially"
    r"|sent from my.{0,20}|mvh|br|kr|mit freundlichen.{0,12}|(?:bien )?cordialement|un saludo|saludos"
    r"|v[äa]nliga.{0,12}|med v[äe]nli.{0,12}"
    r"|sayg[ıi]lar.{0,12}|cordiali saluti|sincerely yours|bien à vous|warmly|best greetings|감사합니다|敬具"
    r"|此致)[ \t]*[,.!]*[ \t]*(?:[-–—/][^\n]{0,30})?$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"[ \t>]*(?:from|to|cc|bcc|sent|date|tel|phone|mobile|e-?mail|attn)[ \t]?:", re.IGNORECASE)
_GREETING = re.compile(
    r"[ \t]*(?:dear|hi|hello|hey|hiya|hej|good (?:morning|afternoon|evening|day)|greetings|bonjour|hallo"
    r"|hola)\b[^.:]{0,40}$",
    re.I,
)
_LONGEST_SIGNATURE_LINE = 70


@dataclass(frozen=True)
class Sentence:
    """A sentence or list item: offsets without its bullet, and what is known of where it stands.

    ``heading`` is the short line above the paragraph or list that it belongs to, lower case, or "". ``aside`` is true
    in greetings, mail headers and signatures. ``line_start`` is where its line starts.
    """

    start: int
    end: int
    text: str
    bullet: bool = False
    heading: str = ""
    aside: bool = False
    line_start: int = 0


def span_of(text: str, start: int, end: int) -> Span:
    """The span of ``text`` from start to end without white space and closing punctuation at either side."""
    while start < end and (text[start].isspace() or text[start] in ",;:.–—"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.–—"):
        end -= 1
    return Span(start=start, end=end, text=text[start:end])


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order. Wrapped lines are joined; bullets and lines of their own are sentences.

    An empty text has none.
    """
    found: list[Sentence] = []
    heading, signed_off = "", False
    for start, end in _pieces(text):
        line_start = text.rfind("\n", 0, start) + 1
        first_of_line = not text[line_start:start].strip()
        bullet = _BULLET.match(text, start, end)
        begin = bullet.end() if first_of_line and bullet else start
        is_bullet = begin > start and bool(_PROPER_BULLET.match(text[start:begin].strip(" \t>")))
        begin = begin if begin < end else start
        words = text[begin:end]
        stripped = words.strip()
        if not stripped:
            continue
        if first_of_line:
            if "\n\n" in text[max(0, line_start - 3) : start] and not is_bullet:
                heading = "" if found and found[-1].text.rstrip(":").casefold() != heading else heading
            if _CLOSING.match(stripped):
                signed_off = True
            elif signed_off and (is_bullet or len(stripped) > _LONGEST_SIGNATURE_LINE):
                signed_off = False
        aside = signed_off or bool(first_of_line and (_HEADER.match(stripped) or _GREETING.match(stripped)))
        begin += len(words) - len(words.lstrip())
        found.append(Sentence(begin, begin + len(stripped), stripped, is_bullet, heading, aside, line_start))
        if first_of_line and _is_heading(text, begin, stripped, is_bullet):
            heading = stripped.rstrip(":").casefold()
    return tuple(found)


def _is_heading(text: str, begin: int, line: str, bullet: bool) -> bool:
    after = begin + len(line)
    if len(line) > 60 or text[after : after + 1] not in ("", "\n"):
        return False
    return (
        line.endswith(":")
        or (line.isupper() and not bullet)
        or (not bullet and line[-1].isalpha() and len(line.split()) <= 6)
    )


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(text):
        if match[0].startswith("."):
            if _ABBREVIATED.search(text, max(start, match.start() - 10), match.start() + 1):
                continue
            if _NUMBERED.fullmatch(text, start, match.start()):
                continue
        if match.end() > start:
            yield start, match.end()
        start = match.end()
