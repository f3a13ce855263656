"""Corrections in words: what an officer took out of a brief's reading, put in, and set aside."""

from __future__ import annotations

from collections.abc import Iterator

from api.pages.criteria_shown import LABELS, in_words
from matcher.amendments import Amendments, Criterion, amended, criteria
from matcher.brief import Brief


def corrections(read: Brief, amendments: Amendments) -> tuple[str, ...]:
    """One line for each correction, ``read`` being the brief before them; none where nothing was corrected."""
    return tuple(_lines(read, amendments.fitting(read)))


def _lines(read: Brief, amendments: Amendments) -> Iterator[str]:
    for criterion in criteria(read):
        if criterion.key in amendments.removed:
            yield f"Taken out – {LABELS[criterion.field]}: {_words(criterion)}"
    before = {(c.field, _words(c)) for c in criteria(read) if c.key not in amendments.removed}
    said = set(amendments.must)
    for criterion in criteria(amended(read, amendments)):
        words = _words(criterion)
        repeats = criterion.field == "needs" and words in said  # a must is a need as well
        if (criterion.field, words) not in before and not repeats:
            yield f"Put in – {LABELS[criterion.field]}: {words}"


def _words(criterion: Criterion) -> str:
    return in_words(criterion)[0]
