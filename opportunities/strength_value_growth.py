"""Growth below ITL2: value added of a local authority or ITL3 area in two years, at constant prices.

Jobs of two years in one release exist for ITL2 and wider alone (``strength_growth``). The regional accounts hold every
year in one edition, deflated, for ITL3 areas and local authorities, but for groups of divisions. A sector is told by
the groups that hold all of its divisions and little else: at least ``OWN_SHARE`` of a group's jobs in Great Britain
must be the sector's. What no such groups exist for (cars, medical devices) has no growth below ITL2, and the answer
names the wider area that its growth is told for.

Told is the place's change against the United Kingdom's in the same groups. The accounts publish no standard errors:
``low`` and ``high`` are as wide as 95 % of such changes are, over all Midlands areas and groups of that level, for so
much value added (a quantile regression, as for jobs). Volumes at constant prices of several groups are added up as they
are, which is exact in the accounts' reference year alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from opportunities.errors import CatalogueError
from opportunities.other_sources import divisions_of
from opportunities.strength_areas import Area, Level
from opportunities.strength_growth import Spread, fitted_spread, percent, verdict
from opportunities.strength_tables import COLUMNS, UNITED_KINGDOM, VALUE_GROWTH, rows
from opportunities.strength_wording import LEVEL_NAMES, SOURCES

OWN_SHARE = 0.9
PRICES_OF = 2022  # the accounts' reference year
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Rate = Annotated[float, Field(ge=-1, allow_inf_nan=False)]


class ValueAddedGrowth(BaseModel):
    """How the value added of a sector changed in a place between two years of one edition of the accounts.

    ``then`` and ``now`` are GBP million at the prices of 2022; ``growth`` and ``nation`` the whole change over the
    years as a share, here and in the United Kingdom; ``relative`` the one against the other with its 95 % interval.
    ``groups`` are the accounts' groups of industries that were added up, ``codes`` the divisions in them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    level: Level
    groups: tuple[str, ...]
    codes: tuple[str, ...]
    year_then: int
    year: int
    then: Amount
    now: Amount
    unit: str = f"GBP million, prices of {PRICES_OF}"
    growth: Rate
    nation: Rate
    relative: Rate
    low: Rate
    high: Rate
    source: str

    def __str__(self) -> str:
        return (
            f"value added {percent(self.growth)} {self.year_then}–{self.year} at constant prices, United Kingdom "
            f"{percent(self.nation)}: {verdict(self.low, self.high)} (relative {percent(self.relative)}, "
            f"{percent(self.low)} to {percent(self.high)}, £{self.then:,.0f}m to £{self.now:,.0f}m, "
            f"{LEVEL_NAMES[self.level]} {self.place})"
        )


@dataclass(frozen=True)
class _Cells:
    """Two values by place and group, with the years and the source of each place."""

    values: Mapping[str, Mapping[str, tuple[float, float]]]
    years: tuple[int, int]
    sources: Mapping[str, str]


class ValueAddedGrowths:
    """Growth of value added by area and divisions."""

    def __init__(self, folder: Path, national_jobs: Mapping[str, float]) -> None:
        """Read strength_value_growth.csv; CatalogueError when it is missing, changed or holds several spans of years.

        ``national_jobs`` are jobs in Great Britain by division, by which groups are told to be a sector's own.
        """
        self._cells = _read(folder)
        self._jobs = national_jobs
        self._spreads: dict[Level, Spread] = {}

    def growth(self, area: Area, codes: tuple[str, ...]) -> ValueAddedGrowth | None:
        """Growth in one area, null where the accounts do not separate the divisions there or a value is nought."""
        place = area.codes[0]
        groups = self.groups(place, codes)
        if groups is None:
            return None
        then, now = self._sum(place, groups)
        nation_then, nation_now = self._sum(UNITED_KINGDOM, groups)
        if min(then, now, nation_then, nation_now) <= 0:
            return None
        change = log(now / then) - log(nation_now / nation_then)
        wide = self.spread(area.level).at((then + now) / 2)
        return ValueAddedGrowth(
            place=area.name,
            level=area.level,
            groups=groups,
            codes=codes,
            year_then=self._cells.years[0],
            year=self._cells.years[1],
            then=then,
            now=now,
            growth=now / then - 1,
            nation=nation_now / nation_then - 1,
            relative=exp(change) - 1,
            low=exp(change - wide) - 1,
            high=exp(change + wide) - 1,
            source=SOURCES[self._cells.sources[place]].replace("current", "constant"),
        )

    def groups(self, place: str, codes: tuple[str, ...]) -> tuple[str, ...] | None:
        """The widest groups that hold all of these divisions and hardly anything else; null where there are none."""
        missing = frozenset(codes)
        chosen: list[str] = []
        own = [g for g in self._cells.values.get(place, {}) if self._own(g, frozenset(codes)) >= OWN_SHARE]
        for group in sorted(own, key=lambda g: (-len(divisions_of(g)), g)):
            if divisions_of(group) & missing and not any(divisions_of(group) & divisions_of(c) for c in chosen):
                chosen.append(group)
                missing -= divisions_of(group)
        return tuple(chosen) if chosen and not missing else None

    def spread(self, level: Level) -> Spread:
        """How far 95 % of changes stray from the nation's at one level, by value added in GBP million."""
        if level not in self._spreads:
            found = []
            for place, groups in self._cells.values.items():
                if place == UNITED_KINGDOM or (len(place) == len("TLF11")) != (level == "itl3"):
                    continue
                for group, (then, now) in groups.items():
                    before, after = self._cells.values[UNITED_KINGDOM].get(group, (0.0, 0.0))
                    if min(then, now, before, after) > 0:
                        found.append((log((then + now) / 2), log(now / then) - log(after / before)))
            self._spreads[level] = fitted_spread(found)
        return self._spreads[level]

    def _own(self, group: str, codes: frozenset[str]) -> float:
        """The part of a group's jobs in the nation that lies in these divisions."""
        members = {d: self._jobs.get(d, 0.0) for d in divisions_of(group)}
        whole = sum(members.values())
        return sum(jobs for d, jobs in members.items() if d in codes) / whole if whole > 0 else 0.0

    def _sum(self, place: str, groups: tuple[str, ...]) -> tuple[float, float]:
        pairs = [self._cells.values[place].get(g, (0.0, 0.0)) for g in groups]
        return sum(then for then, _ in pairs), sum(now for _, now in pairs)


def _read(folder: Path) -> _Cells:
    values: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    years: set[tuple[int, int]] = set()
    sources: dict[str, str] = {}
    for place, group, year_then, then, year, now, source in rows(folder, VALUE_GROWTH, COLUMNS[VALUE_GROWTH]):
        if group in values[place]:
            raise CatalogueError(f"{VALUE_GROWTH}: {group} in {place} stands twice")
        try:
            values[place][group] = float(then), float(now)
            years.add((int(year_then), int(year)))
        except ValueError as error:
            raise CatalogueError(f"{VALUE_GROWTH}: {group} in {place}: {error}") from error
        sources[place] = source
    if len(years) != 1 or not all(then < now for then, now in years):
        raise CatalogueError(f"{VALUE_GROWTH} holds the years {sorted(years)}; keep one span, the earlier year first")
    return _Cells(values, next(iter(years)), sources)
