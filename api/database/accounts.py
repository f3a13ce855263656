"""Accounts: who may sign in, in which team and role. What is done to one is told to the audit log."""

from __future__ import annotations

import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.database.audit import append
from api.database.columns import new_id, now
from api.database.errors import RecordConflict, UnknownRecord
from api.database.people_tables import AccountRow, SessionRow
from api.database.repository import Record
from api.people import Person, Role
from api.security.errors import AccountError
from api.security.secrets_kept import password_hash

MOST_IN_A_NAME = 100


class Account(Record):
    """Somebody who may sign in. ``local`` when by a password of this service, else by the OpenID provider."""

    id: str
    name: str
    team: str
    role: Role
    local: bool
    must_change: bool
    disabled: bool
    locked_until: datetime.datetime | None
    at: datetime.datetime

    @property
    def person(self) -> Person:
        """The account as whoever asks."""
        return Person(self.name, self.team, self.role)


class Accounts:
    """All accounts, as ``person`` may see to them."""

    def __init__(self, session: Session, person: Person) -> None:
        self.session = session
        self.person = person

    def all(self) -> tuple[Account, ...]:
        """Everybody, by name."""
        return tuple(told(row) for row in self.session.scalars(select(AccountRow).order_by(AccountRow.name)))

    def one(self, account_id: str) -> Account:
        """The account with this id.

        Raises:
            UnknownRecord: when there is none.
        """
        return told(self._row(account_id))

    def named(self, name: str) -> Account:
        """The account with this name.

        Raises:
            UnknownRecord: when there is none.
        """
        row = self.session.scalars(select(AccountRow).where(AccountRow.name == name)).one_or_none()
        if row is None:
            raise UnknownRecord(f"nobody is called {name!r} here; `midlands-match people list` tells who there is")
        return told(row)

    def add(self, name: str, team: str, role: Role, password: str | None = None) -> Account:
        """Add somebody; with a password to hand over, which they change when they first sign in.

        Raises:
            AccountError: when name, team or password cannot be used.
            RecordConflict: when somebody has that name already.
        """
        name, team = _name(name, "name"), _name(team, "team")
        if self.session.scalar(select(func.count()).where(func.lower(AccountRow.name) == name.lower())):
            raise RecordConflict(f"somebody is called {name!r} already")
        kept = None if password is None else password_hash(password, name)
        row = AccountRow(id=new_id(), name=name, team=team, role=role.value, password=kept, at=now())
        row.must_change, row.disabled, row.failures = kept is not None, False, 0
        self.session.add(row)
        self.session.flush()
        append(self.session, self.person, "person added", row.id, {"name": name, "team": team, "role": role.value})
        return told(row)

    def place(self, account_id: str, team: str, role: Role) -> Account:
        """Put somebody into a team and a role. Their sessions end, so that nothing goes on under the old ones.

        Raises:
            UnknownRecord: when there is no such account.
            AccountError: when it is one's own, or the last administrator's.
        """
        row, team = self._row(account_id), _name(team, "team")
        if row.name == self.person.name and row.role != role.value:
            raise AccountError("nobody changes their own role; ask another administrator")
        if role is not Role.ADMINISTRATOR:
            self._keep_an_administrator(row)
        before = {"team": row.team, "role": row.role}
        row.team, row.role = team, role.value
        self._end_sessions(row)
        append(self.session, self.person, "role changed", row.id, {"before": before, "team": team, "role": role.value})
        return told(row)

    def disable(self, account_id: str, disabled: bool = True) -> Account:
        """Let somebody in no more, or again. Sessions end at once, and tokens are not accepted meanwhile.

        Raises:
            UnknownRecord: when there is no such account.
            AccountError: when it is one's own, or the last administrator's.
        """
        row = self._row(account_id)
        if disabled:
            if row.name == self.person.name:
                raise AccountError("nobody disables themselves; ask another administrator")
            self._keep_an_administrator(row)
        row.disabled = disabled
        row.failures, row.locked_until = 0, None
        self._end_sessions(row)
        append(self.session, self.person, "person disabled" if disabled else "person enabled", row.id, {})
        return told(row)

    def set_password(self, account_id: str, password: str, own: bool = False) -> Account:
        """Give somebody a new password; their sessions end. ``own`` when they chose it themselves.

        Raises:
            UnknownRecord: when there is no such account.
            AccountError: when the password cannot be used, or the account signs in elsewhere.
        """
        row = self._row(account_id)
        if row.subject is not None:
            raise AccountError("this account signs in at the OpenID provider, where its password is changed")
        row.password = password_hash(password, row.name)
        row.must_change = not own
        row.failures, row.locked_until = 0, None
        self._end_sessions(row)
        append(self.session, self.person, "password changed" if own else "password reset", row.id, {})
        return told(row)

    def _row(self, account_id: str) -> AccountRow:
        row = self.session.get(AccountRow, account_id)
        if row is None:
            raise UnknownRecord(f"there is no account {account_id!r}")
        return row

    def _end_sessions(self, row: AccountRow) -> None:
        self.session.execute(delete(SessionRow).where(SessionRow.account_id == row.id))
        self.session.flush()

    def _keep_an_administrator(self, row: AccountRow) -> None:
        others = select(func.count()).where(
            AccountRow.role == Role.ADMINISTRATOR.value, AccountRow.disabled.is_(False), AccountRow.id != row.id
        )
        if row.role == Role.ADMINISTRATOR.value and not self.session.scalar(others):
            raise AccountError("this is the last administrator; make another one first")


def told(row: AccountRow) -> Account:
    """An account as it is told: without its password."""
    return Account(
        id=row.id,
        name=row.name,
        team=row.team,
        role=Role(row.role),
        local=row.subject is None,
        must_change=row.must_change,
        disabled=row.disabled,
        locked_until=row.locked_until,
        at=row.at,
    )


def _name(text: str, what: str) -> str:
    found = " ".join(text.split())
    if not found or len(found) > MOST_IN_A_NAME or not found.isprintable():
        raise AccountError(f"a {what} has 1 to {MOST_IN_A_NAME} printable characters")
    return found
