"""The pages on which people sign in and out, and choose their password."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.database.accounts import Accounts
from api.pages.rendering import page
from api.security.errors import AccountError, NotSignedIn, ProviderError
from api.security.guard import Known, somebody
from api.security.identifying import COOKIE, PENDING
from api.security.provided import WITHIN, begin_session, keep, take
from api.security.putting_in import Entrance, entrance_in_use
from api.security.secrets_kept import LONGEST, SHORTEST, hashed, password_fits
from api.security.signing_in import password_of, sign_in, sign_out

router = APIRouter()

At = Annotated[Entrance, Depends(entrance_in_use)]
Short = Annotated[str, Form(max_length=200)]
Secret = Annotated[str, Form(max_length=1_000)]
_SAFE = re.compile(r"/(?![/\\])[!-\[\]-~]{0,2000}")  # a path of this very service, in printable ASCII, no backslash


def safe(path: str) -> str:
    """Where to go after signing in: a page of this service, whatever is asked for."""
    return path if _SAFE.fullmatch(path) and not path.startswith(("/sign-", "/v1/")) else "/"


@router.get("/sign-in")
def ask(request: Request) -> Response:
    """Name and password, or the way to the provider; nothing where nobody signs in."""
    goes_to = safe(request.query_params.get("next", "/"))
    if not hasattr(request.app.state, "entrance") or somebody(request):
        return RedirectResponse(goes_to, HTTPStatus.SEE_OTHER)
    return _form(request, goes_to)


def _form(request: Request, goes_to: str, error: str = "", name: str = "", status: int = 200) -> Response:
    by_provider = request.app.state.entrance.provider is not None
    return page(request, "sign_in.html", status, goes_to=goes_to, error=error, name=name, by_provider=by_provider)


@router.post("/sign-in")
def check(request: Request, entrance: At, name: Short = "", password: Secret = "", goes_to: Secret = "/") -> Response:
    """Begin a session, under a new secret, for whoever knows the password."""
    if entrance.provider is not None:
        raise NotSignedIn("people sign in at the OpenID provider here")
    before = hashed(entrance.cookies.read(request.headers, COOKIE))
    try:
        secret = sign_in(entrance.records, name, password, before)
    except NotSignedIn as error:
        return _form(request, safe(goes_to), str(error), name, HTTPStatus.UNAUTHORIZED)
    answer = RedirectResponse(safe(goes_to), HTTPStatus.SEE_OTHER)
    entrance.cookies.put(answer, COOKIE, secret)
    return answer


@router.get("/sign-in/provider")
def to_provider(request: Request, entrance: At) -> Response:
    """Off to the provider, with what must come back from there."""
    if entrance.provider is None:
        raise NotSignedIn("people sign in with a password here")
    begun = entrance.provider.begin(_callback(request, entrance))
    secret = keep(entrance.records, begun, safe(request.query_params.get("next", "/")))
    answer = RedirectResponse(begun.address, HTTPStatus.SEE_OTHER)
    entrance.cookies.put(answer, PENDING, secret, int(WITHIN.total_seconds()))
    return answer


@router.get("/sign-in/callback")
def back_from_provider(request: Request, entrance: At) -> Response:
    """Back from the provider: what it says is checked before anybody is signed in."""
    if entrance.provider is None:
        raise NotSignedIn("people sign in with a password here")
    try:
        pending = take(entrance.records, entrance.cookies.read(request.headers, PENDING))
        claimed = entrance.provider.finish(
            _callback(request, entrance), request.query_params, pending.state, pending.nonce, pending.verifier
        )
        before = hashed(entrance.cookies.read(request.headers, COOKIE))
        secret = begin_session(entrance.records, claimed, before)
    except (NotSignedIn, ProviderError) as error:
        return _form(request, "/", str(error), status=HTTPStatus.UNAUTHORIZED)
    answer = RedirectResponse(safe(pending.goes_to), HTTPStatus.SEE_OTHER)
    entrance.cookies.put(answer, PENDING, "")
    entrance.cookies.put(answer, COOKIE, secret)
    return answer


def _callback(request: Request, entrance: Entrance) -> str:
    scheme = "https" if entrance.cookies.secure else request.url.scheme
    return f"{scheme}://{request.headers['host']}/sign-in/callback"  # the host is one of ours, or we were not here


@router.post("/sign-out")
def leave(request: Request) -> Response:
    """End the session, here and in the browser."""
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    entrance: Entrance | None = getattr(request.app.state, "entrance", None)
    identity = request.state.identity
    if entrance and identity and identity.session:
        sign_out(entrance.records, identity.person, identity.session)
        entrance.cookies.put(answer, COOKIE, "")
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.get("/account")
def account(request: Request, known: Known) -> Response:
    """Who one is here, and a new password."""
    return _account(request, known.must_change)


def _account(request: Request, must_change: bool, error: str = "", status: int = 200) -> Response:
    entrance: Entrance | None = getattr(request.app.state, "entrance", None)
    local = entrance is not None and entrance.provider is None
    bounds = {"shortest": SHORTEST, "longest": LONGEST}
    return page(request, "account.html", status, error=error, must_change=must_change, local=local, **bounds)


@router.post("/account")
def change_password(
    request: Request, entrance: At, known: Known, present: Secret = "", chosen: Secret = "", again: Secret = ""
) -> Response:
    """Change one's password, given the present one. Every session ends; one signs in again with the new one."""
    if not known.session:
        raise NotSignedIn("a password is changed by who is signed in with one")
    try:
        if not password_fits(password_of(entrance.records, known.account_id), present):
            raise AccountError("that is not your present password")
        if chosen != again:
            raise AccountError("the two new passwords differ")
        with entrance.records.writing() as session:
            Accounts(session, known.person).set_password(known.account_id, chosen, own=True)
    except AccountError as error:
        return _account(request, known.must_change, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    entrance.cookies.put(answer, COOKIE, "")
    return answer
