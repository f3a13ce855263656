"""Whether ITL3 counts add up to ITL2: the rounding, the sums, the marks, and that no answer rests on a marked row."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import opportunities.strength as strength_module
from opportunities.errors import CatalogueError
from opportunities.rebuild_strength import main
from opportunities.strength import StrengthTable, strength_table
from opportunities.strength_check import SIGMAS, check_sums, doubts_of, report, rounding_step, write_doubts
from opportunities.strength_tables import COLUMNS, DOUBTS, NOW, REVISED, read_tables

REFERENCE = Path(strength_module.__file__).parent / "reference"
SUMS = check_sums(REFERENCE)
DERBY_FOOD = "TLF11,itl3,10,employment_workplace,"
FOOD = "Food and drink"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*COLUMNS, "places.csv"):
        shutil.copy(REFERENCE / name, tmp_path)
        (tmp_path / name).chmod(0o644)
    return tmp_path


def change(folder: Path, name: str, edit: Callable[[str], str]) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert edit(text) != text
    (folder / name).write_text(edit(text), encoding="utf-8", newline="")


def slip(text: str) -> str:
    """Derby's food jobs with two digits exchanged for a larger number, as a hand might type them."""
    at = text.index(DERBY_FOOD) + len(DERBY_FOOD)
    end = text.index(",", at)
    return f"{text[:at]}{int(text[at:end]) + 9000}{text[end:]}"


def test_every_published_subclass_lies_on_the_steps_of_rounding() -> None:
    with (REFERENCE / NOW).open(encoding="utf-8", newline="") as lines:
        cells = [float(r["value"]) for r in csv.DictReader(lines)
                 if r["level"] == "itl2" and len(r["industry_code"]) == 5 and r["industry_code"].isdigit()]  # fmt: skip
    assert len(cells) == 4374
    assert all(jobs % rounding_step(jobs) == 0 for jobs in cells)
    assert [rounding_step(jobs) for jobs in (0, 49, 50, 249, 999, 2_499, 4_999, 5_000)] == [
        5, 5, 25, 25, 100, 250, 500, 1_000
    ]  # fmt: skip


def test_every_typed_row_is_summed_against_its_own_release() -> None:
    assert len(SUMS) == 5 * 86  # 85 divisions and the total; Lincolnshire is one ITL3 area
    assert all(s.comparable for s in SUMS)
    machinery = next(s for s in SUMS if (s.itl2, s.industry) == ("TLF1", "28"))
    assert (machinery.itl3, machinery.count, machinery.off) == (8050, 7740, False)  # 10,365 in the other release


def test_rounding_explains_the_differences_and_three_are_off() -> None:
    scaled = [(s.itl3 - s.count) / s.deviation for s in SUMS if s.industry != "Total"]
    assert (sum(z * z for z in scaled) / len(scaled)) ** 0.5 == pytest.approx(1.0, abs=0.12)
    assert abs(sum(scaled) / len(scaled)) < 0.15
    assert [(s.itl2, s.industry) for s in SUMS if s.off] == [("TLF1", "96"), ("TLF2", "36"), ("TLF2", "95")]
    assert all(abs(z) < 4 for z in scaled)
    assert SIGMAS == 3


def test_the_shipped_marks_are_what_the_check_finds(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(read_tables(REFERENCE).doubts.values()) == set(doubts_of(SUMS))
    with pytest.raises(SystemExit) as ended:
        main(["--check"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("427 of 430 sums over ITL3 areas agree")
    assert "off: division 36 in TLF2: ITL3 areas add up to 525 jobs, the ITL2 area has 450 (rounding allows 61)" in said


def test_a_slip_is_found_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, NOW, slip)
    off = [s for s in check_sums(folder) if s.off]
    assert ("TLF1", "10") in [(s.itl2, s.industry) for s in off]
    with pytest.raises(SystemExit) as ended:
        main(["--check", "--folder", str(folder)])
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert "off: division 10 in TLF1" in told.out
    assert "strength_doubts.csv marks other rows than these" in told.err


def test_nothing_is_answered_from_a_marked_row_and_it_stays_in_the_table(folder: Path) -> None:
    change(folder, NOW, slip)
    before = (folder / NOW).read_bytes()
    write_doubts(folder, doubts_of(check_sums(folder)))
    assert (folder / NOW).read_bytes() == before
    table = StrengthTable(folder)
    found, wide = table.strength(FOOD, frozenset({"Derby"})), strength_table().strength(FOOD, frozenset({"Derby"}))
    assert found is not None
    assert wide is not None
    assert (wide.level, found.level, found.place) == ("itl3", "itl2", "Derbyshire and Nottinghamshire")
    assert "The ITL3 counts of division 10 in TLF1 are set aside: they add up to " in found.note
    assert "more than rounding explains" in found.note
    assert {s.level for s in table.places(FOOD, "itl3")} == {"itl3"}
    assert len(table.places(FOOD, "itl3")) == 25 - 6
    assert {s.unit for s in table.places(FOOD, "itl3")} == {"jobs"}  # residents do not stand in beside workplaces
    elsewhere = table.strength(FOOD, frozenset({"Boston"}))
    assert elsewhere is not None
    assert "set aside" not in elsewhere.note


def test_what_has_no_partner_of_its_release_is_told_and_not_judged(folder: Path) -> None:
    change(folder, REVISED, lambda t: "".join(x for x in t.splitlines(True) if not x.startswith("TLF1")))
    sums = check_sums(folder)
    assert {s.itl2 for s in sums if not s.comparable} == {"TLF1"}
    assert not any(s.off for s in sums if s.itl2 == "TLF1")
    assert "86 sums have no ITL2 count of their own release" in report(sums)


@pytest.mark.parametrize(
    ("row", "message"),
    [("TLF1,96,many,1,1", "'many'"), ("TLX1,96,2,1,1", "no division of an ITL2 area"), ("TLF1,Total,2,1,1", "'Total'")],
)
def test_a_broken_mark_is_refused(folder: Path, row: str, message: str) -> None:
    change(folder, DOUBTS, lambda text: f"{text}{row}\n")
    with pytest.raises(CatalogueError, match=message):
        StrengthTable(folder)
