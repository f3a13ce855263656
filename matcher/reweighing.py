"""Reweighing: the same measurements under other weights, and what moves by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.matcher import Ranked
from matcher.ranking import Scored, order, weigh
from matcher.weights import Weights


@dataclass(frozen=True)
class Move:
    """One opportunity's rank before and after, counted from 1."""

    opportunity_id: str
    before: int
    after: int


def reweighed(ranked: Ranked, weights: Weights) -> Scored:
    """The scores of a measured brief under other weights; no text is read or encoded again."""
    spoken = list(zip(ranked.scored.signals, ranked.scored.values, strict=True))
    return weigh(spoken, weights, len(ranked.catalogue))


def reordered(ranked: Ranked, weights: Weights) -> list[str]:
    """The ids of a measured brief's eligible opportunities under other weights, best first."""
    ids = ranked.catalogue.ids
    eligible = set(ranked.eligible)
    return [ids[n] for n in order(reweighed(ranked, weights).scores, ids) if n in eligible]


def runs(ranked: Ranked, weightings: Mapping[str, Weights]) -> dict[str, list[str]]:
    """The ranking of a measured brief under each of several named weight sets."""
    return {name: reordered(ranked, weights) for name, weights in weightings.items()}


def moves(before: Sequence[str], after: Sequence[str], top: int = 10) -> tuple[Move, ...]:
    """What enters, leaves or moves within the first ``top`` of two rankings, by its rank afterwards."""
    old = {name: rank for rank, name in enumerate(before, start=1)}
    found = [Move(name, old[name], rank) for rank, name in enumerate(after, start=1) if name in old]
    return tuple(m for m in found if m.before != m.after and min(m.before, m.after) <= top)
