"""OpenID Connect: the authorization code flow with PKCE, state and nonce, by Authlib; tokens are read by joserfc.

The provider is the one address that the service ever asks, and only where an installation names it.
Source: OpenID Connect Core 1.0; RFC 7636 (PKCE); RFC 9700 (best current practice); RFC 9207 (issuer in the answer).
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from api.access_settings import OpenIdConnect, trusted_address
from api.people import Role
from api.security.errors import NotAllowed, NotSignedIn, ProviderError
from api.security.secrets_kept import hashed, new_secret
from api.setting import SettingsError

if TYPE_CHECKING:
    from httpx2 import Client

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # no "none", and nothing by a shared secret
LEEWAY = 60  # seconds that clocks may differ
PATIENCE = 10.0  # seconds for one answer of the provider
LARGEST_ANSWER = 1_000_000  # bytes


@dataclass(frozen=True)
class Begun:
    """A sign-in that was begun: where the browser goes, and what must fit when it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Claimed:
    """Who the provider says it is."""

    issuer: str
    subject: str
    name: str
    team: str
    role: Role


class Provider:
    """An OpenID provider, asked anew at each sign-in: its keys and addresses may change."""

    def __init__(self, settings: OpenIdConnect) -> None:
        if any(find_spec(part) is None for part in ("authlib", "joserfc", "httpx2")):  # now, not at the first sign-in
            raise SettingsError('signing in by oidc needs more parts: pip install "midlands-match[oidc]"')
        self._settings = settings

    def begin(self, callback: str) -> Begun:
        """Begin a sign-in that comes back to ``callback``.

        Raises:
            ProviderError: when the provider cannot be asked.
        """
        begun = Begun("", new_secret(), new_secret(), new_secret())
        with self._client(callback) as client:
            endpoint = self._described(client)["authorization_endpoint"]
            address, _ = client.create_authorization_url(
                endpoint, state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
            )
        return Begun(address, begun.state, begun.nonce, begun.verifier)

    def finish(self, callback: str, answer: Mapping[str, str], state_hash: str, nonce: str, verifier: str) -> Claimed:
        """Who signed in, given what the browser brought back.

        Raises:
            NotSignedIn: when what it brought back does not fit what was begun, or the provider refused.
            NotAllowed: when the person has no role or no team here.
            ProviderError: when the provider cannot be asked, or its answer cannot be trusted.
        """
        if not hmac.compare_digest(hashed(answer.get("state", "")), state_hash):
            raise NotSignedIn("this answer belongs to no sign-in of this browser; sign in again")
        if answer.get("iss", self._settings.issuer) != self._settings.issuer:
            raise NotSignedIn("this answer comes from another provider; sign in again")
        if "error" in answer or not answer.get("code"):
            raise NotSignedIn("the provider did not sign you in; try again, or ask who runs it")
        with self._client(callback) as client:
            described = self._described(client)
            token = self._token(client, described["token_endpoint"], answer["code"], verifier)
            keys = _json(client, described["jwks_uri"])
        return self._claimed(_claims(token, keys, self._settings, nonce))

    def _client(self, callback: str) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            scope="openid profile email",
            redirect_uri=callback,
            code_challenge_method="S256",
            timeout=PATIENCE,
            follow_redirects=False,
            trust_env=False,
        )

    def _described(self, client: Any) -> dict[str, Any]:
        described = _json(client, f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        if described.get("issuer") != self._settings.issuer:
            raise ProviderError("the OpenID provider calls itself by another name than MIDLANDS_MATCH_OIDC_ISSUER")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not trusted_address(str(described.get(name, ""))):
                raise ProviderError(f"the OpenID provider's {name} is no address that begins with https://")
        return described

    def _token(self, client: Any, endpoint: str, code: str, verifier: str) -> str:
        from authlib.common.errors import AuthlibBaseError
        from httpx2 import HTTPError

        try:
            token = client.fetch_token(endpoint, grant_type="authorization_code", code=code, code_verifier=verifier)
        except AuthlibBaseError as error:
            raise NotSignedIn("the provider did not accept this sign-in; sign in again") from error
        except (HTTPError, ValueError) as error:
            raise ProviderError("the OpenID provider does not answer; try again in a minute") from error
        if not isinstance(token.get("id_token"), str):
            raise ProviderError("the OpenID provider gave no ID token")
        return str(token["id_token"])

    def _claimed(self, claims: Mapping[str, Any]) -> Claimed:
        settings = self._settings
        given = _texts(claims.get(settings.role_claim))
        roles = [Role(role) for value, role in settings.roles if value in given]
        teams = _texts(claims.get(settings.team_claim))
        if not roles or len(teams) != 1:
            lacking = "role" if not roles else "one team"
            raise NotAllowed(f"the provider knows you, but names no {lacking} for you here; ask an administrator")
        role = max(roles, key=list(Role).index)
        name = next((claims[c] for c in ("preferred_username", "email") if isinstance(claims.get(c), str)), "")
        return Claimed(settings.issuer, str(claims["sub"]), name or str(claims["sub"]), teams[0], role)


def _json(client: Client, address: str) -> dict[str, Any]:
    from httpx2 import HTTPError

    try:
        with client.stream("GET", address, withhold_token=True) as answer:  # type: ignore[call-arg] # Authlib's own
            answer.raise_for_status()
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST_ANSWER:
                    raise ProviderError("the OpenID provider's answer is too large")
        found = json.loads(body)
    except (HTTPError, ValueError) as error:
        raise ProviderError("the OpenID provider does not answer; try again in a minute") from error
    if not isinstance(found, dict):
        raise ProviderError("the OpenID provider's answer cannot be read")
    return found


def _claims(token: str, keys: dict[str, Any], settings: OpenIdConnect, nonce: str) -> dict[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(decoded.claims)
    except (JoseError, ValueError) as error:
        raise ProviderError(f"the OpenID provider's token cannot be trusted ({type(error).__name__})") from error
    if decoded.claims.get("azp", settings.client_id) != settings.client_id:
        raise ProviderError("the OpenID provider's token was made for somebody else")
    return dict(decoded.claims)


def _texts(value: object) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [text for text in given if isinstance(text, str) and text]
