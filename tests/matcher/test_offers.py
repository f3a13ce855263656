"""Offers: the structured side of a catalogue, laid out for one comparison."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.offers import CENTRAL_LOSS, Offered
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Activity, Opportunity
from opportunities.places import gazetteer
from opportunities.sectors import closeness, sector_tree


@pytest.fixture(scope="module")
def offered(small_catalogue: Catalogue) -> Offered:
    return Offered(small_catalogue)


def located(opportunity: Opportunity, *areas: str) -> Opportunity:
    place = opportunity.places[0].model_copy(update={"areas": areas})
    return opportunity.model_copy(update={"places": (place,)})


def share(opportunity: Opportunity, *places: str) -> float:
    wanted = [gazetteer()[name].authorities for name in places]
    return float(Offered(Catalogue([opportunity])).place_share(wanted)[0])


def test_it_is_as_long_as_the_catalogue(offered: Offered, small_catalogue: Catalogue) -> None:
    assert len(offered) == len(offered.authorities) == len(small_catalogue)


def test_the_most_central_sector_counts_most(small_catalogue: Catalogue) -> None:
    opportunity = small_catalogue.opportunity("magna-park-corby")
    offered = Offered(Catalogue([opportunity]))
    for n, sector in enumerate(opportunity.sectors):
        assert offered.sector_closeness(sector)[0] == pytest.approx(1 - CENTRAL_LOSS * n)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(sector_tree())))
def test_closeness_is_of_the_nearest_sector(offered: Offered, path: str) -> None:
    for value, opportunity in zip(offered.sector_closeness(path), offered.catalogue, strict=True):
        nearest = max(closeness(path, s) for s in opportunity.sectors)
        furthest_down = 1 - CENTRAL_LOSS * len(opportunity.sectors)
        assert furthest_down * nearest <= value <= nearest


def test_no_sector_is_missing_not_far(small_catalogue: Catalogue) -> None:
    silent = small_catalogue[0].model_copy(update={"sectors": ()})
    assert np.isnan(Offered(Catalogue([silent])).sector_closeness("Space")[0])


def test_activities_are_hosted_or_not_or_not_stated(offered: Offered) -> None:
    for at, opportunity in enumerate(offered.catalogue):
        for activity in Activity:
            value = offered.activities[activity][at]
            assert np.isnan(value) if not opportunity.activities else value == (activity in opportunity.activities)


def test_inside_a_wanted_place_is_full(small_catalogue: Catalogue) -> None:
    at = located(small_catalogue[0], "Charnwood")
    assert share(at, "Charnwood") == share(at, "Leicestershire") == share(at, "East Midlands") == 1


def test_what_covers_more_gives_its_share_or_a_half(small_catalogue: Catalogue) -> None:
    two = located(small_catalogue[0], "Coventry", "Birmingham")
    assert share(two, "Coventry") == pytest.approx(0.5)
    county = located(small_catalogue[0], "Leicestershire")
    inside = len(gazetteer()["Leicestershire"].authorities)
    assert inside > 2, "one of so many would be less than a half"
    assert share(county, "Charnwood") == pytest.approx(0.5), "it covers the wanted place whole"


def test_the_best_of_several_wanted_places_counts(small_catalogue: Catalogue) -> None:
    at = located(small_catalogue[0], "Charnwood")
    assert share(at, "Coventry", "Leicestershire") == 1
    assert share(at, "Coventry") == 0


def test_outside_every_authority_or_with_nothing_wanted_it_is_not_stated(small_catalogue: Catalogue) -> None:
    nowhere = next(place.name for place in gazetteer() if not place.authorities)
    assert np.isnan(share(located(small_catalogue[0], nowhere), "Coventry"))
    assert np.isnan(share(small_catalogue[0]))
    assert np.isnan(Offered(small_catalogue).place_share([frozenset()])).all()
