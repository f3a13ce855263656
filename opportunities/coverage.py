"""Coverage: what the catalogue holds, where it lies, how fresh it is, and which sectors are thin."""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from opportunities.opportunity import Kind, Opportunity, Status
from opportunities.places import gazetteer, reference_rows
from opportunities.sectors import root, sector_tree

NARROW = 3  # an opportunity in more authorities than this is said to cover an area rather than to lie in a place


@dataclass(frozen=True)
class PlaceCoverage:
    """How many opportunities lie in a local authority, with its centre in degrees and its ITL2 area.

    ``here`` counts those in at most ``NARROW`` authorities, ``kinds`` the same by kind.
    """

    authority: str
    itl2: str
    latitude: float
    longitude: float
    here: int
    kinds: Counter[Kind]


@dataclass(frozen=True)
class SectorCoverage:
    """How many opportunities name a top-level sector: as their most central one, or further down their list."""

    sector: str
    central: int
    further: int

    @property
    def all(self) -> int:
        """Both together."""
        return self.central + self.further


@dataclass(frozen=True)
class Freshness:
    """How old the word on an opportunity is, in years to ``today``: of its status, and of its newest source.

    Null where no date is stated. A date of a year or a month alone counts as its last day, so ages are lower bounds.
    """

    opportunity_id: str
    status: Status
    status_age: float | None
    newest_source_age: float | None


def kinds_and_statuses(opportunities: Iterable[Opportunity]) -> dict[Kind, Counter[Status]]:
    """How many opportunities of each kind stand where; most frequent kind first."""
    found: dict[Kind, Counter[Status]] = {}
    for one in opportunities:
        found.setdefault(one.kind, Counter())[one.status] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1].total(), item[0].value)))


def place_coverage(opportunities: Iterable[Opportunity]) -> tuple[tuple[PlaceCoverage, ...], int]:
    """Every Midlands authority with what lies in it, and how many opportunities cover too many to be put in one."""
    known = gazetteer()
    kinds: dict[str, Counter[Kind]] = {}
    wide = 0
    for one in opportunities:
        here = known.authorities(area for place in one.places for area in place.areas)
        if len(here) > NARROW:
            wide += 1
            continue
        for authority in here:
            kinds.setdefault(authority, Counter())[one.kind] += 1
    rows = [row for row in reference_rows("places.csv") if row["level"] == "lad"]
    return tuple(
        PlaceCoverage(
            authority=row["place_name"],
            itl2=row["itl2_name"],
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
            here=kinds.get(row["place_name"], Counter()).total(),
            kinds=kinds.get(row["place_name"], Counter()),
        )
        for row in sorted(rows, key=lambda row: row["place_name"])
        if row["place_name"] in known and known[row["place_name"]].authorities
    ), wide


def sector_coverage(opportunities: Iterable[Opportunity]) -> tuple[SectorCoverage, ...]:
    """Every top-level sector of the tree, also those that nothing names; most named first."""
    central: Counter[str] = Counter()
    further: Counter[str] = Counter()
    for one in opportunities:
        roots = list(dict.fromkeys(root(path) for path in one.sectors))
        central.update(roots[:1])
        further.update(roots[1:])
    found = [SectorCoverage(sector, central[sector], further[sector]) for sector in sector_tree().roots]
    return tuple(sorted(found, key=lambda c: (-c.all, c.sector)))


def sectors_by_area(opportunities: Iterable[Opportunity]) -> dict[str, Counter[str]]:
    """How many opportunities name a top-level sector in each ITL2 area. One that covers several counts in each."""
    known = gazetteer()
    found: dict[str, Counter[str]] = {}
    for one in opportunities:
        here = known.authorities(area for place in one.places for area in place.areas)
        for area in sorted({known[authority].itl2 or "" for authority in here}):
            found.setdefault(area, Counter()).update({root(path) for path in one.sectors})
    return dict(sorted(found.items()))


def freshness(opportunities: Iterable[Opportunity], today: datetime.date) -> tuple[Freshness, ...]:
    """How old the word on each opportunity is."""
    return tuple(
        Freshness(
            opportunity_id=one.id,
            status=one.status,
            status_age=_age(one.status_as_of, today),
            newest_source_age=min((a for s in one.sources if (a := _age(s.date, today)) is not None), default=None),
        )
        for one in opportunities
    )


def _age(date: str | None, today: datetime.date) -> float | None:
    if date is None:
        return None
    year, month, day = ([int(part) for part in date.split("-")] + [0, 0])[:3]
    month = month or 12
    last = datetime.date(year, month, day or calendar.monthrange(year, month)[1])
    return max(0.0, (today - last).days / 365.25)
