"""What the commands about people do. They act as the machine's own administrator, and the audit log says so."""

from __future__ import annotations

import sys

from api.database.accounts import Accounts
from api.database.records import Records
from api.database.tokens import Tokens
from api.exits import Exit
from api.opening import open_service
from api.people import LOCAL, Role
from api.security.errors import AccountError
from api.security.permissions import Scope
from api.security.secrets_kept import new_password
from api.settings import read_settings


def add(name: str, team: str, role: str) -> Exit:
    """Add somebody."""
    password = new_password()
    with _records().writing() as session:
        account = Accounts(session, LOCAL).add(name, team, _role(role), password)
    _told(f"{account.name} is {account.role.value} in the team {account.team}; the password to hand over:")
    print(password)
    return Exit.DONE


def list_all() -> Exit:
    """Print everybody."""
    with _records().reading() as session:
        people = Accounts(session, LOCAL).all()
    for one in people:
        state = "disabled" if one.disabled else "new password" if one.must_change else "active"
        print(f"{one.name}\t{one.team}\t{one.role.value}\t{state}")
    return Exit.DONE


def disable(name: str, undo: bool) -> Exit:
    """Let somebody in no more, or again."""
    with _records().writing() as session:
        accounts = Accounts(session, LOCAL)
        accounts.disable(accounts.named(name).id, not undo)
    _told(f"{name} is {'let in again' if undo else 'let in no more'}")
    return Exit.DONE


def place(name: str, role: str, team: str | None) -> Exit:
    """Give somebody another role or team."""
    with _records().writing() as session:
        accounts = Accounts(session, LOCAL)
        found = accounts.named(name)
        placed = accounts.place(found.id, team or found.team, _role(role))
    _told(f"{placed.name} is {placed.role.value} in the team {placed.team}")
    return Exit.DONE


def reset(name: str) -> Exit:
    """Give somebody a new password."""
    password = new_password()
    with _records().writing() as session:
        accounts = Accounts(session, LOCAL)
        accounts.set_password(accounts.named(name).id, password)
    _told(f"the password to hand over to {name}:")
    print(password)
    return Exit.DONE


def token(name: str, scopes: list[str], purpose: str, days: int) -> Exit:
    """Make a token."""
    unknown = sorted(set(scopes) - set(Scope))
    if unknown:
        raise AccountError(f"there is no scope {', '.join(unknown)}; there are {', '.join(Scope)}")
    with _records().writing() as session:
        account = Accounts(session, LOCAL).named(name)
        made, secret = Tokens(session, LOCAL).make(account, purpose, frozenset(map(Scope, scopes)), days)
    _told(f"token {made.id} for {name}, until {made.expires:%Y-%m-%d}; it is not shown again:")
    print(secret)
    return Exit.DONE


def revoke(token_id: str) -> Exit:
    """Have a token accepted no more."""
    with _records().writing() as session:
        Tokens(session, LOCAL).revoke(token_id)
    _told(f"token {token_id} is accepted no more")
    return Exit.DONE


def _records() -> Records:
    return open_service(read_settings()).records


def _role(text: str) -> Role:
    if text not in set(Role):
        raise AccountError(f"there is no role {text[:40]!r}; there are {', '.join(Role)}")
    return Role(text)


def _told(text: str) -> None:
    """Beside the output, so that that holds the secret alone and can be piped to where it belongs."""
    sys.stderr.write(f"{text}\n")
