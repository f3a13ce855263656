"""Sessions: begun at sign-in under a new secret, ended by idleness, by age, or by signing out."""

from __future__ import annotations

import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.database.accounts import Account, told
from api.database.columns import now
from api.database.people_tables import AccountRow, SessionRow
from api.security.secrets_kept import hashed, new_secret

IDLE = datetime.timedelta(minutes=30)
ABSOLUTE = datetime.timedelta(hours=10)  # a working day
NOTED_EVERY = datetime.timedelta(minutes=1)  # every request would be a write, and wait for the disk


def begin(session: Session, account_id: str) -> str:
    """Begin a session and give the secret for its cookie, which is kept as a hash alone. Old ones are cleared away."""
    moment, secret = now(), new_secret()
    session.execute(delete(SessionRow).where((SessionRow.used < moment - IDLE) | (SessionRow.at < moment - ABSOLUTE)))
    session.add(SessionRow(hash=hashed(secret), account_id=account_id, at=moment, used=moment))
    session.flush()
    return secret


def holder(session: Session, secret: str) -> tuple[Account, bool] | None:
    """Whose session this is, and whether it is time to note that it is in use; null when it does not hold."""
    row = session.get(SessionRow, hashed(secret))
    moment = now()
    if row is None or moment - row.used > IDLE or moment - row.at > ABSOLUTE:
        return None
    account = session.get_one(AccountRow, row.account_id)
    return None if account.disabled else (told(account), moment - row.used > NOTED_EVERY)


def note_use(session: Session, secret: str) -> None:
    """Note that a session is in use now."""
    row = session.get(SessionRow, hashed(secret))
    if row is not None:
        row.used = now()


def end(session: Session, kept: str) -> None:
    """End the session with this hash."""
    session.execute(delete(SessionRow).where(SessionRow.hash == kept))


def end_all(session: Session, account_id: str) -> None:
    """End every session of an account."""
    session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))
