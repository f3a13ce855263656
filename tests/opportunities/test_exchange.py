"""Exchange: every shipped profile goes out and comes back unchanged, and what is wrong is told by row and column."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.catalogue import Catalogue
from opportunities.errors import ImportProblems
from opportunities.exchange import Form, read_rows, write_form
from opportunities.exchange.cells import COLUMNS, cells_of, guarded, unguarded, value_of
from opportunities.exchange.checking import check_rows
from opportunities.exchange.data_hub import data_hub_fields
from opportunities.exchange.writing import table_bytes
from opportunities.opportunity import Opportunity

MELTON = "melton-stockyard"
EVIL = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "'=already", "''@x", "=", "plain", "it's", "'quoted'")


def numbers(catalogue: Catalogue) -> dict[str, int]:
    return dict.fromkeys(catalogue.ids, 3)


@pytest.mark.parametrize("form", list(Form))
def test_the_shipped_catalogue_comes_back_as_it_was(form: Form, catalogue: Catalogue) -> None:
    data = write_form(form, list(catalogue), numbers(catalogue))
    rows = read_rows(form, data)
    assert [problem for row in rows for problem in row.problems] == []
    assert {row.revision for row in rows} == {3}
    checked = check_rows(rows, catalogue.ids)
    assert [str(p) for row in rows for p in row.problems] == []
    assert [opportunity for _, opportunity in checked] == list(catalogue)
    assert write_form(form, list(catalogue), numbers(catalogue)) == data, "the same ones give the same bytes"


def test_an_officer_can_read_and_write_the_cells(catalogue: Catalogue) -> None:
    profile = catalogue.opportunity(MELTON).model_dump(mode="json", by_alias=True)
    cells = cells_of(profile)
    assert list(cells) == list(COLUMNS)
    assert cells["offers"].splitlines()[0].endswith("]")
    assert cells["summary_sources"].replace(", ", "").isdigit()
    assert value_of("offers", "Plots of 4 ha [0, 2]\nA crane [1] (inferred)") == [
        {"text": "Plots of 4 ha", "sources": [0, 2], "inferred": False},
        {"text": "A crane", "sources": [1], "inferred": True},
    ]
    assert value_of("places", "The yard, Melton: Melton; Leicestershire") == [
        {"name": "The yard, Melton", "areas": ["Melton", "Leicestershire"]}
    ]
    assert value_of("all_sectors", "Yes") is True
    assert value_of("offers", " ") is None


@given(st.lists(st.text(max_size=30), max_size=4), st.text(min_size=1, max_size=40))
def test_any_list_and_statement_comes_back(texts: list[str], text: str) -> None:
    profile: dict[str, Any] = {
        "summary": {"text": "a summary", "sources": [0]},
        "themes": texts,
        "offers": [{"text": text, "sources": [0, 3], "inferred": True}],
    }
    cells = cells_of(profile)
    assert (value_of("themes", cells["themes"]) or []) == texts
    assert value_of("offers", cells["offers"]) == profile["offers"]


@given(st.text(max_size=20))
def test_guarding_loses_nothing(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_no_cell_becomes_a_formula() -> None:
    for evil in EVIL:
        assert unguarded(guarded(evil)) == evil
    data = table_bytes(Form.CSV, ["a"], [[evil] for evil in EVIL]).decode("utf-8-sig")
    written = [row[0] for row in csv.reader(io.StringIO(data, newline=""))][1:]
    assert all(cell[0] not in "=+-@\t\r" for cell in written)
    book = openpyxl.load_workbook(io.BytesIO(table_bytes(Form.XLSX, ["a"], [[evil] for evil in EVIL])))
    cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == list(EVIL)
    assert {cell.data_type for cell in cells} == {"s"}


def refused(form: Form, data: bytes) -> str:
    with pytest.raises(ImportProblems) as told:
        read_rows(form, data)
    return str(told.value)


def test_every_problem_is_told_by_row_and_column(catalogue: Catalogue) -> None:
    good = write_form(Form.CSV, [catalogue.opportunity(MELTON)], numbers(catalogue))
    table = list(csv.DictReader(io.StringIO(good.decode("utf-8-sig"), newline="")))
    wrong = [
        table[0] | {"id": "one", "kind": "castle", "offers": "cites nothing"},
        table[0] | {"id": "two", "figures": "{not json}", "summary_sources": "99"},
        table[0] | {"id": "Three!", "revision": "x", "sectors": "Nonsense"},
        table[0] | {"id": "two", "related": "nowhere-to-be-found"},
    ]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(table[0]))
    writer.writeheader()
    writer.writerows(wrong)
    rows = read_rows(Form.CSV, out.getvalue().encode())
    check_rows(rows, catalogue.ids)
    told = {(p.row, p.column) for row in rows for p in row.problems}
    assert told >= {(2, "kind"), (2, "offers"), (3, "figures"), (3, "summary_sources")}
    assert told >= {(4, "id"), (4, "revision"), (4, "sectors"), (5, "related")}
    what = {(p.row, p.column): p.what for row in rows for p in row.problems}
    assert "found 'castle'" in what[2, "kind"]
    assert "cites nothing" in what[2, "offers"]
    assert (2, "sources") not in told, "nothing is said that another fault alone brings about"


@pytest.mark.parametrize(
    ("form", "data", "words"),
    [
        (Form.CSV, b"", "id: this column is missing"),
        (Form.CSV, b"id,name\n", "no row"),
        (Form.CSV, b"id,castle,id\n", "castle: no such column"),
        (Form.CSV, b"id,id\nx,y\n", "given twice"),
        (Form.CSV, b"id,name\n\xff\xfe", "not UTF-8"),
        (Form.CSV, b'id\n"' + b"a" * 200_000, "not CSV"),
        (Form.XLSX, b"not a zip", "not an XLSX"),
        (Form.XLSX, b"PK\x03\x04" + b"\0" * 50, "not an XLSX"),
        (Form.JSON_LINES, b"\n\n", "no row"),
        (Form.CSV, b"id\n" + b"x\n" * 5_001, "more than 5,000"),
    ],
    ids=lambda value: str(value)[:16],
)
def test_a_file_that_is_not_of_its_form_is_refused(form: Form, data: bytes, words: str) -> None:
    assert words in refused(form, data)


def test_a_small_workbook_that_unpacks_to_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    assert len(out.getvalue()) < 200_000
    assert "unpacks to more than" in refused(Form.XLSX, out.getvalue())


def test_a_formula_in_an_upload_is_a_problem_of_its_cell() -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "name", "status_as_of"])
    book.active.append(["one", "=1+1", 2024])
    out = io.BytesIO()
    book.save(out)
    [row] = read_rows(Form.XLSX, out.getvalue())
    assert [(p.row, p.column) for p in row.problems] == [(2, "name")]
    assert row.data == {"id": "one", "status_as_of": "2024"}


def test_lines_and_documents_that_are_no_profiles_are_told() -> None:
    rows = read_rows(Form.JSON_LINES, b'{"id": "one"}\n[1]\n{"id": \n' + b"[" * 5000 + b"\n")
    assert [(p.row, p.column) for row in rows for p in row.problems] == [(2, "file"), (3, "file"), (4, "file")]
    [row] = read_rows(Form.YAML, b"just text")
    assert row.problems[0].column == "file"
    rows = read_rows(Form.YAML, b"- id: one\n- id: two\n  name: x\n  name: y\n")
    assert [(p.row, p.column) for row in rows for p in row.problems] == [(2, "name")]
    [row] = read_rows(Form.YAML, b"- &a [x]\n- *a\n")
    assert "alias" in row.problems[0].what


def test_data_hub_gets_its_own_field_names(catalogue: Catalogue) -> None:
    # BASE_FIELDS and the three groups of Data Hub's serialiser, but for what it computes itself.
    words = (
        "id type status name dit_support_provided description uk_region_locations promoters required_checks_conducted "
        "lead_dit_relationship_manager asset_classes opportunity_value construction_risks required_checks_conducted_on "
        "required_checks_conducted_by opportunity_value_type investment_projects reasons_for_abandonment "
        "other_dit_contacts sources_of_funding total_investment_sought current_investment_secured investment_types "
        "estimated_return_rate time_horizons"
    )
    names = set(words.split(" "))
    told = [data_hub_fields(o) for o in catalogue]
    for fields in told:
        assert set(fields) == names
        json.dumps(fields)
        assert fields["status"] in {"Seeking investment", "Part funded", "Fully funded", "Suspended", "Abandoned"}
        assert fields["type"] in {"Large capital", "Growth capital"}
        assert set(fields["uk_region_locations"]) <= {"East Midlands", "West Midlands", "Yorkshire and The Humber"}
    assert len({fields["id"] for fields in told}) == len(catalogue)
    assert any(fields["total_investment_sought"] for fields in told)
    assert any(fields["opportunity_value"] for fields in told)
    assert data_hub_fields(catalogue[0]) == told[0]


def test_a_row_is_an_opportunity(catalogue: Catalogue) -> None:
    melton = catalogue.opportunity(MELTON)
    [row] = read_rows(Form.JSON_LINES, melton.model_dump_json(by_alias=True).encode())
    [(_, found)] = check_rows([row], catalogue.ids)
    assert isinstance(found, Opportunity)
    assert found == melton
    assert row.revision is None
