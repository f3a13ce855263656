"""Conditions: the words of a brief that insist on something, and those that rule something out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from matcher.brief import Condition, Span
from matcher.reading import condition_cues as cues
from matcher.reading.clauses import Sentence, sentences, span_of
from matcher.reading.mentions import Mention, find_mentions, mentions_in
from matcher.reading.negation import Scope, scopes

_BETWEEN = re.compile(r"[^\w\n.]{0,3}(?:and|or)?\s?")
_FEWEST = 2  # words in a condition that is not one word of another script


def read_conditions(text: str) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """What the text insists on (must) and what it rules out (must not), each as the clause one would quote.

    Questions, politeness and facts about the firm are neither. A text that insists on nothing gives two empty tuples.
    """
    found = sentences(text)
    places = find_mentions(text)
    ruled = [
        s
        for sentence in found
        if not sentence.aside
        for s in scopes(text, [sentence])
        if _rules_out(text, s, sentence, places)
    ]
    must_not = _without_repeats(Condition(span=span) for span in _joined(text, ruled))
    must = _without_repeats(Condition(span=span) for span in _insisting(text, found, ruled))
    return must, must_not


def _without_repeats(conditions: Iterator[Condition]) -> tuple[Condition, ...]:
    kept: list[Condition] = []
    for condition in sorted(conditions, key=lambda c: (c.span.start, -c.span.end)):
        if kept and condition.span.end <= kept[-1].span.end:
            continue
        if len(condition.span.text) > 3:
            kept.append(condition)
    return tuple(kept)


_PLACE_SHARE = 0.2  # of the words, by characters, from which an exclusion is about the place alone
_ONLY_HEADING = 4  # words of a sentence that does nothing but announce what is ruled out


def _rules_out(text: str, scope: Scope, sentence: Sentence, places: tuple[Mention, ...]) -> bool:
    words = scope.span.text
    if not scope.wish or scope.outside or cues.NO_CONDITION.search(words) or cues.REPORTED.search(words):
        return False
    if cues.FACT_CUE.match(text, scope.cue.start) or cues.CONDITIONAL.search(
        text[max(0, scope.span.start - 12) : scope.span.start]
    ):
        return False
    named = sum(m.span.end - m.span.start for m in mentions_in(places, scope.span.start, scope.span.end))
    if named and (named >= _PLACE_SHARE * len(words) or (not scope.after and len(words.split()) <= _ONLY_HEADING + 1)):
        return False  # a place ruled out is no condition beside it
    if words == words.upper() and len(words.split()) <= _ONLY_HEADING and words == sentence.text.rstrip(":"):
        return False
    asked = sentence.text.endswith(("?", "？"))
    return not (asked and cues.INTERROGATIVE.search(text, sentence.start, scope.span.start + 1))


def _joined(text: str, ruled: list[Scope]) -> Iterator[Span]:
    """Neighbouring exclusions of one list are one quotation ("no indoor slopes, no dry slopes")."""
    start = end = -1
    for scope in sorted(ruled, key=lambda s: s.span.start):
        if end >= 0 and (scope.span.start <= end or _BETWEEN.fullmatch(text, end, scope.span.start)):
            end = max(end, scope.span.end)
            continue
        if end >= 0:
            yield span_of(text, start, end)
        start, end = scope.span.start, scope.span.end
    if end >= 0:
        yield span_of(text, start, end)


def _insisting(text: str, found: Sequence[Sentence], ruled: list[Scope]) -> Iterator[Span]:
    """Every clause that insists; where hardly any does, the clauses that ask most plainly as well."""
    starts = [scope.span.start for scope in ruled]
    weighed: list[tuple[float, int, int]] = []
    for sentence in found:
        near = ruled[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        weighed.extend(_weighed(text, sentence, near))
    strong = [each for each in weighed if each[0] >= _STRONG]
    asked = sorted((each for each in weighed if _ASKED <= each[0] < _STRONG), key=lambda each: (-each[0], each[1]))
    for _, start, end in [*strong, *asked[: max(0, _ENOUGH - len(strong))]]:
        yield span_of(text, start, end)


_STRONG = 3.0  # the weight of words that insist
_ASKED = 2.0  # the least weight of a clause that makes up the number
_ENOUGH = 2  # conditions up to which clauses that merely ask are added


def _weighed(text: str, sentence: Sentence, ruled: list[Scope]) -> Iterator[tuple[float, int, int]]:
    if sentence.aside or sentence.text.endswith(("?", "？")):
        return
    under_heading = bool(cues.REQUIREMENT_HEADING.match(sentence.heading))
    for start, end in _clauses(text, sentence):
        words = text[start:end]
        governed = sum(max(0, min(end, s.span.end) - max(start, s.span.start)) for s in ruled)
        if (
            2 * governed > end - start
            or cues.ABOUT_US.search(words)
            or cues.POLITE.search(words)
            or cues.ANNOUNCES.fullmatch(words.strip(" .:"))
        ):
            continue
        if len(words.split()) < (1 if not words.isascii() else _FEWEST):
            continue
        weight = _STRONG if cues.INSISTS.search(words) else 0.0
        weight += 2.0 if cues.NEEDS.search(words) or cues.WANTS.search(words) else 0.0
        weight += 1.0 if sentence.bullet else 0.0
        weight += 1.0 if sentence.bullet and under_heading else 0.0
        weight += 2.0 if cues.SPECIFIED.search(words) else 0.0
        weight -= 2.0 if cues.SOFT.search(words) else 0.0
        weight -= 1.0 if cues.MONEY_OR_TIME.search(words) else 0.0
        weight -= 0.5 if len(words.split()) > _LONG_CLAUSE else 0.0
        yield weight, start, end


_LONG_CLAUSE = 30  # words


def _clauses(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    start = sentence.start
    for boundary in cues.CLAUSE.finditer(text, sentence.start, sentence.end):
        if boundary.start() - start > 8:
            yield start, boundary.start()
            start = boundary.end()
    if start < sentence.end:
        yield start, sentence.end
