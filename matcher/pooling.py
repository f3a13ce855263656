"""Pooled judging: what several rankings put first for a brief, gathered for a judge, the unjudged first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.judgements.judgement import Judgement


@dataclass(frozen=True)
class Pooled:
    """One opportunity to be judged for a brief: its rank in each run that has it at all, and the grades it has."""

    opportunity_id: str
    ranks: Mapping[str, int]
    grades: Mapping[str, int]

    @property
    def judged(self) -> bool:
        """Whether any judge graded it."""
        return bool(self.grades)

    @property
    def best(self) -> int:
        """The best rank that any run gives it."""
        return min(self.ranks.values())


def pool(
    brief_id: str,
    runs: Mapping[str, Sequence[str]],
    judgements: Iterable[Judgement] = (),
    depth: int = 10,
    judge: str | None = None,
) -> tuple[Pooled, ...]:
    """The union of the first ``depth`` of each run, what nobody graded first; with ``judge``, what this judge did not.

    Within both halves the order is drawn by lot, the same for everyone, so that no rank shows: a judge who sees that
    a system put something first grades it higher.

    Source: pooling as at TREC, Spärck Jones and van Rijsbergen 1975.
    """
    grades: dict[str, dict[str, int]] = {}
    for one in judgements:
        if one.brief_id == brief_id:
            grades.setdefault(one.opportunity_id, {})[one.judge] = one.relevance
    ranks = {name: {found: rank for rank, found in enumerate(run, start=1)} for name, run in runs.items()}
    union = {found for run in runs.values() for found in run[:depth]}
    pooled = [
        Pooled(
            opportunity_id=found,
            ranks={name: of[found] for name, of in ranks.items() if found in of},
            grades=grades.get(found, {}),
        )
        for found in union
    ]

    def done(one: Pooled) -> bool:
        return one.judged if judge is None else judge in one.grades

    return tuple(sorted(pooled, key=lambda one: (done(one), _lot(brief_id, one.opportunity_id))))


def _lot(brief_id: str, opportunity_id: str) -> str:
    return hashlib.sha256(f"{brief_id}\n{opportunity_id}".encode()).hexdigest()
