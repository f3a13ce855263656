"""Confidence: whether the catalogue answers the brief at all, told apart from how opportunities compare."""

from __future__ import annotations

from collections.abc import Sequence

from index.retrieval import Found
from matcher.brief import Brief
from matcher.ranking import Scored
from matcher.shortlist import Confidence


def confidence_of(
    brief: Brief, found: Found, scored: Scored, eligible: Sequence[int]
) -> tuple[Confidence, float, tuple[str, ...]]:
    """How sure, a value in [0, 1], and what the officer should be told about it."""
    return Confidence.POSSIBLE, 0.5, ()
