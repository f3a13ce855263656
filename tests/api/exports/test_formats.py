"""The formats, opened again with the libraries that read them and compared with the report row by row."""

from __future__ import annotations

import csv
import io
import re
import socket
import zipfile
from datetime import date

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from api.exports import Choices, Column, ExportFormat, export
from api.exports.columns import EVERY_COLUMN, HEADINGS, cell
from api.exports.composing import compose
from api.exports.errors import ExportUnavailable
from api.exports.files import written
from api.exports.mail_text import WIDTH
from api.exports.printable import one_line
from api.exports.report import BriefShown, Report
from api.exports.separated import guarded
from matcher.brief import Span
from matcher.matcher import Matcher
from matcher.shortlist import Evidence, Shortlist

FORMATS = list(ExportFormat)


@pytest.fixture(scope="module")
def pdf_works(report: Report) -> None:
    """Skips where the libraries that set PDF are not installed."""
    try:
        written(report, ExportFormat.PDF)
    except ExportUnavailable as error:
        pytest.skip(str(error))


def text_of(content: bytes, wanted: ExportFormat) -> str:
    """All words of an export, on one line, as a reader sees them."""
    if wanted is ExportFormat.WORD:
        document = docx.Document(io.BytesIO(content))
        paragraphs = [p.text for p in document.element.body.iter() if p.tag.endswith("}t") and p.text]
        return " ".join(" ".join(paragraphs).split())
    if wanted is ExportFormat.PDF:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    if wanted is ExportFormat.EXCEL:
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(c.value) for s in book for r in s.iter_rows() for c in r if c.value is not None)
    return " ".join(content.decode("utf-8-sig").split())


# Word


def test_word_shows_the_rows(report: Report) -> None:
    document = docx.Document(io.BytesIO(written(report, ExportFormat.WORD)))
    summary = document.tables[0]
    assert [c.text for c in summary.rows[0].cells] == ["Rank", "Opportunity", "Eligible", "Relevant", "Strong", "Score"]
    for line, row in zip(summary.rows[1:], report.rows, strict=True):
        rank, name, *answers = [c.text for c in line.cells]
        assert (rank, name.split("\n")[0]) == (str(row.rank), row.name)
        assert answers == [row.eligible, row.relevant, row.strong, f"{row.score:.2f}"]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [h for h in headings if h[0].isdigit()] == [f"{r.rank}. {r.name}" for r in report.rows]
    tables = iter(document.tables[1:])
    for row in report.rows:
        if row.reasons:
            lines = next(tables).rows[1:]
            for line, reason in zip(lines, row.reasons, strict=True):
                assert line.cells[0].text == f"“{reason.asked}”"
                assert line.cells[1].text.startswith(f"“{reason.offered}”")
                assert bool(reason.hoped) is (
                    "planned, not" in line.cells[1].text or "a projection" in line.cells[1].text
                )
        if row.figures:
            lines = next(tables).rows[1:]
            for line, figure in zip(lines, row.figures, strict=True):
                assert [c.text for c in line.cells][1:3] == [figure.value, figure.date]
                assert (line.cells[3].text == "fact, as published") is not bool(figure.hoped)
    assert next(tables, None) is None


def test_word_bears_the_marking_on_every_page_and_is_accessible(report: Report) -> None:
    document = docx.Document(io.BytesIO(written(report, ExportFormat.WORD)))
    for section in document.sections:
        assert report.marking in section.header.paragraphs[0].text
        assert report.marking in section.footer.paragraphs[0].text
        assert report.stamp in section.footer.paragraphs[0].text
        assert not section.different_first_page_header_footer
    assert document.core_properties.title == report.title
    assert document.core_properties.language == "en-GB"
    for table in document.tables:
        assert table._tbl.find(".//{*}tblHeader") is not None
        assert table._tbl.find(".//{*}tblCaption") is not None


# PDF


@pytest.mark.usefixtures("pdf_works")
def test_pdf_shows_the_rows(report: Report) -> None:
    content = written(report, ExportFormat.PDF)
    text = text_of(content, ExportFormat.PDF)
    at = 0
    for row in report.rows:
        at = text.index(f"{row.rank}. {row.name}", at)
        end = text.find(f" {row.rank + 1}. {report.rows[row.rank].name}", at) if row.rank < len(report.rows) else None
        block = text[at:end].replace("- ", "-")
        for words in (row.summary, row.eligible, row.relevant, *row.check, *(r.offered for r in row.reasons)):
            assert one_line(words).replace("- ", "-") in block, (row.name, words)
        for figure in row.figures:
            assert figure.value in block
        for source in row.sources:
            assert f"[{source.number}] {source.publisher}" in block.replace("  ", " ")


@pytest.mark.usefixtures("pdf_works")
def test_pdf_is_tagged_accessible_and_marked_on_every_page(report: Report) -> None:
    reader = PdfReader(io.BytesIO(written(report, ExportFormat.PDF)))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data()
    assert b"pdfuaid" in metadata
    assert reader.metadata.title.startswith(report.title)
    tags: list[str] = []
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            tags += [str(node["/S"])] if "/S" in node else []
            waiting += [node["/K"]] if "/K" in node else []
    assert tags.count("/H1") == 1
    assert tags.count("/TH") > len(report.rows)
    assert {"/H2", "/H3", "/Table", "/TR", "/TD", "/L", "/LI", "/P", "/Link"} <= set(tags)
    for page in reader.pages:
        assert page.extract_text().count(report.marking) >= 2
    fonts = [f.get_object() for p in reader.pages for f in p["/Resources"]["/Font"].values()]
    assert all("/FontFile2" in str(f) or "/DescendantFonts" in f for f in fonts)


@pytest.mark.usefixtures("pdf_works")
def test_nothing_is_fetched_for_a_pdf(report: Report) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/x.png"
        row = report.rows[0].model_copy(update={"summary": f'<img src="{url}"><link rel=stylesheet href="{url}">'})
        assert PdfReader(io.BytesIO(written(report.model_copy(update={"rows": (row,)}), ExportFormat.PDF))).pages
        with pytest.raises(TimeoutError):
            canary.accept()


# Excel and CSV


def test_excel_shows_the_rows_with_every_text_as_text(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(report, ExportFormat.EXCEL)))
    assert book.sheetnames[:3] == ["Shortlist", "Reasons", "Figures"]
    sheet = book["Shortlist"]
    assert sheet["A1"].value == report.marking
    assert [c.value for c in sheet[2]] == [HEADINGS[c] for c in EVERY_COLUMN]
    for line, row in zip(sheet.iter_rows(min_row=3), report.rows, strict=True):
        assert [c.value or "" for c in line] == [cell(row, c) for c in EVERY_COLUMN]
    reasons = [(r.value for r in line) for line in book["Reasons"].iter_rows(min_row=3, max_col=4)]
    assert [tuple(r) for r in reasons] == [
        (row.rank, row.name, asked, offered)
        for row in report.rows
        for asked, offered in [*((r.asked, r.offered) for r in row.reasons), *((u, "nothing found") for u in row.unmet)]
    ]
    for each in book:
        assert report.marking in (each.oddHeader.center.text or "")
        assert report.marking in (each.oddFooter.center.text or "")
    about = {line[0].value: line[1].value for line in book["About"].iter_rows(min_row=3)}
    assert about["Made on"] == "2026-11-25"
    assert about["catalogue"] == dict(report.versions)["catalogue"]


def test_csv_shows_the_rows(report: Report) -> None:
    content = written(report, ExportFormat.CSV)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert lines[0] == [HEADINGS[c] for c in EVERY_COLUMN]
    for line, row in zip(lines[1 : 1 + len(report.rows)], report.rows, strict=True):
        assert line == [guarded(cell(row, c)) for c in EVERY_COLUMN]
    below = dict(line for line in lines[2 + len(report.rows) :] if line[0] not in {"Note", "Kept out"})
    assert below["Marking"] == report.marking
    assert below["Made on"] == "2026-11-25"


@pytest.mark.parametrize(
    "value", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "'=1", '"=1', "|x"]
)
def test_a_cell_that_looks_live_is_made_text(value: str) -> None:
    assert guarded(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "Birmingham", "0.44", "£3m", "a=b", "[1] x", "“=1”"])
def test_a_cell_that_does_not_is_left(value: str) -> None:
    assert guarded(value) == value
    assert guarded(0.44) == "0.44"


# Mail


def test_mail_text_shows_the_rows_within_its_width(report: Report) -> None:
    lines = written(report, ExportFormat.MAIL).decode().splitlines()
    assert all(len(line) <= WIDTH or " " not in line.strip() for line in lines)
    assert lines[0] == lines[-1] == report.marking
    text = " ".join(" ".join(lines).split())
    for row in report.rows:
        assert f"{row.rank}. {row.name.upper()}" in text
        for reason in row.reasons:
            assert f"Asked: “{reason.asked}” Offers: “{reason.offered}”" in text
        for source in row.sources:
            assert one_line(str(source)) in text


# All


@pytest.mark.parametrize("wanted", FORMATS)
def test_every_format_tells_order_versions_and_what_is_hoped(
    wanted: ExportFormat, shortlist: Shortlist, matcher: Matcher, today: date, request: pytest.FixtureRequest
) -> None:
    if wanted is ExportFormat.PDF:
        request.getfixturevalue("pdf_works")
    ids = tuple(m.opportunity_id for m in reversed(shortlist.matches[:3]))
    made = export(shortlist, matcher.catalogue, wanted, Choices(order=ids), today)
    assert made.name == f"midlands-shortlist-2026-11-25.{'txt' if wanted is ExportFormat.MAIL else wanted.value}"
    text = text_of(made.content, wanted).lower()
    for n, i in enumerate(ids, start=1):
        assert re.search(rf"\b{n}\W{{1,4}}{re.escape(matcher.catalogue.opportunity(i).name.lower())}", text), (n, i)
    assert shortlist.matches[4].name.lower() not in text
    for secret in ("anna", "nordlys", "33 12 34 56"):
        assert secret not in text
    for told in (
        dict(compose(shortlist, matcher.catalogue, Choices(), today).versions)["catalogue"],
        "planned, not yet so",
    ):
        assert told in text


@pytest.mark.parametrize("wanted", FORMATS)
def test_columns_that_are_not_chosen_are_not_there(
    wanted: ExportFormat, shortlist: Shortlist, matcher: Matcher, today: date, request: pytest.FixtureRequest
) -> None:
    if wanted is ExportFormat.PDF:
        request.getfixturevalue("pdf_works")
    choices = Choices(columns=(Column.PLACES,), brief=BriefShown.NONE)
    text = text_of(export(shortlist, matcher.catalogue, wanted, choices, today).content, wanted)
    first = matcher.catalogue.opportunity(shortlist.matches[0].opportunity_id)
    assert first.name.lower() in text.lower()
    assert first.places[0].name in text
    for absent in (first.summary.text[:40], "http", "needs met", "Figures", "Asked", "What was asked"):
        assert absent not in text


HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %} ${7*7}",
    "</w:t></w:r><w:r><w:instrText>INCLUDETEXT</w:instrText></w:r>",
    '&C&"x"&[File] \u202eevil\u202c \x00\x08\x0b\ud800 javascript:alert(1) http://evil.example/',
)


@pytest.fixture(scope="module")
def hostile(shortlist: Shortlist, matcher: Matcher, today: date) -> Report:
    """A report whose every word from outside was written to do harm."""
    evidence = tuple(
        Evidence(need=Span(start=0, end=len(h), text=h), passage=h, passage_kind="offer", similarity=0.5)
        for h in HOSTILE
    )
    match = shortlist.matches[0].model_copy(
        update={"met": evidence, "unmet": evidence, "name": HOSTILE[0], "summary": HOSTILE[3], "places": HOSTILE}
    )
    text = "\n".join(HOSTILE)
    brief = shortlist.brief.model_copy(update={"text": text})
    update = {"matches": (match,), "brief": brief, "notes": HOSTILE, "questions": HOSTILE}
    choices = Choices(brief=BriefShown.WHOLE, marking=HOSTILE[0][:100])
    return compose(shortlist.model_copy(update=update), matcher.catalogue, choices, today)


def test_hostile_text_stays_text_in_word(hostile: Report) -> None:
    content = written(hostile, ExportFormat.WORD)
    document = docx.Document(io.BytesIO(content))
    assert HOSTILE[5] in "\n".join(p.text for p in document.paragraphs)
    parts = [document.element, *(e for s in document.sections for e in (s.header._element, s.footer._element))]
    fields = [e.text for part in parts for e in part.iter() if e.tag.endswith("}instrText")]
    assert sorted(fields) == ["NUMPAGES", "PAGE"]
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert links
    assert not any("evil" in link or not link.startswith("http") for link in links)


def test_hostile_text_stays_text_in_excel(hostile: Report) -> None:
    content = written(hostile, ExportFormat.EXCEL)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            assert b"<f>" not in data
            assert b"<hyperlink" not in data
            assert not (name.endswith(".rels") and b"evil" in data)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for each in row:
                # openpyxl itself calls a string that begins with = a formula; in the file it is a shared string.
                assert each.data_type in {"s", "n", "f"}
                assert each.hyperlink is None


def test_hostile_text_stays_text_in_csv(hostile: Report) -> None:
    lines = csv.reader(io.StringIO(written(hostile, ExportFormat.CSV).decode("utf-8-sig"), newline=""))
    cells = [each for line in lines for each in line]
    assert any(each.startswith("'=HYPERLINK") for each in cells)
    assert not any(each.strip().startswith(("=", "+", "-", "@", "\t", "\r", "|")) for each in cells)


@pytest.mark.usefixtures("pdf_works")
def test_hostile_text_stays_text_in_pdf(hostile: Report) -> None:
    reader = PdfReader(io.BytesIO(written(hostile, ExportFormat.PDF)))
    assert "<script>alert(1)</script>" in " ".join(page.extract_text() for page in reader.pages).replace("\n", "")
    assert "/JavaScript" not in reader.root_object.get("/Names", {})
    assert "/OpenAction" not in reader.root_object
    links = [a.get_object().get("/A", {}).get("/URI", "") for p in reader.pages for a in p.get("/Annots", [])]
    assert not any("evil" in link or "javascript" in link for link in links)


@pytest.mark.parametrize("wanted", [ExportFormat.CSV, ExportFormat.MAIL])
def test_no_control_or_turning_mark_goes_out(hostile: Report, wanted: ExportFormat) -> None:
    text = written(hostile, wanted).decode("utf-8-sig")
    assert not any(c in text for c in "\x00\x08\x0b\u202e\u202c")
    assert "\ud800" not in text
