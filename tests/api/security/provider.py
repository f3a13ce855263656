"""A small OpenID provider that runs on loopback: discovery, authorization with PKCE, token, keys."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

import uvicorn
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "midlands", "of the client"


@dataclass
class Signing:
    """The provider's state: who signs in next, what it puts into tokens, and what a test has it do wrong."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    signed_with: RSAKey | None = None
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def token(self, nonce: str) -> str:
        """An ID token for whoever signs in."""
        moment = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": moment, "exp": moment + 300, "nonce": nonce}
        claims = {k: v for k, v in (told | self.claims | self.changed).items() if v is not None}
        if self.algorithm == "none":
            import base64
            import json

            parts = ({"alg": "none"}, claims)
            return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."
        return jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, self.signed_with or self.key)


def provider_app(signing: Signing) -> FastAPI:
    """The provider as an application."""
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def described() -> dict[str, str]:
        at = signing.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
        }

    @app.get("/authorize")
    def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        signing.asked.append(asked)
        if asked.get("client_id") != CLIENT or asked.get("code_challenge_method") != "S256":
            return JSONResponse({"error": "invalid_request"}, 400)
        code = secrets.token_urlsafe(16)
        signing.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?code={code}&state={asked['state']}&iss={signing.issuer}", 302)

    @app.post("/token")
    def token(
        request: Request,
        code: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
    ) -> Response:
        import base64

        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = signing.codes.pop(code, None)
        fits = (
            asked is not None
            and request.headers.get("authorization") == basic
            and create_s256_code_challenge(code_verifier) == asked["code_challenge"]
            and redirect_uri == asked["redirect_uri"]
        )
        if not fits or asked is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        body = {"access_token": "unused", "token_type": "Bearer", "expires_in": 60}
        return JSONResponse(body | {"id_token": signing.token(asked["nonce"])})

    @app.get("/keys")
    def keys() -> dict[str, Any]:
        return dict(KeySet([signing.key]).as_dict(private=False))

    return app


@contextmanager
def running_provider() -> Iterator[Signing]:
    """A provider on a free port of this machine."""
    signing = Signing()
    server = uvicorn.Server(uvicorn.Config(provider_app(signing), port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    signing.issuer = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield signing
    server.should_exit = True
    thread.join(10)
