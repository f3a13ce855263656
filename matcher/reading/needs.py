"""Needs: the sentences and bullets of a brief that ask for something, told apart from facts, criteria and chatter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.brief import Sentence, Span
from matcher.reading import need_cues as cues
from matcher.reading.asides import SUBJECT, addresses_the_machine
from matcher.reading.clauses import Sentence as Clause
from matcher.reading.clauses import sentences
from matcher.reading.condition_cues import INSISTS
from matcher.reading.empty_words import empty_words
from matcher.reading.language import function_words

MOST_NEEDS = 40  # more than any real brief holds; beyond it the earliest ones are kept
_LONGEST = 600  # characters; a longer sentence is cut at a comma or a space
_LONG = 45  # words; a longer sentence is cut at its semicolons
_FEWEST = 3  # words of an informative sentence; a bullet may have one less
_SEMICOLON = re.compile(r"[;；]\s*(?:and\s+|or\s+)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Sentences(NamedTuple):
    """The sentences of a brief by what they are for.

    ``needs`` ask for something; ``context`` tells about the firm and its plan, or says no more than a criterion does
    that is read elsewhere. Greetings, signatures, headers, disclaimers, courtesies, repetitions, orders to a machine
    and mere exclusions are in neither.
    """

    needs: tuple[Sentence, ...]
    context: tuple[Sentence, ...]


def read_ignored(text: str) -> tuple[Span, ...]:
    """The sentences of a clean text that address a program instead of its reader, in order; mostly there are none."""
    return tuple(piece for sentence in sentences(text) for piece in _pieces(text, sentence) if _is_order(piece))


def read_needs(text: str, negated: Sequence[Span] = (), told: Sequence[Span] = ()) -> Sentences:
    """The needs of a clean text and what stands around them, each in the text's order.

    ``negated`` are the stretches governed by a negation: a sentence that only rules something out is neither. ``told``
    are the words from which sums, jobs, dates, places and sizes were read: a sentence in which little else remains is
    context. The ``text`` of a need leaves out what it rules out; its ``span`` holds all its words. A text in which
    nothing asks gives every sentence that tells more than that; an empty one gives none.
    """
    negated, told = (sorted(spans, key=lambda s: s.start) for spans in (negated, told))
    read: list[tuple[bool, bool, Sentence]] = []
    seen: set[str] = set()
    for clause in sentences(text):
        if clause.aside or clause.announces or SUBJECT.match(text, clause.line_start, clause.end):
            continue
        for piece in _pieces(text, clause):
            if _is_order(piece) or not _informs(piece, clause.bullet, seen) or _only_rules_out(piece, negated):
                continue
            content = _content(piece, told)
            if _is_courtesy(piece.text, content):
                continue
            asks = content and _asks(piece.text, clause)
            said = _wished(piece, negated) if asks else " ".join(piece.text.split())
            read.append((asks, content, Sentence(text=said, span=piece)))
    asked = [s for asks, _, s in read if asks] or [s for _, content, s in read if content]
    needs = asked[:MOST_NEEDS]
    chosen = {s.span.start for s in needs}
    return Sentences(tuple(needs), tuple(s for _, _, s in read if s.span.start not in chosen))


def _pieces(text: str, clause: Clause) -> Iterator[Span]:
    """A sentence, or its parts if it is very long."""
    starts, ends = [clause.start], []
    if len(clause.text.split()) > _LONG:
        for mark in _SEMICOLON.finditer(text, clause.start, clause.end - 1):
            ends.append(mark.start())
            starts.append(mark.end())
    for begin, end in zip(starts, [*ends, clause.end], strict=True):
        for a, b in _cut(text, begin, end):
            stripped = text[a:b].strip()
            if stripped:
                at = text.index(stripped, a)
                yield Span(start=at, end=at + len(stripped), text=stripped)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        at = max(text.rfind(", ", start, start + _LONGEST), text.rfind(" ", start + _LONGEST // 2, start + _LONGEST))
        at = at + 1 if at > start else start + _LONGEST
        yield start, at
        start = at
    yield start, end


def _is_order(piece: Span) -> bool:
    return addresses_the_machine(piece.text)


def _informs(piece: Span, bullet: bool, seen: set[str]) -> bool:
    """Whether a piece says something, and something that was not said before, and not one word over and over."""
    words = re.findall(r"\w+", piece.text.casefold())
    fewest = 1 if _UNSPACED.search(piece.text) else _FEWEST - 1 if bullet else _FEWEST
    same = " ".join(words)
    if len(words) < fewest or same in seen or len(set(words)) * 4 < len(words):
        return False
    seen.add(same)
    return True


def _only_rules_out(piece: Span, negated: Sequence[Span]) -> bool:
    """Whether more than three quarters of a piece is governed by a negation."""
    covered = sum(max(0, min(piece.end, n.end) - max(piece.start, n.start)) for n in _meeting(piece, negated))
    return covered > 0.75 * (piece.end - piece.start)


def _wished(piece: Span, negated: Sequence[Span]) -> str:
    """The words of a piece without what a negation governs, by which similarity would find just what is not wanted.

    Where fewer than two words that tell something would remain, all of them.
    """
    whole = " ".join(piece.text.split())
    rest = " ".join(_blanked(piece, negated).split())
    if rest == whole:
        return whole
    telling = [word for word in _WORD.findall(rest.casefold()) if not _is_empty(word)]
    return rest.strip(" ,;:.-–—") if len(telling) > 1 else whole


def _blanked(piece: Span, spans: Sequence[Span]) -> str:
    """The text of a piece with some spans blanked."""
    words = list(piece.text)
    for span in _meeting(piece, spans):
        for i in range(max(span.start, piece.start), min(span.end, piece.end)):
            words[i - piece.start] = " "
    return "".join(words)


def _meeting(piece: Span, spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, in order of their start, that may meet a piece; one that began long before it is not looked for."""
    at = max(0, bisect_left(spans, piece.start, key=lambda s: s.start) - 1)
    for span in spans[at:]:
        if span.start >= piece.end:
            return
        yield span


def _content(piece: Span, told: Sequence[Span]) -> bool:
    """Whether anything remains once the words read elsewhere and those that ask for nothing are taken out."""
    rest = cues.REASON.sub(" ", _blanked(piece, told))
    return any(not _is_empty(word) for word in _WORD.findall(rest.casefold()))


def _is_empty(word: str) -> bool:
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) < 2 and not _UNSPACED.match(word):
        return True
    plain = empty_words("plain")
    return (
        word in plain
        or word in empty_words("criterion")
        or word in empty_words("exchange")
        or word in function_words()
        or word.split("'")[0] in plain
    )


def _is_courtesy(words: str, content: bool) -> bool:
    courtesy = cues.COURTESY.search(words)
    if courtesy is None:
        return False
    rest = words[: courtesy.start()] + " " + words[courtesy.end() :]
    return not content or not cues.ASKS.search(rest)


def _asks(words: str, clause: Clause) -> bool:
    if clause.bullet or cues.ASKS.search(words) or INSISTS.search(words):
        return True
    if cues.INTRODUCES.match(words):
        return False
    return bool(cues.SUGGESTS.search(words) or (len(words) < len(clause.text) and cues.ASKS.search(clause.text)))
