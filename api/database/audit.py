"""The audit log: who did what when, in a chain of hashes that a change anywhere breaks. Never a brief's words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.database.columns import now
from api.database.tables import AuditRow
from api.people import Person

BEGINNING = "0" * 64
DELETIONS = ("brief deleted", "brief expired", "batch deleted", "batch expired")
"""What leaves traces that are to be removed."""


def append(session: Session, person: Person, action: str, subject: str, details: dict[str, Any]) -> None:
    """Add an entry, within the transaction of what it tells of: both are kept, or neither is.

    Sessions that write come one after another, so that the entry before is the last there is.
    """
    last = session.scalars(select(AuditRow).order_by(AuditRow.sequence.desc()).limit(1)).one_or_none()
    entry = AuditRow(
        sequence=last.sequence + 1 if last else 1,
        owner=person.name,
        team=person.team,
        at=now(),
        action=action,
        subject=subject,
        details=details,
        before=last.hash if last else BEGINNING,
    )
    entry.hash = entry_hash(entry)
    session.add(entry)
    session.flush()


def entry_hash(entry: AuditRow) -> str:
    """SHA-256 of an entry with the hash before it, in hexadecimal."""
    told = [entry.sequence, entry.owner, entry.team, entry.at.isoformat(), entry.action, entry.subject, entry.details]
    text = json.dumps([*told, entry.before], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def verify(session: Session) -> tuple[int, list[str]]:
    """How many entries there are, and what is wrong with the chain: nothing, unless somebody has been at it.

    A log whose end was cut off is still a chain; keep the last hash elsewhere to notice that.
    """
    problems: list[str] = []
    before, count = BEGINNING, 0
    for count, entry in enumerate(_entries(session), start=1):
        if entry.sequence != count:
            problems.append(f"entry {count} is missing: {entry.sequence} follows")
            break
        if entry.before != before:
            problems.append(f"entry {count} does not follow the one before it")
        if entry.hash != entry_hash(entry):
            problems.append(f"entry {count} was changed")
        before = entry.hash
    return count, problems


def last_hash(session: Session) -> str:
    """The hash of the last entry, which stands for the whole log."""
    return session.scalar(select(AuditRow.hash).order_by(AuditRow.sequence.desc()).limit(1)) or BEGINNING


def traces_left(session: Session) -> bool:
    """Whether something was deleted since the database was last compacted."""

    def last(*actions: str) -> int:
        chosen = select(func.max(AuditRow.sequence)).where(AuditRow.action.in_(actions))
        return session.scalar(chosen) or 0

    return last(*DELETIONS) > last("compacted")


def _entries(session: Session) -> Iterator[AuditRow]:
    return iter(session.scalars(select(AuditRow).order_by(AuditRow.sequence).execution_options(yield_per=500)))
