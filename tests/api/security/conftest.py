"""A server on which people sign in, and one person of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access_settings import Access, SignIn
from api.app import create_app
from api.database import sessions
from api.database.accounts import Account, Accounts
from api.database.records import Records
from api.database.tokens import Tokens
from api.people import LOCAL, Role
from api.security.identifying import COOKIE
from api.security.permissions import Scope
from api.service import Service
from matcher.matcher import Matcher
from opportunities.errors import MatchingEngineError

PASSWORD = "four plain words here"  # noqa: S105 - of people who exist in tests alone
PEOPLE = {
    "officer": ("leicester", Role.OFFICER),
    "other": ("derby", Role.OFFICER),
    "analyst": ("leicester", Role.ANALYST),
    "administrator": ("leicester", Role.ADMINISTRATOR),
}


@dataclass(frozen=True)
class Guarded:
    """A server with sign-in, its people, and ways to ask it as one of them."""

    app: FastAPI
    service: Service
    client: TestClient
    people: dict[str, Account]

    def begun(self, name: str) -> str:
        """The secret of a new session of somebody."""
        with self.service.records.writing() as session:
            return sessions.begin(session, self.people[name].id)

    def session(self, name: str) -> dict[str, str]:
        """Headers with the cookie of a session."""
        return {"cookie": f"{COOKIE}={self.begun(name)}"}

    def token(self, name: str, *scopes: Scope, days: int = 1) -> dict[str, str]:
        """Headers with a token."""
        with self.service.records.writing() as session:
            _, secret = Tokens(session, LOCAL).make(self.people[name], "a test", frozenset(scopes), days)
        return {"authorization": f"Bearer {secret}"}

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Any:
        """An answer, without following where it leads, and without the cookies of earlier ones."""
        self.client.cookies.clear()
        return self.client.request(method, path, headers=headers or {}, follow_redirects=False, **more)


def not_loaded() -> Matcher:
    """An opener for servers that need no matcher: whether somebody may ask is decided before."""
    raise MatchingEngineError("there is no matcher in this test")


@contextmanager
def guarded_server(
    home: Path,
    opener: Callable[[], Matcher] = not_loaded,
    database: str | None = None,
    access: Access | None = None,
) -> Iterator[Guarded]:
    """A server with sign-in and people."""
    service = Service(Records.at(home, database), home)
    with service.records.writing() as session:
        accounts = Accounts(session, LOCAL)
        people = {name: accounts.add(name, team, role) for name, (team, role) in PEOPLE.items()}
        people = {name: accounts.set_password(one.id, PASSWORD, own=True) for name, one in people.items()}
    app = create_app(opener, service, access or Access(sign_in=SignIn.LOCAL, rate=50_000))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        assert app.state.running.wait(60)
        yield Guarded(app, service, client, people)
    service.records.close()


Starts = Callable[..., AbstractContextManager[Guarded]]


@pytest.fixture(scope="session")
def guarding() -> Starts:
    """Starts a server with sign-in under a home."""
    return guarded_server


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    """One with new records for one test, and no matcher."""
    with guarded_server(tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def guarded_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """One for the tests of a module, and no matcher."""
    with guarded_server(tmp_path_factory.mktemp("guarded")) as server:
        yield server
