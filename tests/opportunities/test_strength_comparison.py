"""Places compared for a sector: the level, one measure throughout, the order, and what is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import opportunities.strength as strength_module
from opportunities.sectors import sector_tree
from opportunities.strength import StrengthTable, strength_table
from opportunities.strength_check import check_sums, doubts_of, write_doubts
from opportunities.strength_comparison import PlaceComparison, compare_places
from opportunities.strength_tables import COLUMNS, NOW

REFERENCE = Path(strength_module.__file__).parent / "reference"
TABLE = strength_table()


@pytest.mark.parametrize(
    ("path", "level", "places"),
    [
        ("Medical devices and equipment", "itl2", 6),  # no finer count exists
        ("Automotive", "itl2", 6),  # counted by ITL3, but plants are too few there
        ("Food and drink", "itl3", 25),
        ("Aerospace", "region", 2),
    ],
)
def test_the_narrowest_level_with_enough_data_is_taken(path: str, level: str, places: int) -> None:
    found = compare_places(TABLE, path)
    assert (found.level, len(found.places), found.missing) == (level, places, ())
    assert {s.level for s in found.places} == {level}


def test_levels_passed_over_are_named_with_the_reason() -> None:
    reasons = {p.level: p.reason for p in compare_places(TABLE, "Automotive").passed_over}
    assert reasons["lad"] == "no workplace count of Automotive is made for local authorities"
    assert reasons["itl3"].startswith("4 of 25 ITL3 areas hold enough plants to judge (Warwickshire CC; Birmingham")
    medical = {p.level: p.reason for p in compare_places(TABLE, "Medical devices and equipment").passed_over}
    assert medical["itl3"] == "no workplace count of Medical devices and equipment is made for ITL3 areas"


def test_every_sector_is_compared_in_one_measure_unit_year_and_level_and_in_order() -> None:
    for path in sector_tree():
        found = compare_places(TABLE, path)
        assert found.places, path
        for kind in ("measure", "unit", "year", "level", "measured_as"):
            assert len({getattr(s, kind) for s in found.places}) == 1, (path, kind)
        assert {s.measure for s in found.places} == {"employment, workplace"}
        assert all(s.low is not None and s.low <= s.raw <= (s.high or 0) for s in found.places)
        scores = [s.score for s in found.places]
        assert scores == sorted(scores, reverse=True)
        assert found.level not in [p.level for p in found.passed_over]


def test_a_place_whose_count_is_set_aside_is_missing_and_changes_no_other(tmp_path: Path) -> None:
    for name in (*COLUMNS, "places.csv"):
        shutil.copy(REFERENCE / name, tmp_path)
        (tmp_path / name).chmod(0o644)
    text = (tmp_path / NOW).read_text(encoding="utf-8")
    changed = text.replace("TLF12,itl3,10,employment_workplace,", "TLF12,itl3,10,employment_workplace,9")
    assert changed != text
    (tmp_path / NOW).write_text(changed, encoding="utf-8")
    write_doubts(tmp_path, doubts_of(check_sums(tmp_path)))
    found = compare_places(StrengthTable(tmp_path), "Food and drink")
    assert found.level == "itl3"
    assert len(found.missing) == 6
    assert {m.place for m in found.missing} >= {"Derby", "East Derbyshire", "Nottingham"}
    assert all("are set aside: they add up to" in m.reason for m in found.missing)
    assert len(found.places) == 19
    before = {s.place: s for s in compare_places(TABLE, "Food and drink").places}
    assert all(s.n == before[s.place].n and s.raw == before[s.place].raw for s in found.places)


def test_a_sector_that_no_count_reaches_is_empty_and_says_so() -> None:
    found = compare_places(TABLE, "Alchemy")
    assert (found.level, found.places, found.measured_as) == (None, (), None)
    assert [p.level for p in found.passed_over] == ["lad", "itl3", "itl2", "region"]


def test_it_reads_back_as_written() -> None:
    found = compare_places(TABLE, "Automotive")
    assert PlaceComparison.model_validate_json(found.model_dump_json()) == found
