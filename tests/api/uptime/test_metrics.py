"""GET /metrics: figures of what was really asked, told to this machine or with a token, and never a brief's word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.database.records import Records
from api.service import Service
from matcher.matcher import Matcher

ProblemOf = Callable[..., dict[str, Any]]
CANARY = "quetzalcoatlite"
BRIEF = f"The {CANARY} company of Mr {CANARY} wants a wet laboratory near Birmingham, 25 jobs, £3m."
HERE = ("127.0.0.1", 50_000)


@pytest.fixture
def server(matcher: Matcher, tmp_path: Path) -> Iterator[TestClient]:
    service = Service(Records.at(tmp_path), tmp_path, lambda: matcher.catalogue)
    app = create_app(lambda: matcher, service)
    with TestClient(app, base_url="http://127.0.0.1", client=HERE, raise_server_exceptions=False) as client:
        assert app.state.running.wait(60)
        yield client
    service.records.close()


def figures(client: TestClient, **headers: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every sample, by its name and the values of its labels."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_stages_add_up_to_what_a_match_takes(server: TestClient) -> None:
    stages = ("read", "encode", "find", "decide", "explain")
    before = figures(server)
    confidence = server.post("/v1/match", json={"text": BRIEF}).json()["confidence"]
    after = figures(server)

    def grown(name: str, *labels: str) -> float:
        return after[name, labels] - before.get((name, labels), 0.0)

    whole = grown("midlands_match_request_seconds_sum", "POST", "/v1/match", "200")
    told = sum(grown("midlands_match_stage_seconds_sum", stage) for stage in stages)
    assert all(grown("midlands_match_stage_seconds_count", stage) >= 1 for stage in stages)
    assert 0.7 * whole < told <= whole
    assert grown("midlands_match_answers_total", confidence) == 1


def test_refusals_are_counted_by_route_and_kind(server: TestClient) -> None:
    assert server.post("/v1/match", json={"text": "  "}).status_code == 422
    assert server.get("/v1/briefs/none").status_code == 404
    assert server.get("/no/such/page").status_code == 404
    assert server.get("/another/one").status_code == 404
    assert server.post("/v1/match", content="x" * 1_000_001).status_code == 413
    found = figures(server)
    assert found["midlands_match_refusals_total", ("/v1/match", "422")] == 1
    assert found["midlands_match_refusals_total", ("/v1/briefs/{brief_id}", "404")] == 1
    assert found["midlands_match_refusals_total", ("none", "404")] == 2, "made-up addresses are one kind"
    assert found["midlands_match_refusals_total", ("none", "413")] == 1
    assert found["midlands_match_errors_total", ("BriefError",)] == 1
    assert found["midlands_match_errors_total", ("UnknownRecord",)] == 1


def test_standings_are_told(server: TestClient, waiting: Callable[..., float], matcher: Matcher) -> None:
    app: Any = server.app
    app.state.working.stop()  # so that the batch stays in the queue
    briefs = [{"brief_id": str(n), "text": BRIEF} for n in range(3)]
    assert server.post("/v1/jobs", json={"briefs": briefs}).status_code == 202
    waiting(lambda: figures(server).get(("midlands_match_batch_briefs", ("open",))) == 3, 10)
    found = figures(server)
    assert found["midlands_match_opportunities", ()] == len(matcher.catalogue)
    assert found["midlands_match_check", ("database",)] == 1
    assert found["midlands_match_check", ("snapshot",)] == 0.5, "nothing was kept on the disk yet"
    etag = server.get("/v1/opportunities/melton-stockyard").headers["etag"]
    server.post("/v1/opportunities/melton-stockyard/retire", headers={"If-Match": etag})
    assert app.state.following.wait(20)
    waiting(lambda: ("midlands_match_snapshot_age_seconds", ()) in figures(server), 10)
    found = figures(server)
    assert 0 <= found["midlands_match_snapshot_age_seconds", ()] < 60
    waiting(lambda: figures(server)["midlands_match_records_sequence", ()] >= 1, 10)
    found = figures(server)
    assert found["midlands_match_matching_sequence", ()] == found["midlands_match_records_sequence", ()]


def test_no_word_of_a_brief_is_told(server: TestClient) -> None:
    assert server.post("/v1/match", json={"text": BRIEF}).status_code == 200
    saved = server.post("/v1/briefs", json={"title": CANARY, "text": BRIEF})
    assert saved.status_code == 201
    assert server.post(f"/v1/briefs/{saved.json()['id']}/shortlists").status_code == 201
    for path in (f"/{CANARY}", f"/v1/opportunities/{CANARY}", f"/v1/strength?sector={CANARY}"):
        server.get(path)
    server.request(CANARY.upper(), "/v1/match")
    server.post("/v1/match", json={"text": BRIEF, CANARY: CANARY})
    text = server.get("/metrics").text
    assert "/v1/briefs/{brief_id}/shortlists" in text
    assert CANARY not in text.lower()
    assert saved.json()["id"] not in text


def test_they_are_for_this_machine_alone(server: TestClient, problem_of: ProblemOf) -> None:
    problem_of(server.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}), 403, "MIDLANDS_MATCH_METRICS_TOKEN")
    elsewhere = TestClient(server.app, base_url="http://127.0.0.1", client=("192.0.2.1", 1))
    problem_of(elsewhere.get("/metrics"), 403)


def test_or_for_whoever_has_the_token(matcher: Matcher, problem_of: ProblemOf) -> None:
    app = create_app(lambda: matcher, metrics_token="f" * 32)
    with TestClient(app, base_url="http://127.0.0.1", client=("192.0.2.1", 1)) as client:
        problem_of(client.get("/metrics"), 403)
        problem_of(client.get("/metrics", headers={"Authorization": "Bearer " + "e" * 32}), 403)
        assert figures(client, Authorization="Bearer " + "f" * 32)
    problem_of(TestClient(app, base_url="http://127.0.0.1", client=HERE).get("/metrics"), 403)
