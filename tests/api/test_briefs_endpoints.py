"""Saved briefs over HTTP: kept for the team, matched, run again, decided on, and told what is new for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from matcher.matcher import Matcher
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Opportunity, Status

MELTON = "melton-stockyard"
ProblemOf = Callable[..., dict[str, Any]]
TEXT = "A Danish maker of blood tests wants 700 sq m of wet laboratory near a teaching hospital in Birmingham."
ANN = {"X-Person": "ann/leicester/officer"}
BOB = {"X-Person": "bob/leicester/officer"}
EVE = {"X-Person": "eve/derby/officer"}
FOOD = "A maker of sausages seeks a food-grade unit beside a livestock market near Melton Mowbray."


def loose(opportunity: Opportunity, **changes: Any) -> dict[str, Any]:
    """A profile as a request's body, cut loose from its relations."""
    changed = opportunity.model_copy(update={"related": (), "superseded_by": None, **changes})
    body: dict[str, Any] = changed.model_dump(mode="json", by_alias=True)
    return body


def save(server: Any, text: str = TEXT, who: dict[str, str] = ANN, **more: Any) -> dict[str, Any]:
    answer = server.client.post("/v1/briefs", json={"title": "T", "text": text, "k": 5, **more}, headers=who)
    assert answer.status_code == 201, answer.text
    saved: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/v1/briefs/{saved['id']}"
    return saved


def match(server: Any, brief: dict[str, Any], who: dict[str, str] = ANN, **asked: Any) -> dict[str, Any]:
    answer = server.client.post(f"/v1/briefs/{brief['id']}/shortlists", params=asked, headers=who)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def ids(shortlist: dict[str, Any]) -> list[str]:
    return [m["opportunity_id"] for m in shortlist["shortlist"]["matches"]]


def test_a_brief_is_kept_listed_renamed_and_deleted(keeping: Any, problem_of: ProblemOf) -> None:
    client = keeping.client
    saved = [save(keeping, f"{TEXT} {n}", ANN if n % 2 else BOB) for n in range(5)]
    page = client.get("/v1/briefs", params={"limit": 2}, headers=ANN).json()
    assert (page["total"], page["next_offset"]) == (5, 2)
    assert [b["id"] for b in page["briefs"]] == [saved[4]["id"], saved[3]["id"]]
    assert "text" not in page["briefs"][0]
    assert client.get("/v1/briefs", params={"owner": "ann"}, headers=BOB).json()["total"] == 2
    address = f"/v1/briefs/{saved[0]['id']}"
    shown = client.get(address, headers=ANN)
    assert shown.json() == saved[0]
    etag = shown.headers["etag"]
    assert client.get(address, headers=ANN | {"If-None-Match": etag}).status_code == 304
    problem_of(client.patch(address, json={"title": "N"}, headers=ANN), 428)
    renamed = client.patch(address, json={"title": "N"}, headers=ANN | {"If-Match": etag})
    assert (renamed.json()["title"], renamed.json()["version"]) == ("N", 2)
    problem_of(client.patch(address, json={"title": "M"}, headers=ANN | {"If-Match": etag}), 412)
    assert client.delete(address, headers=BOB).status_code == 204
    problem_of(client.get(address, headers=ANN), 404)
    problem_of(client.delete(address, headers=ANN), 404)


def test_another_teams_are_not_found(keeping: Any, problem_of: ProblemOf) -> None:
    client = keeping.client
    brief = save(keeping)
    shortlist = match(keeping, brief)
    decision = {"opportunity_id": ids(shortlist)[0], "decision": "keep"}
    there, list_ = f"/v1/briefs/{brief['id']}", f"/v1/shortlists/{shortlist['id']}"
    tries = [
        ("GET", there, None),
        ("PATCH", there, {"title": "mine"}),
        ("DELETE", there, None),
        ("POST", f"{there}/shortlists", None),
        ("GET", f"{there}/shortlists", None),
        ("DELETE", f"{there}/news", None),
        ("GET", f"/v1/news?brief_id={brief['id']}", None),
        ("GET", list_, None),
        ("GET", f"{list_}/answer", None),
        ("POST", f"{list_}/rerun", None),
        ("GET", f"{list_}/decisions", None),
        ("POST", f"{list_}/decisions", decision),
    ]
    for method, path, body in tries:
        problem_of(client.request(method, path, json=body, headers=EVE | {"If-Match": "*"}), 404)
    assert client.get("/v1/briefs", headers=EVE).json()["total"] == 0
    assert client.get(there, headers=BOB).status_code == 200


def test_the_shortlist_kept_is_the_answer_byte_for_byte(keeping: Any) -> None:
    client = keeping.client
    brief = save(keeping)
    made = match(keeping, brief)
    stateless = client.post("/v1/match", json={"text": TEXT, "k": 5})
    kept = client.get(f"/v1/shortlists/{made['id']}/answer", headers=ANN)
    assert kept.content == stateless.content
    assert kept.headers["etag"] == f'"{hashlib.sha256(kept.content).hexdigest()}"'
    again = client.get(f"/v1/shortlists/{made['id']}/answer", headers=ANN | {"If-None-Match": kept.headers["etag"]})
    assert again.status_code == 304
    assert made["made_from"]["weights_name"] == "default"
    assert made["made_from"]["catalogue"] == stateless.json()["fingerprints"]["catalogue"]
    assert len(ids(match(keeping, brief, k=2))) == 2
    assert client.get(f"/v1/briefs/{brief['id']}/shortlists", headers=ANN).json()["total"] == 2


def test_what_is_sent_twice_is_made_once(keeping: Any, problem_of: ProblemOf) -> None:
    client = keeping.client
    key = ANN | {"Idempotency-Key": "k1"}
    body = {"text": TEXT}
    first, again = (client.post("/v1/briefs", json=body, headers=key) for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    problem_of(client.post("/v1/briefs", json={"text": "other"}, headers=key), 422, "another request")
    path = f"/v1/briefs/{first.json()['id']}/shortlists"
    key = ANN | {"Idempotency-Key": "k2"}
    one, other = (client.post(path, headers=key).json() for _ in range(2))
    assert one == other
    assert client.get(path, headers=ANN).json()["total"] == 1
    client.delete(f"/v1/briefs/{first.json()['id']}", headers=ANN)
    assert client.post("/v1/briefs", json={"text": "other"}, headers=ANN | {"Idempotency-Key": "k1"}).status_code == 201


def test_run_again_it_is_the_same_whatever_came_since(keeping: Any, small_catalogue: Catalogue) -> None:
    client = keeping.client
    made = match(keeping, save(keeping, FOOD))
    rerun = client.post(f"/v1/shortlists/{made['id']}/rerun", headers=ANN).json()
    assert (rerun["same"], rerun["changed"]) == (True, [])
    melton = loose(small_catalogue.opportunity(MELTON), status=Status.CLOSED)
    client.put(f"/v1/opportunities/{MELTON}", json=melton, headers={"If-Match": "*"})
    keeping.followed()
    assert MELTON not in ids(match(keeping, save(keeping, FOOD)))
    rerun = client.post(f"/v1/shortlists/{made['id']}/rerun", headers=ANN).json()
    assert (rerun["same"], rerun["changed"]) == (True, [])
    assert rerun["sha256_now"] == made["sha256"]
    assert MELTON in rerun["matches_now"]


def test_run_again_under_another_catalogue_it_says_so(
    keeping: Any,
    serving: Callable[..., Any],
    matcher: Matcher,
    small_catalogue: Catalogue,
    tmp_path: Path,
    database: str | None,
) -> None:
    made = match(keeping, save(keeping, FOOD))
    fewer = matcher.changed(Catalogue([o for o in small_catalogue if o.id != MELTON]), matcher.weights)
    with serving(fewer, tmp_path, database) as other:
        rerun = other.client.post(f"/v1/shortlists/{made['id']}/rerun", headers=ANN).json()
    assert rerun["same"] is False
    assert [c["what"] for c in rerun["changed"]] == ["catalogue"]
    assert rerun["changed"][0]["before"] == small_catalogue.fingerprint
    assert MELTON in rerun["matches_before"]
    assert MELTON not in rerun["matches_now"]


def test_decisions_are_taken_and_listed(keeping: Any, problem_of: ProblemOf) -> None:
    client = keeping.client
    made = match(keeping, save(keeping))
    path = f"/v1/shortlists/{made['id']}/decisions"
    first, second, third, *rest = ids(made)
    for body in (
        {"opportunity_id": first, "decision": "drop", "note": "full by now"},
        {"opportunity_id": third, "decision": "move", "position": 1},
    ):
        assert client.post(path, json=body, headers=ANN).status_code == 201
    told = client.get(path, headers=BOB).json()
    assert told["list"] == [third, second, *rest]
    assert [(d["decision"], d["owner"]) for d in told["decisions"]] == [("drop", "ann"), ("move", "ann")]
    absent = {"opportunity_id": "nothing", "decision": "keep"}
    problem_of(client.post(path, json=absent, headers=ANN), 422, "not on this")
    unfounded = {"opportunity_id": first, "decision": "override", "gate": "status", "reason": "r"}
    problem_of(client.post(path, json=unfounded, headers=ANN), 422, "no gate")
    problem_of(client.post(path, json={"opportunity_id": first, "decision": "move"}, headers=ANN), 422, "position")


def test_a_gate_is_overridden_with_a_reason(keeping: Any, small_catalogue: Catalogue) -> None:
    client = keeping.client
    melton = loose(small_catalogue.opportunity(MELTON), status=Status.CLOSED)
    client.put(f"/v1/opportunities/{MELTON}", json=melton, headers={"If-Match": "*"})
    keeping.followed()
    made = match(keeping, save(keeping, FOOD))
    [miss] = [m for m in made["shortlist"]["near_misses"] if m["opportunity_id"] == MELTON]
    gate = miss["blocked_by"][0]["gate"]
    path = f"/v1/shortlists/{made['id']}/decisions"
    override = {"opportunity_id": MELTON, "decision": "override", "gate": gate}
    assert client.post(path, json=override, headers=ANN).status_code == 422
    taken = client.post(path, json=override | {"reason": "It reopens in May."}, headers=ANN)
    assert taken.status_code == 201
    assert client.get(path, headers=ANN).json()["list"][-1] == MELTON


def news(server: Any, who: dict[str, str] = ANN, **asked: Any) -> list[tuple[str, str, str]]:
    assert server.app.state.working.wait(30)
    told = server.client.get("/v1/news", params=asked, headers=who).json()["news"]
    return [(n["brief_id"], n["opportunity_id"], n["what"]) for n in told]


def test_saved_briefs_are_matched_again_when_the_catalogue_changes(keeping: Any, small_catalogue: Catalogue) -> None:
    client = keeping.client
    brief, other = save(keeping, FOOD, k=3), save(keeping, FOOD, EVE, k=3)
    match(keeping, brief)
    assert news(keeping) == []
    shipped = small_catalogue.opportunity(MELTON)
    new = loose(shipped, id="sausage-park", name="Sausage Park")
    assert client.post("/v1/opportunities", json=new).status_code == 201
    keeping.followed()
    assert news(keeping) == [(brief["id"], "sausage-park", "new")]
    assert news(keeping, EVE) == [(other["id"], "sausage-park", "new")], "each team its own"
    item = client.get("/v1/news", headers=ANN).json()["news"][0]
    why = client.get(f"/v1/shortlists/{item['shortlist_id']}", headers=ANN).json()
    assert (why["cause"], why["shortlist"]["matches"][item["rank"] - 1]["opportunity_id"]) == (
        "catalogue changed",
        "sausage-park",
    )
    client.delete(f"/v1/briefs/{brief['id']}/news", headers=ANN)
    assert news(keeping) == []
    changed = loose(shipped, name="Melton Stockyard and Abattoir")
    client.put(f"/v1/opportunities/{MELTON}", json=changed, headers={"If-Match": "*"})
    keeping.followed()
    assert news(keeping, brief_id=brief["id"]) == [(brief["id"], MELTON, "changed")]
    client.post(f"/v1/opportunities/{MELTON}/retire", headers={"If-Match": "*"})
    assert news(keeping) == [], "a retired one drops out at once"
    keeping.followed()
    assert news(keeping) == []
    assert MELTON not in ids(match(keeping, brief))


def test_a_change_that_does_not_concern_a_brief_is_no_news(keeping: Any, small_catalogue: Catalogue) -> None:
    save(keeping, FOOD, k=1)
    fund = loose(small_catalogue.opportunity("west-midlands-co-investment-fund"), name="Another fund")
    keeping.client.put(f"/v1/opportunities/{fund['id']}", json=fund, headers={"If-Match": "*"})
    keeping.followed()
    assert news(keeping) == []


@pytest.fixture(autouse=True)
def _nobody_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Never a brief's words in the log."""
    yield
    assert "blood tests" not in caplog.text
    assert "sausages" not in caplog.text
