"""Growth of a sector in a place between two years that the same survey counted in the same way.

What exists: jobs by workplace in 2016 and 2021, both of the first release of the Business Register and Employment
Survey, for the six ITL2 areas, the two regions and Great Britain. ITL3 counts are of another release and residents of
one census: neither is compared over time. A place narrower than ITL2 is answered for its ITL2 area, which the answer
names; value added at constant prices, where the accounts separate the sector, stands beside it (see
``strength_value_growth``).

Growth is told beside the nation's in the same industry, since a place is not strong because its industry grows
everywhere (the competitive part of a shift-share analysis, Dunn 1960). Few plants jump about, by chance and by single
decisions: ``low`` and ``high`` are as wide as such changes are, over all industries and Midlands areas, for that many
plants: 95 % of them lie within, by a quantile regression on the number of plants (Koenker and Bassett 1978,
Econometrica 46(1)). Beyond it, a change is out of the ordinary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, sqrt
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from opportunities.strength_areas import Area, Level
from opportunities.strength_tables import GREAT_BRITAIN, JOBS, StrengthTables
from opportunities.strength_wording import LEVEL_NAMES, SOURCES

LEVELS_THAT_GROW: tuple[Level, ...] = ("itl2", "region")
COVERAGE = 0.95
MANY_PLANTS = 100.0  # among so many, what spread is left is taken as real change
LEAST_CHANGE = 0.005  # counts are rounded: a change of nothing is one of less than this
FITTED_DIGITS = (2, 4)  # divisions and classes
Count = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Rate = Annotated[float, Field(ge=-1, allow_inf_nan=False)]


class SectorGrowth(BaseModel):
    """How a sector's jobs changed in a place between two years of one survey.

    ``growth`` and ``nation`` are the whole change over the years as a share (0.1 is a tenth more), ``relative`` the
    place's change against the nation's in the same industry, with its 95 % interval ``low`` to ``high``. ``jobs_then``
    and ``n`` are the counts in ``year_then`` and ``year``. ``shrunk`` is the relative change drawn toward none by
    ``1 - reliability``: the part of the spread among so few plants that is not there among many (a ratio of variances).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    level: Level
    codes: tuple[str, ...]
    year_then: int
    year: int
    jobs_then: Count
    n: Count
    growth: Rate
    nation: Rate
    relative: Rate
    low: Rate
    high: Rate
    reliability: Annotated[float, Field(ge=0, le=1)]
    shrunk: Rate
    shrunk_low: Rate
    shrunk_high: Rate
    source: str

    @property
    def verdict(self) -> str:
        """What the interval allows to say: that the place outgrew the nation, fell behind, or neither."""
        return verdict(self.low, self.high)

    def told(self, where: str = "") -> str:
        """The figures in one line; ``where`` is put in as the place."""
        place = f", {where}" if where else ""
        return (
            f"{percent(self.growth)} {self.year_then}–{self.year}, Great Britain {percent(self.nation)}: "
            f"{self.verdict} (relative {percent(self.relative)}, {percent(self.low)} to {percent(self.high)}, "
            f"n = {self.jobs_then:,.0f} to {self.n:,.0f} jobs{place})"
        )

    def __str__(self) -> str:
        return self.told(f"{LEVEL_NAMES[self.level]} {self.place}")


@dataclass(frozen=True)
class Spread:
    """How far 95 % of changes stray from the nation's, in logarithms: ``at_one`` times plants^-``power``."""

    at_one: float
    power: float
    cells: int

    def at(self, plants: float) -> float:
        """The half-width for so many effective plants."""
        return float(self.at_one * plants**-self.power)


class Growths:
    """Growth by area and codes, from tables that hold an earlier year."""

    def __init__(self, tables: StrengthTables) -> None:
        self._tables = tables
        self._then, self._now = tables.earlier.jobs, tables.jobs

    def growth(
        self, area: Area, codes: tuple[str, ...], local: tuple[str, ...] | None = None
    ) -> SectorGrowth | None:  # fmt: skip
        """Growth at the narrowest area from ``area`` outward that both years count in the same source.

        ``local`` are the codes that stand for the sector below ITL2, if they are others. None where no area has both
        years, or where either has no jobs there: nothing grows from nothing by a rate.
        """
        for here in area.wider:
            counted = codes if local is None or here.level in LEVELS_THAT_GROW else local
            if self._comparable(here, counted):
                return self._between(here, counted)
        return None

    @cached_property
    def spread(self) -> Spread:
        """Fitted by quantile regression over every ITL2 area, division and class that has jobs in both years."""
        found = []
        places = [p for p in self._then if p.startswith("TL") and self._same_source(p)]
        for code in (c for c in self._now[GREAT_BRITAIN] if c.isdigit() and len(c) in FITTED_DIGITS):
            for place in places:
                plants, change = self._cell(place, (code,))
                if plants > 0:
                    found.append((log(plants), change))
        return fitted_spread(found)

    def _between(self, area: Area, codes: tuple[str, ...]) -> SectorGrowth | None:
        then, now = (sum(jobs[p].get(c, 0.0) for p in area.codes for c in codes) for jobs in (self._then, self._now))
        if then <= 0 or now <= 0:
            return None
        nation = self._nation(codes)
        change = log(now / then) - log(nation)
        wide, real = self.spread.at(self._plants(then, now, codes)), self.spread.at(MANY_PLANTS)
        reliability = min(1.0, (real / wide) ** 2)
        doubt = real * sqrt(1 - reliability)
        source = self._tables.earlier.sources[area.codes[0]]
        return SectorGrowth(
            place=area.name,
            level=area.level,
            codes=codes,
            year_then=self._tables.earlier.year,
            year=self._tables.years[JOBS],
            jobs_then=then,
            n=now,
            growth=now / then - 1,
            nation=nation - 1,
            relative=exp(change) - 1,
            low=exp(change - wide) - 1,
            high=exp(change + wide) - 1,
            reliability=reliability,
            shrunk=exp(reliability * change) - 1,
            shrunk_low=exp(reliability * change - doubt) - 1,
            shrunk_high=exp(reliability * change + doubt) - 1,
            source=SOURCES.get(source, source),
        )

    def _comparable(self, area: Area, codes: tuple[str, ...]) -> bool:
        """Whether both years count every code here and in the nation, in one source, and are two years."""
        if self._tables.earlier.year >= self._tables.years[JOBS]:
            return False
        counted = all(c in jobs.get(p, {}) for jobs in (self._then, self._now)
                      for p in (GREAT_BRITAIN, *area.codes) for c in codes)  # fmt: skip
        return counted and self._nation(codes) > 0 and all(self._same_source(p) for p in (GREAT_BRITAIN, *area.codes))

    def _same_source(self, place: str) -> bool:
        return self._tables.earlier.sources.get(place) == self._tables.sources.get((JOBS, place))

    def _nation(self, codes: tuple[str, ...]) -> float:
        """The nation's jobs now over those then; 0 where either year has none."""
        then, now = (sum(jobs[GREAT_BRITAIN].get(c, 0.0) for c in codes) for jobs in (self._then, self._now))
        return now / then if then > 0 else 0.0

    def _plants(self, then: float, now: float, codes: tuple[str, ...]) -> float:
        """Effective plants, the harmonic mean of the two years: the fewer of them bounds what can be told."""
        nation = self._now[GREAT_BRITAIN]
        weights = {c: nation.get(c, 0.0) for c in codes}
        phi = sum(w * self._tables.plant_sizes.get(c, 0.0) for c, w in weights.items() if w > 0)
        whole = sum(weights.values())
        return 2 / (1 / then + 1 / now) * whole / phi if phi > 0 else 0.0

    def _cell(self, place: str, codes: tuple[str, ...]) -> tuple[float, float]:
        """Effective plants and log relative growth; no plants where it cannot be told."""
        then, now = (sum(jobs[place].get(c, 0.0) for c in codes) for jobs in (self._then, self._now))
        nation = self._nation(codes)
        if then <= 0 or now <= 0 or nation <= 0:
            return 0.0, 0.0
        return self._plants(then, now, codes), log(now / then) - log(nation)


def fitted_spread(found: Sequence[tuple[float, float]]) -> Spread:
    """The spread of changes by quantile regression: each is the log of its size, and its log change."""
    if not found:
        return Spread(2.0, 0.5, 0)
    size, change = np.array(found).T
    stray = np.log(np.maximum(np.abs(change), LEAST_CHANGE))

    def loss(theta: NDArray[np.float64]) -> float:
        short = stray - theta[0] + theta[1] * size
        return float(np.where(short > 0, COVERAGE * short, (COVERAGE - 1) * short).sum())

    from scipy.optimize import minimize

    at_one, power = minimize(loss, np.array([0.5, 0.3]), method="Nelder-Mead").x
    return Spread(exp(float(at_one)), float(power), len(found))


def verdict(low: float, high: float) -> str:
    """What an interval on the relative change allows to say."""
    if low > 0:
        return "faster, out of the ordinary"
    return "slower, out of the ordinary" if high < 0 else "no clear difference"


def percent(share: float) -> str:
    """``+12%``, with a true minus sign; a rise of more than tenfold is told as such, since its digits mean nothing."""
    return "over +900%" if share > 9 else f"{100 * share:+.0f}%".replace("-", "−")
