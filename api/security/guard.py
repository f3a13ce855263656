"""The guard: every request is identified, counted and held against the table of permissions before it is read."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL, Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.people import Person
from api.problems import engine_problem
from api.security.errors import NotAllowed, NotSignedIn
from api.security.identity import NOBODY_ASKED, Identity, checked
from api.security.limiting import Limiter
from api.security.permissions import Permissions
from opportunities.errors import MatchingEngineError

Identify = Callable[[Headers], Identity | None]


class Guard:
    """Lets a request through to the route that it may use, with ``request.state.person`` and ``identity`` set.

    Without ``identify`` nobody signs in: whoever asks is the local person. That is for loopback addresses alone.
    """

    def __init__(self, app: ASGIApp, identify: Identify | None = None, limiter: Limiter | None = None) -> None:
        self._app = app
        self._identify = identify
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing is served but HTTP
        try:
            await self._admit(scope)
        except MatchingEngineError as error:
            await _refusal(scope, error)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admit(self, scope: Scope) -> None:
        permissions: Permissions = scope["app"].state.permissions
        found = permissions.of(scope["method"], scope["path"])
        route, permission = found or (None, None)
        state: dict[str, Any] = scope.setdefault("state", {})
        state["route"] = route
        identity = await self._identified(scope, route)
        state["identity"] = identity
        state["person"] = identity.person if identity else None
        if self._limiter:
            self._limiter.count(scope, identity, permission)
        checked(identity, permission)

    async def _identified(self, scope: Scope, route: str | None) -> Identity | None:
        if self._identify is None:
            return NOBODY_ASKED
        if route == "MOUNT /static":
            return None
        if self._limiter:
            self._limiter.count_address(scope)  # before the database is asked for it
        return await run_in_threadpool(self._identify, Headers(scope=scope))


def _refusal(scope: Scope, error: MatchingEngineError) -> Response:
    """A problem; but a browser that opens a page is sent to where one signs in, and comes back from there.

    Not one that sends a form: what was typed is still there when one goes back to it.
    """
    headers = Headers(scope=scope)
    page = "text/html" in headers.get("accept", "") and not scope["path"].startswith("/v1/")
    state = scope["state"]
    if page and scope["method"] == "GET" and "authorization" not in headers:
        if isinstance(error, NotSignedIn):
            asked = scope["path"] + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
            return RedirectResponse(URL("/sign-in").include_query_params(next=asked), HTTPStatus.SEE_OTHER)
        if isinstance(error, NotAllowed) and state["identity"] and state["identity"].must_change:
            return RedirectResponse("/account", HTTPStatus.SEE_OTHER)
    return engine_problem(error)


def granted(request: Request) -> None:
    """A second look, by the route itself, that the guard let the request through to this very route.

    Raises:
        NotAllowed: when it did not, which would be a fault of the guard.
    """
    if getattr(request.state, "route", None) != f"{request.method} {request.scope['route'].path}":
        raise NotAllowed("this address is not open")


def identity(request: Request) -> Identity:
    """Who asks, with the session that they showed.

    Raises:
        NotSignedIn: when nobody is signed in.
    """
    found: Identity | None = getattr(request.state, "identity", None)
    if found is None:
        raise NotSignedIn("nobody is signed in; sign in first")
    return found


Known = Annotated[Identity, Depends(identity)]


def somebody(request: Request) -> Person | None:
    """The person of a request, or null where nobody is signed in."""
    found: Person | None = getattr(request.state, "person", None)
    return found
