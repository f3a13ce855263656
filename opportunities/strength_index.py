"""A composite index that compares places for one sector, built by the OECD/JRC handbook: normalise, weight, aggregate.

It is for pages and notebooks that compare places. The matcher's signal is not this index: an index depends on the
places that stand in it, and the signal must not.

* Indicators, each with its own value, interval, n, year, source and level: ``specialisation`` (log of the shrunk
  quotient), ``scale`` (log of jobs), ``growth`` (log of growth against the nation, shrunk) and ``value added`` (log of
  the quotient of value added, where the regional accounts separate the sector).
* All are of one level of geography. Which of them a sector has follows from the sector and the level, never from the
  places; a place that lacks one is left out and named, not filled in, so that it changes no other.
* Default: z-scores, equal weights, the arithmetic mean; how much the order hangs on these choices is what
  ``strength_sensitivity`` tells.

Source: OECD and Joint Research Centre 2008, Handbook on Constructing Composite Indicators, steps 5 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from opportunities.errors import CatalogueError
from opportunities.shrinkage import Posterior
from opportunities.strength_areas import Level
from opportunities.strength_estimates import LEAST_QUOTIENT, Estimate
from opportunities.strength_growth import SectorGrowth

Array = NDArray[np.float64]
IndicatorName = Literal["specialisation", "scale", "growth", "value added"]
Normalisation = Literal["z-score", "min-max", "rank"]
Aggregation = Literal["arithmetic", "geometric"]
INDICATORS: tuple[IndicatorName, ...] = ("specialisation", "scale", "growth", "value added")
NORMALISATIONS: tuple[Normalisation, ...] = ("z-score", "min-max", "rank")
AGGREGATIONS: tuple[Aggregation, ...] = ("arithmetic", "geometric")
FEWEST_PLACES = 3
FLOOR = 0.01  # the least that a normalised value counts in a product, or one zero would decide alone


@dataclass(frozen=True)
class Part:
    """One indicator of one place: ``value`` in ``unit`` as a reader knows it, and its logarithm as the index uses it.

    ``low`` and ``high`` are 95 % limits on ``value``, null where the source allows none; ``n`` is the count behind it.
    """

    name: IndicatorName
    value: float
    low: float | None
    high: float | None
    unit: str
    n: float
    year: str
    source: str
    level: Level

    @property
    def log(self) -> float:
        """The natural logarithm of ``value``, floored where it is zero."""
        return log(max(self.value, LEAST_QUOTIENT))


@dataclass(frozen=True)
class Place:
    """One place with its parts, and what the counts and the prior say of its quotient."""

    name: str
    parts: tuple[Part, ...]
    posterior: Posterior


@dataclass(frozen=True)
class Index:
    """The index of every place, best first; ``left_out`` are the places that lack an indicator."""

    sector: str
    level: Level
    indicators: tuple[IndicatorName, ...]
    places: tuple[Place, ...]
    values: tuple[float, ...]
    left_out: tuple[str, ...]

    @property
    def logs(self) -> Array:
        """The indicators on logs, of shape (places, indicators)."""
        return np.array([[part.log for part in place.parts] for place in self.places])


def parts_of(
    estimate: Estimate, growth: SectorGrowth | None, sources: tuple[str, int], gva_source: str
) -> tuple[Part, ...]:
    """The indicators that a place has, of the estimate's own level; ``sources`` are name and year of the jobs."""
    counts, posterior, level = estimate.counts, estimate.posterior, estimate.area.level
    if counts is None or posterior is None:
        return ()
    source, year = sources
    low, high = posterior.interval()
    found = [
        Part("specialisation", estimate.value, low, high, "location quotient, shrunk", counts.jobs, str(year), source,
             level),
        Part("scale", counts.jobs, None, None, "jobs", counts.jobs, str(year), source, level),
    ]  # fmt: skip
    if growth is not None and growth.level == level:
        found.append(
            Part("growth", 1 + growth.shrunk, 1 + growth.shrunk_low, 1 + growth.shrunk_high,
                 "times the nation's growth, shrunk", growth.n, f"{growth.year_then}–{growth.year}", growth.source,
                 level)
        )  # fmt: skip
    added = next((o for o in estimate.others if o.measure == "GVA"), None)
    if added is not None:
        found.append(
            Part("value added", added.quotient, None, None, "location quotient of value added", added.amount,
                 str(added.year), gva_source, level)
        )  # fmt: skip
    return tuple(found)


def index_of(
    sector: str, level: Level, indicators: tuple[IndicatorName, ...],
    places: dict[str, tuple[tuple[Part, ...], Posterior]],
) -> Index:  # fmt: skip
    """The index by the default choices, best first (ties by name).

    Raises:
        CatalogueError: fewer than three places have every indicator.
    """
    whole, left_out = [], []
    for name, (parts, posterior) in sorted(places.items()):
        own = {part.name: part for part in parts}
        if all(i in own for i in indicators):
            whole.append(Place(name, tuple(own[i] for i in indicators), posterior))
        else:
            left_out.append(name)
    if len(whole) < FEWEST_PLACES:
        raise CatalogueError(
            f"{len(whole)} places have all of {', '.join(indicators)} for {sector!r} at level {level!r}; an index "
            f"needs {FEWEST_PLACES}: take a wider sector or another level"
        )
    logs = np.array([[part.log for part in place.parts] for place in whole])
    values = composite(logs, np.full(len(indicators), 1 / len(indicators)), "z-score", "arithmetic")
    order = sorted(range(len(whole)), key=lambda at: (-values[at], whole[at].name))
    return Index(
        sector, level, indicators, tuple(whole[at] for at in order), tuple(float(values[at]) for at in order),
        tuple(left_out),
    )  # fmt: skip


def composite(logs: Array, weights: Array, normalisation: Normalisation, aggregation: Aggregation) -> Array:
    """The index of every place, of shape (places,), higher is better: a number to order by, with no unit.

    ``logs`` has shape (places, indicators), ``weights`` (indicators,) with sum 1. An indicator in which all places are
    alike tells nothing and counts as the middle for all.
    """
    scaled = normalised(logs, normalisation)
    if aggregation == "arithmetic":
        return np.asarray(scaled @ weights)
    return np.asarray(np.exp(np.log(np.maximum(_positive(scaled, normalisation), FLOOR)) @ weights))


def normalised(logs: Array, normalisation: Normalisation) -> Array:
    """Each column on one scale: mean 0 and deviation 1, least 0 and most 1, or rank from 0 (worst) to 1 (best)."""
    if normalisation == "z-score":
        spread = logs.std(axis=0)
        return np.asarray((logs - logs.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
    if normalisation == "rank":
        from scipy.stats import rankdata  # here: it is slow to import, and no match needs it

        return np.asarray((rankdata(logs, axis=0) - 1) / max(len(logs) - 1, 1))
    width = np.ptp(logs, axis=0)
    return np.asarray(np.where(width > 0, (logs - logs.min(axis=0)) / np.where(width > 0, width, 1.0), 0.5))


def _positive(scaled: Array, normalisation: Normalisation) -> Array:
    """On (0, 1], for a product: z-scores through the normal curve's logistic neighbour, the others as they are."""
    return np.asarray(1 / (1 + np.exp(-1.702 * scaled))) if normalisation == "z-score" else scaled
