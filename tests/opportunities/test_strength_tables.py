"""The shipped strength tables: what they hold, what is refused, and how they are rebuilt from official files."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import opportunities.strength as strength_module
from opportunities.errors import CatalogueError
from opportunities.places import gazetteer
from opportunities.rebuild_strength import employment_rows, main, rebuild, value_added_rows
from opportunities.strength import StrengthTable, strength_table
from opportunities.strength_tables import COLUMNS, read_tables
from opportunities.strength_wording import itl3_sum

REFERENCE = Path(strength_module.__file__).parent / "reference"
TABLE, TABLES = strength_table(), read_tables(REFERENCE)
MEDICAL, PHARMA = "Medical devices and equipment", "Pharmaceuticals and biotechnology"
WEST = gazetteer()["West Midlands"].authorities


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*COLUMNS, "places.csv"):
        shutil.copy(REFERENCE / name, tmp_path)
        (tmp_path / name).chmod(0o644)
    return tmp_path


def change(folder: Path, name: str, edit: Callable[[str], str]) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(edit(text), encoding="utf-8", newline="")


class TestTables:
    def test_a_place_without_data_changes_no_other(self, folder: Path) -> None:
        new = "E06009999,Nowhere,lad,TLF99,Nowhere,TLF9,Nowhere,E12000004,East Midlands,,,52.0,-1.0,1.0,0\n"
        change(folder, "places.csv", lambda text: text + new)
        other = StrengthTable(folder)
        assert other.priors == TABLE.priors
        for path in (MEDICAL, "Automotive", PHARMA, "Food and drink"):
            for level in ("itl3", "itl2"):
                known = TABLE.places(path, level)
                assert other.places(path, level) == known
            assert other.strength(path, frozenset({"Derby"})) == TABLE.strength(path, frozenset({"Derby"}))

    def test_without_workplace_counts_residents_stand_in_and_it_is_said(self, folder: Path) -> None:
        def without_jobs(text: str) -> str:
            return "".join(x for x in text.splitlines(True) if ",employment_workplace," not in x or ",Total," in x)

        change(folder, "industry_by_place.csv", without_jobs)
        found = StrengthTable(folder).strength("Food and drink", frozenset({"Boston"}))
        assert found is not None
        assert (found.unit, found.low, found.measure) == ("residents", None, "residents in employment")
        assert "No workplace count reaches this place" in found.note

    @pytest.mark.parametrize("name", [*COLUMNS, "places.csv"])
    def test_a_changed_layout_names_what_was_found_and_expected(self, folder: Path, name: str) -> None:
        change(folder, name, lambda text: "strange," + text)
        with pytest.raises(CatalogueError, match=r"has the columns .*'strange'.*expected"):
            StrengthTable(folder)

    def test_broken_rows(self, folder: Path) -> None:
        text = (folder / "industry_by_place.csv").read_text(encoding="utf-8")
        for broken, message in [
            (text + text.splitlines()[1] + "\n", "stands twice"),
            (text + "TLF11,itl3,04,employment_workplace,many,2021,S3\n", "many"),
            (text + "TLF11,itl3,04,turnover,1,2021,S3\n", "unknown measure 'turnover'"),
            (text + "TLF11,itl3\n", "2 fields, expected 7"),
            (text.replace("K03000001,country,Total,emp", "K03000001,country,All,emp"), "nothing to compare"),
        ]:
            (folder / "industry_by_place.csv").write_text(broken, encoding="utf-8")
            with pytest.raises(CatalogueError, match=message):
                StrengthTable(folder)
        (folder / "sic_to_dbt.csv").unlink()
        with pytest.raises(CatalogueError, match=r"cannot read|nothing to compare"):
            StrengthTable(folder)

    def test_the_shipped_tables_are_those_of_the_record_and_small(self) -> None:
        record = (REFERENCE / "strength_sources.md").read_text(encoding="utf-8")
        names = [*COLUMNS, "gva_multipliers.csv"]
        for name in names:
            assert hashlib.sha256((REFERENCE / name).read_bytes()).hexdigest() in record, name
        assert sum((REFERENCE / name).stat().st_size for name in names) < 2_100_000
        assert "Contains public sector information licensed under the Open Government Licence v3.0" in record

    def test_the_one_large_gap_between_releases_is_told(self) -> None:
        found = next(s for s in TABLE.places("Advanced engineering", "itl3") if s.place == "Derby")
        assert "28" in found.codes
        assert "where the first release has 13,150 and the revised one 10,525: quote it with its release" in found.note
        assert itl3_sum(TABLES, "TLF1", ("28",)) == (8050, 10365)

    def test_one_year_a_measure(self, folder: Path) -> None:
        years = TABLES.years
        assert {years["employment_workplace"], years["residents_in_employment"]} == {2021}
        assert (years["gva_current_gbp_m"], years["local_units"]) == (2023, 2024)
        change(folder, "industry_by_place.csv", lambda t: t.replace(",2021,S3", ",2022,S3", 1))
        with pytest.raises(CatalogueError, match="stands in 2021 and in 2022; keep one year"):
            StrengthTable(folder)


NOMIS = "DATE,GEOGRAPHY_NAME,GEOGRAPHY_CODE,INDUSTRY_NAME,INDUSTRY_CODE,EMPLOYMENT_STATUS_NAME,MEASURE_NAME,OBS_VALUE"


def nomis(path: Path, year: int = 2024) -> Path:
    """The shipped employment in the layout of a Nomis export, a tenth up, with rows that are to be left out."""
    with (REFERENCE / "industry_by_place.csv").open(encoding="utf-8", newline="") as lines:
        shipped = [r for r in csv.DictReader(lines) if r["measure"] == "employment_workplace"]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(NOMIS.split(","))
        for r in shipped:
            code = r["industry_code"]
            name = "Total" if code == "Total" else f"{code} : An industry"
            place = r["place_code"].replace("TL", "UK", 1)
            for status, value in (("Employment", float(r["value"]) * 1.1), ("Employees", 1)):
                writer.writerow([year, "", place, name, code.lstrip("0"), status, "Count", value])
            writer.writerow([year, "", place, name, code, "Employment", "Industry percentage", 1])
    return path


class TestRebuild:
    def test_employment_from_nomis(self, folder: Path, tmp_path: Path) -> None:
        new = employment_rows(nomis(tmp_path / "bres.csv"))
        kept = rebuild(folder, new)
        assert kept == len((REFERENCE / "industry_by_place.csv").read_text(encoding="utf-8").splitlines()) - 1
        found, old = StrengthTable(folder).strength(MEDICAL, WEST), TABLE.strength(MEDICAL, WEST)
        assert found is not None
        assert old is not None
        assert found.year == 2024
        assert found.n == pytest.approx(5830)
        assert found.raw == pytest.approx(old.raw)
        assert "from Nomis" in found.source

    def test_value_added_from_the_workbook(self, tmp_path: Path) -> None:
        sheet = tmp_path / "gva.csv"
        sheet.write_text(
            '"Table 2c: ITL2 GVA(B), current prices, pounds million",,,,,\n'
            "ITL code,Region name,SIC07 code,SIC07 description,2023,2024 [note 1]\n"
            'TLG1,HWW,Total,All industries,1,"47,611"\nTLG,West Midlands,29,Motor vehicles,3,5.5\n'
            "TLG,West Midlands,Total,All industries,3,9\n",
            encoding="utf-8-sig",
        )
        rows = value_added_rows(sheet)
        assert rows[0] == ("TLG1", "itl2", "Total", "gva_current_gbp_m", "47611", "2024", "S5")
        assert rows[1][:5] == ("E12000005", "region", "29", "gva_current_gbp_m", "5.5")
        assert value_added_rows(sheet, 2023)[0][4:6] == ("1", "2023")
        with pytest.raises(CatalogueError, match="no column for 1997"):
            value_added_rows(sheet, 1997)

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("OBS_VALUE", "VALUE", r"\['OBS_VALUE'\] are missing; found .*expected"),
            ("GEOGRAPHY_CODE", "AREA", "no heading with the column 'GEOGRAPHY_CODE'"),
            (",Employment,Count,", ",Employees,Count,", "no rows of 'Employment', 'Count'"),
            ("2024,", "2023,", r"holds the years \['2023', '2024'\]"),
            (",Total,Total,Employment,Count,", ",A,01,Employment,Count,", "no Total for"),
            ("01 : An industry", "A : Farming", "is no division or subclass"),
        ],
    )
    def test_a_changed_nomis_layout_is_refused(self, tmp_path: Path, old: str, new: str, message: str) -> None:
        file = nomis(tmp_path / "bres.csv")
        text = file.read_text(encoding="utf-8")
        text = text.replace(old, new, 3 if old == "2024," else -1)
        file.write_text(text, encoding="utf-8")
        with pytest.raises(CatalogueError, match=message):
            employment_rows(file)

    def test_a_changed_workbook_or_value_is_refused(self, tmp_path: Path) -> None:
        sheet = tmp_path / "gva.csv"
        for text, message in [
            ("ITL code,SIC07 code,SIC07 description\nTLG1,Total,All\n", "and one a year"),
            ("Area,SIC07 code,SIC07 description,2023\nTLG1,Total,All,1\n", "expected one of each of"),
            ("ITL code,SIC07 code,SIC07 description,2023\nTLG1,Total,All,[x]\n", "expected a number"),
            ("ITL code,SIC07 code,SIC07 description,2023\nTLG1,29,Motor,1\n", "no Total for"),
        ]:
            sheet.write_text(text, encoding="utf-8")
            with pytest.raises(CatalogueError, match=message):
                value_added_rows(sheet)
        with pytest.raises(CatalogueError, match=r"cannot read absent\.csv"):
            employment_rows(tmp_path / "absent.csv")

    def test_a_partial_download_changes_nothing(self, folder: Path, tmp_path: Path) -> None:
        before = (folder / "industry_by_place.csv").read_bytes()
        new = [row for row in employment_rows(nomis(tmp_path / "bres.csv")) if row[0] != "TLF11"]
        with pytest.raises(CatalogueError, match=r"lacks 1 of .*'TLF11'.*download all levels"):
            rebuild(folder, new)
        assert (folder / "industry_by_place.csv").read_bytes() == before

    def test_the_command(self, folder: Path, tmp_path: Path) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["--employment", str(nomis(tmp_path / "bres.csv", 2025)), "--folder", str(folder)])
        assert ended.value.code == 0
        assert read_tables(folder).years["employment_workplace"] == 2025
