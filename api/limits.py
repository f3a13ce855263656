"""Limits on what a request may carry, kept before anything reads it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.formparsers import MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access_settings import LOOPBACK
from api.documents.reading import LARGEST_FILE
from api.problems import problem

LARGEST_IMPORT = 20_000_000  # bytes; the shipped catalogue takes some 2 MB
LARGEST_BODY = 1_000_000  # bytes; a brief of 100,000 characters in the widest script takes some 400,000
LARGEST_UPLOAD = 2 * LARGEST_FILE + 100_000  # bytes of all files of one request together, with what stands between
LARGER = {
    "/v1/catalogue/import": LARGEST_IMPORT,
    "/v1/documents": LARGEST_UPLOAD,
    "/v1/jobs": LARGEST_IMPORT,
    "/shortlist": LARGEST_UPLOAD,
    "/opportunities/import": LARGEST_IMPORT,
}
LONGEST = 60.0  # seconds for a request, its body included
LONGER = {"/import": 300.0, "/compare": 300.0, "/jobs": 300.0}
"""The ends of paths that take longer than others: many profiles, or many briefs."""
"""The paths that take larger bodies than others."""

# What is uploaded is confidential: it stays in memory, whose amount is bounded here, and touches no disk.
MultiPartParser.spool_max_size = LARGEST_UPLOAD


class KnownHosts:
    """Refuses a request that names another host, as one does that a web page sends under a name of its own."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = LOOPBACK) -> None:
        self._app = app
        self._names = frozenset(names)
        here = "this server answers for its own machine alone; ask it as 127.0.0.1 or localhost"
        self._detail = here if self._names == frozenset(LOOPBACK) else "this server does not answer under that name"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            asked = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
            if len(asked) != 1 or re.sub(r":\d{1,5}$", "", asked[0]) not in self._names:
                await problem(HTTPStatus.BAD_REQUEST, self._detail)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class TimeLimit:
    """Answers for a request that takes too long, whether its body does not come or its work does not end.

    A thread that is at work cannot be stopped: it ends by itself, and what it answers then goes nowhere.
    """

    def __init__(self, app: ASGIApp, seconds: float = LONGEST, longer: Mapping[str, float] = LONGER) -> None:
        self._app = app
        self._seconds = seconds
        self._longer = longer
        self._left: set[asyncio.Task[None]] = set()  # held, or they could vanish half-way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = over = False

        async def told(message: Message) -> None:
            nonlocal begun
            if not over:
                begun = True
                await send(message)

        seconds = next((s for end, s in self._longer.items() if scope["path"].endswith(end)), self._seconds)
        task = asyncio.ensure_future(self._app(scope, receive, told))
        self._left.add(task)
        task.add_done_callback(self._left.discard)
        try:
            await asyncio.wait({task}, timeout=seconds)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if task.done():
            task.result()
            return
        task.add_done_callback(_noted)
        if begun:  # an answer under way is as long as it is
            await task
            return
        over = True
        task.cancel()  # ends what waits for a body; a thread goes on until it is done
        answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, f"this took longer than {seconds:g} s; try again with less")
        answer.headers["Retry-After"] = "30"
        await answer(scope, receive, send)


def _noted(task: asyncio.Task[None]) -> None:
    """Take a late failure's exception, which would otherwise be printed with its message when it is cleared away."""
    if not task.cancelled():
        task.exception()


class BodyLimit:
    """Refuses a request whose body is larger than ``LARGEST_BODY``, whether or not it says so beforehand.

    ``larger`` names the paths that take more, and how much.
    """

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY, larger: Mapping[str, int] = LARGER) -> None:
        self._app = app
        self._largest = largest
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = self._larger.get(scope["path"], self._largest)
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if told.isdigit() and int(told) > largest:
            await self._refuse(scope, receive, send, largest)
            return
        # The whole body is read here, up to the limit, so that an endless one is refused as well.
        pieces: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return  # the client went away
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
            more = message.get("more_body", False)
            if size > largest:
                await self._refuse(scope, receive, send, largest)
                return
        body = b"".join(pieces)
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, largest: int) -> None:
        detail = f"the request's body is larger than {largest:,} bytes; send the part that matters"
        await problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)(scope, receive, send)
