"""How strong a sector is in a place, by official counts: a location quotient with its interval, year and source.

What it measures is specialisation, with scale told beside it. The quotient is by workplace wherever that is counted,
at the narrowest level with enough plants to judge; it is shrunk toward the parent place (``shrinkage``), carries an
exact interval on plants (``location_quotient``), and is set on a fixed scale on which 0.5 is the national average.
Residents and value added stand beside it and are never mixed in. Sources: reference/strength_sources.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isnan, nan
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from opportunities.errors import CatalogueError
from opportunities.other_sources import Measure, SectorUnit
from opportunities.sectors import ancestors
from opportunities.shrinkage import Prior
from opportunities.strength_areas import LEVELS, Area, AreaMap, Level
from opportunities.strength_estimates import Estimate, Estimator, Grade, divisions, enough_plants
from opportunities.strength_growth import LEVELS_THAT_GROW, Growths, SectorGrowth
from opportunities.strength_index import INDICATORS, Index, IndicatorName, index_of, parts_of
from opportunities.strength_tables import GREAT_BRITAIN, JOBS, SectorCodes, read_tables
from opportunities.strength_value_growth import ValueAddedGrowth, ValueAddedGrowths
from opportunities.strength_wording import SOURCES, note, readable
from opportunities.value_bands import ValueBand, value_band

__all__ = ["SectorStrength", "StrengthTable", "ValueBand", "strength_of", "strength_table", "value_band"]

REFERENCE = Path(__file__).parent / "reference"
Quotient = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_MATCHES = ("core", "exact")
BELOW: tuple[Level, ...] = ("lad", "itl3")  # narrower than ITL2


class SectorStrength(BaseModel):
    """How strong a sector is in a place.

    ``value`` is the location quotient shrunk toward the parent place and ``raw`` the quotient as counted, both 1 at
    the national average; ``low`` and ``high`` are the exact 95 % limits on ``raw`` with plants as what is random,
    null where the source allows none. ``n`` is the count itself in ``unit``. ``sector`` is what was asked and ``name``
    the same for a reader (``Medical devices and equipment: digital and data``), ``measured_as`` the sector whose
    industry ``codes`` (SIC 2007) were counted, and ``match`` how well they stand for it. ``effective_plants`` is how
    many plants of typical weight the jobs amount to. ``score`` is in [0, 1], 0.5 at the national average, drawn toward
    0.5 when little is known. ``growth`` is told beside it, of the narrowest area whose jobs two years of one survey
    count (ITL2 or wider; it names its level), and ``growth_below`` that of value added in a narrower area, where the
    accounts separate the sector there; neither is part of the score.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sector: str
    name: str
    measured_as: str
    place: str
    level: Level
    value: Quotient
    raw: Quotient
    low: Quotient | None
    high: Quotient | None
    n: Quotient
    unit: SectorUnit
    measure: Measure
    effective_plants: Quotient | None
    codes: tuple[str, ...]
    match: str
    year: int
    source: str
    grade: Grade
    score: Annotated[float, Field(ge=0, le=1)]
    growth: SectorGrowth | None
    growth_below: ValueAddedGrowth | None
    note: str

    def __str__(self) -> str:
        """``strong (LQ 1.80, 1.50–2.10, n = 4,300 jobs, Charnwood, 2023)``; a parent sector that stands in is named."""
        limits = "no interval" if self.low is None or self.high is None else f"{self.low:.2f}–{self.high:.2f}"
        whole = "" if self.measured_as == self.sector else f" in all of {readable(self.measured_as)}"
        n = f"{self.n:,.0f} {self.unit}{whole}"
        return f"{self.grade} (LQ {self.raw:.2f}, {limits}, n = {n}, {self.place}, {self.year})"


class StrengthTable:
    """Sector strength by sector path and place. Answers are kept, so that a second question costs nothing."""

    def __init__(self, folder: Path = REFERENCE) -> None:
        """Read the tables in ``folder``; CatalogueError when one is missing, changed or inconsistent."""
        self._tables = read_tables(folder)
        self._areas = AreaMap(folder)
        self._estimator = Estimator(self._tables)
        self._growths = Growths(self._tables)
        self._value_growths = ValueAddedGrowths(folder, self._tables.jobs.get(GREAT_BRITAIN, {}))
        self._estimates: dict[tuple[tuple[str, ...], Area], Estimate | None] = {}
        self._scores: dict[tuple[str, frozenset[str]], float] = {}
        self._strengths: dict[tuple[str, frozenset[str]], SectorStrength | None] = {}

    @property
    def priors(self) -> dict[str, Prior]:
        """The fitted priors by level, detail and kind of industry: ``itl3 division production`` and so on."""
        return {" ".join(key): prior for key, prior in self._estimator.priors.fitted.items()}

    def strength(self, path: str, authorities: frozenset[str]) -> SectorStrength | None:
        """How strong a sector is where an opportunity lies.

        One authority is answered for its ITL3 or ITL2 area, several for the smallest area that holds them all (both
        regions summed where they lie in both). Null where no data reach the sector and the place.

        Raises:
            CatalogueError: an authority that the gazetteer does not know.
        """
        key = path, authorities
        if key not in self._strengths:
            measured, area = self._measured(path), self._areas.holding(authorities)
            found = self._estimate(measured, area) if measured and area else None
            self._strengths[key] = self._told(path, measured, found, authorities) if measured and found else None
        return self._strengths[key]

    def score(self, path: str, authorities: frozenset[str]) -> float:
        """The score of ``strength`` alone, in [0, 1]; NaN where no data reach."""
        key = path, authorities
        if key not in self._scores:
            measured, area = self._measured(path), self._areas.holding(authorities)
            found = self._estimate(measured, area) if measured and area else None
            self._scores[key] = found.score if found else nan
        return self._scores[key]

    def places(self, path: str, level: Level) -> tuple[SectorStrength, ...]:
        """Every Midlands place of a level that has a figure for the sector, strongest first.

        Each place answers for itself, however few its plants. At the level of local authorities the figures count
        residents, not workplaces: compare them with each other only.
        """
        measured = self._measured(path)
        if measured is None:
            return ()
        codes = self._tables.sectors[measured].codes
        found = [e for area in self._areas.at(level) if (e := self._estimator.exactly(area, codes))]
        if any(e.counts for e in found):  # where one place has no workplace count, its residents do not stand in
            found = [e for e in found if e.counts]
        told = [self._told(path, measured, e, e.area.authorities) for e in found]
        return tuple(sorted((t for t in told if t), key=lambda t: (-t.score, t.place)))

    def judged(self, path: str, level: Level) -> dict[str, bool | None]:
        """Whether each place of a level holds enough plants for its own workplace count to be judged.

        Null where there is no such count; by the place's name, in the order of the official codes.
        """
        measured = self._measured(path)
        codes = self._tables.sectors[measured].codes if measured else ()
        found: dict[str, bool | None] = {}
        for area in self._areas.at(level):
            counts = self._estimator.counts(area, self._estimator.codes_at(area, codes)) if codes else None
            found[area.name] = enough_plants(counts) if counts else None
        return found

    def lack(self, path: str, place: str) -> str:
        """Why a place has no workplace figure for a sector, in words."""
        measured = self._measured(path)
        areas = [a for level in LEVELS for a in self._areas.at(level) if a.name == place]
        doubts = [d for a in areas if measured for d in self._estimator.doubts(a, self._tables.sectors[measured].codes)]
        return str(doubts[0]) if doubts else f"no workplace count of {readable(path)} is made there"

    def index(self, path: str, level: Level = "itl2") -> Index:
        """The composite index of a sector's places at one level, best first (see ``strength_index``).

        Raises:
            CatalogueError: no industry is counted for the sector, or fewer than three places have every indicator.
        """
        measured = self._measured(path)
        if measured is None:
            raise CatalogueError(f"no industry is counted for {path!r}; there is nothing to compare places by")
        codes, tables = self._tables.sectors[measured].codes, self._tables
        found, seen = {}, set[IndicatorName]()
        for area in self._areas.at(level):
            estimate = self._estimator.exactly(area, codes)
            if estimate is None or estimate.posterior is None:
                continue
            source = tables.sources.get((JOBS, area.codes[0]), "")
            growth = self._growths.growth(area, estimate.codes) if level in LEVELS_THAT_GROW else None
            parts = parts_of(estimate, growth, (SOURCES.get(source, source), tables.years[JOBS]), SOURCES["S5"])
            found[area.name] = parts, estimate.posterior
            seen |= {part.name for part in parts}
        return index_of(measured, level, tuple(i for i in INDICATORS if i in seen), found)

    def _measured(self, path: str) -> str | None:
        """The path itself, or the nearest sector above it that has industry codes of its own with something in them."""
        known = self._tables.sectors
        return next((p for p in ancestors(path) if p in known and self._estimator.reaches(known[p].codes)), None)

    def _estimate(self, measured: str, area: Area) -> Estimate | None:
        key = self._tables.sectors[measured].codes, area
        if key not in self._estimates:
            self._estimates[key] = self._estimator.estimate(area, key[0])
        return self._estimates[key]

    def _told(self, path: str, measured: str, estimate: Estimate, authorities: frozenset[str]) -> SectorStrength | None:
        if isnan(estimate.quotient):
            return None
        counts, other, tables = estimate.counts, estimate.fallback, self._tables
        limits = counts.interval() if counts else (None, None)
        if counts is None and other is None:
            return None
        ids = [tables.sources.get((JOBS, code), "S1") for code in estimate.area.codes] if counts else ["S1"]
        if other and other.measure == "GVA":
            ids = ["S6" if estimate.area.level == "lad" else "S5"]
        return SectorStrength(
            sector=path,
            name=readable(path),
            measured_as=measured,
            place=estimate.area.name,
            level=estimate.area.level,
            value=estimate.value,
            raw=estimate.quotient,
            low=limits[0],
            high=limits[1],
            n=counts.jobs if counts else other.amount if other else 0.0,
            unit="jobs" if counts else other.unit if other else "jobs",
            measure="employment, workplace" if counts or not other else other.measure,
            effective_plants=counts.effective_plants if counts else None,
            codes=estimate.codes,
            match=_match(path, measured, tables.sectors[measured]),
            year=tables.years[JOBS] if counts or not other else other.year,
            source="; ".join(SOURCES.get(i, i) for i in dict.fromkeys(ids)),
            grade=estimate.grade,
            score=estimate.score,
            growth=self._growths.growth(estimate.area, tables.sectors[measured].codes, estimate.codes),
            growth_below=self._growth_below(authorities, tables.sectors[measured].codes),
            note=note(path, measured, estimate, tables, authorities),
        )

    def _growth_below(self, authorities: frozenset[str], codes: tuple[str, ...]) -> ValueAddedGrowth | None:
        """Growth of value added in the narrowest area below ITL2 that the accounts separate the sector for."""
        if not authorities:
            return None
        alone = (self._areas.authority(next(iter(authorities))),) if len(authorities) == 1 else ()
        around = self._areas.holding(authorities)
        for area in (*alone, *(around.wider if around else ())):
            here = self._estimator.codes_at(area, codes)
            if area.level in BELOW and divisions(here) == here and (g := self._value_growths.growth(area, here)):
                return g
        return None


def _match(path: str, measured: str, sector: SectorCodes) -> str:
    """``exact`` where the codes are the sector, ``core`` where they are the heart of it, else the parent's."""
    own = next(m for m in _MATCHES if m in sector.matches)
    return own if path == measured else f"parent sector, {own}"


@cache
def strength_table() -> StrengthTable:
    """The tables that the product ships, read once.

    Raises:
        CatalogueError: a table is missing, changed or inconsistent.
    """
    return StrengthTable()


def strength_of(table: StrengthTable, sectors: Sequence[tuple[str, float]], authorities: frozenset[str]) -> float:
    """How strong several sectors are in one place: the mean of their scores, weighted by certainty, in [0, 1].

    ``sectors`` are pairs of path and certainty. Sectors that no data reach are left out; NaN where none is reached.

    Raises:
        CatalogueError: an authority unknown to the gazetteer, or a certainty that is negative.
    """
    total = weight = 0.0
    for path, certainty in sectors:
        if not certainty >= 0:
            raise CatalogueError(f"the certainty of {path!r} is {certainty}; it must be zero or more")
        score = table.score(path, authorities)
        if not isnan(score):
            total += certainty * score
            weight += certainty
    return total / weight if weight > 0 else nan
