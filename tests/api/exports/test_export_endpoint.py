"""POST /v1/export: the file that was asked for, of exactly the rows that the page shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient

from api.exports.errors import ExportUnavailable
from api.exports.files import MEDIA_TYPES, ExportFormat

ProblemOf = Callable[..., dict[str, Any]]


def ask(client: TestClient, text: str, /, **fields: Any) -> Any:
    return client.post("/v1/export", json={"text": text, "k": 4, "format": "csv", **fields})


@pytest.mark.parametrize("wanted", [f for f in ExportFormat if f is not ExportFormat.PDF])
def test_the_file_travels_as_what_it_is(client: TestClient, brief: str, wanted: ExportFormat) -> None:
    answer = ask(client, brief, format=wanted.value)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[wanted]
    assert answer.headers["content-disposition"].startswith('attachment; filename="midlands-shortlist-20')
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert b"Nordlys" not in answer.content


def test_pdf_travels_or_is_refused_with_what_to_install(
    client: TestClient, problem_of: ProblemOf, brief: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(client, brief, format="pdf")
    if answer.status_code == 503:
        problem_of(answer, 503, "libpango-1.0-0")
    else:
        assert answer.content.startswith(b"%PDF-1.7")

    def missing(report: object) -> bytes:
        raise ExportUnavailable("PDF cannot be written here: Pango is missing")

    monkeypatch.setattr("api.exports.pdf.as_pdf", missing)
    problem_of(ask(client, brief, format="pdf"), 503, "Pango is missing")


def test_the_rows_are_those_of_the_page_in_its_order(client: TestClient, brief: str) -> None:
    matches = client.post("/v1/match", json={"text": brief, "k": 4}).json()["matches"]
    order = [matches[2]["opportunity_id"], matches[0]["opportunity_id"]]
    answer = ask(client, brief, order=order, columns=["rank", "id", "score"])
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[:3] == [
        ["Opportunity", "Rank", "Id", "Score"],
        [matches[2]["name"], "1", order[0], f"{round(matches[2]['score'], 2)}"],
        [matches[0]["name"], "2", order[1], f"{round(matches[0]['score'], 2)}"],
    ]


def test_the_brief_goes_out_only_when_asked_for(client: TestClient, brief: str) -> None:
    shown = {
        which: docx.Document(io.BytesIO(ask(client, brief, format="docx", brief=which).content))
        for which in ("anonymised", "whole")
    }
    texts = {which: "\n".join(p.text for p in document.paragraphs) for which, document in shown.items()}
    assert "anna.berg@nordlys-dx.example" in texts["whole"]
    assert "Berg" not in texts["anonymised"]
    for document in shown.values():
        assert document.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE COMMERCIAL"


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"order": ["nowhere"]}, 422, "nowhere is not on the shortlist"),
        ({"order": []}, 422, "body.order"),
        ({"columns": ["price"]}, 422, "body.columns"),
        ({"columns": []}, 422, "body.columns"),
        ({"format": "odt"}, 422, "body.format"),
        ({"brief": "half"}, 422, "body.brief"),
        ({"marking": "TOP SECRET"}, 422, "marked TOP SECRET"),
        ({"marking": "x" * 201}, 422, "body.marking"),
        ({"text": "SECRET\n\nA laboratory"}, 422, "marked SECRET"),
        ({"text": " "}, 422, "the brief is empty"),
        ({"extra": 1}, 422, "body.extra"),
    ],
)
def test_what_cannot_be_exported_is_told(
    client: TestClient, problem_of: ProblemOf, brief: str, fields: dict[str, Any], status: int, words: str
) -> None:
    problem_of(ask(client, brief, **fields), status, words)
