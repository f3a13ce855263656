"""Batches: matched beside requests, with progress, as the command line answers them; a restart loses nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.database.jobs import take
from matcher.batch import BatchBrief, answer
from matcher.matcher import Matcher

ProblemOf = Callable[..., dict[str, Any]]
ANN = {"X-Person": "ann/leicester/officer"}
EVE = {"X-Person": "eve/derby/officer"}
TEXTS = [f"We need {n * 100} sq m of wet laboratory near Birmingham." for n in range(1, 6)]
BRIEFS = [{"brief_id": f"b{n}", "text": text} for n, text in enumerate(TEXTS)]


def queue(server: Any, briefs: list[dict[str, str]], **headers: str) -> dict[str, Any]:
    answered = server.client.post("/v1/jobs", json={"briefs": briefs, "k": 3}, headers=ANN | headers)
    assert answered.status_code == 202, answered.text
    job: dict[str, Any] = answered.json()
    assert answered.headers["location"] == f"/v1/jobs/{job['id']}"
    return job


def finished(server: Any, job: dict[str, Any]) -> dict[str, Any]:
    until = time.monotonic() + 60
    seen = [0]
    while time.monotonic() < until:
        told: dict[str, Any] = server.client.get(f"/v1/jobs/{job['id']}", headers=ANN).json()
        assert told["done"] >= seen[-1], "progress goes on, never back"
        seen.append(told["done"])
        if told["state"] == "done":
            return told
        time.sleep(0.05)
    raise AssertionError(f"not done: {told}")


def lines(server: Any, job: dict[str, Any]) -> list[dict[str, Any]]:
    text = server.client.get(f"/v1/jobs/{job['id']}/answers", headers=ANN).text
    return [json.loads(line) for line in text.splitlines()]


def test_a_batch_is_answered_as_the_command_line_answers_it(keeping: Any, matcher: Matcher) -> None:
    job = queue(keeping, [*BRIEFS, {"brief_id": "empty", "text": " "}])
    assert (job["state"], job["total"], job["done"]) == ("queued", 6, 0)
    done = finished(keeping, job)
    assert (done["total"], done["done"], done["failed"]) == (6, 6, 1)
    *told, last = lines(keeping, job)
    assert told == [json.loads(json.dumps(answer(matcher, BatchBrief(**brief), 3))) for brief in BRIEFS]
    assert last["brief_id"] == "empty"
    assert "empty" in last["problem"]


def test_another_teams_are_not_found_and_deleted_ones_stop(keeping: Any, problem_of: ProblemOf) -> None:
    client = keeping.client
    job = queue(keeping, BRIEFS)
    address = f"/v1/jobs/{job['id']}"
    for method, path in (("GET", address), ("GET", f"{address}/answers"), ("DELETE", address)):
        problem_of(client.request(method, path, headers=EVE), 404)
    assert client.get("/v1/jobs", headers=EVE).json()["total"] == 0
    assert client.get("/v1/jobs", headers=ANN).json()["jobs"][0]["id"] == job["id"]
    assert client.delete(address, headers=ANN).status_code == 204
    problem_of(client.get(address, headers=ANN), 404)
    assert keeping.app.state.working.wait(30)


def test_a_batch_sent_twice_is_one(keeping: Any, problem_of: ProblemOf) -> None:
    key = {"Idempotency-Key": "k"}
    assert queue(keeping, BRIEFS, **key)["id"] == queue(keeping, BRIEFS, **key)["id"]
    problem_of(keeping.client.post("/v1/jobs", json={"briefs": BRIEFS[:1]}, headers=ANN | key), 422, "another request")
    problem_of(keeping.client.post("/v1/jobs", json={"briefs": []}, headers=ANN), 422, "briefs")


def test_a_batch_that_was_cut_off_goes_on(serving: Callable[..., Any], matcher: Matcher, tmp_path: Path) -> None:
    with serving(matcher, tmp_path) as server:
        server.app.state.working.stop()
        job = queue(server, BRIEFS)
        with server.service.records.writing() as session:
            assert take(session) is not None  # as a server that is killed before it has answered
    with serving(matcher, tmp_path) as server:
        assert finished(server, job)["failed"] == 0
        assert [line["brief_id"] for line in lines(server, job)] == [b["brief_id"] for b in BRIEFS]
