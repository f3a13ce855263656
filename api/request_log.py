"""One line in the log for each request: its route, not its path, how it ended, how long it took. Never who or what."""

from __future__ import annotations

import logging
import time
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("midlands_match.requests")
QUIET = {"GET /healthz", "GET /readyz", "GET /livez", "GET /metrics", "MOUNT /static"}
"""What is asked so often that it is told only where it fails."""


class RequestLog:
    """Logs requests, and gives each answer an id, ``X-Request-Id``, by which it is found in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, request_id, status = time.perf_counter(), uuid.uuid4().hex[:16], 500

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, told)
        finally:
            route = scope.get("state", {}).get("route") or "none"
            ms = round((time.perf_counter() - begun) * 1000, 1)
            level = logging.WARNING if status >= 500 or status in {401, 403, 429} else logging.INFO
            if status >= 400 or route not in QUIET:
                method = scope["method"] if scope["method"] in _METHODS else "other"
                told_of = {"route": route, "method": method, "status": status, "ms": ms, "request_id": request_id}
                _log.log(level, "answered", extra=told_of)


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
