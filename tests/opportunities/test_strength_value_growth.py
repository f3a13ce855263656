"""Growth of value added below ITL2: whose groups count, what is told, and where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import opportunities.strength as strength_module
from opportunities.errors import CatalogueError
from opportunities.other_sources import divisions_of
from opportunities.rebuild_strength import main, value_growth_rows
from opportunities.strength import SectorStrength, StrengthTable, strength_table
from opportunities.strength_areas import AreaMap
from opportunities.strength_tables import COLUMNS, VALUE_GROWTH, read_tables
from opportunities.strength_value_growth import ValueAddedGrowth, ValueAddedGrowths

REFERENCE = Path(strength_module.__file__).parent / "reference"
TABLE = strength_table()
GROWTHS = ValueAddedGrowths(REFERENCE, read_tables(REFERENCE).jobs["K03000001"])
AREAS = AreaMap(REFERENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*COLUMNS, "places.csv"):
        shutil.copy(REFERENCE / name, tmp_path)
        (tmp_path / name).chmod(0o644)
    return tmp_path


def change(folder: Path, edit: Callable[[str], str]) -> None:
    text = (folder / VALUE_GROWTH).read_text(encoding="utf-8")
    assert edit(text) != text
    (folder / VALUE_GROWTH).write_text(edit(text), encoding="utf-8", newline="")


def at(path: str, *authorities: str) -> SectorStrength:
    found = TABLE.strength(path, frozenset(authorities))
    assert found is not None
    return found


def below(path: str, *authorities: str) -> ValueAddedGrowth:
    found = at(path, *authorities).growth_below
    assert found is not None
    return found


def test_the_figures_are_those_of_the_accounts() -> None:
    food = below("Food and drink", "Boston")
    assert (food.place, food.level, food.groups) == ("Lincolnshire CC", "itl3", ("CA (10-12)",))
    assert (food.then, food.now, food.year_then, food.year) == (996, 743, 2018, 2023)
    assert food.growth == pytest.approx(743 / 996 - 1)
    assert food.relative == pytest.approx((743 / 996) / (1 + food.nation) - 1)
    assert food.low < food.relative < food.high
    assert str(food).startswith(
        "value added −25% 2018–2023 at constant prices, United Kingdom −4%: no clear difference"
    )
    assert str(food).endswith("ITL3 area Lincolnshire CC)")
    assert "constant prices" in food.source


def test_a_local_authority_comes_first_where_the_accounts_separate_the_sector_there() -> None:
    assert below("Construction", "Charnwood").place == "Charnwood"
    assert below("Construction", "Charnwood").level == "lad"
    assert below("Logistics", "Charnwood").place == "Leicestershire CC and Rutland"
    assert below("Construction", "Charnwood", "Melton").place == "Leicestershire CC and Rutland"


def test_what_the_accounts_do_not_separate_has_none_and_growth_names_its_level() -> None:
    for path, place in (("Medical devices and equipment", "Leicester"), ("Automotive", "Derby")):
        found = at(path, place)
        assert found.growth_below is None
        assert found.growth is not None
        assert found.growth.level == "itl2"
        assert str(found.growth).endswith(f"jobs, ITL2 area {found.growth.place})")


def test_only_groups_that_are_nearly_all_the_sector_s_count() -> None:
    place = "TLF30"
    assert GROWTHS.groups(place, ("10", "11")) == ("CA (10-12)",)  # tobacco has next to no jobs
    assert GROWTHS.groups(place, ("29",)) is None  # CK-CL holds machinery and aircraft too
    assert GROWTHS.groups(place, ("41", "42", "43")) == ("F (41-43)",)  # the widest, once
    assert GROWTHS.groups(place, ("52", "53")) == ("52", "53")
    assert GROWTHS.groups("TLX99", ("52",)) is None


def test_it_is_no_part_of_the_number_and_no_wider_than_itl3() -> None:
    for path in ("Food and drink", "Construction", "Logistics"):
        for strength in TABLE.places(path, "region"):
            assert strength.growth_below is None
        for strength in TABLE.places(path, "itl3"):
            assert strength.growth_below is not None
            assert strength.growth_below.level in ("itl3", "lad")
            assert strength.unit == "jobs"
            assert strength.growth_below.unit == "GBP million, prices of 2022"


def test_95_percent_of_changes_lie_within_the_interval() -> None:
    for level, cells in (("itl3", 1_000), ("lad", 2_000)):
        spread = GROWTHS.spread(level)  # type: ignore[arg-type]
        assert spread.cells > cells
        assert spread.at(10) > spread.at(1_000) > 0
    outside = total = 0
    for area in AREAS.at("itl3"):
        for group in GROWTHS._cells.values[area.codes[0]]:
            found = GROWTHS.growth(area, tuple(sorted(divisions_of(group))))
            if found and found.groups == (group,):
                total += 1
                outside += not found.low <= 0 <= found.high
    assert total > 500
    assert outside / total == pytest.approx(0.05, abs=0.025)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda t: t + t.splitlines()[1] + "\n", "stands twice"),
        (lambda t: t + "TLF11,99,2018,many,2023,1,S5\n", "many"),
        (lambda t: t + "TLF11,99,2017,1,2023,1,S5\n", r"holds the years \[\(2017, 2023\), \(2018, 2023\)\]"),
        (lambda t: t.replace(",2018,", ",2024,"), "the earlier year first"),
    ],
)
def test_broken_rows(folder: Path, edit: Callable[[str], str], message: str) -> None:
    change(folder, edit)
    with pytest.raises(CatalogueError, match=message):
        StrengthTable(folder)


def sheet(folder: Path, years: str = "2019,2024") -> Path:
    """The shipped cells in the layout of a sheet of the accounts, the later a tenth up, with totals."""
    lines = [f"ITL code,Region name,SIC07 code,SIC07 description,{years}"]
    places = set()
    for row in (REFERENCE / VALUE_GROWTH).read_text(encoding="utf-8").splitlines()[1:]:
        place, group, _, then, _, now, _ = row.rsplit(",", 6)
        places.add(place)
        lines.append(f'{place},x,{group},x,{then},"{float(now) * 1.1:.6f}"')
    lines += [f"{place},x,Total,x,1,2" for place in sorted(places)]
    file = folder / "constant.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_it_is_rebuilt_from_the_workbook_and_a_partial_one_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sheet(folder)
    with pytest.raises(SystemExit) as ended:
        main(["--constant", str(file), "--since", "2019", "--folder", str(folder)])
    assert ended.value.code == 0
    assert "strength_value_growth.csv: " in capsys.readouterr().out
    found = StrengthTable(folder).strength("Food and drink", frozenset({"Boston"}))
    assert found is not None
    assert found.growth_below is not None
    assert (found.growth_below.year_then, found.growth_below.year) == (2019, 2024)
    assert found.growth_below.now == pytest.approx(743 * 1.1)
    before = (folder / VALUE_GROWTH).read_bytes()
    file.write_text("".join(x for x in file.read_text().splitlines(True) if not x.startswith("TLF11,")))
    with pytest.raises(CatalogueError, match=r"lacks 1 of 91 places: \['TLF11'\]"):
        main(["--constant", str(file), "--since", "2019", "--folder", str(folder)])
    assert (folder / VALUE_GROWTH).read_bytes() == before


def test_a_sheet_without_the_years_is_refused(folder: Path) -> None:
    with pytest.raises(CatalogueError, match=r"no column for 2001; found \[2019, 2024\]"):
        value_growth_rows(sheet(folder), 2001)
    with pytest.raises(CatalogueError, match="no growth since 2024"):
        value_growth_rows(sheet(folder), 2024)
    with pytest.raises(SystemExit):
        main(["--constant", str(sheet(folder)), "--folder", str(folder)])
