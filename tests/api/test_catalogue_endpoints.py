"""GET /v1/opportunities, /v1/signals and /v1/strength."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from matcher.signals import SIGNALS
from matcher.weights import read_weights
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Opportunity
from opportunities.places import gazetteer
from opportunities.sectors import ancestors, root

ProblemOf = Callable[..., dict[str, Any]]


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [line["id"] for line in answer.json()["opportunities"]]


def listed(client: TestClient, **filters: Any) -> list[str]:
    return ids(client.get("/v1/opportunities", params=filters))


def test_the_list_holds_the_whole_catalogue_in_order(client: TestClient, small_catalogue: Catalogue) -> None:
    page = client.get("/v1/opportunities").json()
    assert [line["id"] for line in page["opportunities"]] == list(small_catalogue.ids)
    assert page["total"] == len(small_catalogue)
    assert page["next_offset"] is None
    first = small_catalogue[0]
    assert page["opportunities"][0] == {
        "id": first.id,
        "name": first.name,
        "kind": first.kind.value,
        "status": first.status.value,
        "places": [place.name for place in first.places],
        "sectors": list(first.sectors),
        "summary": first.summary.text,
    }


@pytest.mark.parametrize("limit", [1, 4, 5, 13, 300])
def test_pages_put_together_are_the_list(client: TestClient, small_catalogue: Catalogue, limit: int) -> None:
    seen: list[str] = []
    offset: int | None = 0
    while offset is not None:
        answer = client.get("/v1/opportunities", params={"limit": limit, "offset": offset})
        page = ids(answer)
        assert 0 < len(page) <= limit
        seen += page
        offset = answer.json()["next_offset"]
    assert seen == list(small_catalogue.ids)


def test_an_offset_past_the_end_gives_an_empty_last_page(client: TestClient) -> None:
    page = client.get("/v1/opportunities", params={"offset": 1_000_000}).json()
    assert page["opportunities"] == []
    assert page["next_offset"] is None


def test_filters_keep_what_they_name_and_nothing_else(client: TestClient, small_catalogue: Catalogue) -> None:
    for o in small_catalogue:
        same_kind = [x.id for x in small_catalogue if x.kind is o.kind]
        same_status = [x.id for x in small_catalogue if x.status is o.status]
        assert listed(client, kind=o.kind.value) == same_kind
        assert listed(client, status=o.status.value) == same_status
        both = [i for i in same_kind if i in same_status]
        assert listed(client, kind=o.kind.value, status=o.status.value) == both


def test_a_sector_finds_what_lies_below_it(client: TestClient, small_catalogue: Catalogue) -> None:
    for path in {s for o in small_catalogue for s in o.sectors} | {root(s) for o in small_catalogue for s in o.sectors}:
        below = [o.id for o in small_catalogue if any(path in ancestors(s) for s in o.sectors)]
        assert below
        assert listed(client, sector=path) == below


def test_a_place_finds_what_lies_in_it_or_covers_it(client: TestClient, small_catalogue: Catalogue) -> None:
    known = gazetteer()
    for place in ("Birmingham", "West Midlands", "Leicestershire", "birmingham"):
        area = known[place].authorities
        wanted = [o.id for o in small_catalogue if known.authorities(a for p in o.places for a in p.areas) & area]
        assert 0 < len(wanted) <= len(small_catalogue)
        assert listed(client, place=place) == wanted
    assert listed(client, place="Birmingham") != listed(client, place="Leicestershire")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("place=Nowhere", "no area is called 'Nowhere'"),
        ("place=", "no area is called ''"),
        ("place=%00", "no area"),
        ("place=%ff", "no area"),
        ("place=%ed%a0%80", "no area"),
        ("place=" + "a" * 101, "at most 100"),
        ("sector=Nonsense", "no sector is called 'Nonsense'"),
        ("sector=", "no sector is called ''"),
        ("sector=" + "a" * 201, "at most 200"),
        ("kind=castle", "query.kind"),
        ("status=asleep", "query.status"),
        ("limit=0", "query.limit"),
        ("limit=301", "query.limit"),
        ("limit=1e2", "query.limit"),
        ("limit=NaN", "query.limit"),
        ("limit=" + "9" * 5000, "query.limit"),
        ("limit=true", "query.limit"),
        ("offset=-1", "query.offset"),
        ("offset=1000001", "query.offset"),
    ],
    ids=lambda value: value[:24],
)
def test_a_filter_that_cannot_be_used_is_refused(
    client: TestClient, problem_of: ProblemOf, query: str, words: str
) -> None:
    problem_of(client.get(f"/v1/opportunities?{query}"), 422, words)


def test_one_opportunity_is_shown_whole(client: TestClient, small_catalogue: Catalogue) -> None:
    for o in small_catalogue:
        answer = client.get(f"/v1/opportunities/{o.id}")
        assert answer.status_code == 200
        assert Opportunity.model_validate_json(answer.content) == o


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "NOTHING",
        "%00",
        "%ff",
        "%ed%a0%80",
        "%3Cscript%3E",
        "a%0d%0aX-Evil:%201",
        "..%5c..",
        "%2e%2e%2e",
        "'",
    ],
)
def test_an_unknown_id_is_not_found(client: TestClient, problem_of: ProblemOf, path: str) -> None:
    answer = client.get(f"/v1/opportunities/{path}")
    problem_of(answer, 404, "no opportunity has the id", "GET /v1/opportunities")
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize("path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/pyproject.toml", "a/b"])
def test_no_path_leads_out(client: TestClient, problem_of: ProblemOf, path: str) -> None:
    problem_of(client.get(f"/v1/opportunities/{path}"), 404)


def test_an_overlong_id_is_refused(client: TestClient, problem_of: ProblemOf) -> None:
    problem_of(client.get("/v1/opportunities/" + "a" * 81), 422, "at most 80")


def test_signals_are_those_that_score(client: TestClient) -> None:
    weights = read_weights()
    assert client.get("/v1/signals").json() == [
        {
            "name": signal.name,
            "title": signal.title,
            "documentation": signal.documentation,
            "weight": weights[signal.name],
            "neutral": signal.neutral,
        }
        for signal in SIGNALS
    ]
    assert all(line["documentation"] for line in client.get("/v1/signals").json())


def test_strength_is_told_for_a_place_and_for_all(client: TestClient) -> None:
    [one] = client.get("/v1/strength", params={"sector": "medical devices", "place": "Leicester"}).json()
    every = client.get("/v1/strength", params={"sector": "medical devices"}).json()
    assert one["sector"].endswith("Medical devices and equipment")
    assert one["low"] <= one["value"] <= one["high"]
    assert one["source"]
    assert len(every) > 3
    assert [s["value"] for s in every] == sorted((s["value"] for s in every), reverse=True)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "query.sector"),
        ("sector=", "query.sector"),
        ("sector=%20", "no sector is called"),
        ("sector=Nonsense", "no sector is called"),
        ("sector=medical%20devices&place=Nowhere", "no area is called"),
        ("sector=medical%20devices&level=planet", "query.level"),
    ],
)
def test_a_strength_that_cannot_be_asked_is_refused(
    client: TestClient, problem_of: ProblemOf, query: str, words: str
) -> None:
    problem_of(client.get(f"/v1/strength?{query}"), 422, words)


def test_places_are_compared_at_the_narrowest_level_with_enough_data(client: TestClient) -> None:
    found = client.get("/v1/strength/places", params={"sector": "medical devices"}).json()
    assert (found["level"], len(found["places"]), found["missing"]) == ("itl2", 6, [])
    assert [p["level"] for p in found["passed_over"]] == ["lad", "itl3"]
    assert [p["score"] for p in found["places"]] == sorted((p["score"] for p in found["places"]), reverse=True)
    for place in found["places"]:
        assert place["low"] <= place["value"] <= place["high"]
        assert (place["n"] >= 0, place["year"], place["unit"]) == (True, 2021, "jobs")
        assert "Business Register" in place["source"]


def test_claims_are_told_with_who_said_so_and_when(client: TestClient) -> None:
    found = {
        place: client.get(
            "/v1/strength/claims", params={"sector": "Medical devices and equipment", **place_asked}
        ).json()
        for place, place_asked in {"": {}, "there": {"place": "Nottinghamshire"}, "away": {"place": "Lincoln"}}.items()
    }
    assert found[""] == found["there"] != []
    assert found["away"] == []
    assert [(c["opportunity_id"], bool(c["text"] and c["claimed_by"] and c["date"])) for c in found[""]] == [
        ("national-rehabilitation-centre", True)
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "query.sector"), ("sector=Nonsense", "no sector is called"), ("sector=cars&place=Oz", "no area is called")],
)
def test_claims_that_cannot_be_asked_for_are_refused(
    client: TestClient, problem_of: ProblemOf, query: str, words: str
) -> None:
    problem_of(client.get(f"/v1/strength/claims?{query}"), 422, words)


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "query.sector"), ("sector=Nonsense", "no sector is called"), ("sector=cars&place=Derby", "query.place")],
)
def test_a_comparison_that_cannot_be_asked_is_refused(
    client: TestClient, problem_of: ProblemOf, query: str, words: str
) -> None:
    problem_of(client.get(f"/v1/strength/places?{query}"), 422, words)
