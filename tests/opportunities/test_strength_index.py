"""Growth between two years of one survey, the composite index, its sensitivity, and what promoters claim."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import opportunities.strength as strength_module
from opportunities.catalogue import Catalogue
from opportunities.errors import CatalogueError
from opportunities.places import gazetteer
from opportunities.rebuild_strength import main
from opportunities.strength import StrengthTable, strength_table
from opportunities.strength_areas import AreaMap
from opportunities.strength_claims import claims
from opportunities.strength_growth import Growths
from opportunities.strength_index import NORMALISATIONS, composite, index_of, normalised
from opportunities.strength_sensitivity import sensitivity
from opportunities.strength_tables import COLUMNS, read_tables

REFERENCE = Path(strength_module.__file__).parent / "reference"
TABLE, TABLES, AREAS = strength_table(), read_tables(REFERENCE), AreaMap(REFERENCE)
GROWTHS = Growths(TABLES)
MEDICAL = "Medical devices and equipment"
INDEX = TABLE.index(MEDICAL)


class TestGrowth:
    def test_is_that_of_the_counts_beside_the_nations(self) -> None:
        west = next(a for a in AREAS.at("region") if a.name == "West Midlands")
        found = GROWTHS.growth(west, ("2660", "3250"))
        assert found is not None
        assert (found.jobs_then, found.n, found.year_then, found.year) == (3400, 5300, 2016, 2021)
        assert found.growth == pytest.approx(5300 / 3400 - 1)
        assert 1 + found.relative == pytest.approx((1 + found.growth) / (1 + found.nation))
        assert found.low < found.relative < found.high
        assert abs(found.shrunk) < abs(found.relative)
        assert "first release" in found.source

    def test_a_narrow_place_is_answered_for_its_itl2_area_which_is_named(self) -> None:
        found = GROWTHS.growth(AREAS.authority("Leicester"), ("10", "11"))
        assert found is not None
        assert (found.level, found.place) == ("itl2", "Leicestershire, Rutland and Northamptonshire")
        assert str(found).endswith("Leicestershire, Rutland and Northamptonshire)")

    def test_the_interval_holds_nineteen_changes_in_twenty_and_narrows_with_plants(self) -> None:
        inside = []
        for place in AREAS.at("itl2"):
            for code in (c for c in TABLES.jobs["K03000001"] if len(c) in (2, 4) and c.isdigit()):
                found = GROWTHS.growth(place, (code,))
                if found is not None:
                    inside.append(found.low <= 0 <= found.high)
        assert len(inside) > 3000
        assert np.mean(inside) == pytest.approx(0.95, abs=0.005)
        assert 0 < GROWTHS.spread.power < 0.5

    def test_few_plants_are_hardly_believed_and_many_fully(self) -> None:
        lincolnshire = next(a for a in AREAS.at("itl2") if a.name == "Lincolnshire")
        few, many = GROWTHS.growth(lincolnshire, ("2660", "3250")), GROWTHS.growth(AREAS.both_regions, ("85",))
        assert few is not None
        assert many is not None
        assert few.relative > 1
        assert few.shrunk < 0.1
        assert many.shrunk == many.relative

    def test_two_releases_are_never_compared(self) -> None:
        other = replace(TABLES, sources={**TABLES.sources, ("employment_workplace", "TLF2"): "S8"})
        leicester = AREAS.authority("Leicester")
        found = Growths(other).growth(leicester, ("10", "11"))
        assert found is not None
        assert found.level == "region"  # the ITL2 area is of another release, the region still of one
        same = replace(TABLES, earlier=replace(TABLES.earlier, year=2021))
        assert Growths(same).growth(leicester, ("10", "11")) is None
        assert Growths(replace(TABLES, earlier=replace(TABLES.earlier, jobs={}))).growth(leicester, ("10",)) is None

    def test_residents_and_the_signal_know_no_growth(self) -> None:
        assert all(s.growth is None or s.growth.level == "itl2" for s in TABLE.places("Food and drink", "itl2"))
        strong = TABLE.strength(MEDICAL, frozenset({"Worcester"}))
        assert strong is not None
        assert strong.growth is not None
        assert strong.score == TABLE.score(MEDICAL, frozenset({"Worcester"}))

    def test_an_earlier_year_is_rebuilt_from_the_same_export(self, tmp_path: Path) -> None:
        folder = tmp_path / "reference"
        folder.mkdir()
        for name in (*COLUMNS, "places.csv"):
            shutil.copy(REFERENCE / name, folder)
            (folder / name).chmod(0o644)
        lines = (REFERENCE / "strength_earlier.csv").read_text(encoding="utf-8").splitlines()[1:]
        export = ["DATE,GEOGRAPHY_CODE,INDUSTRY_CODE,INDUSTRY_NAME,EMPLOYMENT_STATUS_NAME,MEASURE_NAME,OBS_VALUE"]
        for place, _, industry, _, value, _, _ in (line.split(",") for line in lines):
            name = "Total" if industry == "Total" else f"{industry} : An industry"
            export.append(f"2018,{place},{industry},{name},Employment,Count,{value}")
        (tmp_path / "bres.csv").write_text("\n".join(export), encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            main(["--earlier", str(tmp_path / "bres.csv"), "--folder", str(folder)])
        assert ended.value.code == 0
        assert read_tables(folder).earlier.year == 2018
        found = StrengthTable(folder).strength(MEDICAL, frozenset({"Worcester"}))
        assert found is not None
        assert found.growth is None  # 2018 from Nomis, 2021 from the first release


class TestIndex:
    def test_every_part_keeps_value_interval_n_year_source_and_level(self) -> None:
        assert INDEX.indicators == ("specialisation", "scale", "growth")
        assert len(INDEX.places) == 6
        for place in INDEX.places:
            for part in place.parts:
                assert part.level == "itl2"
                assert part.source
                assert part.n > 0
                assert part.year in ("2021", "2016–2021")
                assert (part.low is None) == (part.name == "scale")
                assert part.low is None or part.low <= part.value <= (part.high or 0)

    def test_residents_take_no_part_and_a_sector_without_codes_is_refused(self) -> None:
        with pytest.raises(CatalogueError, match="0 places have all of"):
            TABLE.index("Food and drink", "lad")
        with pytest.raises(CatalogueError, match="no industry is counted for 'Alchemy'"):
            TABLE.index("Alchemy")

    def test_a_place_that_lacks_an_indicator_changes_no_other(self) -> None:
        places = {p.name: (p.parts, p.posterior) for p in INDEX.places}
        more = {**places, "Nowhere": (INDEX.places[0].parts[:1], INDEX.places[0].posterior)}
        found = index_of(MEDICAL, "itl2", INDEX.indicators, more)
        assert found.left_out == ("Nowhere",)
        assert (found.places, found.values) == (INDEX.places, INDEX.values)

    @pytest.mark.parametrize("normalisation", NORMALISATIONS)
    def test_normalised_columns_are_on_one_scale_and_keep_their_order(self, normalisation: str) -> None:
        logs = np.random.default_rng(1).normal(0, [1, 5, 0], (9, 3))
        found = normalised(logs, normalisation)  # type: ignore[arg-type]
        assert (np.argsort(found[:, 0]) == np.argsort(logs[:, 0])).all()
        if normalisation == "z-score":
            assert found[:, :2].std(axis=0) == pytest.approx(np.ones(2))
        else:
            assert (found[:, :2].min(axis=0), found[:, :2].max(axis=0)) == (
                pytest.approx(np.zeros(2)), pytest.approx(np.ones(2))
            )  # fmt: skip
        assert np.ptp(found[:, 2]) == 0

    def test_a_product_forgives_a_weak_part_less_than_a_sum(self) -> None:
        logs = np.array([[2.0, -2.0], [0.0, 0.0], [-2.0, -1.0], [1.0, 2.0]])
        weights = np.array([0.5, 0.5])
        added, multiplied = (composite(logs, weights, "min-max", how) for how in ("arithmetic", "geometric"))
        assert multiplied[0] / multiplied[3] < added[0] / added[3]


class TestSensitivity:
    def test_the_same_seed_gives_the_same_numbers_and_another_others(self) -> None:
        assert sensitivity(INDEX, 100) == sensitivity(INDEX, 100)
        assert sensitivity(INDEX, 100, seed=1) != sensitivity(INDEX, 100)

    def test_the_effects_are_shares_and_all_causes_together_move_most(self) -> None:
        found = sensitivity(INDEX, 400)
        effect = {e.cause: e for e in found.effects}
        assert all(0 <= e.pairs_reversed <= e.order_changed <= 1 for e in found.effects)
        assert effect["all"].pairs_reversed > max(effect[c].pairs_reversed for c in ("weights", "normalisation"))
        assert 0 < effect["all"].pairs_reversed < 0.5  # an order drawn by lot would reverse half
        assert "of pairs of places change order" in str(found)

    def test_ranks_hold_their_own_median_and_only_one_place_is_first_at_a_time(self) -> None:
        found = sensitivity(INDEX, 400)
        assert [r.rank for r in found.ranks] == [1, 2, 3, 4, 5, 6]
        assert all(1 <= r.low <= r.median <= r.high <= 6 for r in found.ranks)
        assert sum(r.first for r in found.ranks) == pytest.approx(1, abs=0.02)

    def test_places_far_apart_never_change_places(self) -> None:
        best, *_, worst = INDEX.places
        apart = []
        for step, name in enumerate(("a", "b", "c")):
            parts = tuple(replace(p, value=1e4 ** (1 - step), low=None, high=None) for p in best.parts)
            apart.append((name, (parts[1:], worst.posterior)))
        found = sensitivity(index_of(MEDICAL, "itl2", INDEX.indicators[1:], dict(apart)), 200)
        assert all(e.pairs_reversed == 0 for e in found.effects)


class TestClaims:
    CATALOGUE = Catalogue.read()

    def test_carry_promoter_date_and_profile_and_never_enter_the_number(self) -> None:
        birmingham = gazetteer()["Birmingham"].authorities
        before = TABLE.score(MEDICAL, birmingham)
        found = claims(self.CATALOGUE, MEDICAL, birmingham)
        assert TABLE.score(MEDICAL, birmingham) == before
        assert any("largest group of medical technology" in c.text for c in found)
        assert all(c.claimed_by and c.opportunity_id in self.CATALOGUE.ids for c in found)
        assert all("(claim by" in str(c) for c in found)
        assert len({c.text for c in found}) == len(found)

    def test_of_another_place_or_sector_are_left_out(self) -> None:
        lincoln = {c.opportunity_id for c in claims(self.CATALOGUE, MEDICAL, frozenset({"Lincoln"}))}
        assert "edgbaston-medical-quarter" not in lincoln
        assert claims(self.CATALOGUE, "Alchemy", frozenset()) == ()

    def test_a_subsector_does_not_take_the_claims_of_its_parent(self) -> None:
        whole, part = (
            claims(self.CATALOGUE, path, frozenset()) for path in (MEDICAL, f"{MEDICAL} : Diagnostics")
        )  # fmt: skip
        assert {c.opportunity_id for c in part} < {c.opportunity_id for c in whole}


def test_two_years_of_one_export_with_itl3_rows_are_told_at_itl3(tmp_path: Path) -> None:
    """Where an officer downloads two years from the same place, growth goes as narrow as the counts do."""
    folder = tmp_path / "reference"
    folder.mkdir()
    for name in (*COLUMNS, "places.csv"):
        shutil.copy(REFERENCE / name, folder)
        (folder / name).chmod(0o644)
    rows = (REFERENCE / "industry_by_place.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [r.split(",") for r in rows if ",employment_workplace," in r]
    heading = "DATE,GEOGRAPHY_CODE,INDUSTRY_CODE,INDUSTRY_NAME,EMPLOYMENT_STATUS_NAME,MEASURE_NAME,OBS_VALUE"
    for year, factor in ((2019, 1.0), (2024, 1.5)):
        export = [heading]
        for place, _, industry, _, value, _, _ in cells:
            name = "Total" if industry == "Total" else f"{industry} : An industry"
            more = factor if place.startswith("TLF1") else 1.0
            export.append(f"{year},{place},{industry},{name},Employment,Count,{float(value) * more}")
        (tmp_path / f"{year}.csv").write_text("\n".join(export), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--employment", str(tmp_path / "2024.csv"), "--earlier", str(tmp_path / "2019.csv"),
              "--folder", str(folder)])  # fmt: skip
    found = StrengthTable(folder).strength("Construction", frozenset({"Derby"}))
    assert found is not None
    assert found.growth is not None
    assert (found.growth.level, found.growth.place) == ("itl3", "Derby")
    assert (found.growth.year_then, found.growth.year) == (2019, 2024)
    assert found.growth.growth == pytest.approx(0.5, abs=0.01)
