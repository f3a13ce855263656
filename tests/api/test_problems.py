"""Problems: every error of the engine has a status and a place in the drawn tree, and every refusal is one."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import pytest
from fastapi.testclient import TestClient

import api
import index
import matcher
import opportunities
from api.app import create_app
from api.problems import STATUSES, Problem
from api.security.permissions import PERMISSIONS, Permission, Permissions
from matcher.matcher import Matcher
from opportunities.errors import MatchingEngineError

ProblemOf = Callable[..., dict[str, Any]]


def errors() -> Iterator[type[MatchingEngineError]]:
    """Every error of the engine, wherever in the product it is defined."""
    for floor in (opportunities, index, matcher, api):
        for module in pkgutil.walk_packages(floor.__path__, f"{floor.__name__}."):
            importlib.import_module(module.name)
    waiting: list[type[MatchingEngineError]] = [MatchingEngineError]
    while waiting:
        kind = waiting.pop()
        if kind.__module__.split(".")[0] in {"opportunities", "index", "matcher", "api"}:
            yield kind
            waiting += kind.__subclasses__()


def test_every_error_has_a_status_of_its_own() -> None:
    found = set(errors())
    assert len(found) >= 12
    assert found == set(STATUSES)


def test_the_tree_drawn_names_every_error_below_its_parent() -> None:
    drawn: list[tuple[int, str]] = [
        (len(m[1]), m[2])
        for m in re.finditer(r"^([ │├└─]*)([A-Z]\w+)", MatchingEngineError.__doc__ or "", re.MULTILINE)
    ]
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for depth, name in drawn:
        if not name.isidentifier() or not (name == "MatchingEngineError" or above):
            continue
        while above and above[-1][0] >= depth:
            above.pop()
        if above:
            parents[name] = above[-1][1]
        above.append((depth, name))
    assert parents == {e.__name__: e.__mro__[1].__name__ for e in errors() if e is not MatchingEngineError}


def test_an_askers_slip_is_a_4xx_and_ours_a_5xx() -> None:
    slips = {
        "BriefError",
        "AmendmentsError",
        "UnknownOpportunity",
        "WeightsError",
        "JudgementsError",
        "ProfileProblems",
    }
    slips |= {"UnknownRecord", "RecordConflict", "NotForThisPerson", "StaleRecord", "MissingPrecondition"}
    slips |= {"UnusableRecord", "ImportProblems"}
    slips |= {"AccessError", "NotSignedIn", "NotAllowed", "TooManyRequests", "AccountError"}
    slips |= {"DocumentError", "UnsupportedDocument", "DocumentTooLarge", "ExportError"}
    assert {e.__name__ for e, status in STATUSES.items() if status < 500} == slips


def test_every_error_is_answered_with_its_status(matcher: Matcher, problem_of: ProblemOf) -> None:
    thrown: list[Exception] = []
    app = create_app(lambda: matcher)

    @app.get("/throw")
    def throw() -> None:
        raise thrown[0]

    app.state.permissions = Permissions(app, PERMISSIONS | {"GET /throw": Permission(None)})
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        for kind, status in STATUSES.items():
            error = kind.__new__(kind)  # one of them is made of something else than a message
            Exception.__init__(error, f"a {kind.__name__} happened")
            error.retry_after = 7  # type: ignore[attr-defined] # one of them tells when to come back
            thrown[:] = [error]
            body = problem_of(client.get("/throw"), status, f"a {kind.__name__} happened")
            assert body["title"] == HTTPStatus(status).phrase
            assert Problem.model_validate(body).faults == []
        derived = type("Derived", (next(iter(STATUSES)),), {})
        thrown[:] = [derived("one nobody listed")]
        problem_of(client.get("/throw"), next(iter(STATUSES.values())), "one nobody listed")
        thrown[:] = [ZeroDivisionError("secret of the inside")]
        assert "secret" not in problem_of(client.get("/throw"), 500, "the server made a mistake")["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/nothing",
        "/v1",
        "/v1/",
        "/%2e%2e/",
        "/v2/match",
        "/\\",
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, problem_of: ProblemOf, path: str) -> None:
    problem_of(client.get(path), 404)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/opportunities",
        "/v1/signals",
        "/v1/strength",
        "/v1/strength/places",
        "/v1/strength/claims",
        "/livez",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
    ],
)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_there_is_a_problem(
    client: TestClient, problem_of: ProblemOf, path: str, method: str
) -> None:
    if (path, method) == ("/v1/opportunities", "POST"):
        return  # which creates one
    answer = client.request(method, path)
    problem_of(answer, 405)
    assert "GET" in answer.headers["allow"]
