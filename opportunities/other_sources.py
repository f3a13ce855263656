"""What other official sources say of the same sector and area: residents in employment and gross value added.

They are shown beside the workplace count and never added to it: residents are counted where they live, value added
is money. Both exist for whole industry divisions only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from opportunities.location_quotient import location_quotient
from opportunities.strength_areas import Area
from opportunities.strength_tables import (
    ENGLAND_AND_WALES,
    GVA,
    IMPUTED_RENT,
    RESIDENTS,
    TOTAL,
    UNITED_KINGDOM,
    StrengthTables,
)

Measure = Literal["employment, workplace", "residents in employment", "GVA"]
SectorUnit = Literal["jobs", "residents", "GBP million"]
_RANGE = re.compile(r"(?:[A-Z](?:[A-Z])?(?:-[A-Z]{1,2})? \()?(\d{1,2})(?:-(\d{1,2}))?\)?$")
_WITH_IMPUTED_RENT = "L (68)"
_NO_DIVISION = (4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89)  # numbers that SIC 2007 leaves out


@dataclass(frozen=True)
class OtherFigure:
    """One figure of another source: its location quotient, its amount in ``unit`` and its year."""

    measure: Measure
    quotient: float
    amount: float
    unit: SectorUnit
    year: int

    def __str__(self) -> str:
        if self.measure == "GVA":
            return f"GVA £{self.amount:,.0f}m (LQ {self.quotient:.2f}, {self.year})"
        return f"{self.amount:,.0f} residents in employment (LQ {self.quotient:.2f}, Census {self.year})"


@cache
def divisions_of(group: str) -> frozenset[str]:
    """The divisions in a group of the regional accounts: ``CD-CF (19-21)`` gives 19, 20, 21; none for a total."""
    found = _RANGE.match(group)
    if not found or group == _WITH_IMPUTED_RENT:
        return frozenset()
    first, last = int(found[1]), int(found[2] or found[1])
    return frozenset(f"{n:02d}" for n in range(first, last + 1) if n not in _NO_DIVISION)


def cover(groups: Iterable[str], divisions: Iterable[str]) -> tuple[str, ...] | None:
    """Groups that make up exactly these divisions, widest first; none where no choice does."""
    missing, chosen = frozenset(divisions), []
    within = [g for g in groups if divisions_of(g) and divisions_of(g) <= missing]
    for group in sorted(within, key=lambda g: (-len(divisions_of(g)), g)):
        if divisions_of(group) <= missing:
            chosen.append(group)
            missing -= divisions_of(group)
    return None if missing else tuple(chosen)


def residents(tables: StrengthTables, area: Area, codes: tuple[str, ...]) -> OtherFigure | None:
    """Residents of the area in the industry, against England and Wales; none below division or where not counted."""
    places = [tables.residents.get(code, {}) for code in area.authority_codes]
    nation = tables.residents.get(ENGLAND_AND_WALES, {})
    if any(c not in p for p in (nation, *places) for c in (*codes, TOTAL)):
        return None
    amount = sum(p[c] for p in places for c in codes)
    total = sum(p[TOTAL] for p in places)
    quotient = location_quotient(amount, total, sum(nation[c] for c in codes), nation[TOTAL])
    return OtherFigure("residents in employment", quotient, amount, "residents", tables.years[RESIDENTS])


def value_added(tables: StrengthTables, area: Area, codes: tuple[str, ...]) -> OtherFigure | None:
    """Gross value added in GBP million at current prices, against the United Kingdom, imputed rents left out.

    None where the regional accounts of the area's level do not separate the industry.
    """
    nation = tables.gva.get(UNITED_KINGDOM, {})
    places = [tables.gva.get(code, {}) for code in area.codes]
    if not nation or not all(places):
        return None
    whole, *parts = (_amount(place, codes) for place in (nation, *places))
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(places):
        return None
    total = sum(p[TOTAL] - p[IMPUTED_RENT] for p in places)
    quotient = location_quotient(sum(known), total, whole, nation[TOTAL] - nation[IMPUTED_RENT])
    return OtherFigure("GVA", quotient, sum(known), "GBP million", tables.years[GVA])


def _amount(place: Mapping[str, float], codes: tuple[str, ...]) -> float | None:
    groups = cover(place, codes)
    return None if groups is None else sum(place[g] for g in groups)
