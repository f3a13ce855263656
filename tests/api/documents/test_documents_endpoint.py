"""POST /v1/documents: files in, texts and markings out; the server outlives every file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.formparsers import MultiPartParser

from api.documents import reading
from api.limits import LARGEST_UPLOAD

ProblemOf = Callable[..., dict[str, Any]]


def post(client: TestClient, *files: tuple[str, bytes]) -> Any:
    return client.post("/v1/documents", files=[("files", (name, data)) for name, data in files])


def test_texts_with_markings_and_what_must_be_carried(client: TestClient, word_file: bytes, mail_file: bytes) -> None:
    answer = post(client, ("brief.docx", word_file), ("call.txt", b"OFFICIAL\n\nThey can wait."))
    assert answer.status_code == 200
    body = answer.json()
    assert [(d["name"], d["kind"]) for d in body["documents"]] == [("brief.docx", "docx"), ("call.txt", "text")]
    assert body["text"].startswith("File: brief.docx\n\n")
    assert body["text"].endswith("File: call.txt\n\nThey can wait.")
    assert body["marking"] == "OFFICIAL-SENSITIVE COMMERCIAL | COMMERCIAL IN CONFIDENCE"
    assert post(client, ("enquiry.eml", mail_file)).json()["documents"][0]["kind"] == "eml"


def test_what_is_read_can_be_matched(client: TestClient, word_file: bytes) -> None:
    text = post(client, ("brief.docx", word_file)).json()["text"]
    shortlist = client.post("/v1/match", json={"text": text, "k": 1}).json()
    assert shortlist["matches"][0]["opportunity_id"] == "birmingham-health-innovation-campus"
    assert shortlist["brief"]["investment"]["low"] == 3_000_000


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0", 415, "a.pdf: it is a picture"),
        (b"%PDF-1.7 nothing", 422, "a.pdf: it is broken"),
        (b"SECRET\n\nA laboratory", 422, "a.pdf: it is marked SECRET"),
        (b"a" * 10_000_001, 413, "a.pdf: it is larger than 10,000,000 bytes"),
    ],
)
def test_refusals_name_the_file_and_what_to_do(
    client: TestClient, problem_of: ProblemOf, data: bytes, status: int, words: str
) -> None:
    problem_of(post(client, ("folder/a.pdf", data)), status, words)


def test_requests_without_files_or_with_too_many(client: TestClient, problem_of: ProblemOf) -> None:
    problem_of(client.post("/v1/documents"), 422, "files")
    problem_of(client.post("/v1/documents", json={"files": ["x"]}), 422, "files")
    problem_of(client.post("/v1/documents", data={"files": "x"}), 422, "files")
    problem_of(post(client, *[("a.txt", b"a")] * 11), 422, "files")
    problem_of(client.post("/v1/documents", content=b"a" * (LARGEST_UPLOAD + 1)), 413, "20,100,000 bytes")


def test_uploads_touch_no_disk() -> None:
    assert MultiPartParser.spool_max_size >= LARGEST_UPLOAD


def test_the_server_answers_while_a_reader_is_killed(
    client: TestClient, problem_of: ProblemOf, slow_pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1.5)
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(post(client, ("slow.pdf", slow_pdf))))
    asking.start()
    time.sleep(0.5)
    begun = time.monotonic()
    assert client.get("/healthz").status_code == 200
    assert time.monotonic() - begun < 0.5
    assert answers == []
    asking.join(10)
    problem_of(answers[0], 422, "slow.pdf: it takes too long to read")
    assert post(client, ("a.txt", b"We want a laboratory")).json()["text"] == "We want a laboratory"
