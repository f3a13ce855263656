"""Retention: after deletion and compaction no trace of a brief is left, wherever one looks under the home folder."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.database.audit import verify
from api.database.columns import now
from api.database.tables import BriefRow, JobRow
from matcher.matcher import Matcher

ANN = {"X-Person": "ann/leicester/analyst"}
CANARY = "zirkonblume"
TEXT = f"We make {CANARY} tiles and want 700 sq m of wet laboratory near a hospital in Birmingham. " + "Lab. " * 900


def traces(folder: Path, words: str = CANARY) -> list[str]:
    """The files under a folder that hold some words, in any of the usual encodings."""
    forms = [words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be"), words.upper().encode()]
    return [
        str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and any(f in p.read_bytes() for f in forms)
    ]


def fill(server: Any) -> str:
    """A brief with all that can hold words of it: title, shortlists, decisions, judgements, a batch, keys, news."""
    client = server.client
    key = ANN | {"Idempotency-Key": "k"}
    body = {"title": f"{CANARY} of {CANARY}", "text": TEXT}
    brief: str = client.post("/v1/briefs", json=body, headers=key).json()["id"]
    made = client.post(f"/v1/briefs/{brief}/shortlists", headers=ANN).json()
    first = made["shortlist"]["matches"][0]["opportunity_id"]
    said = {"opportunity_id": first, "decision": "keep", "reason": CANARY, "note": f"about {CANARY}"}
    assert client.post(f"/v1/shortlists/{made['id']}/decisions", json=said, headers=ANN).status_code == 201
    grade = {"brief_id": brief, "opportunity_id": first, "relevance": 3, "note": CANARY}
    assert client.post("/v1/judgements", json=grade, headers=ANN).status_code == 201
    client.patch(f"/v1/briefs/{brief}", json={"title": f"other {CANARY}"}, headers=ANN | {"If-Match": "*"})
    client.post(f"/v1/shortlists/{made['id']}/rerun", headers=ANN)
    batch = {"briefs": [{"brief_id": CANARY, "text": TEXT}]}
    job = client.post("/v1/jobs", json=batch, headers=ANN).json()["id"]
    assert server.app.state.working.wait(30)
    assert CANARY in client.get(f"/v1/jobs/{job}/answers", headers=ANN).text
    for n in range(20):  # neighbours, so that pages are shared
        client.post("/v1/briefs", json={"text": f"Another brief, number {n}. " * 20}, headers=ANN)
    return f"/v1/briefs/{brief} /v1/jobs/{job}"


@pytest.fixture(autouse=True)
def log(tmp_path: Path) -> Iterator[None]:
    """Whatever is logged, by anybody, at any level, in a file under the home."""
    handler = logging.FileHandler(tmp_path / "log.txt", encoding="utf-8")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()


def compacted(server: Any, folder: Path) -> None:
    """Wait for what the server does by itself."""
    until = time.monotonic() + 20
    while traces(folder) and time.monotonic() < until:
        time.sleep(0.2)


def test_after_deletion_no_trace_is_left(keeping: Any, tmp_path: Path) -> None:
    if keeping.service.records.file is None:
        pytest.skip("a PostgreSQL server's own log segments are its operator's to recycle")
    both = fill(keeping)
    assert {t.split("-")[0].split(".")[0] for t in traces(tmp_path)} == {"records"}, "in the records alone"
    keeping.client.get("/v1/catalogue/export")
    for address in both.split():
        assert keeping.client.delete(address, headers=ANN).status_code == 204
    assert traces(tmp_path), "the write-ahead log still holds it, or this test would prove nothing"
    compacted(keeping, tmp_path)
    assert traces(tmp_path) == []
    assert keeping.client.get("/v1/briefs", headers=ANN).json()["total"] == 20
    with keeping.service.records.reading() as session:
        assert verify(session)[1] == []


def test_what_a_server_left_uncompacted_the_next_one_removes(
    serving: Callable[..., Any], matcher: Matcher, tmp_path: Path
) -> None:
    with serving(matcher, tmp_path) as server:
        both = fill(server)
        server.app.state.working.stop()
        for address in both.split():
            server.client.delete(address, headers=ANN)
        assert traces(tmp_path)
    with serving(matcher, tmp_path) as server:
        compacted(server, tmp_path)
        assert traces(tmp_path) == []


def test_briefs_that_are_too_old_go_by_themselves(
    serving: Callable[..., Any], matcher: Matcher, tmp_path: Path
) -> None:
    with serving(matcher, tmp_path) as server:
        both = fill(server)
        with server.service.records.writing() as session:
            for table, address in zip((BriefRow, JobRow), both.split(), strict=True):
                row = session.get(table, address.rpartition("/")[2])
                row.at = now() - datetime.timedelta(days=31)
    with serving(matcher, tmp_path, retention_days=30) as server:
        compacted(server, tmp_path)
        assert traces(tmp_path) == []
        assert all(server.client.get(address, headers=ANN).status_code == 404 for address in both.split())
        assert server.client.get("/v1/briefs", headers=ANN).json()["total"] == 20, "the younger ones stay"
