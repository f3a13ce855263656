"""The OpenAPI document: valid, complete, and leading nowhere outside this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient

from matcher.weights import read_weights

Document = dict[str, Any]
ENDPOINTS = (Path(__file__).parent / "endpoints.txt").read_text(encoding="utf-8").split("\n")[:-1]


@pytest.fixture(scope="module")
def document(client: TestClient) -> Document:
    found: Document = client.get("/openapi.json").json()
    return found


def things(keeping: Any) -> dict[str, str]:
    """Ids of things that are there, for the paths and bodies that name one."""
    who = {"X-Person": "ann/local/administrator"}
    brief = keeping.client.post("/v1/briefs", json={"text": "A livestock market near Melton Mowbray."}, headers=who)
    made = keeping.client.post(f"/v1/briefs/{brief.json()['id']}/shortlists", params={"k": 13}, headers=who)
    weights = {"toml": read_weights().model_copy(update={"encoder": None}).as_toml()}
    proposed = keeping.client.post("/v1/weight-sets", json=weights, headers=who)
    return {
        "weight_set_id": proposed.json()["id"],
        "opportunity_id": "melton-stockyard",
        "revision": "1",
        "job_id": "none",
        "brief_id": brief.json()["id"],
        "shortlist_id": made.json()["id"],
    }


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_it_is_valid(application: FastAPI, document: Document) -> None:
    assert document["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(document).validate()


def test_it_lists_the_endpoints_that_there_are(document: Document) -> None:
    assert {f"{method.upper()} {path}" for path, method, _ in operations(document)} == set(ENDPOINTS)


def test_every_endpoint_is_explained(document: Document) -> None:
    for path, _, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        assert {"200", "201", "202", "204"} & set(operation["responses"]), path
        for parameter in operation.get("parameters", ()):
            described = parameter.get("description") or parameter["schema"].get("examples")
            named = parameter["name"] in {"limit", "offset"} or parameter["name"].endswith("_id")
            assert described or named, (path, parameter["name"])


def test_every_body_has_an_example_that_works(keeping_module: Any, document: Document) -> None:
    known = things(keeping_module)
    tried = 0
    for path, method, operation in operations(document):
        if "requestBody" not in operation or "application/json" not in operation["requestBody"]["content"]:
            continue
        content = operation["requestBody"]["content"]["application/json"]
        schema = document["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]
        examples = content["schema"].get("examples") or schema.get("examples")
        assert examples, path
        for example in examples:
            tried += 1
            body = {**example, **{k: v for k, v in known.items() if k in example and k.endswith("_id")}}
            headers = {"If-Match": "*", "X-Person": "ann/local/administrator"}
            answer = keeping_module.client.request(method, path.format_map(known), json=body, headers=headers)
            assert answer.status_code in {200, 201, 202}, (path, answer.text)
    assert tried


def test_every_refusal_is_described_as_a_problem(document: Document) -> None:
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            assert response["description"]
            if status in {"204", "304"}:
                assert "content" not in response, (path, status)
            elif not status.startswith("2"):
                assert list(response["content"]) == ["application/problem+json"], (path, status)
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}
        if operation.get("parameters") or "requestBody" in operation:
            assert "422" in operation["responses"], path
        if path not in {"/livez", "/metrics", "/healthz", "/v1/strength"}:
            assert "503" in operation["responses"], path
    match = document["paths"]["/v1/match"]["post"]["responses"]
    assert set(match) == {"200", "400", "401", "403", "413", "415", "422", "429", "503"}


def test_every_reference_leads_somewhere_within(document: Document) -> None:
    text = json.dumps(document)
    references = set(re.findall(r'"\$ref": "([^"]+)"', text))
    assert references
    for reference in references:
        assert reference.startswith("#/components/schemas/")
        assert reference.rsplit("/", 1)[1] in document["components"]["schemas"]
    named = {reference.rsplit("/", 1)[1] for reference in references}
    assert named == set(document["components"]["schemas"]), "a schema that nothing uses"
    assert not re.search(r"https?://|//[a-z]+\.", text)


def test_asking_twice_gives_the_same(client: TestClient) -> None:
    assert client.get("/openapi.json").content == client.get("/openapi.json").content
