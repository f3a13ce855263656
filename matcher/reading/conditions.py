"""Conditions: the words of a brief that insist on something, and those that rule something out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from matcher.brief import Condition, Span
from matcher.reading import condition_cues as cues
from matcher.reading.clauses import Sentence, span_of
from matcher.reading.mentions import Mention, find_mentions, mentions_in
from matcher.reading.negation import Scope, scopes_by_sentence

_BETWEEN = re.compile(r"[^\w\n.]{0,3}(?:and|or)?\s?")
_FEWEST = 2  # words in a condition that is not one word of another script


def read_conditions(text: str) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """What the text insists on (must) and what it rules out (must not), each as the clause one would quote.

    Questions, politeness and facts about the firm are neither. A text that insists on nothing gives two empty tuples.
    """
    found = scopes_by_sentence(text)
    places = find_mentions(text)
    ruled = [
        scope
        for sentence, here in found
        if not (sentence.aside or sentence.announces)
        for scope in here
        if _rules_out(text, scope, sentence, places)
    ]
    must_not = _without_repeats(Condition(span=span) for span in _joined(text, ruled))
    must = _without_repeats(
        Condition(span=span) for span in _insisting(text, [sentence for sentence, _ in found], ruled)
    )
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
    if (
        cues.NO_DEAL.match(text, scope.span.end)  # "no quay, no deal" asks for a quay
        or cues.CONTRAST.match(words)
        or cues.FACT_CUE.match(text, scope.cue.start)
        or cues.CONDITIONAL.search(text[max(0, scope.span.start - 12) : scope.span.start])
    ):
        return False
    if _states(text, scope, sentence):
        return False
    named = sum(m.span.end - m.span.start for m in mentions_in(places, scope.span.start, scope.span.end))
    if named and (named >= _PLACE_SHARE * len(words) or (not scope.after and len(words.split()) <= _ONLY_HEADING + 1)):
        return False  # a place ruled out is no condition beside it
    if words == words.upper() and len(words.split()) <= _ONLY_HEADING and words == sentence.text.rstrip(":"):
        return False
    asked = sentence.text.endswith(("?", "？"))
    return not (asked and cues.INTERROGATIVE.search(text, sentence.start, scope.span.start + 1))


def _states(text: str, scope: Scope, sentence: Sentence) -> bool:
    """Whether a bare "no" or "not" within a sentence belongs to the fact that the sentence states."""
    if scope.cue.text.casefold() not in ("no", "not") or scope.after:
        return False
    before = text[sentence.start : scope.cue.start]
    if re.search(r"\band\s+$", before, re.IGNORECASE) and scope.cue.text.casefold() == "no":
        return not cues.WISHING.search(before)
    return bool(cues.STATES.search(before)) and not cues.WISHING.search(before)


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
_WISHED = 2.5  # the most weight of a clause that neither insists nor needs


def _weighed(text: str, sentence: Sentence, ruled: list[Scope]) -> Iterator[tuple[float, int, int]]:
    if sentence.aside or sentence.announces or sentence.text.endswith(("?", "？")):
        return
    soft = bool(cues.SOFT_HEADING.match(sentence.heading))
    required = sentence.bullet and not soft and bool(cues.REQUIREMENT_HEADING.match(sentence.heading))
    must = sentence.bullet and bool(cues.MUST_HEADING.match(sentence.heading))
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
        weight = _STRONG if must or cues.INSISTS.search(words) else 0.0
        for cue, worth in _WORTH:
            weight += worth if cue.search(words) else 0.0
        weight += _LISTED if sentence.bullet else 0.0
        weight += _REQUIRED if required else 0.0
        weight -= _SHORT if weight < _STRONG and not required and len(words.split()) < _SHORT_CLAUSE else 0.0
        weight -= _UNDER_SOFT if soft else 0.0
        # however exactly a wish is described, it is no condition beside what the writer insists on
        wished = not (must or required or cues.INSISTS.search(words) or cues.NEEDS.search(words))
        yield min(weight, _WISHED) if wished else weight, start, end


_WORTH = (
    (cues.NEEDS, 2.0),
    (cues.WANTS, 1.0),
    (cues.DESCRIBES, 1.0),
    (cues.SPECIFIED, 1.0),
    (cues.MONEY_OR_TIME, -1.0),
    (cues.TELLS, -1.0),
    (cues.SOFT, -2.0),
)
"""What each kind of words adds to a clause's claim to be a condition: rounded from a regression on labelled briefs."""
_LISTED, _REQUIRED = 1.0, 1.0  # for an item of a list, and of one that is headed as requirements
_UNDER_SOFT = 2.0  # under "nice to have"
_SHORT, _SHORT_CLAUSE = 0.5, 7  # words


def _clauses(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    start = sentence.start
    for boundary in cues.CLAUSE.finditer(text, sentence.start, sentence.end):
        if boundary.start() - start > 8:
            yield start, boundary.start()
            start = boundary.end()
    if start < sentence.end:
        yield start, sentence.end
