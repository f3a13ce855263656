"""What administrators see of the records: the audit log, and what is due to be deleted. Never a brief's words."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.database.columns import now
from api.database.repository import Page, Record
from api.database.tables import AuditRow, BriefRow, JobRow

SOON = datetime.timedelta(days=30)


class AuditEntry(Record):
    """One entry of the audit log."""

    sequence: int
    at: datetime.datetime
    person: str
    team: str
    action: str
    subject: str
    details: dict[str, Any]


class Kept(Record):
    """How much is kept for one team: how many briefs and batches, from when the oldest is, how many go soon."""

    team: str
    briefs: int
    batches: int
    oldest: datetime.datetime
    soon: int


def audit_page(session: Session, limit: int, offset: int, action: str = "") -> Page[AuditEntry]:
    """Entries of the audit log, newest first; of one kind if told."""
    chosen = select(AuditRow).where(AuditRow.action == action) if action else select(AuditRow)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = session.scalars(chosen.order_by(AuditRow.sequence.desc()).limit(limit).offset(offset))
    end = offset + limit
    return Page(total, end if end < total else None, tuple(_told(row) for row in rows))


def audit_actions(session: Session) -> tuple[str, ...]:
    """Every kind of entry that there is."""
    return tuple(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def kept(session: Session, retention_days: int) -> tuple[Kept, ...]:
    """What is kept, team by team. ``retention_days`` is 0 where nothing is deleted by itself."""
    last = now() - datetime.timedelta(days=retention_days) + SOON
    found: dict[str, list[tuple[str, datetime.datetime]]] = {}
    for kind, row in (("brief", BriefRow), ("batch", JobRow)):
        for team, at in session.execute(select(row.team, row.at)):
            found.setdefault(team, []).append((kind, at))
    return tuple(
        Kept(
            team=team,
            briefs=sum(kind == "brief" for kind, _ in held),
            batches=sum(kind == "batch" for kind, _ in held),
            oldest=min(at for _, at in held),
            soon=sum(at < last for _, at in held) if retention_days else 0,
        )
        for team, held in sorted(found.items())
    )


def last_compacted(session: Session) -> datetime.datetime | None:
    """When traces of what was deleted were last removed."""
    return session.scalar(select(func.max(AuditRow.at)).where(AuditRow.action == "compacted"))


def _told(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        sequence=row.sequence,
        at=row.at,
        person=row.owner,
        team=row.team,
        action=row.action,
        subject=row.subject,
        details=row.details,
    )
