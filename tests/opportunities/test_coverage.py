"""Coverage of the catalogue: every opportunity counted, once, where it belongs."""

from __future__ import annotations

import datetime

import pytest

from opportunities.catalogue import Catalogue
from opportunities.coverage import (
    NARROW,
    freshness,
    kinds_and_statuses,
    place_coverage,
    sector_coverage,
    sectors_by_area,
)
from opportunities.places import gazetteer
from opportunities.sectors import root, sector_tree

TODAY = datetime.date(2026, 11, 25)


def test_every_opportunity_has_one_kind_and_one_status(catalogue: Catalogue) -> None:
    found = kinds_and_statuses(catalogue)
    assert sum(counts.total() for counts in found.values()) == len(catalogue)
    totals = [counts.total() for counts in found.values()]
    assert totals == sorted(totals, reverse=True)


def test_places_hold_what_lies_in_them(catalogue: Catalogue) -> None:
    places, wide = place_coverage(catalogue)
    assert len({p.authority for p in places}) == len(places) == 65
    derby = next(p for p in places if p.authority == "Derby")
    in_derby = [
        o
        for o in catalogue
        if "Derby" in (here := gazetteer().authorities(a for p in o.places for a in p.areas)) and len(here) <= NARROW
    ]
    assert derby.here == len(in_derby) > 0
    assert derby.kinds.total() == derby.here
    assert 52 < derby.latitude < 54
    assert 0 < wide < len(catalogue)


def test_sectors_are_counted_once_an_opportunity(catalogue: Catalogue) -> None:
    found = {c.sector: c for c in sector_coverage(catalogue)}
    assert set(found) == set(sector_tree().roots)
    for sector in ("Space", "Logistics", "Chemicals"):
        assert found[sector].all == sum(sector in {root(s) for s in o.sectors} for o in catalogue)
    assert sum(c.central for c in found.values()) == sum(bool(o.sectors) for o in catalogue)
    assert any(c.all == 0 for c in found.values()), "a sector that nothing names is told too"


def test_areas_count_what_reaches_into_them(catalogue: Catalogue) -> None:
    found = sectors_by_area(catalogue)
    assert len([area for area in found if area]) == 6
    assert max(counts["Space"] for counts in found.values()) <= sum(
        "Space" in {root(s) for s in o.sectors} for o in catalogue
    )


@pytest.mark.parametrize(
    ("stated", "age"), [("2026-11-25", 0), ("2026-11", 0), ("2026", 0), ("2025", 329), ("2025-10", 390), (None, None)]
)
def test_ages_are_counted_from_the_last_day_that_a_date_allows(
    catalogue: Catalogue, stated: str | None, age: int | None
) -> None:
    one = catalogue[0].model_copy(update={"status_as_of": stated})
    (found,) = freshness([one], TODAY)
    assert found.status_age == (None if age is None else pytest.approx(age / 365.25))


def test_the_newest_source_counts(catalogue: Catalogue) -> None:
    one = next(o for o in catalogue if len({s.date for s in o.sources}) > 2)
    (found,) = freshness([one], TODAY)
    newest = max(s.date for s in one.sources if s.date)
    assert found.newest_source_age is not None
    assert found.newest_source_age <= TODAY.year - int(newest[:4]) + 1
