"""GET /healthz and /readyz: alive at once, ready when the matcher is loaded, and saying why when it never is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from index.errors import SnapshotError
from matcher.matcher import Matcher

ProblemOf = Callable[..., dict[str, Any]]
NEEDING = ("/readyz", "/v1/opportunities", "/v1/opportunities/micra-midlands", "/v1/signals")


def test_ready_says_with_what(client: TestClient, matcher: Matcher) -> None:
    assert client.get("/livez").json() == client.get("/healthz").json() == {"alive": True}
    ready = client.get("/readyz").json()
    checks = {check["name"]: check["state"] for check in ready.pop("checks")}
    assert checks["matcher"] == checks["database"] == checks["catalogue"] == checks["accepting"] == "ok"
    assert ready == {
        "ready": True,
        "opportunities": len(matcher.catalogue),
        "sequence": 0,
        "fingerprints": matcher.fingerprints.model_dump(),
    }


def test_alive_at_once_and_ready_later(matcher: Matcher, problem_of: ProblemOf) -> None:
    may_go_on = threading.Event()

    def slow() -> Matcher:
        assert may_go_on.wait(30)
        return matcher

    app = create_app(slow)
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/healthz").status_code == 200
        for path in NEEDING:
            answer = client.get(path)
            problem_of(answer, 503, "being loaded; try again")
            assert int(answer.headers["retry-after"]) > 0
        problem_of(client.post("/v1/match", json={"text": "lab"}), 503, "being loaded")
        may_go_on.set()
        assert app.state.running.wait(30)
        assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (SnapshotError("the snapshot is stale; run `midlands-match index`"), 503, "run `midlands-match index`"),
        (MemoryError("too little"), 500, "MemoryError: too little"),
    ],
)
def test_what_cannot_be_loaded_is_told_and_the_process_lives(
    problem_of: ProblemOf, error: Exception, status: int, words: str
) -> None:
    def broken() -> Matcher:
        raise error

    app = create_app(broken)
    with TestClient(app, base_url="http://localhost") as client:
        assert app.state.running.wait(30)
        assert client.get("/healthz").status_code == 200
        for path in NEEDING:
            problem_of(client.get(path), status, words)
