"""Signing in with a password: one answer and one length of time for whatever is wrong, and a lock after failures."""

from __future__ import annotations

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database import sessions
from api.database.audit import append
from api.database.columns import now
from api.database.people_tables import AccountRow
from api.database.records import Records
from api.people import Person, Role
from api.security.errors import NotSignedIn
from api.security.secrets_kept import password_fits

MOST_FAILURES = 5
LOCKED_FOR = datetime.timedelta(minutes=15)
REFUSED = (
    "name and password do not fit, or the account is locked for a quarter of an hour after too many failures; "
    "an administrator can give you a new password"
)


def sign_in(records: Records, name: str, password: str, before: str = "") -> str:
    """Begin a session for whoever knows the password, and give the secret for its cookie.

    ``before`` is the hash of the session that the browser had, which ends.

    Raises:
        NotSignedIn: when name and password do not fit, or the account is locked or disabled; not which of them.
    """
    with records.reading() as session:
        row = _row(session, name)
        kept = row.password if row else None
    fits = password_fits(kept, password)
    with records.writing() as session:
        secret = _decide(session, _row(session, name), fits, before)
    if secret is None:  # outside of the block, so that the failure is kept
        raise NotSignedIn(REFUSED)
    return secret


def sign_out(records: Records, who: Person, kept: str) -> None:
    """End a session, given its hash."""
    with records.writing() as session:
        sessions.end(session, kept)
        append(session, who, "signed out", who.name, {})


def _row(session: Session, name: str) -> AccountRow | None:
    asked = " ".join(name.split())
    return session.scalars(select(AccountRow).where(AccountRow.name == asked)).one_or_none()


def _decide(session: Session, row: AccountRow | None, fits: bool, before: str) -> str | None:
    if row is None:
        # The name is not noted: people type their password there now and then.
        append(session, Person("unknown", "", Role.OFFICER), "sign-in failed", "unknown", {})
        return None
    who = Person(row.name, row.team, Role(row.role))
    locked = row.locked_until is not None and row.locked_until > now()
    if fits and not locked and not row.disabled:
        row.failures, row.locked_until = 0, None
        sessions.end(session, before)
        append(session, who, "signed in", row.id, {"by": "password"})
        return sessions.begin(session, row.id)
    append(session, who, "sign-in failed", row.id, {"locked": locked, "disabled": row.disabled})
    if not fits and not locked:
        row.failures += 1
        if row.failures >= MOST_FAILURES:
            row.failures, row.locked_until = 0, now() + LOCKED_FOR
            append(session, who, "account locked", row.id, {"minutes": LOCKED_FOR.seconds // 60})
    return None


def password_of(records: Records, account_id: str) -> str | None:
    """The hash of an account's password, if it has one."""
    with records.reading() as session:
        row = session.get(AccountRow, account_id)
        return row.password if row else None
