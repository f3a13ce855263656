"""Same origin: an unsafe request that another site's page made a browser send is refused.

Browsers say where a request comes from in ``Sec-Fetch-Site``, older ones in ``Origin``; a page cannot change either.
A request with neither comes from no browser and passes: there is nobody in it whose rights could be borrowed.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_OURS = frozenset({"same-origin", "none"})  # "none": typed, or opened from a bookmark


def comes_from_elsewhere(headers: Headers, scheme: str) -> bool:
    """Whether a browser says that another site's page made it send this request."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OURS
    origin = headers.get("origin")
    return origin is not None and origin.casefold() != f"{scheme}://{headers.get('host', '')}".casefold()


class SameOrigin:
    """Refuses what may change something and comes from another site."""

    def __init__(self, app: ASGIApp, secure: bool = False) -> None:
        self._app = app
        self._secure = secure  # a proxy speaks HTTPS before us, whatever it says of that

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == "http"
            and scope["method"] not in _SAFE
            and comes_from_elsewhere(Headers(scope=scope), "https" if self._secure else scope.get("scheme", "http"))
        ):
            detail = "the request came from another site's page; open this service's own page and send it from there"
            await problem(HTTPStatus.FORBIDDEN, detail)(scope, receive, send)
            return
        await self._app(scope, receive, send)
