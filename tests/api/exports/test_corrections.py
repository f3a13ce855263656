"""What officers changed goes out with the shortlist: corrections, gates set aside with their reason, and remarks."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from pypdf import PdfReader

from api.corrections import corrections
from api.exports import Choices, ExportFormat, export
from api.exports.columns import Column
from api.exports.composing import compose
from api.exports.report import BriefShown
from matcher.amendments import Amendments, JobsGiven, Override
from matcher.matcher import Matcher

GIVEN = Amendments(
    removed=("places_excluded:Nottingham", "jobs"),
    places_wanted=("Leicester",),
    jobs=JobsGiven(low=80, high=80),
    must=("a loading bay for Nordlys vans",),
)
REASON = "Anna Berg knows <b>the owner</b>"


@pytest.fixture(scope="module")
def overridden(matcher: Matcher, brief: str) -> Amendments:
    """These corrections, and a gate that keeps something out set aside."""
    miss = matcher.match(brief, 6).near_misses[0]
    gates = [Override(opportunity_id=miss.opportunity_id, gate=g.gate, reason=REASON) for g in miss.blocked_by]
    return Amendments(overrides=tuple(gates))


def test_corrections_are_told_in_words(matcher: Matcher, brief: str) -> None:
    assert corrections(matcher.read(brief), GIVEN) == (
        "Taken out – not there: Nottingham",
        "Taken out – jobs: 25 jobs",
        "Put in – place: Leicester",
        "Put in – must: a loading bay for Nordlys vans",
        "Put in – jobs: 80 jobs",
    )
    assert corrections(matcher.read(brief), Amendments()) == ()


@pytest.mark.parametrize("wanted", list(ExportFormat))
def test_every_format_tells_them(
    matcher: Matcher, brief: str, overridden: Amendments, today: date, wanted: ExportFormat
) -> None:
    read = matcher.read(brief)
    given = GIVEN.model_copy(update={"overrides": overridden.overrides, "removed": ("jobs",)})
    shortlist = matcher.shortlist(matcher.rank(read, given), 13)
    first = shortlist.matches[0].opportunity_id
    choices = Choices(corrections=corrections(read, given), notes={first: "Call the site manager\u202e first"})
    told = " ".join(words(export(shortlist, matcher.catalogue, wanted, choices, today).content, wanted).split())
    assert "Put in – place: Leicester" in told
    assert "a loading bay for [investor] vans" in told, "corrections are anonymised"
    assert "Call the site manager first" in told
    assert "Overridden by an officer: " in told
    assert "because “[name] knows <b>the owner</b>”" in told


def words(content: bytes, wanted: ExportFormat) -> str:
    """All that an export says."""
    if wanted is ExportFormat.WORD:
        document = docx.Document(io.BytesIO(content))
        cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
        return " ".join([*(p.text for p in document.paragraphs), *cells])
    if wanted is ExportFormat.PDF:
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if wanted is ExportFormat.EXCEL:
        book = load_workbook(io.BytesIO(content))
        return " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)
    return content.decode("utf-8-sig")


def test_a_brief_that_stays_in_takes_its_corrections_with_it(matcher: Matcher, brief: str, today: date) -> None:
    choices = Choices(corrections=("Put in – place: Leicester",), brief=BriefShown.NONE)
    assert compose(matcher.match(brief, 3), matcher.catalogue, choices, today).corrections == ()


def test_the_endpoint_takes_amendments_and_remarks(client: TestClient, matcher: Matcher, brief: str) -> None:
    first = matcher.match(brief, 3, GIVEN).matches[0].opportunity_id
    asked = {"text": brief, "k": 3, "format": "csv", "columns": [Column.ID, Column.NOTE], "notes": {first: "=note"}}
    answer = client.post("/v1/export", json=asked | {"amendments": GIVEN.model_dump(mode="json")})
    assert answer.status_code == 200
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1].endswith(f'"{first}","\'=note"')
    assert any("Put in – jobs: 80 jobs" in line for line in lines)
