"""How often the order of places changes when the choices behind the index change, or the figures move in their limits.

Four things are varied, each alone and then all together: the *weights* (any, evenly over the simplex), the
*normalisation*, the *aggregation*, and the *figures* (each quotient drawn from its posterior, each growth from its
interval). For every draw the places are ranked anew. Told are, for each cause, the share of pairs of places that change
order against the default index, the share of draws in which the first place changes, and the mean shift of rank; and
for each place the 90 % interval of its rank when everything varies.

Sources: Saisana, Saltelli and Tarantola 2005, Journal of the Royal Statistical Society A 168(2):307-323 (uncertainty
and sensitivity analysis of composite indicators, mean shift of rank); OECD and Joint Research Centre 2008, Handbook on
Constructing Composite Indicators, step 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from opportunities.strength_estimates import LEAST_QUOTIENT
from opportunities.strength_index import AGGREGATIONS, NORMALISATIONS, Aggregation, Index, Normalisation, composite

Array = NDArray[np.float64]
Cause = Literal["weights", "normalisation", "aggregation", "figures", "all"]
CAUSES: tuple[Cause, ...] = ("weights", "normalisation", "aggregation", "figures", "all")
RANK_INTERVAL = 0.9
NORMAL_95 = 1.96


@dataclass(frozen=True)
class Effect:
    """What one cause does to the order: shares in [0, 1] and a mean shift in ranks."""

    cause: Cause
    pairs_reversed: float
    leader_changed: float
    order_changed: float
    mean_shift: float


@dataclass(frozen=True)
class RankOf:
    """Where a place stands in the default index, and in 90 % of the draws when everything varies."""

    place: str
    rank: int
    median: float
    low: float
    high: float
    first: float
    """The share of draws in which the place comes first."""


@dataclass(frozen=True)
class Sensitivity:
    """The effects by cause and the ranks by place, best first; same seed, same numbers."""

    effects: tuple[Effect, ...]
    ranks: tuple[RankOf, ...]
    draws: int
    seed: int

    def __str__(self) -> str:
        """One sentence that may stand below a table."""
        effect = {e.cause: e for e in self.effects}
        alone = ", ".join(f"{effect[c].pairs_reversed:.0%} by {c} alone" for c in CAUSES[:-1])
        return (
            f"In {self.draws:,} draws {effect['all'].pairs_reversed:.0%} of pairs of places change order ({alone}); "
            f"the first place changes in {effect['all'].leader_changed:.0%}."
        )


def sensitivity(index: Index, draws: int = 1000, seed: int = 20261125) -> Sensitivity:
    """Rank the places of an index anew, ``draws`` times for each cause."""
    base = _ranks(np.array(index.values))
    by_cause = {cause: _draws(index, cause, draws, seed) for cause in CAUSES}
    tail = (1 - RANK_INTERVAL) / 2 * 100
    every = by_cause["all"]
    ranks = []
    for at, place in enumerate(index.places):
        low, median, high = np.percentile(every[:, at], [tail, 50, 100 - tail], method="nearest")
        ranks.append(
            RankOf(
                place=place.name,
                rank=int(base[at]),
                median=float(median),
                low=float(low),
                high=float(high),
                first=float((every[:, at] == 1).mean()),
            )
        )
    effects = tuple(_effect(cause, base, found) for cause, found in by_cause.items())
    return Sensitivity(effects, tuple(ranks), draws, seed)


def _draws(index: Index, cause: Cause, draws: int, seed: int) -> Array:
    """Ranks of shape (draws, places). Each cause has its own stream, so that adding one changes no other."""
    rng = np.random.default_rng([seed, CAUSES.index(cause)])
    count = len(index.indicators)
    every = cause == "all"
    weights = (
        rng.dirichlet(np.ones(count), draws) if every or cause == "weights" else np.full((draws, count), 1 / count)
    )
    logs = _figures(index, rng, draws) if every or cause == "figures" else [index.logs] * draws
    found = []
    for weight, log_values in zip(weights, logs, strict=True):
        normalisation: Normalisation = "z-score"
        aggregation: Aggregation = "arithmetic"
        if every or cause == "normalisation":
            normalisation = NORMALISATIONS[rng.integers(len(NORMALISATIONS))]
        if every or cause == "aggregation":
            aggregation = AGGREGATIONS[rng.integers(len(AGGREGATIONS))]
        found.append(_ranks(composite(log_values, weight, normalisation, aggregation)))
    return np.stack(found)


def _figures(index: Index, rng: np.random.Generator, draws: int) -> Array:
    """The indicators on logs with what has an interval redrawn, of shape (draws, places, indicators)."""
    logs = np.repeat(index.logs[None], draws, axis=0)
    for row, place in enumerate(index.places):
        for column, part in enumerate(place.parts):
            if part.name == "specialisation":
                logs[:, row, column] = np.log(np.maximum(place.posterior.draw(rng, draws), LEAST_QUOTIENT))
            elif part.low is not None and part.high is not None:
                deviation = (log(part.high) - log(part.low)) / (2 * NORMAL_95)
                logs[:, row, column] += rng.normal(0.0, deviation, draws)
    return logs


def _ranks(values: Array) -> Array:
    """1 for the best; places with the same index share the mean of their ranks."""
    return np.asarray(rankdata(-values.round(12)), dtype=float)


def _effect(cause: Cause, base: Array, ranks: Array) -> Effect:
    before = np.sign(base[:, None] - base[None, :])
    after = np.sign(ranks[:, :, None] - ranks[:, None, :])
    upper = np.triu_indices(len(base), 1)
    reversed_ = (before[None] * after < 0)[:, upper[0], upper[1]]
    return Effect(
        cause=cause,
        pairs_reversed=float(reversed_.mean()),
        leader_changed=float((ranks.argmin(axis=1) != base.argmin()).mean()),
        order_changed=float(reversed_.any(axis=1).mean()),
        mean_shift=float(np.abs(ranks - base).mean()),
    )
