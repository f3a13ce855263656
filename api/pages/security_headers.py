"""Security headers: nothing loaded from elsewhere, nothing framed, nothing kept by the browser."""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'nonce-{nonce}'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it a browser sends the origin of a form as "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SECURE = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}  # two years
_KEPT = "public, max-age=31536000, immutable"  # a static file's address holds its digest


class SecurityHeaders:
    """Gives every answer its headers and every request a nonce, ``request.state.nonce``, for its one inline script."""

    def __init__(self, app: ASGIApp, secure: bool = False) -> None:
        self._app = app
        self._always = _ALWAYS | (_SECURE if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        fixed = scope["path"].startswith("/static/") and b"v=" in scope.get("query_string", b"")

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._always)
                headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
                headers["Cache-Control"] = _KEPT if fixed and message["status"] == 200 else "no-store"
            await send(message)

        await self._app(scope, receive, guarded)
