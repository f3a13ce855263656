"""A live catalogue: changed over HTTP, searchable within two seconds, and nothing under way is disturbed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.encoder import Encoder
from index.retrieval import Index
from index.snapshot import open_snapshot
from matcher.matcher import Matcher
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Opportunity

ProblemOf = Callable[..., dict[str, Any]]
MELTON = "melton-stockyard"
BRIEF = "We want to breed axolotls in a hatchery with salt-water basins near Melton Mowbray."
WORDS = "A hatchery with salt-water basins for breeding axolotls stands ready"


def new_profile(opportunity: Opportunity, **changes: Any) -> dict[str, Any]:
    """A profile as a request's body, cut loose from its relations."""
    changed = opportunity.model_copy(update={"related": (), "superseded_by": None, **changes})
    body: dict[str, Any] = changed.model_dump(mode="json", by_alias=True)
    return body


def hatchery(opportunity: Opportunity, opportunity_id: str = MELTON) -> dict[str, Any]:
    offer = opportunity.offers[0].model_copy(update={"text": WORDS})
    return new_profile(opportunity, id=opportunity_id, offers=(offer, *opportunity.offers))


def best(client: Any) -> dict[str, Any]:
    match: dict[str, Any] = client.post("/v1/match", json={"text": BRIEF, "k": 13}).json()
    return match


def quoted(answer: dict[str, Any]) -> set[str]:
    return {e["passage"] for m in answer["matches"] for e in m["met"]}


def test_without_a_change_there_is_no_file_of_records(keeping: Any, small_catalogue: Catalogue) -> None:
    answer = keeping.client.get(f"/v1/opportunities/{MELTON}")
    assert Opportunity.model_validate_json(answer.content) == small_catalogue.opportunity(MELTON)
    assert keeping.client.get("/v1/opportunities").status_code == 200
    assert keeping.service.records.file is None or not keeping.service.records.begun


def test_an_edit_is_searchable_within_two_seconds(keeping: Any, small_catalogue: Catalogue) -> None:
    client = keeping.client
    address = f"/v1/opportunities/{MELTON}"
    etag = client.get(address).headers["etag"]
    assert WORDS not in quoted(best(client))
    begun = time.monotonic()
    body = hatchery(small_catalogue.opportunity(MELTON))
    answer = client.put(address, json=body, headers={"If-Match": etag}, params={"note": "new basins"})
    assert answer.status_code == 200, answer.text
    keeping.followed()
    assert time.monotonic() - begun < 2, "two seconds have passed"
    assert WORDS in quoted(best(client)), "whoever asks from now on finds it"
    revision = answer.json()
    assert (revision["revision"], revision["change"], revision["note"]) == (2, "edited", "new basins")
    assert "offers" in revision["fields"]
    assert client.get(address).json()["offers"][0]["text"] == WORDS
    assert client.get(address).headers["etag"] == answer.headers["etag"] != etag


def test_created_retired_and_restored_come_and_go(
    keeping: Any, small_catalogue: Catalogue, problem_of: ProblemOf
) -> None:
    client = keeping.client

    def listed() -> list[str]:
        keeping.followed()
        ids = [line["id"] for line in client.get("/v1/opportunities").json()["opportunities"]]
        assert client.get("/readyz").json()["opportunities"] == len(ids)
        return ids

    body = hatchery(small_catalogue.opportunity(MELTON), "axolotl-hatchery")
    made = client.post("/v1/opportunities", json=body)
    assert made.status_code == 201, made.text
    address = made.headers["location"]
    assert address == "/v1/opportunities/axolotl-hatchery"
    assert "axolotl-hatchery" in listed()
    assert best(client)["matches"][0]["opportunity_id"] == "axolotl-hatchery"
    retired = client.post(f"{address}/retire", headers={"If-Match": made.headers["etag"]})
    assert retired.json()["change"] == "retired"
    assert "axolotl-hatchery" not in listed()
    assert "axolotl-hatchery" not in {m["opportunity_id"] for m in best(client)["matches"]}
    problem_of(client.get(address), 404, "is retired")
    problem_of(client.post(f"{address}/restore", headers={"If-Match": made.headers["etag"]}), 412)
    history = client.get(f"{address}/history")
    assert [r["change"] for r in history.json()["revisions"]] == ["created", "retired"]
    restored = client.post(f"{address}/restore", headers={"If-Match": history.headers["etag"]})
    assert restored.json()["revision"] == 3
    assert "axolotl-hatchery" in listed()


def test_history_and_comparison_tell_what_changed(
    keeping: Any, small_catalogue: Catalogue, problem_of: ProblemOf
) -> None:
    client = keeping.client
    address = f"/v1/opportunities/{MELTON}"
    assert client.get(f"{address}/history").json()["revisions"][0]["change"] == "shipped catalogue"
    shipped = small_catalogue.opportunity(MELTON)
    client.put(address, json=hatchery(shipped), headers={"If-Match": "*", "X-Person": "ann/leicester/administrator"})
    revisions = client.get(f"{address}/history").json()["revisions"]
    assert [(r["revision"], r["by"]) for r in revisions] == [(1, "shipped catalogue"), (2, "ann")]
    assert Opportunity.model_validate(client.get(f"{address}/revisions/1").json()) == shipped
    compared = client.get(f"{address}/compare", params={"before": 1, "after": 2}).json()
    offers = next(d for d in compared["differences"] if d["field"] == "offers")
    assert [o["text"] for o in offers["added"]] == [WORDS]
    problem_of(client.get(f"{address}/revisions/3"), 404, "no revision 3")
    problem_of(client.get(f"{address}/compare", params={"before": 1}), 422, "query.after")
    problem_of(client.get("/v1/opportunities/nothing/history"), 404)


def test_changes_are_conditional(keeping: Any, small_catalogue: Catalogue, problem_of: ProblemOf) -> None:
    client = keeping.client
    address = f"/v1/opportunities/{MELTON}"
    read = client.get(address)
    etag = read.headers["etag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    body = hatchery(small_catalogue.opportunity(MELTON))
    problem_of(client.put(address, json=body), 428, "If-Match")
    problem_of(client.put(address, json=body, headers={"If-Match": '"other"'}), 412)
    problem_of(client.put(address, json=body, headers={"If-Match": f"W/{etag}"}), 412)
    assert client.put(address, json=body, headers={"If-Match": f'"other", {etag}'}).status_code == 200
    problem_of(client.put(address, json=body, headers={"If-Match": etag}), 412, "read it again")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_creation_sent_twice_makes_one(keeping: Any, small_catalogue: Catalogue, problem_of: ProblemOf) -> None:
    client = keeping.client
    body = hatchery(small_catalogue.opportunity(MELTON), "axolotl-hatchery")
    key = {"Idempotency-Key": "abc"}
    first = client.post("/v1/opportunities", json=body, headers=key)
    again = client.post("/v1/opportunities", json=body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["etag"] == first.headers["etag"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    other = hatchery(small_catalogue.opportunity(MELTON), "another-hatchery")
    problem_of(client.post("/v1/opportunities", json=other, headers=key), 422, "another request")
    problem_of(client.post("/v1/opportunities", json=body), 409, "taken")
    elsewhere = key | {"X-Person": "ann/leicester/administrator"}
    assert client.post("/v1/opportunities", json=other, headers=elsewhere).status_code == 201, "keys are a person's own"


def test_a_faulty_profile_is_refused_with_every_fault(
    keeping: Any, small_catalogue: Catalogue, problem_of: ProblemOf
) -> None:
    body = hatchery(small_catalogue.opportunity(MELTON)) | {"sectors": ["Nonsense"], "related": ["not-there"]}
    answer = keeping.client.put(f"/v1/opportunities/{MELTON}", json=body, headers={"If-Match": "*"})
    faults = {f["where"]: f["what"] for f in problem_of(answer, 422, "cannot be kept")["faults"]}
    assert set(faults) == {"sectors.0", "related.0"}
    wrong = body | {"id": "other"}
    problem_of(
        keeping.client.put(f"/v1/opportunities/{MELTON}", json=wrong, headers={"If-Match": "*"}), 422, "ids never"
    )
    problem_of(keeping.client.put(f"/v1/opportunities/{MELTON}", json={"id": 3}), 422, "body.name")
    assert len(keeping.client.get(f"/v1/opportunities/{MELTON}/history").json()["revisions"]) == 1


def test_an_incremental_index_is_the_full_one(matcher: Matcher, small_catalogue: Catalogue, encoder: Encoder) -> None:
    encoded: list[str] = []

    class Counting:
        """The real encoder, with a list of what it was given."""

        def __getattr__(self, name: str) -> Any:
            return getattr(encoder, name)

        def encode(self, texts: Any, progress: Any = None) -> Any:
            encoded.extend(texts)
            return encoder.encode(texts, progress)

    counting: Any = Counting()
    edited = Opportunity.model_validate(hatchery(small_catalogue.opportunity(MELTON)))
    changed = Catalogue([edited, *(o for o in small_catalogue if o.id != MELTON)])
    incremental = Matcher(small_catalogue, matcher.index, counting, matcher.weights).changed(changed, matcher.weights)
    assert WORDS in encoded
    assert len(encoded) <= 4, "the new sentence and the windows it lies in, nothing else"
    full = Matcher(changed, Index.build(changed, encoder), encoder, matcher.weights)
    one, other = (m.match(BRIEF, 13).model_dump(exclude={"fingerprints"}) for m in (incremental, full))
    assert [m["opportunity_id"] for m in one["matches"]] == [m["opportunity_id"] for m in other["matches"]]
    assert [m["score"] for m in one["matches"]] == pytest.approx([m["score"] for m in other["matches"]], abs=1e-5)
    assert incremental.index.window_keys == full.index.window_keys
    assert [p.text for p in incremental.index.passages] == [p.text for p in full.index.passages]


def test_what_is_under_way_finishes_on_what_it_began_with(keeping: Any, small_catalogue: Catalogue) -> None:
    """Requests hammer while edits come; each answer is wholly of one state, and the states do not go back."""
    seen: list[tuple[str, bool]] = []
    failed: list[str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answer = keeping.client.post("/v1/match", json={"text": BRIEF, "k": 13})
            if answer.status_code != 200:
                failed.append(answer.text)
                return
            body = answer.json()
            seen.append((body["fingerprints"]["catalogue"], WORDS in quoted(body)))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    shipped = small_catalogue.opportunity(MELTON)
    for n in range(4):
        body = hatchery(shipped) if n % 2 == 0 else new_profile(shipped)
        answer = keeping.client.put(f"/v1/opportunities/{MELTON}", json=body, headers={"If-Match": "*"})
        assert answer.status_code == 200
        keeping.followed()
    done.set()
    for thread in threads:
        thread.join()
    assert not failed
    states: dict[str, set[bool]] = {}
    for fingerprint, found in seen:
        states.setdefault(fingerprint, set()).add(found)
    assert len(states) >= 2
    assert all(len(found) == 1 for found in states.values()), "an answer mixed two states"


def test_the_snapshot_follows_and_serves_the_next_start(
    keeping: Any, small_catalogue: Catalogue, encoder: Encoder, tmp_path: Path
) -> None:
    body = hatchery(small_catalogue.opportunity(MELTON))
    keeping.client.put(f"/v1/opportunities/{MELTON}", json=body, headers={"If-Match": "*"})
    keeping.followed()
    standing = keeping.app.state.running.standing
    keeping.app.state.following.stop()  # after what it is writing
    kept = open_snapshot(tmp_path, standing.matcher.catalogue, encoder)
    assert kept.window_keys == standing.matcher.index.window_keys
    assert WORDS in {p.text for p in kept.passages}
