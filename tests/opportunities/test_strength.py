"""Sector strength: the reference points, the choice of level, the caveats that must be told, and the tables."""

from __future__ import annotations

import time
from math import isnan
from pathlib import Path

import pytest
from pydantic import ValidationError

import opportunities.strength as strength_module
from opportunities.errors import CatalogueError
from opportunities.other_sources import cover, divisions_of
from opportunities.places import gazetteer
from opportunities.sectors import sector_tree
from opportunities.strength import SectorStrength, StrengthTable, strength_of, strength_table
from opportunities.strength_areas import Area, AreaMap
from opportunities.strength_estimates import Estimate, Estimator
from opportunities.strength_tables import read_tables

REFERENCE = Path(strength_module.__file__).parent / "reference"
TABLE = strength_table()
AREAS, ESTIMATOR = AreaMap(REFERENCE), Estimator(read_tables(REFERENCE))
MEDICAL, PHARMA = "Medical devices and equipment", "Pharmaceuticals and biotechnology"
MANUFACTURE = "Pharmaceuticals and biotechnology : Manufacturing"
WEST, EAST = gazetteer()["West Midlands"].authorities, gazetteer()["East Midlands"].authorities


def at(path: str, *authorities: str) -> SectorStrength:
    found = TABLE.strength(path, frozenset(authorities))
    assert found is not None
    return found


def area(level: str, name: str) -> Area:
    return next(a for a in AREAS.at(level) if a.name == name)  # type: ignore[arg-type]


def estimate(level: str, name: str, *codes: str) -> Estimate:
    found = ESTIMATOR.exactly(area(level, name), codes)
    assert found is not None
    return found


class TestReferencePoints:
    """Issue 4: Great Britain, Business Register and Employment Survey 2021."""

    @pytest.mark.parametrize(
        ("level", "name", "codes", "quotient", "low", "high"),
        [
            ("region", "West Midlands", ("2660", "3250"), 1.34, 0.91, 1.90),
            ("itl2", "Herefordshire, Worcestershire and Warwickshire", ("2660", "3250"), 2.10, 1.05, 3.73),
            ("region", "West Midlands", ("29",), 4.07, 3.11, 5.22),
            ("itl3", "Derby", ("30",), 13.6, 4.9, 29.8),
            ("region", "East Midlands", ("10",), 2.10, 1.78, 2.46),
        ],
    )
    def test_are_reproduced(
        self, level: str, name: str, codes: tuple[str, ...], quotient: float, low: float, high: float
    ) -> None:
        found = estimate(level, name, *codes)
        assert found.counts is not None
        digits = 1 if quotient > 10 else 2
        assert found.quotient == pytest.approx(quotient, abs=0.03 if quotient > 10 else 0.006)
        assert [round(limit, digits) for limit in found.counts.interval()] == [low, high]

    def test_by_path(self) -> None:
        found = at(MEDICAL, *WEST)
        assert (found.place, found.level, found.unit, found.year) == ("West Midlands", "region", "jobs", 2021)
        assert (round(found.raw, 2), round(found.low or 0, 2), round(found.high or 0, 2)) == (1.34, 0.91, 1.90)
        assert found.n == 5300
        assert str(found) == f"{found.grade} (LQ 1.34, 0.91–1.90, n = 5,300 jobs, West Midlands, 2021)"
        assert at(MEDICAL, "Worcester", "Warwick").grade == "strong"

    def test_the_priors_are_fitted_and_sensible(self) -> None:
        priors = TABLE.priors
        assert len(priors) == 10
        for level in ("region", "itl2", "itl3"):  # factories differ between places more than shops do
            production, services = (priors[f"{level} division {kind}"] for kind in ("production", "services"))
            assert production.relative_variance > 1.5 * services.relative_variance > 0.1
        for name, prior in priors.items():
            assert prior.cells > 400, name
            assert prior.components[0].weight > 0.5  # most places are the like of their neighbours
            assert 0.2 < prior.sector_power < 0.9  # the parent sector tells something, and never all
            assert name.startswith("region") or 0.2 < prior.place_power < 0.9

    def test_a_mixture_fits_better_than_one_gamma_at_every_level(self) -> None:
        alone = ESTIMATOR.priors.fit(components=1)
        for key, prior in ESTIMATOR.priors.fitted.items():  # three numbers more; BIC would ask for some 11
            assert prior.log_likelihood - alone[key].log_likelihood > 10, key


class TestLevel:
    def test_medical_devices_in_leicester_are_answered_at_itl2_and_it_is_said(self) -> None:
        found = at(MEDICAL, "Leicester")
        assert found.level == "itl2"
        assert found.place == "Leicestershire, Rutland and Northamptonshire"
        assert "holds Leicester" in found.note
        assert "go no finer than ITL2" in found.note

    def test_a_division_is_answered_at_itl3(self) -> None:
        found = at("Food and drink", "Boston")
        assert (found.level, found.place, found.codes) == ("itl3", "Lincolnshire CC", ("10", "11"))
        assert "no workplace count by industry goes finer than ITL3" in found.note

    def test_below_itl2_whole_divisions_stand_for_the_sector_where_they_are_nearly_all_of_it(self) -> None:
        local, region = at("Automotive", "Solihull"), at("Automotive", *WEST)
        assert (local.level, local.codes) == ("itl3", ("29",))
        assert "only division 29 is counted" in local.note
        assert region.codes == ("29", "3091", "2211")

    def test_too_few_plants_take_the_wider_area_and_it_is_said(self) -> None:
        found = at("Automotive", "Derby")
        assert (found.level, found.place) == ("itl2", "Derbyshire and Nottinghamshire")
        assert "Derby alone would have fewer than four plants" in found.note

    def test_several_authorities_take_the_smallest_area_that_holds_them(self) -> None:
        holding = {
            ("Derby",): "Derby",
            ("Boston", "South Holland"): "Lincolnshire CC",
            ("Leicester", "Charnwood"): "Leicestershire, Rutland and Northamptonshire",
            ("Derby", "Leicester"): "East Midlands",
            ("Derby", "Birmingham"): "East Midlands and West Midlands",
        }
        for names, place in holding.items():
            found = AREAS.holding(frozenset(names))
            assert found is not None
            assert found.name == place

    def test_both_regions_are_summed(self) -> None:
        both = at(MEDICAL, *WEST, *EAST)
        assert both.n == at(MEDICAL, *WEST).n + at(MEDICAL, *EAST).n
        assert both.level == "region"

    def test_no_place_or_an_unknown_one(self) -> None:
        assert TABLE.strength(MEDICAL, frozenset()) is None
        with pytest.raises(CatalogueError, match="no Midlands authority is called 'Paris'"):
            TABLE.strength(MEDICAL, frozenset({"Paris"}))

    def test_every_authority_and_sector_has_an_answer(self) -> None:
        for path in sector_tree():
            for place in AREAS.at("lad"):
                found = TABLE.strength(path, place.authorities)
                assert found is not None, (path, place.name)
                assert found.level != "lad"
                assert found.measure == "employment, workplace"


class TestCaveats:
    @pytest.mark.parametrize("path", [PHARMA, MANUFACTURE])
    def test_west_midlands_pharmaceuticals_are_weak_with_the_disagreement_told(self, path: str) -> None:
        found = at(path, *WEST)
        assert found.grade == "weak"
        assert found.value > 0.1
        for figure in ("Sources disagree", "120 jobs (LQ 0.04)", "4,469 residents", "0.47", "£336m", "0.23"):
            assert figure in found.note

    def test_disagreement_draws_the_score_toward_the_middle(self) -> None:
        found = estimate("region", "West Midlands", "21")
        alone = Estimate(**{**vars(found), "others": ()})
        assert found.disagree
        assert not alone.disagree
        assert alone.score < found.score < 0.5

    def test_a_sector_without_codes_is_measured_by_its_parent_and_it_is_said(self) -> None:
        found = at("Automotive : Component manufacturing : Engines", *WEST)
        assert found.measured_as != found.sector
        assert found.match.startswith("parent sector")
        assert "measured by its parent sector" in found.note

    def test_a_reader_is_told_whose_jobs_stand_in_for_a_subsector(self) -> None:
        found = at("Medical devices and equipment : Digital and data", "Leicester")
        assert (found.name, found.measured_as) == ("Medical devices and equipment: digital and data", MEDICAL)
        assert "n = 825 jobs in all of Medical devices and equipment, Leicestershire" in str(found)
        assert "no industry code is its own (all software: no med-tech software code)" in found.note
        assert found.n == at(MEDICAL, "Leicester").n

    @pytest.mark.parametrize(
        "path",
        [
            "Medical devices and equipment : Devices",
            "Automotive : Component manufacturing : Electric vehicle components",
            "Advanced engineering : Metals, minerals and materials : Composite materials",
            "Energy : Civil nuclear",
        ],
    )
    def test_what_no_code_separates_falls_back_to_its_parent(self, path: str) -> None:
        assert at(path, *WEST).measured_as == path.rsplit(" : ", 1)[0]

    def test_farm_types_that_no_survey_counts_apart_are_measured_as_farming(self) -> None:
        found = at("Agriculture, horticulture, fisheries and pets : Arable crops", "Boston")
        assert found.measured_as == "Agriculture, horticulture, fisheries and pets"
        assert "do not count its own codes apart" in found.note

    def test_a_missing_sector_is_none(self) -> None:
        assert TABLE.strength("Alchemy", frozenset({"Derby"})) is None
        assert TABLE.places("Alchemy", "itl2") == ()
        assert isnan(strength_of(TABLE, [("Alchemy", 1.0)], frozenset({"Derby"})))

    def test_few_jobs_are_no_cluster(self) -> None:
        small = [s for path in sector_tree() for s in TABLE.places(path, "itl2") if s.raw > 1.25 and s.n < 500]
        assert small
        assert all(s.grade != "strong" for s in small)
        assert all("too small to call a cluster" in s.note for s in small)

    def test_zero_is_not_certain_absence(self) -> None:
        zero = next(s for s in TABLE.places(MANUFACTURE, "itl3") if s.n == 0)
        assert "not certain absence" in zero.note
        assert zero.low == 0
        assert zero.value > 0
        assert zero.grade in ("weak", "unknown")

    def test_small_counts_shrink(self) -> None:
        derby = estimate("itl3", "Derby", "30")
        assert derby.counts is not None
        assert derby.counts.interval()[0] < derby.value < derby.quotient
        food = estimate("region", "East Midlands", "10")
        assert food.value == pytest.approx(food.quotient, rel=0.03)
        told = next(s for s in TABLE.places("Automotive", "itl3") if s.place == "Solihull")
        assert told.raw > told.value > 1

    def test_shrinkage_that_moves_a_figure_far_is_told(self) -> None:
        aerospace = next(s for s in TABLE.places("Aerospace", "itl2") if s.place == "Derbyshire and Nottinghamshire")
        assert f"Grade and score rest on LQ {aerospace.value:.2f}" in aerospace.note
        assert "that the rest of East Midlands and related industries here lead one to expect" in aerospace.note

    def test_shrinkage_never_leaves_the_interval_of_the_counts(self) -> None:
        for level in ("itl3", "itl2", "region"):
            for place in AREAS.at(level):  # type: ignore[arg-type]
                for code in (c for c in ESTIMATOR.tables.jobs["K03000001"] if len(c) == 2):
                    found = ESTIMATOR.exactly(place, (code,))
                    if found is not None and found.counts is not None and found.counts.jobs > 0:
                        low, high = found.counts.interval()
                        assert low <= found.value <= high, (place.name, code)

    def test_an_unknown_subsector_says_that_the_crosswalk_lacks_it(self) -> None:
        assert "the crosswalk to industry codes does not have it" in at("Railways : Hyperloop", "Derby").note

    def test_nhs(self) -> None:
        assert "mostly the NHS" in at("Healthcare services", "Derby").note


class TestUnits:
    def test_residents_and_workplaces_are_never_mixed(self) -> None:
        for path in ("Food and drink", "Automotive", MEDICAL, PHARMA):
            for level in ("itl3", "itl2", "region"):
                assert {s.unit for s in TABLE.places(path, level)} <= {"jobs"}
        districts = TABLE.places("Food and drink", "lad")
        assert len(districts) == 65
        assert {s.measure for s in districts} == {"residents in employment"}
        assert {s.low for s in districts} == {None}
        assert all("where people live" in s.note and "Census 2021" in s.source for s in districts)

    def test_medical_devices_have_no_figure_below_itl2(self) -> None:
        assert TABLE.places(MEDICAL, "itl3") == TABLE.places(MEDICAL, "lad") == ()
        assert len(TABLE.places(MEDICAL, "itl2")) == 6

    def test_places_are_compared_strongest_first(self) -> None:
        scores = [s.score for s in TABLE.places("Food and drink", "itl3")]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) == 25

    def test_value_added_leaves_out_imputed_rents_and_finds_its_groups(self) -> None:
        assert divisions_of("CD-CF (19-21)") == {"19", "20", "21"}
        assert divisions_of("AB (1-9)") == {"01", "02", "03", "05", "06", "07", "08", "09"}
        assert divisions_of("L (68)") == divisions_of("68IMP") == divisions_of("Total") == frozenset()
        assert cover(["CI (26)", "CJ (27)", "CI-CJ (26-27)", "29"], ["26", "27"]) == ("CI-CJ (26-27)",)
        assert cover(["CK-CL (28-30)"], ["29"]) is None


class TestScore:
    def test_is_on_a_fixed_scale_with_the_national_average_in_the_middle(self) -> None:
        every = [s for path in sector_tree() for s in TABLE.places(path, "itl2")]
        assert all(0 <= s.score <= 1 for s in every)
        assert all((s.score > 0.5) == (s.value > 1) for s in every if abs(s.value - 1) > 1e-9)

    def test_width_damps(self) -> None:
        derby, automotive = estimate("itl3", "Derby", "30"), estimate("region", "West Midlands", "29")
        assert abs(derby.score - 0.5) < abs(derby.value / (1 + derby.value) - 0.5)
        assert automotive.score == pytest.approx(automotive.value / (1 + automotive.value), abs=0.01)

    def test_several_sectors_are_weighted_by_certainty(self) -> None:
        here = frozenset({"Solihull"})
        one, two = TABLE.score("Automotive", here), TABLE.score(MEDICAL, here)
        assert strength_of(TABLE, [("Automotive", 0.9), (MEDICAL, 0.3)], here) == pytest.approx((3 * one + two) / 4)
        assert strength_of(TABLE, [("Automotive", 0.5), ("Alchemy", 0.5)], here) == pytest.approx(one)
        assert TABLE.score("Automotive", here) == at("Automotive", "Solihull").score
        assert isnan(strength_of(TABLE, [], here))
        assert isnan(strength_of(TABLE, [("Automotive", 1.0)], frozenset()))
        with pytest.raises(CatalogueError, match="certainty"):
            strength_of(TABLE, [("Automotive", -1.0)], here)

    def test_a_record_is_frozen_and_takes_nothing_else(self) -> None:
        found = at(MEDICAL, "Derby")
        with pytest.raises(ValidationError):
            found.score = 1.0  # type: ignore[misc]
        with pytest.raises(ValidationError):
            SectorStrength(**{**found.model_dump(), "stars": 5})

    def test_is_fast(self) -> None:
        began = time.perf_counter()
        table = StrengthTable()
        table.score(MEDICAL, frozenset({"Derby"}))
        assert time.perf_counter() - began < 5  # about 0.07 s when the machine is idle
        places = [frozenset({a.name}) for a in AREAS.at("lad")] * 5
        began = time.perf_counter()
        for here in places:
            strength_of(table, [(MEDICAL, 0.9), ("Chemicals", 0.4)], here)
        assert time.perf_counter() - began < 2  # about 0.007 s when the machine is idle
