"""The OpenAPI document: valid, complete, and leading nowhere outside this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document(client: TestClient) -> Document:
    found: Document = client.get("/openapi.json").json()
    return found


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_it_is_valid(application: FastAPI, document: Document) -> None:
    assert document["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(document).validate()


def test_it_lists_the_endpoints_that_there_are(document: Document) -> None:
    assert {(path, method) for path, method, _ in operations(document)} == {
        ("/v1/match", "post"),
        ("/v1/documents", "post"),
        ("/v1/export", "post"),
        ("/v1/opportunities", "get"),
        ("/v1/opportunities/{opportunity_id}", "get"),
        ("/v1/signals", "get"),
        ("/v1/strength", "get"),
        ("/healthz", "get"),
        ("/readyz", "get"),
    }


def test_every_endpoint_is_explained(document: Document) -> None:
    for path, _, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        assert "200" in operation["responses"]
        for parameter in operation.get("parameters", ()):
            described = parameter.get("description") or parameter["schema"].get("examples")
            assert described or parameter["name"] in {"limit", "offset"}, (path, parameter["name"])


def test_every_body_has_an_example_that_works(client: TestClient, document: Document) -> None:
    tried = 0
    for path, method, operation in operations(document):
        if "requestBody" not in operation:
            continue
        if "application/json" not in operation["requestBody"]["content"]:
            assert path == "/v1/documents"  # files have no example that a document could show
            continue
        content = operation["requestBody"]["content"]["application/json"]
        schema = document["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]
        assert schema["examples"], path
        for example in schema["examples"]:
            tried += 1
            assert client.request(method, path, json=example).status_code == 200
    assert tried


def test_every_refusal_is_described_as_a_problem(document: Document) -> None:
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            assert response["description"]
            if status != "200":
                assert list(response["content"]) == ["application/problem+json"], (path, status)
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}
        if operation.get("parameters") or "requestBody" in operation:
            assert "422" in operation["responses"], path
        if path not in {"/healthz", "/v1/strength"}:
            assert "503" in operation["responses"], path
    match = document["paths"]["/v1/match"]["post"]["responses"]
    assert set(match) == {"200", "400", "413", "415", "422", "503"}


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
