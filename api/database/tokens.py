"""API tokens: for programs, each with a purpose, scopes and an end. The token itself is shown once and kept nowhere."""

from __future__ import annotations

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database.accounts import Account, told
from api.database.audit import append
from api.database.columns import new_id, now
from api.database.errors import UnknownRecord
from api.database.people_tables import AccountRow, TokenRow
from api.database.repository import Record
from api.people import Person
from api.security.errors import AccountError
from api.security.permissions import Scope
from api.security.secrets_kept import TOKEN_PREFIX, hashed, new_secret

MOST_DAYS = 366


class Token(Record):
    """A token as it is listed."""

    id: str
    person: str
    purpose: str
    scopes: tuple[Scope, ...]
    at: datetime.datetime
    expires: datetime.datetime
    revoked: datetime.datetime | None

    @property
    def live(self) -> bool:
        """Whether it is accepted, as far as it depends on the token."""
        return self.revoked is None and self.expires > now()


class Tokens:
    """All tokens, as an administrator may see to them."""

    def __init__(self, session: Session, person: Person) -> None:
        self.session = session
        self.person = person

    def all(self) -> tuple[Token, ...]:
        """Every token, newest first."""
        rows = self.session.execute(
            select(TokenRow, AccountRow.name)
            .join(AccountRow, AccountRow.id == TokenRow.account_id)
            .order_by(TokenRow.id.desc())
        )
        return tuple(_told(row, name) for row, name in rows)

    def make(self, account: Account, purpose: str, scopes: frozenset[Scope], days: int) -> tuple[Token, str]:
        """Make a token for somebody, and give it with its secret, which cannot be had again.

        Raises:
            AccountError: when purpose, scopes or days cannot be used.
        """
        purpose = " ".join(purpose.split())
        if not 1 <= len(purpose) <= 100 or not purpose.isprintable():
            raise AccountError("say in up to 100 characters what the token is for")
        if not scopes:
            raise AccountError(f"a token needs a scope at least; there are {', '.join(Scope)}")
        if not 1 <= days <= MOST_DAYS:
            raise AccountError(f"a token lives 1 to {MOST_DAYS} days")
        secret, moment = TOKEN_PREFIX + new_secret(), now()
        row = TokenRow(
            id=new_id(),
            hash=hashed(secret),
            account_id=account.id,
            purpose=purpose,
            scopes=sorted(scopes),
            at=moment,
            expires=moment + datetime.timedelta(days=days),
        )
        self.session.add(row)
        self.session.flush()
        append(self.session, self.person, "token made", row.id, {"for": account.id, "scopes": row.scopes, "days": days})
        return _told(row, account.name), secret

    def revoke(self, token_id: str) -> None:
        """Have a token accepted no more.

        Raises:
            UnknownRecord: when there is none.
        """
        row = self.session.get(TokenRow, token_id)
        if row is None:
            raise UnknownRecord(f"there is no token {token_id!r}")
        if row.revoked is None:
            row.revoked = now()
            append(self.session, self.person, "token revoked", row.id, {})


def bearer(session: Session, secret: str) -> tuple[Account, frozenset[Scope]] | None:
    """Whose token this is and what it may be used for; null when it does not hold."""
    if not secret.startswith(TOKEN_PREFIX):
        return None
    row = session.scalars(select(TokenRow).where(TokenRow.hash == hashed(secret))).one_or_none()
    if row is None or row.revoked is not None or row.expires <= now():
        return None
    account = session.get_one(AccountRow, row.account_id)
    return None if account.disabled else (told(account), frozenset(Scope(scope) for scope in row.scopes))


def _told(row: TokenRow, person: str) -> Token:
    return Token(
        id=row.id,
        person=person,
        purpose=row.purpose,
        scopes=tuple(Scope(scope) for scope in row.scopes),
        at=row.at,
        expires=row.expires,
        revoked=row.revoked,
    )
