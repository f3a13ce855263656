"""Who may ask which route: every role against every route that there is, and that nothing is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import Mount

from api.app import create_app
from api.people import Role
from api.security.permissions import PERMISSIONS, Permission, Permissions, Scope

KNOWN = {"brief_id": "none", "shortlist_id": "none", "job_id": "none", "opportunity_id": "melton-stockyard"}
KNOWN |= {"revision": "1", "weight_set_id": "none", "account_id": "none", "token_id": "none"}
ASKING = ("nobody", "officer", "other", "analyst", "administrator")
ROLES = {"officer": Role.OFFICER, "other": Role.OFFICER, "analyst": Role.ANALYST, "administrator": Role.ADMINISTRATOR}
OPEN = {
    "GET /healthz",
    "GET /readyz",
    "MOUNT /static",
    "GET /accessibility",
    "GET /privacy",
    "GET /livez",
    "GET /metrics",
    "GET /static/lists.json",
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/provider",
    "GET /sign-in/callback",
    "POST /sign-out",
}
ROUTES = sorted(set(PERMISSIONS) - {"MOUNT /static"})


def test_the_table_names_every_route_and_no_other() -> None:
    app = create_app(lambda: None)  # type: ignore[arg-type,return-value] # never loaded
    assert set(app.state.permissions.routes) == set(PERMISSIONS)
    described = {f"{m.upper()} {path}" for path, methods in app.openapi()["paths"].items() for m in methods}
    assert described < set(PERMISSIONS)


def test_a_route_that_is_not_listed_keeps_the_server_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(PERMISSIONS, "GET /v1/news")
    with pytest.raises(RuntimeError, match="does not say who may ask GET /v1/news"):
        create_app(lambda: None)  # type: ignore[arg-type,return-value] # never loaded


def test_what_is_open_to_anybody_is_this_and_nothing_else() -> None:
    assert {route for route, permission in PERMISSIONS.items() if permission.role is None} == OPEN


def test_no_page_takes_a_token_and_every_endpoint_but_health_has_a_scope() -> None:
    for route, permission in PERMISSIONS.items():
        versioned = route.split()[1].startswith(("/v1/", "/openapi.json"))
        assert (permission.scope is not None) == versioned, route


def asked(server: Any, route: str, headers: dict[str, str]) -> Any:
    method, path = route.split()
    form = {"data": {"x": "1"}} if method == "POST" and not path.startswith("/v1") else {}
    return server.ask(method, path.format_map(KNOWN), headers, **form)


@pytest.mark.parametrize("who", ASKING)
def test_every_role_on_every_route(guarded: Any, who: str, record_property: Callable[[str, object], None]) -> None:
    tried = 0
    for route in ROUTES:
        headers = {} if who == "nobody" else guarded.session(who)
        answer = asked(guarded, route, headers)
        least = PERMISSIONS[route].role
        tried += 1
        if least is None:
            # The provider's ways refuse whoever comes where there is no provider; /metrics has a token of its own.
            assert answer.status_code != 403 or route == "GET /metrics", (route, who)
        elif who == "nobody":
            assert answer.status_code == 401, (route, who, answer.status_code)
            assert answer.headers["www-authenticate"] == "Bearer"
        elif ROLES[who].covers(least):
            assert answer.status_code not in {401, 403, 429}, (route, who, answer.text[:300])
        else:
            assert answer.status_code == 403, (route, who, answer.status_code)
    assert tried == len(PERMISSIONS) - 1
    record_property("figure: routes × kinds of asker, each answered as the table of permissions says", tried)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_opens_its_scope_alone_even_for_an_administrator(guarded: Any, scope: Scope) -> None:
    headers = guarded.token("administrator", scope)
    for route in ROUTES:
        permission = PERMISSIONS[route]
        if permission.role is None:
            continue
        answer = asked(guarded, route, headers)
        assert (answer.status_code == 403) == (permission.scope is not scope), (route, answer.text[:300])


def test_a_token_never_allows_more_than_its_person(guarded_module: Any) -> None:
    headers = guarded_module.token("officer", *Scope)
    assert guarded_module.ask("GET", "/v1/weight-sets", headers).status_code == 403
    assert guarded_module.ask("GET", "/v1/briefs", headers).status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/v1/nothing", "/admin/", "/v1/briefs/", "/v1//briefs", "/V1/briefs"])
def test_what_is_not_there_is_not_told_to_strangers(guarded_module: Any, path: str) -> None:
    for method in ("GET", "POST", "DELETE", "OPTIONS", "TRACE", "HEAD"):
        assert guarded_module.ask(method, path).status_code == 401, (method, path)
    assert guarded_module.ask("GET", path, guarded_module.session("officer")).status_code in {307, 404}


def test_the_route_itself_looks_again(guarded_module: Any) -> None:
    app: FastAPI = guarded_module.app
    real = app.state.permissions
    lax = Permissions(app)
    lax.of = lambda method, path: ("GET /healthz", Permission(None))  # type: ignore[method-assign] # a broken guard
    app.state.permissions = lax
    try:
        assert guarded_module.ask("GET", "/v1/briefs").status_code == 403
    finally:
        app.state.permissions = real


def test_only_static_files_are_mounted() -> None:
    app = create_app(lambda: None)  # type: ignore[arg-type,return-value] # never loaded
    assert [route.path for route in app.routes if isinstance(route, Mount)] == ["/static"]
