"""Signing in at an OpenID provider: a real one on this machine, and every way in which its answer must not hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select, update

from api.access_settings import Access, OpenIdConnect, SignIn
from api.database.columns import now
from api.database.people_tables import AccountRow, PendingSignInRow
from api.security.provided import WITHIN
from tests.api.security.provider import CLIENT, SECRET, Signing, running_provider

BEA = {"sub": "0815", "preferred_username": "bea@example.org", "team": "derby", "groups": ["trade-desk", "staff"]}


@pytest.fixture(scope="module")
def provider() -> Iterator[Signing]:
    with running_provider() as found:
        yield found


@pytest.fixture
def server(provider: Signing, guarding: Any, tmp_path: Any) -> Iterator[Any]:
    provider.claims, provider.changed = dict(BEA), {}
    provider.signed_with, provider.algorithm = None, "RS256"
    roles = (("trade-desk", "officer"), ("insight", "analyst"))
    settings = OpenIdConnect(provider.issuer, CLIENT, SECRET, role_claim="groups", roles=roles)
    with guarding(tmp_path, access=Access(sign_in=SignIn.OIDC, oidc=settings, rate=10_000)) as found:
        yield found


def way(server: Any, goes_to: str = "/strength") -> tuple[str, dict[str, str]]:
    """Off to the provider and signed in there: the address that it sends back to, and the browser's cookie."""
    off = server.ask("GET", f"/sign-in/provider?next={goes_to}")
    assert off.status_code == 303
    with httpx2.Client(trust_env=False) as browser:
        back = browser.get(off.headers["location"])
    assert back.status_code == 302, back.text
    return back.headers["location"], {"cookie": off.headers["set-cookie"].split(";")[0]}


def session_of(answer: Any) -> dict[str, str]:
    cookies = [c for c in answer.headers.get_list("set-cookie") if c.startswith("midlands-match=")]
    return {"cookie": cookies[0].split(";")[0]}


def test_the_whole_way(server: Any, provider: Signing) -> None:
    back, held = way(server)
    asked = provider.asked[-1]
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    answer = server.ask("GET", back, held)
    assert (answer.status_code, answer.headers["location"]) == (303, "/strength")
    shown = server.ask("GET", "/account", session_of(answer) | {"accept": "text/html"})
    assert "bea@example.org" in shown.text
    assert "officer" in shown.text
    assert "derby" in shown.text
    assert server.ask("GET", "/v1/weight-sets", session_of(answer)).status_code == 403
    # The next time she has another role, and the old session ends.
    provider.changed = {"groups": ["insight", "trade-desk"], "preferred_username": "renamed@example.org"}
    again = server.ask("GET", *way(server))
    assert server.ask("GET", "/v1/weight-sets", session_of(again)).status_code == 200
    assert server.ask("GET", "/v1/briefs", session_of(answer)).status_code == 401
    with server.service.records.reading() as session:
        [row] = session.scalars(select(AccountRow).where(AccountRow.subject == "0815"))
        assert (row.role, row.name, row.password) == ("analyst", "bea@example.org", None)


def refused(server: Any, back: str, held: dict[str, str]) -> Any:
    answer = server.ask("GET", back, held)
    assert answer.status_code in {401, 403, 502}, answer.status_code
    assert not [c for c in answer.headers.get_list("set-cookie") if c.startswith("midlands-match=")]
    return answer


def test_an_answer_holds_once_and_for_its_own_browser(server: Any) -> None:
    back, held = way(server)
    refused(server, back, {})
    _, others = way(server)
    refused(server, back, others)  # another browser's state
    back, held = way(server)
    assert server.ask("GET", back, held).status_code == 303
    refused(server, back, held)


def test_a_changed_state_an_unknown_code_and_an_error_do_not_hold(server: Any) -> None:
    for change in (lambda b: b.replace("state=", "state=x"), lambda b: b.replace("code=", "code=x")):
        back, held = way(server)
        refused(server, change(back), held)
    back, held = way(server)
    refused(server, back.split("?")[0] + "?error=access_denied&state=" + back.split("state=")[1].split("&")[0], held)
    back, held = way(server)
    refused(server, back.split("iss=")[0] + "iss=https://evil.example", held)


def test_a_sign_in_that_takes_too_long_does_not_hold(server: Any) -> None:
    back, held = way(server)
    with server.service.records.writing() as session:
        session.execute(update(PendingSignInRow).values(at=now() - WITHIN * 2))
    refused(server, back, held)


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": [CLIENT, "x"], "azp": "x"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
        {"groups": ["staff"]},
        {"groups": None},
        {"groups": {"trade-desk": 1}},
        {"team": None},
        {"team": ["derby", "leicester"]},
    ],
    ids=str,
)
def test_tokens_that_do_not_hold(server: Any, provider: Signing, changed: dict[str, Any]) -> None:
    provider.changed = changed
    refused(server, *way(server))


def test_a_token_signed_by_nobody_or_by_somebody_else_does_not_hold(server: Any, provider: Signing) -> None:
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "one"})
    refused(server, *way(server))
    provider.signed_with, provider.algorithm = None, "none"
    refused(server, *way(server))


def test_a_name_that_is_taken_here_is_not_taken_over(server: Any, provider: Signing) -> None:
    provider.changed = {"preferred_username": "Administrator"}
    refused(server, *way(server))


def test_a_disabled_account_stays_out(server: Any) -> None:
    server.ask("GET", *way(server))
    with server.service.records.writing() as session:
        session.execute(update(AccountRow).values(disabled=True))
    refused(server, *way(server))


def test_passwords_are_not_taken_beside_the_provider(server: Any) -> None:
    answer = server.ask("POST", "/sign-in", data={"name": "officer", "password": "four plain words here"})
    assert answer.status_code == 401


def test_a_provider_that_is_away_is_told(guarding: Any, tmp_path: Any) -> None:
    settings = OpenIdConnect("http://127.0.0.1:9", CLIENT, SECRET)
    with guarding(tmp_path, access=Access(sign_in=SignIn.OIDC, oidc=settings)) as server:
        answer = server.ask("GET", "/sign-in/provider")
        assert answer.status_code == 502
        assert "try again" in answer.json()["detail"]
