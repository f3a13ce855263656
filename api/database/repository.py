"""What every repository shares: a session, a person, and queries that never leave the person's team."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from api.database.audit import append
from api.database.errors import UnknownRecord
from api.database.tables import Owned
from api.people import Person

_Row = TypeVar("_Row", bound=Owned)
_Record = TypeVar("_Record")


class Record(BaseModel):
    """Base of the records that are answered: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Page(Generic[_Record]):
    """Some records of many. ``next_offset`` is null on the last page."""

    total: int
    next_offset: int | None
    records: tuple[_Record, ...]


class Repository:
    """Records of one kind, for one person. Another team's are not there at all."""

    def __init__(self, session: Session, person: Person) -> None:
        self.session = session
        self.person = person

    def _team(self, row: type[_Row]) -> Select[_Row]:
        return select(row).where(row.team == self.person.team)

    def _one(self, row: type[_Row], record_id: str, what: str) -> _Row:
        """The team's record with this id.

        Raises:
            UnknownRecord: when there is none, or it is another team's: the two cannot be told apart.
        """
        key: Any = row.id  # type: ignore[attr-defined] # every owned table but the histories has one
        found = self.session.scalars(self._team(row).where(key == record_id)).one_or_none()
        if found is None:
            raise UnknownRecord(f"there is no {what} {record_id!r}")
        return found

    def _page(self, statement: Select[_Row], told: Callable[[_Row], _Record], limit: int, offset: int) -> Page[_Record]:
        total = self.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
        rows = self.session.scalars(statement.limit(limit).offset(offset))
        end = offset + limit
        return Page(total, end if end < total else None, tuple(told(row) for row in rows))

    def _note(self, action: str, subject: str, **details: Any) -> None:
        """Tell the audit log what was done: ids, names of fields and numbers, never a brief's words."""
        append(self.session, self.person, action, subject, details)
