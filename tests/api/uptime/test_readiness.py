"""GET /readyz tells the truth: about the database, its version, the catalogue, the snapshot, and a stop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.database.records import Records
from api.probing import Probing
from api.readiness import Readiness
from api.running import Running, Standing
from api.service import Service
from index.encoder import Encoder
from index.snapshot import write_snapshot
from matcher.matcher import Matcher

ProblemOf = Callable[..., dict[str, Any]]
MELTON = "melton-stockyard"


def states(answer: Any) -> dict[str, str]:
    """The parts of a server that is ready, and how each stands."""
    assert answer.status_code == 200, answer.text
    return {check["name"]: check["state"] for check in answer.json()["checks"]}


def test_a_server_without_records_tells_of_its_matcher(matcher: Matcher) -> None:
    app = create_app(lambda: matcher)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert app.state.running.wait(60)
        assert client.get("/livez").json() == {"alive": True}
        assert states(client.get("/readyz")) == {"accepting": "ok", "matcher": "ok"}


def test_it_follows_the_records(keeping: Any, waiting: Callable[..., float]) -> None:
    waiting(lambda: keeping.client.get("/readyz").json().get("sequence") == 0, 10)
    etag = keeping.client.get(f"/v1/opportunities/{MELTON}").headers["etag"]
    assert keeping.client.post(f"/v1/opportunities/{MELTON}/retire", headers={"If-Match": etag}).status_code == 200
    waiting(lambda: keeping.client.get("/readyz").json().get("sequence", 0) > 0, 10)


@pytest.fixture
def parts(matcher: Matcher, records: Records, tmp_path: Path) -> tuple[Readiness, Probing, Running, Records]:
    """What answers, over records on both databases, without the threads: each look is the test's own."""
    service = Service(records, tmp_path / "home", lambda: matcher.catalogue)
    running = Running(lambda: matcher)
    running.put(Standing(matcher))
    probing = Probing(running, service)
    return Readiness(running, probing), probing, running, records


def failed(readiness: Readiness) -> dict[str, str]:
    return {check.name: check.detail for check in readiness.checks() if check.state == "failed"}


def test_a_database_of_another_version_is_told(parts: Any) -> None:
    readiness, probing, _, records = parts
    with records.reading():
        pass
    probing.look()
    assert failed(readiness) == {}
    with records.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999_later'"))
    probing.look()
    assert "r9999_later" in failed(readiness)["database"]


def test_a_catalogue_that_stays_behind_is_told(parts: Any, matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    readiness, probing, running, records = parts
    from api.database.revisions import Revisions
    from api.people import LOCAL

    with records.writing() as session:
        Revisions(session, LOCAL, matcher.catalogue).retire(MELTON, 1)
    probing.look()
    reached = probing.seen.state[0]
    assert f"change 0 of the records, which are at {reached}" in failed(readiness)["catalogue"], "it never was level"
    running.put(Standing(matcher, reached))
    assert failed(readiness) == {}
    probing.look()
    with records.writing() as session:
        Revisions(session, LOCAL, matcher.catalogue).restore(MELTON, 2)
    probing.look()
    assert failed(readiness) == {}, "an edit takes a moment"
    now = time.monotonic()
    monkeypatch.setattr("api.readiness.time.monotonic", lambda: now + 11)
    assert f"change {reached} of the records, which are at {reached + 1}" in failed(readiness)["catalogue"]


def test_a_flipped_bit_in_any_file_of_the_snapshot_is_told(
    parts: Any, matcher: Matcher, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    readiness, probing, *_ = parts
    home = probing._service.home
    monkeypatch.setattr("api.probing.SNAPSHOT_EVERY", -1.0)
    folder = write_snapshot(home, matcher.index, matcher.catalogue, encoder)
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole = file.read_bytes()
        bit = bytearray(whole)
        bit[len(bit) // 2] ^= 1
        file.write_bytes(bit)
        assert probing.look().snapshot, file.name
        [check] = [c for c in readiness.checks() if c.name == "snapshot"]
        assert (check.state, failed(readiness)) == ("degraded", {}), "what is in memory answers on"
        assert "midlands-match index" in check.detail
        file.write_bytes(whole)
        assert probing.look().snapshot is None


def test_a_database_that_is_away_is_told_and_comes_back(
    serving: Callable[..., Any],
    matcher: Matcher,
    postgres: Any,
    tmp_path: Path,
    waiting: Callable[..., float],
    problem_of: ProblemOf,
) -> None:
    database = postgres.new_database(f"t{os.urandom(6).hex()}")
    with serving(matcher, tmp_path, database) as server:
        waiting(lambda: server.client.get("/readyz").status_code == 200, 30)
        postgres.stop("fast")  # one that is killed takes its time to come back
        try:
            waiting(lambda: server.client.get("/readyz").status_code == 503, 10)
            body = problem_of(server.client.get("/readyz"), 503, "not ready", "database")
            assert [fault["where"] for fault in body["faults"]] == ["database"]
            assert server.client.get("/livez").status_code == 200
            assert server.client.post("/v1/match", json={"text": "a laboratory"}).status_code == 200
            problem_of(server.client.get("/v1/briefs"), 503)
        finally:
            postgres.start()
        waiting(lambda: server.client.get("/readyz").status_code == 200, 20)
        assert server.client.get("/v1/briefs").status_code == 200


def test_a_server_started_before_its_database_waits_for_it(
    matcher: Matcher, postgres: Any, tmp_path: Path, waiting: Callable[..., float]
) -> None:
    database = postgres.new_database(f"t{os.urandom(6).hex()}")
    service = Service(Records.at(tmp_path, database), tmp_path, lambda: matcher.catalogue)

    def opener() -> Matcher:
        with service.records.reading():
            return matcher

    postgres.stop("fast")
    try:
        with TestClient(create_app(opener, service), base_url="http://127.0.0.1") as client:
            waiting(lambda: "database" in client.get("/readyz").text, 20)
            assert client.get("/readyz").status_code == 503
            postgres.start()
            waiting(lambda: client.get("/readyz").status_code == 200, 30)
    finally:
        service.records.close()
        if postgres.run("pg_ctl", "-D", str(postgres.folder / "data"), "status", check=False).returncode:
            postgres.start()
