"""The shipped official counts, read once and checked: jobs, residents, gross value added, sites and plant sizes."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from opportunities.errors import CatalogueError
from opportunities.location_quotient import concentration

Counts = Mapping[str, Mapping[str, float]]
"""Value by place code and industry code; ``Total`` stands for all industries."""

JOBS, RESIDENTS, GVA, SITES = "employment_workplace", "residents_in_employment", "gva_current_gbp_m", "local_units"
GREAT_BRITAIN, UNITED_KINGDOM, ENGLAND_AND_WALES = "K03000001", "K02000001", "K04000001"
TOTAL, IMPUTED_RENT = "Total", "68IMP"
BANDS = ("0-4", "5-9", "10-19", "20-49", "50-99", "100-249", "250+")
NOW, EARLIER = "industry_by_place.csv", "strength_earlier.csv"
REVISED, DOUBTS = "strength_itl2_revised.csv", "strength_doubts.csv"
VALUE_GROWTH = "strength_value_growth.csv"
_CELL = ("place_code", "level", "industry_code", "measure", "value", "year", "source")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    NOW: _CELL,
    EARLIER: _CELL,
    REVISED: _CELL,
    DOUBTS: ("itl2_code", "industry_code", "itl3_sum", "itl2_count", "allowed"),
    VALUE_GROWTH: ("place_code", "industry_code", "year_then", "then", "year", "now", "source"),
    "plant_size.csv": ("industry_code", "place_code", *BANDS),
    "sic_to_dbt.csv": ("dbt_path", "sic_code", "sic_name", "match", "count_in_strength", "reason"),
}


@dataclass(frozen=True)
class SectorCodes:
    """The industry codes that stand for a sector: those counted, or none where no code separates it."""

    codes: tuple[str, ...]
    matches: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Doubt:
    """A division whose ITL3 counts do not add up to their ITL2 area's: jobs in sum, there, and as rounding allows."""

    itl2: str
    industry: str
    itl3: float
    count: float
    allowed: float

    def __str__(self) -> str:
        return (
            f"The ITL3 counts of division {self.industry} in {self.itl2} are set aside: they add up to "
            f"{self.itl3:,.0f} jobs where {self.itl2} has {self.count:,.0f}, more than rounding explains"
        )


@dataclass(frozen=True)
class Earlier:
    """The same jobs in one earlier year, by place and industry; ``sources`` by place code."""

    jobs: Counts
    year: int
    sources: Mapping[str, str]


@dataclass(frozen=True)
class StrengthTables:
    """Everything that sector strength rests on: ``years`` by measure, ``sources`` by measure and place code.

    ``doubts`` are the counts of ITL3 areas, by area and division, from which nothing is answered (they stay in
    ``jobs``, where among a thousand others they take part in the fit of the priors).
    """

    jobs: Counts
    residents: Counts
    gva: Counts
    sites: Counts
    years: Mapping[str, int]
    sources: Mapping[tuple[str, str], str]
    plant_sizes: Mapping[str, float]
    sectors: Mapping[str, SectorCodes]
    earlier: Earlier
    doubts: Mapping[tuple[str, str], Doubt]
    revised: Counts


def rows(folder: Path, file: str, columns: Collection[str]) -> Iterator[list[str]]:
    """The rows of one table as lists in the order of ``columns``.

    Raises:
        CatalogueError: when the file is missing or its columns are others.
    """
    try:
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            found = next(reader, [])
            if found != list(columns):
                raise CatalogueError(f"{file} has the columns {found}, expected {list(columns)}; rebuild it")
            for row in reader:
                if len(row) != len(columns):
                    raise CatalogueError(f"{file}:{reader.line_num}: {len(row)} fields, expected {len(columns)}")
                yield row
    except OSError as error:
        raise CatalogueError(f"cannot read {file}: {error}; reinstall the package") from error


def read_tables(folder: Path) -> StrengthTables:
    """The tables of a folder.

    Raises:
        CatalogueError: a table is missing, has other columns, holds a value that is no number, a cell twice, or
            one measure in two years (years and units are never mixed).
    """
    values, years, sources = cells(folder, NOW)
    earlier, earlier_years, earlier_sources = cells(folder, EARLIER)
    revised, _, _ = cells(folder, REVISED)
    if TOTAL not in values[JOBS][GREAT_BRITAIN]:
        raise CatalogueError(f"{NOW}: no {TOTAL} of {JOBS} in {GREAT_BRITAIN}; there is nothing to compare with")
    doubts = _doubts(folder, values[JOBS])
    for industries in (*values[JOBS].values(), *earlier[JOBS].values()):
        _add_groups(industries)
    return StrengthTables(
        jobs=values[JOBS],
        residents=values[RESIDENTS],
        gva=values[GVA],
        sites=values[SITES],
        years=years,
        sources=sources,
        plant_sizes=_plant_sizes(folder, values[JOBS][GREAT_BRITAIN]),
        sectors=_sectors(folder),
        earlier=Earlier(
            earlier[JOBS],
            earlier_years.get(JOBS, years[JOBS]),
            {place: source for (_, place), source in earlier_sources.items()},
        ),
        doubts=doubts,
        revised=revised[JOBS],
    )


def _doubts(folder: Path, jobs: Counts) -> dict[tuple[str, str], Doubt]:
    """The marked counts by ITL3 area and division."""
    found: dict[tuple[str, str], Doubt] = {}
    for itl2, industry, *figures in rows(folder, DOUBTS, COLUMNS[DOUBTS]):
        try:
            doubt = Doubt(itl2, industry, *map(float, figures))
        except ValueError as error:
            raise CatalogueError(f"{DOUBTS}: {industry} in {itl2}: {error}; rebuild it") from error
        if itl2 not in jobs or len(industry) != len("00"):
            raise CatalogueError(f"{DOUBTS}: {industry!r} in {itl2!r} is no division of an ITL2 area; rebuild it")
        parts = [p for p in jobs if p.startswith(itl2) and len(p) > len(itl2) and industry in jobs[p]]
        found |= {(part, industry): doubt for part in parts}
    return found


def cells(
    folder: Path, file: str
) -> tuple[dict[str, dict[str, dict[str, float]]], dict[str, int], dict[tuple[str, str], str]]:
    """Value by measure, place and industry; the year of each measure; the source by measure and place.

    Raises:
        CatalogueError: an unknown measure, a cell twice, a value that is no number, or one measure in two years.
    """
    values: dict[str, dict[str, dict[str, float]]] = {m: defaultdict(dict) for m in (JOBS, RESIDENTS, GVA, SITES)}
    years: dict[str, int] = {}
    sources: dict[tuple[str, str], str] = {}
    for place, _, industry, measure, value, year, source in rows(folder, file, COLUMNS[file]):
        if measure not in values:
            raise CatalogueError(f"{file}: unknown measure {measure!r}; known are {sorted(values)}")
        cell = values[measure][place]
        if industry in cell:
            raise CatalogueError(f"{file}: {measure} of {industry} in {place} stands twice")
        try:
            number, when = float(value), int(year)
        except ValueError as error:
            raise CatalogueError(f"{file}: {measure} of {industry} in {place}: {error}") from error
        if years.setdefault(measure, when) != when:
            raise CatalogueError(f"{file}: {measure} stands in {years[measure]} and in {when}; keep one year")
        cell[industry] = number
        sources[measure, place] = source
    return values, years, sources


def _add_groups(place: dict[str, float]) -> None:
    """Add groups (3 digits) and classes (4 digits) as sums of their subclasses (5 digits)."""
    sums: dict[str, float] = defaultdict(float)
    for code, value in place.items():
        if len(code) == 5 and code.isdigit():
            sums[code[:3]] += value
            sums[code[:4]] += value
    place.update(sums)


def _plant_sizes(folder: Path, national: Mapping[str, float]) -> dict[str, float]:
    """Phi in jobs for every code of 2 to 5 digits that Great Britain has jobs in."""
    file = "plant_size.csv"
    published: dict[str, float] = {}
    for code, _, *sites in rows(folder, file, COLUMNS[file]):
        published[code] = concentration([float(n) for n in sites], national.get(code, 0.0))
    sizes = {}
    for code, jobs in national.items():
        if not code.isdigit() or jobs <= 0:
            continue
        if len(code) == 3:
            parts = [c for c in national if len(c) == 4 and c.startswith(code) and national[c] > 0]
        else:
            parts = [code[:4]]
        weights = [national[c] for c in parts]
        known = [published[c] if published.get(c, -1) > 0 else published.get(c[:2], float("nan")) for c in parts]
        sizes[code] = sum(w * s for w, s in zip(weights, known, strict=True)) / sum(weights)
    return sizes


def _sectors(folder: Path) -> dict[str, SectorCodes]:
    file = "sic_to_dbt.csv"
    found: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for path, code, _, match, count, reason in rows(folder, file, COLUMNS[file]):
        found[path].append((code, match, count, reason))
    return {
        path: SectorCodes(
            codes=tuple(code for code, _, count, _ in here if count == "yes"),
            matches=tuple(match for _, match, count, _ in here if count == "yes"),
            reason="; ".join(dict.fromkeys(reason for *_, reason in here)),
        )
        for path, here in found.items()
    }
