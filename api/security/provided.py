"""Sign-ins by a provider, as they are kept: begun in one request, finished in another, and the account they lead to."""

from __future__ import annotations

import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.database import sessions
from api.database.accounts import Accounts
from api.database.audit import append
from api.database.columns import now
from api.database.people_tables import AccountRow, PendingSignInRow
from api.database.records import Records
from api.people import ENGINE, Person
from api.security.errors import NotSignedIn
from api.security.openid import Begun, Claimed
from api.security.secrets_kept import hashed, new_secret

WITHIN = datetime.timedelta(minutes=10)


def keep(records: Records, begun: Begun, goes_to: str) -> str:
    """Keep a sign-in that was begun, and give the secret by which the browser is known when it comes back."""
    secret = new_secret()
    with records.writing() as session:
        session.execute(delete(PendingSignInRow).where(PendingSignInRow.at < now() - WITHIN))
        session.add(
            PendingSignInRow(
                hash=hashed(secret),
                state=hashed(begun.state),
                nonce=begun.nonce,
                verifier=begun.verifier,
                goes_to=goes_to,
                at=now(),
            )
        )
    return secret


def take(records: Records, secret: str) -> PendingSignInRow:
    """The sign-in that this browser began. It can be taken once.

    Raises:
        NotSignedIn: when there is none, or it was begun too long ago.
    """
    with records.writing() as session:
        row = session.get(PendingSignInRow, hashed(secret))
        if row is not None:
            session.delete(row)
    if row is None or row.at < now() - WITHIN:
        raise NotSignedIn("this browser began no sign-in, or too long ago; sign in again")
    return row


def begin_session(records: Records, claimed: Claimed, before: str) -> str:
    """Begin a session for whoever the provider named, in the team and role that it tells; the secret for its cookie.

    Raises:
        NotSignedIn: when the account is disabled, or somebody else here has that name.
    """
    with records.writing() as session:
        secret = _begin(session, claimed, before)
    if secret is None:
        raise NotSignedIn("this account is disabled here, or its name is taken; ask an administrator")
    return secret


def _begin(session: Session, claimed: Claimed, before: str) -> str | None:
    found = select(AccountRow).where(AccountRow.issuer == claimed.issuer, AccountRow.subject == claimed.subject)
    row = session.scalars(found).one_or_none()
    if row is None:
        if session.scalar(select(func.count()).where(func.lower(AccountRow.name) == claimed.name.lower())):
            append(session, ENGINE, "sign-in failed", "name taken", {})
            return None
        account = Accounts(session, ENGINE).add(claimed.name, claimed.team, claimed.role)
        row = session.get_one(AccountRow, account.id)
        row.issuer, row.subject = claimed.issuer, claimed.subject
    who = Person(row.name, claimed.team, claimed.role)
    if row.disabled:
        append(session, who, "sign-in failed", row.id, {"disabled": True})
        return None
    if (row.team, row.role) != (claimed.team, claimed.role.value):
        before_that = {"team": row.team, "role": row.role}
        row.team, row.role = claimed.team, claimed.role.value
        sessions.end_all(session, row.id)
        told = {"before": before_that, "team": row.team, "role": row.role}
        append(session, ENGINE, "role changed", row.id, told)
    sessions.end(session, before)
    append(session, who, "signed in", row.id, {"by": "provider"})
    return sessions.begin(session, row.id)
