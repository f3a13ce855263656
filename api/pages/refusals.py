"""Refusals as pages: a problem that a browser would show as JSON is told in plain words, in the service's style."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.pages.rendering import rendered, surroundings
from api.problems import MEDIA_TYPE

_TITLES = {
    400: "This address cannot be used",
    401: "Sign in first",
    403: "This is not open to you",
    404: "This page is not here",
    405: "This page cannot be asked in that way",
    413: "That is too large",
    422: "Something in the request cannot be used",
    429: "That was too much at once",
    503: "The catalogue is being loaded",
}
_PLAIN = {
    404: "The address may be mistyped, or what was there has been renamed.",
    405: "It can be opened, or sent from its own form, and nothing else.",
}
_FAULT = "Sorry, something went wrong here"
_MACHINES = ("/v1/", "/livez", "/healthz", "/readyz", "/metrics", "/openapi.json")
RELOAD_AFTER = 3  # seconds


class RefusalPages:
    """Shows problems to browsers as pages; machines, and whoever asks for JSON, get them as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _for_a_person(scope):
            await self._app(scope, receive, send)
            return
        begun = False
        refused: Message | None = None
        body = b""

        async def told(message: Message) -> None:
            nonlocal begun, refused, body
            if message["type"] == "http.response.start":
                if Headers(raw=message["headers"]).get("content-type") == MEDIA_TYPE:
                    refused = message
                    return
                begun = True
            elif refused is not None:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _page(scope, refused, body)(scope, receive, send)
                return
            await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception:
            # Starlette's own handler lies outside this one and would answer in JSON; it still logs what is raised.
            if not begun and refused is None:
                problem = {"status": 500, "detail": "The mistake is ours. It was logged; try again in a minute."}
                start: Message = {"type": "http.response.start", "status": 500, "headers": []}
                await _page(scope, start, json.dumps(problem).encode())(scope, receive, send)
            raise


def _for_a_person(scope: Scope) -> bool:
    accepts = Headers(scope=scope).get("accept", "")
    return "text/html" in accepts and not scope["path"].startswith(_MACHINES)


def _page(scope: Scope, start: Message, body: bytes) -> HTMLResponse:
    problem = json.loads(body)
    status = HTTPStatus(start["status"])
    reload = RELOAD_AFTER if status == 503 and scope["method"] == "GET" and _loading(start) else None
    detail = _PLAIN.get(status, "") if problem["detail"] == status.phrase else problem["detail"]
    title = _FAULT if status >= 500 and reload is None else _TITLES.get(status, status.phrase)
    text = rendered(
        "refusal.html",
        title=title,
        detail=detail,
        reload=reload,
        sign_in=status == HTTPStatus.UNAUTHORIZED,
        **surroundings(scope),
    )
    headers = {k: v for k, v in Headers(raw=start["headers"]).items() if k in {"allow", "retry-after"}}
    return HTMLResponse(text, status, headers)


def _loading(start: Message) -> bool:
    return "retry-after" in Headers(raw=start["headers"])
