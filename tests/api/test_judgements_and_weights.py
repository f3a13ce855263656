"""Judgements and weights over HTTP: graded by the team, proposed by one, published by another, rolled back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.judgements import read_development_set
from matcher.judgements.reading import read_judgements
from matcher.matcher import Matcher
from matcher.weights import Weights, read_weights

ProblemOf = Callable[..., dict[str, Any]]
ANN = {"X-Person": "ann/leicester/analyst"}
BOB = {"X-Person": "bob/leicester/analyst"}
EVE = {"X-Person": "eve/derby/analyst"}
FOOD = "A maker of sausages seeks a food-grade unit beside a livestock market near Melton Mowbray."


def save(server: Any, who: dict[str, str] = ANN) -> str:
    saved: str = server.client.post("/v1/briefs", json={"text": FOOD}, headers=who).json()["id"]
    return saved


def weights_like(name: str, **changed: float) -> Weights:
    shipped = read_weights()
    return shipped.model_copy(update={"name": name, "encoder": None, "weights": {**shipped.weights, **changed}})


def propose(server: Any, weights: Weights, who: dict[str, str] = ANN) -> str:
    answer = server.client.post("/v1/weight-sets", json={"toml": weights.as_toml()}, headers=who)
    assert answer.status_code == 201, answer.text
    assert answer.json()["standing"] == "proposed"
    assert answer.json()["weights"] == weights.model_dump()
    made: str = answer.json()["id"]
    return made


def test_grades_are_given_listed_and_exported(keeping: Any, problem_of: ProblemOf, tmp_path: Path) -> None:
    client = keeping.client
    brief = save(keeping)
    for who, opportunity, grade in (
        (ANN, "melton-stockyard", 1),
        (ANN, "melton-stockyard", 3),
        (BOB, "melton-stockyard", 2),
        (BOB, "magna-park-corby", 0),
    ):
        body = {"brief_id": brief, "opportunity_id": opportunity, "relevance": grade, "note": "n"}
        answer = client.post("/v1/judgements", json=body, headers=who | {"Idempotency-Key": f"{opportunity}{grade}"})
        assert answer.status_code == 201
        again = client.post("/v1/judgements", json=body, headers=who | {"Idempotency-Key": f"{opportunity}{grade}"})
        assert again.json() == answer.json()
    assert client.get("/v1/judgements", headers=ANN).json()["total"] == 4
    assert client.get("/v1/judgements", params={"judge": "bob"}, headers=ANN).json()["total"] == 2
    assert client.get("/v1/judgements", headers=EVE).json()["total"] == 0
    exported = client.get("/v1/judgements/export", headers=ANN)
    assert exported.headers["content-type"].startswith("text/csv")
    path = tmp_path / "judgements.csv"
    path.write_bytes(exported.content)
    grades = {(j.opportunity_id, j.judge): j.relevance for j in read_judgements(path)}
    assert grades == {
        ("melton-stockyard", "ann"): 3,
        ("melton-stockyard", "bob"): 2,
        ("magna-park-corby", "bob"): 0,
    }
    for wrong, status in (
        ({"relevance": 4}, 422),
        ({"relevance": True}, 422),
        ({"opportunity_id": "nothing"}, 404),
        ({"brief_id": "nothing"}, 404),
    ):
        problem_of(client.post("/v1/judgements", json=body | wrong, headers=ANN), status)
    problem_of(client.post("/v1/judgements", json=body, headers=EVE), 404)


def test_weights_are_compared_published_by_another_and_rolled_back(
    keeping: Any, matcher: Matcher, problem_of: ProblemOf
) -> None:
    client = keeping.client
    brief = save(keeping)
    client.post(
        "/v1/judgements",
        json={"brief_id": brief, "opportunity_id": "melton-stockyard", "relevance": 3},
        headers=ANN,
    )
    words_only = weights_like("words only", **dict.fromkeys(read_weights().weights, 0.0) | {"shared_words": 1.0})
    made = propose(keeping, words_only)
    address = f"/v1/weight-sets/{made}"
    problem_of(client.post(f"{address}/publish", headers=BOB), 409, "compare")
    compared = client.post(f"{address}/compare", headers=BOB).json()["comparison"]
    assert compared["shipped briefs"]["briefs"] == len(read_development_set().judged)
    assert compared["own briefs"]["briefs"] == 1
    both = compared["shipped briefs"]["figures"]["nDCG@10"]
    assert 0 <= both["in_force"]["low"] <= both["in_force"]["mean"] <= both["in_force"]["high"] <= 1
    assert both["in_force"] != both["proposed"]
    assert compared["shipped briefs"]["moved"] > 0
    problem_of(client.post(f"{address}/publish", headers=ANN), 403, "second person")
    assert client.post(f"{address}/publish", headers=BOB).json()["standing"] == "published"
    keeping.followed()
    used = client.post(f"/v1/briefs/{brief}/shortlists", headers=ANN).json()
    assert used["made_from"]["weights_name"] == "words only"
    assert used["made_from"]["weights"] == words_only.fingerprint
    signals = {s["name"]: s["weight"] for s in client.get("/v1/signals").json()}
    assert signals == words_only.weights
    assert client.get("/v1/weight-sets", headers=ANN).json()["in_force"] == made
    assert client.post("/v1/weight-sets/roll-back", headers=ANN).json()["weight_set_id"] is None
    keeping.followed()
    assert client.post("/v1/match", json={"text": FOOD}).json()["fingerprints"]["weights"] == read_weights().fingerprint
    problem_of(client.post("/v1/weight-sets/roll-back", headers=ANN), 409, "shipped weights are in force")
    assert client.get(address, headers=ANN).json()["standing"] == "rolled back"
    told = client.get("/v1/weight-sets/publications", headers=EVE).json()["publications"]
    assert [(p["action"], p["by"]) for p in told] == [("published", "bob"), ("rolled back", "ann")]
    rerun = client.post(f"/v1/shortlists/{used['id']}/rerun", headers=ANN).json()
    assert rerun["same"], "the weights of that time are kept with the shortlist"


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("not toml", "not valid TOML"),
        ('name = "x"\n[weights]\nplace_fit = 1.0', "has no weight"),
        ("BAD_NAME", "printable"),
        ("NEGATIVE", "below zero"),
        ("INFINITE", "not a number"),
        ("ELSEWHERE", "another encoder"),
    ],
    ids=lambda value: value[:12],
)
def test_weights_that_cannot_be_used_are_refused(
    keeping_module: Any, problem_of: ProblemOf, toml: str, words: str
) -> None:
    toml = {
        "BAD_NAME": weights_like("a\u2028b").as_toml(),
        "NEGATIVE": weights_like("x", place_fit=-1.0).as_toml(),
        "INFINITE": weights_like("x", place_fit=float("inf")).as_toml(),
        "ELSEWHERE": weights_like("x").model_copy(update={"encoder": "another"}).as_toml(),
    }.get(toml, toml)
    problem_of(keeping_module.client.post("/v1/weight-sets", json={"toml": toml}, headers=ANN), 422, words)
    assert keeping_module.client.get("/v1/weight-sets").json()["total"] == 0
