"""The administrators' pages: people are added and placed, tokens made and revoked, the log read and checked."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.database.records import Records
from api.service import Service
from tests.api.security.conftest import not_loaded

HTML = {"accept": "text/html"}
EVIL = "<script>alert(1)</script>"


def given(page: str) -> str:
    """The secret that a page shows once."""
    return html.unescape(re.findall(r"<code[^>]*>([^<]*)</code>", page.split('role="status"')[1])[0])


def test_somebody_is_added_signs_in_and_is_disabled(guarded: Any) -> None:
    held = guarded.session("administrator") | HTML
    page = guarded.ask("POST", "/admin/people", held, data={"name": "Bea", "team": "derby", "role": "officer"}).text
    password = given(page)
    assert password not in guarded.ask("GET", "/admin/people", held).text, "it is shown once"
    entered = guarded.ask("POST", "/sign-in", data={"name": "Bea", "password": password})
    assert entered.status_code == 303
    account = re.findall(r'href="/admin/people/([0-9a-f-]{36})">Bea<', page)[0]
    answer = guarded.ask("POST", f"/admin/people/{account}", held, data={"do": "disable"})
    assert "Disabled: cannot sign in" in answer.text
    assert guarded.ask("POST", "/sign-in", data={"name": "Bea", "password": password}).status_code == 401
    again = guarded.ask("POST", f"/admin/people/{account}", held, data={"do": "reset"})
    assert given(again.text) != password
    twice = guarded.ask("POST", "/admin/people", held, data={"name": "bea", "team": "x", "role": "officer"})
    assert twice.status_code == 422
    assert guarded.ask("POST", f"/admin/people/{account}", held, data={"do": "nothing"}).status_code == 422


def test_a_token_is_made_shown_once_and_revoked(guarded: Any) -> None:
    held = guarded.session("administrator") | HTML
    form = {"account_id": guarded.people["officer"].id, "purpose": EVIL, "days": "9", "scopes": ["briefs", "charm"]}
    page = guarded.ask("POST", "/admin/tokens", held, data=form).text
    bearer = {"authorization": f"Bearer {given(page)}"}
    assert EVIL not in page
    assert guarded.ask("GET", "/v1/briefs", bearer).status_code == 200
    assert guarded.ask("GET", "/v1/signals", bearer).status_code == 403
    token = re.findall(r"/admin/tokens/([0-9a-f-]{36})/revoke", page)[0]
    assert guarded.ask("POST", f"/admin/tokens/{token}/revoke", held).status_code == 303
    assert guarded.ask("GET", "/v1/briefs", bearer).status_code == 401
    for wrong in ({"days": "0"}, {"days": "9999"}, {"days": "²"}, {"purpose": " "}, {"scopes": []}):
        assert guarded.ask("POST", "/admin/tokens", held, data=form | wrong).status_code == 422, wrong


def test_the_audit_log_tells_and_is_checked(guarded: Any) -> None:
    held = guarded.session("administrator") | HTML
    guarded.ask("POST", "/v1/briefs", guarded.session("officer"), json={"text": f"a lab {EVIL}"})
    page = guarded.ask("GET", "/admin/audit?verify=1", held).text
    assert "the chain is whole" in page
    assert "brief saved" in page
    assert "script>alert" not in page
    only = guarded.ask("GET", "/admin/audit?action=person%20added&offset=-5", held).text
    assert "person added" in only
    assert only.count("<tr") == 1 + len(guarded.people)
    for odd in ("offset=x", "offset=" + "9" * 50, "action=%00%ff", "action=" + "x" * 5_000):
        assert guarded.ask("GET", f"/admin/audit?{odd}", held).status_code == 200, odd[:40]


def test_retention_counts_and_tells_no_words(guarded: Any) -> None:
    guarded.ask("POST", "/v1/briefs", guarded.session("officer"), json={"text": "a secret lab", "title": "canary"})
    page = guarded.ask("GET", "/admin/retention", guarded.session("administrator") | HTML).text
    assert ">leicester<" in page
    assert "canary" not in page


def test_where_nobody_signs_in_the_pages_say_so(tmp_path: Path) -> None:
    app = create_app(not_loaded, Service(Records.at(tmp_path), tmp_path))
    with TestClient(app, base_url="http://localhost") as client:
        assert "Nobody signs in on this server" in client.get("/admin/people").text
        assert client.get("/sign-in", follow_redirects=False).headers["location"] == "/"
        assert client.post("/sign-in", data={"name": "x"}).status_code == 401
        assert "Sign out" not in client.get("/account").text
