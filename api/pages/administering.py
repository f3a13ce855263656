"""The administrators' pages: people, tokens, the audit log, and how long things are kept."""

from __future__ import annotations

import contextlib
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.database.accounts import Account, Accounts
from api.database.audit import last_hash, verify
from api.database.errors import RecordConflict
from api.database.overview import audit_actions, audit_page, kept, last_compacted
from api.database.tokens import MOST_DAYS, Tokens
from api.pages.rendering import page
from api.people import Person, Role, require
from api.security.errors import AccountError
from api.security.permissions import Scope
from api.security.secrets_kept import new_password
from api.service import Service, service_in_use

router = APIRouter(prefix="/admin")

Who = Annotated[Person, Depends(require(Role.ADMINISTRATOR))]
In = Annotated[Service, Depends(service_in_use)]
Text = Annotated[str, Form(max_length=200)]
ON_A_PAGE = 50


@router.get("")
def overview() -> Response:
    """The first of the pages."""
    return RedirectResponse("/admin/people", HTTPStatus.SEE_OTHER)


def _people(request: Request, who: Person, service: Service, status: int = 200, **more: Any) -> HTMLResponse:
    with service.records.reading() as session:
        people = Accounts(session, who).all()
    entrance = getattr(request.app.state, "entrance", None)
    local = entrance is None or entrance.provider is None
    context: dict[str, Any] = {"error": "", "given": None, "people": people, "roles": list(Role), "local": local}
    return page(request, "admin_people.html", status, asks=entrance is not None, **(context | more))


@router.get("/people")
def people(request: Request, who: Who, service: In) -> HTMLResponse:
    """Everybody who may sign in, and a form to add somebody."""
    return _people(request, who, service)


@router.post("/people")
def add(request: Request, who: Who, service: In, name: Text = "", team: Text = "", role: Text = "") -> HTMLResponse:
    """Add somebody, with a password to hand over that is shown this once."""
    password = new_password()
    try:
        with service.records.writing() as session:
            account = Accounts(session, who).add(name, team, _role(role), password)
    except (AccountError, RecordConflict) as error:
        return _people(request, who, service, HTTPStatus.UNPROCESSABLE_ENTITY, error=str(error))
    return _people(request, who, service, given=(account.name, password))


@router.get("/people/{account_id}")
def one(request: Request, account_id: str, who: Who, service: In) -> HTMLResponse:
    """One person, and what can be changed."""
    with service.records.reading() as session:
        account = Accounts(session, who).one(account_id)
    return _one(request, account)


def _one(request: Request, account: Account, status: int = 200, error: str = "", password: str = "") -> HTMLResponse:
    shown = {"account": account, "roles": list(Role), "error": error, "password": password}
    return page(request, "admin_person.html", status, **shown)


@router.post("/people/{account_id}")
def change(
    request: Request, account_id: str, who: Who, service: In, do: Text = "", team: Text = "", role: Text = ""
) -> HTMLResponse:
    """Change one thing about a person: team and role, whether they are let in, or their password."""
    password = new_password() if do == "reset" else ""
    with service.records.reading() as session:
        account = Accounts(session, who).one(account_id)
    try:
        with service.records.writing() as session:
            accounts = Accounts(session, who)
            if do == "place":
                account = accounts.place(account_id, team, _role(role))
            elif do == "reset":
                account = accounts.set_password(account_id, password)
            elif do in ("disable", "enable"):
                account = accounts.disable(account_id, do == "disable")
            else:
                raise AccountError("there is nothing of that name to do")
    except AccountError as error:
        return _one(request, account, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    return _one(request, account, password=password)


def _role(text: str) -> Role:
    if text not in set(Role):
        raise AccountError(f"choose a role: {', '.join(Role)}")
    return Role(text)


def _tokens(request: Request, who: Person, service: Service, status: int = 200, **more: Any) -> HTMLResponse:
    with service.records.reading() as session:
        tokens, people = Tokens(session, who).all(), Accounts(session, who).all()
    context: dict[str, Any] = {"error": "", "secret": "", "tokens": tokens, "people": people, "scopes": list(Scope)}
    return page(request, "admin_tokens.html", status, most_days=MOST_DAYS, **(context | more))


@router.get("/tokens")
def tokens(request: Request, who: Who, service: In) -> HTMLResponse:
    """Every token, and a form to make one."""
    return _tokens(request, who, service)


@router.post("/tokens")
def make(
    request: Request,
    who: Who,
    service: In,
    account_id: Text = "",
    purpose: Text = "",
    days: Text = "",
    scopes: Annotated[list[str] | None, Form(max_length=20)] = None,
) -> HTMLResponse:
    """Make a token, which is shown this once."""
    wanted = frozenset(Scope(scope) for scope in scopes or () if scope in set(Scope))
    lives = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
    try:
        with service.records.writing() as session:
            account = Accounts(session, who).one(account_id)
            _, secret = Tokens(session, who).make(account, purpose, wanted, lives)
    except AccountError as error:
        return _tokens(request, who, service, HTTPStatus.UNPROCESSABLE_ENTITY, error=str(error))
    return _tokens(request, who, service, secret=secret)


@router.post("/tokens/{token_id}/revoke")
def revoke(token_id: str, who: Who, service: In) -> Response:
    """Have a token accepted no more."""
    with service.records.writing() as session:
        Tokens(session, who).revoke(token_id)
    return RedirectResponse("/admin/tokens", HTTPStatus.SEE_OTHER)


@router.get("/audit")
def audit(request: Request, who: Who, service: In) -> HTMLResponse:
    """The audit log, newest first, and whether its chain is whole."""
    offset = 0
    with contextlib.suppress(ValueError):
        offset = max(0, min(int(request.query_params.get("offset", "0")[:9]), 10**8))
    action = request.query_params.get("action", "")[:40].replace("\0", "")
    with service.records.reading() as session:
        entries = audit_page(session, ON_A_PAGE, offset, action)
        actions = audit_actions(session)
        checked = (*verify(session), last_hash(session)) if request.query_params.get("verify") else None
    shown: dict[str, Any] = {"entries": entries, "actions": actions, "action": action, "offset": offset}
    return page(request, "admin_audit.html", on_a_page=ON_A_PAGE, checked=checked, **shown)


@router.get("/retention")
def retention(request: Request, who: Who, service: In) -> HTMLResponse:
    """How long briefs are kept, how many there are team by team, and when traces were last removed."""
    days = service.retention_days
    with service.records.reading() as session:
        teams, compacted = kept(session, days), last_compacted(session)
    return page(request, "admin_retention.html", days=days, teams=teams, compacted=compacted)
