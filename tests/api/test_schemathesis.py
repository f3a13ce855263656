"""The whole API, asked with some hundred generated requests that fit its document and some hundred that do not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

EACH = int(os.environ.get("SCHEMATHESIS_CASES", "40"))  # a run by hand may ask for thousands
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
TAKES_ANY_TEXT = {"judge", "owner", "note"}
"""Parameters that no text is wrong for: what is generated as another type arrives as text."""
LEAST = 2_000  # cases in all, with no 500 among them
tried: dict[tuple[str, str, str], int] = {}
OPERATIONS = [
    tuple(line.split()[::-1])
    for line in (Path(__file__).parent / "endpoints.txt").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def client(keeping_module: Any) -> TestClient:
    """Asks a server with records of its own."""
    found: TestClient = keeping_module.client
    return found


@pytest.fixture(scope="module")
def described(client: TestClient) -> Any:
    return schemathesis.openapi.from_dict(client.get("/openapi.json").json())


def test_nothing_is_left_out(described: Any) -> None:
    assert {(o.ok().path, o.ok().method.upper()) for o in described.get_all_operations()} == set(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_is_answered_with_a_server_error(
    client: TestClient,
    described: Any,
    path: str,
    method: str,
    mode: GenerationMode,
    record_property: Callable[[str, object], None],
) -> None:
    operation = described[path][method]
    if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query or operation.path_parameters):
        return  # nothing that could be wrong

    @settings(
        max_examples=EACH // 4 if path == "/v1/documents" else EACH,  # each starts processes
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        asked = case.as_transport_kwargs(base_url="http://127.0.0.1")
        asked.pop("cookies", None)
        if isinstance(asked.get("data"), bytes | str):
            asked["content"] = asked.pop("data")
        if asked.get("files"):  # the generator puts bare numbers among them, which no form can carry
            asked["files"] = [
                (name, (file, data if isinstance(data, bytes) else str(data))) for name, (file, data) in asked["files"]
            ]
        request = client.build_request(**asked)
        request.read()  # files are sent as they are read, and the checks look at what was sent
        answer = client.send(request)
        tried[path, method, mode.name] = tried.get((path, method, mode.name), 0) + 1
        case.validate_response(answer, checks=CHECKS)
        any_text = path == "/v1/documents" or TAKES_ANY_TEXT & set(case.query or ())  # in a form, everything is text
        # What is wrong is a header, or a list of nothing, which is not sent.
        sent = [value for value in (case.query or {}).values() if value != []]
        asks_nothing = method == "GET" and not case.path_parameters and len(sent) < max(1, len(case.query or ()))
        if mode is GenerationMode.NEGATIVE and not any_text and not asks_nothing:
            assert answer.status_code >= 400

    ask()
    record_property(
        "figure: generated requests to the API, none answered with a server error", tried[path, method, mode.name]
    )


def test_there_were_enough_cases() -> None:
    """``pytest -s`` tells how many; with SCHEMATHESIS_CASES=200 there are five times as many."""
    if {(path, method) for path, method, _ in tried} != set(OPERATIONS):
        pytest.skip("only some of the operations were tried")
    print(f"{sum(tried.values()):,} cases on {len(OPERATIONS)} operations, no server error")  # noqa: T201 - its figure
    assert sum(tried.values()) >= LEAST
