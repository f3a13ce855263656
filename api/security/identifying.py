"""Identifying: from the cookie or the token of a request to the person it comes from."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response

from api.database import sessions
from api.database.records import Records
from api.database.tokens import bearer
from api.security.errors import NotSignedIn
from api.security.identity import Identity
from api.security.secrets_kept import hashed

COOKIE = "midlands-match"
PENDING = "midlands-match-sign-in"


class Cookies:
    """The cookies of the service: out of reach of scripts and other sites; over HTTPS alone where ``secure``."""

    def __init__(self, secure: bool) -> None:
        self.secure = secure

    def name(self, plain: str) -> str:
        """What a cookie is called: with the prefix that binds it to this very host, where that is possible."""
        return f"__Host-{plain}" if self.secure else plain

    def read(self, headers: Headers, plain: str) -> str:
        """The value of a cookie; empty if there is none that can be read."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.name(plain))
        except CookieError:
            return ""
        return found.value if found else ""

    def put(self, response: Response, plain: str, value: str, seconds: int | None = None) -> None:
        """Have the browser keep a value: until it is closed, or for some seconds; an empty one is taken away."""
        response.set_cookie(
            self.name(plain),
            value,
            max_age=seconds if value else 0,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )


class Identifier:
    """Finds who a request comes from, in the records."""

    def __init__(self, records: Records, cookies: Cookies) -> None:
        self._records = records
        self._cookies = cookies

    def __call__(self, headers: Headers) -> Identity | None:
        """Who it is; null when nothing is shown, or a session that has ended.

        Raises:
            NotSignedIn: when a token is shown that does not hold.
        """
        authorization = headers.get("authorization")
        if authorization is not None:
            return self._by_token(authorization)
        secret = self._cookies.read(headers, COOKIE)
        return self._by_session(secret) if secret else None

    def _by_token(self, authorization: str) -> Identity:
        scheme, _, secret = authorization.partition(" ")
        found = None
        if scheme.casefold() == "bearer":
            with self._records.reading() as session:
                found = bearer(session, secret.strip())
        if found is None:
            raise NotSignedIn("this token does not hold: it is unknown, revoked or out of date; ask for another")
        account, scopes = found
        return Identity(account.person, account.id, scopes=scopes)

    def _by_session(self, secret: str) -> Identity | None:
        with self._records.reading() as session:
            found = sessions.holder(session, secret)
        if found is None:
            return None
        account, to_note = found
        if to_note:
            with self._records.writing() as session:
                sessions.note_use(session, secret)
        return Identity(account.person, account.id, session=hashed(secret), must_change=account.must_change)
