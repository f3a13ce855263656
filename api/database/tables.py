"""The tables. Whatever belongs to people carries ``owner`` and ``team``; what is history is only ever added to."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from api.database.columns import Json, Moment, Wording

Id = String(36)
Name = String(200)
Slug = String(80)
Hash = String(64)


class Table(DeclarativeBase):
    """Base of the tables."""


class Owned:
    """Columns of what belongs to a person and their team."""

    owner: Mapped[str] = mapped_column(Name)
    team: Mapped[str] = mapped_column(Name, index=True)
    at: Mapped[datetime.datetime] = mapped_column(Moment)


class RevisionRow(Owned, Table):
    """One revision of an opportunity: the whole profile after a change. ``sequence`` orders all revisions."""

    __tablename__ = "opportunity_revisions"
    __table_args__ = (UniqueConstraint("opportunity_id", "revision", name="uq_opportunity_revision"),)

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    opportunity_id: Mapped[str] = mapped_column(Slug)
    revision: Mapped[int] = mapped_column(Integer)
    change: Mapped[str] = mapped_column(String(20))
    fields: Mapped[list[str]] = mapped_column(Json)
    profile: Mapped[dict[str, Any]] = mapped_column(Json)
    note: Mapped[str] = mapped_column(Wording, default="")


class BriefRow(Owned, Table):
    """A saved brief. ``checked`` is the catalogue's sequence it was last matched against; ``version`` counts edits.

    ``amendments`` and ``selection`` are JSON: what an officer corrected, and what they made of the shortlist.
    """

    __tablename__ = "briefs"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    title: Mapped[str] = mapped_column(Wording)
    text: Mapped[str] = mapped_column(Wording)
    k: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, default=1)
    checked: Mapped[int] = mapped_column(Integer)
    amendments: Mapped[str] = mapped_column(Wording, default="{}")
    selection: Mapped[str] = mapped_column(Wording, default="{}")
    marking: Mapped[str] = mapped_column(Wording, default="")


class _OfBrief(Owned):
    brief_id: Mapped[str] = mapped_column(ForeignKey("briefs.id", ondelete="CASCADE"), index=True)


class ShortlistRow(_OfBrief, Table):
    """A shortlist as it was answered, byte for byte, and what it was made from. Never changed."""

    __tablename__ = "shortlists"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    cause: Mapped[str] = mapped_column(String(20))
    k: Mapped[int] = mapped_column(Integer)
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(Hash)
    sequence: Mapped[int] = mapped_column(Integer)
    catalogue: Mapped[str] = mapped_column(Hash)
    encoder: Mapped[str] = mapped_column(Name)
    weights: Mapped[str] = mapped_column(Hash)
    calibration: Mapped[str] = mapped_column(Hash)
    product: Mapped[str] = mapped_column(Name)
    weights_name: Mapped[str] = mapped_column(Name)
    weights_toml: Mapped[str] = mapped_column(Wording)


class DecisionRow(_OfBrief, Table):
    """What an officer decided on one match: keep, drop, move, override. Later ones on the same match prevail."""

    __tablename__ = "decisions"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    shortlist_id: Mapped[str] = mapped_column(ForeignKey("shortlists.id", ondelete="CASCADE"), index=True)
    opportunity_id: Mapped[str] = mapped_column(Slug)
    decision: Mapped[str] = mapped_column(String(20))
    position: Mapped[int | None] = mapped_column(Integer)
    gate: Mapped[str | None] = mapped_column(Slug)
    reason: Mapped[str] = mapped_column(Wording, default="")
    note: Mapped[str] = mapped_column(Wording, default="")


class JudgementRow(_OfBrief, Table):
    """A judge's grade, 0 to 3, of an opportunity for a saved brief. A judge's later one prevails."""

    __tablename__ = "judgements"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    opportunity_id: Mapped[str] = mapped_column(Slug)
    relevance: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Wording, default="")


class WeightSetRow(Owned, Table):
    """A set of weights that somebody proposed; ``comparison`` is how it did on the judged briefs, once compared."""

    __tablename__ = "weight_sets"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Name)
    toml: Mapped[str] = mapped_column(Wording)
    fingerprint: Mapped[str] = mapped_column(Hash)
    comparison: Mapped[dict[str, Any] | None] = mapped_column(Json)


class PublicationRow(Owned, Table):
    """What came into force, when, by whom: a weight set, or null for the shipped weights."""

    __tablename__ = "weight_publications"

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    weight_set_id: Mapped[str | None] = mapped_column(ForeignKey("weight_sets.id"))
    action: Mapped[str] = mapped_column(String(20))


class AuditRow(Owned, Table):
    """One entry of the audit log: each holds the hash of the one before, so that a change anywhere shows."""

    __tablename__ = "audit"

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Name)
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    before: Mapped[str] = mapped_column(Hash)
    hash: Mapped[str] = mapped_column(Hash)


class NewsRow(_OfBrief, Table):
    """An opportunity that a change of the catalogue brought onto a saved brief's shortlist, or changed on it."""

    __tablename__ = "news"
    __table_args__ = (UniqueConstraint("brief_id", "opportunity_id", name="uq_news"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    shortlist_id: Mapped[str] = mapped_column(ForeignKey("shortlists.id", ondelete="CASCADE"))
    opportunity_id: Mapped[str] = mapped_column(Slug)
    what: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)


class JobRow(Owned, Table):
    """A batch of briefs to match. ``state`` goes from queued over running to done."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    k: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    beat: Mapped[datetime.datetime | None] = mapped_column(Moment)
    ended: Mapped[datetime.datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(Wording, default="")


class JobItemRow(Table):
    """One brief of a batch and, once matched, its answer: a job that was cut off goes on where it stopped."""

    __tablename__ = "job_items"
    __table_args__ = (Index("ix_job_items_open", "job_id", "state"),)

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    brief_id: Mapped[str] = mapped_column(Wording)
    text: Mapped[str] = mapped_column(Wording)
    state: Mapped[str] = mapped_column(String(20))
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)


class IdempotencyRow(Owned, Table):
    """A creation that carried an Idempotency-Key: what was asked, as a hash, and what was made."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("team", "owner", "key", name="uq_idempotency_key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(Name)
    asked: Mapped[str] = mapped_column(Hash)
    made: Mapped[str] = mapped_column(Name)
