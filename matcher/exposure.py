"""Exposure: which opportunities come up too often over many briefs, and which never do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.comparing import ranks
from matcher.signal_table import SignalTable
from matcher.weights import Weights
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Status

GONE = frozenset({Status.CLOSED, Status.SUPERSEDED})  # gates keep these out: that they never come up is meant


@dataclass(frozen=True)
class Exposed:
    """How often one opportunity is among the first ``k`` of the briefs, first of all, and how often it is an answer.

    ``answers`` counts the briefs in which it is graded 2 or more: what it deserves, as far as anyone judged.
    """

    opportunity_id: str
    shown: int
    first: int
    answers: int


@dataclass(frozen=True)
class Exposure:
    """Exposure over the whole catalogue.

    ``opportunities`` most shown first; ``gini`` of the times shown, over what may be shown at all: 0 when all come up
    equally often, near 1 when few take everything; ``gini_of_answers`` the same of what is graded an answer, beside
    which it should be read. ``never`` are those that may be shown and never are.
    """

    briefs: int
    k: int
    opportunities: tuple[Exposed, ...]
    gini: float
    gini_of_answers: float
    never: tuple[str, ...]


def exposure(table: SignalTable, catalogue: Catalogue, weights: Weights, k: int = 10) -> Exposure:
    """How the first ``k`` places of the briefs of a table are shared out."""
    rank = ranks(table, weights)
    at = {name: n for n, name in enumerate(catalogue.ids)}
    owner = np.array([at[str(name)] for name in table.opportunities])
    shown, first, answers = (
        np.bincount(owner[rows], minlength=len(at)) for rows in (rank <= k, rank == 1, table.grades >= 2)
    )
    may = np.array([o.status not in GONE for o in catalogue])
    found = [
        Exposed(name, int(shown[n]), int(first[n]), int(answers[n])) for name, n in at.items() if may[n] or shown[n]
    ]
    return Exposure(
        briefs=len(np.unique(table.briefs)),
        k=k,
        opportunities=tuple(sorted(found, key=lambda e: (-e.shown, -e.first, e.opportunity_id))),
        gini=_gini(shown[may]),
        gini_of_answers=_gini(answers[may]),
        never=tuple(name for name, n in at.items() if may[n] and not shown[n]),
    )


def _gini(counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """Gini's coefficient of some counts. Source: Gini 1912, by the sorted form."""
    ordered = np.sort(counts).astype(np.float64)
    if not ordered.sum():
        return 0.0
    place = np.arange(1, len(ordered) + 1)
    return float((2 * place - len(ordered) - 1) @ ordered / (len(ordered) * ordered.sum()))
