"""Comparing two weight sets on graded briefs: who wins where, and what moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.ranking import order
from matcher.signal_table import SignalTable
from matcher.signals import SIGNAL_NAMES
from matcher.trials import Trial, paired
from matcher.tuning import Floats, ndcg_by_brief
from matcher.weights import Weights


@dataclass(frozen=True)
class GradedMove:
    """One graded answer of a brief: its grade, and its rank under either weight set."""

    brief_id: str
    opportunity_id: str
    grade: float
    before: int
    after: int


@dataclass(frozen=True)
class Comparison:
    """Two weight sets on the same briefs.

    ``trial`` sets their nDCG@10 against each other, ``before`` and ``after`` are its two values a brief, ``moves`` the
    ranks of every graded answer.
    """

    trial: Trial
    before: Mapping[str, float]
    after: Mapping[str, float]
    moves: tuple[GradedMove, ...]


def scores(table: SignalTable, weights: Weights) -> Floats:
    """The score of every row in [0, 1], as the ranking gives it: the mean over the signals that the brief speaks to."""
    values = np.array([weights[name] for name in SIGNAL_NAMES])
    speaks = ~np.isnan(table.values)
    total = speaks @ values
    return np.asarray(np.divide(np.nan_to_num(table.values) @ values, total, out=np.zeros(len(total)), where=total > 0))


def ranks(table: SignalTable, weights: Weights) -> NDArray[np.int64]:
    """The rank of every row within its brief, counted from 1; ties by id, as on a shortlist."""
    found = np.zeros(len(table.briefs), dtype=np.int64)
    score = scores(table, weights)
    for brief in np.unique(table.briefs):
        rows = np.flatnonzero(table.briefs == brief)
        ordered = order(score[rows], tuple(table.opportunities[rows].tolist()))
        found[rows[ordered]] = np.arange(1, len(rows) + 1)
    return found


def orders(table: SignalTable, weights: Weights) -> dict[str, list[str]]:
    """The eligible opportunities of every brief of a table, best first."""
    rank = ranks(table, weights)
    names = table.opportunities[np.lexsort((rank, table.briefs))].tolist()
    briefs, counts = np.unique(table.briefs, return_counts=True)
    ends = np.cumsum(counts)
    return {str(b): names[end - n : end] for b, n, end in zip(briefs, counts, ends, strict=True)}


def compare(table: SignalTable, before: Weights, after: Weights) -> Comparison:
    """Two weight sets on the briefs of a table."""
    old, new = ranks(table, before), ranks(table, after)
    names = [str(name) for name in np.unique(table.briefs)]
    one, other = (ndcg_by_brief(-rank, table.grades, table.briefs) for rank in (old, new))
    return Comparison(
        trial=paired(names, one, other),
        before=dict(zip(names, one.tolist(), strict=True)),
        after=dict(zip(names, other.tolist(), strict=True)),
        moves=tuple(
            GradedMove(
                str(table.briefs[n]), str(table.opportunities[n]), float(table.grades[n]), int(old[n]), int(new[n])
            )
            for n in np.flatnonzero(table.grades > 0)
        ),
    )
