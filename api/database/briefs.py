"""Saved briefs: confidential, seen by their team alone, and gone for good once deleted."""

from __future__ import annotations

import datetime

from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.database.audit import append
from api.database.columns import new_id, now
from api.database.errors import StaleRecord
from api.database.repository import Page, Record, Repository
from api.database.tables import BriefRow, IdempotencyRow, JobRow
from api.people import ENGINE
from api.selection import Selection
from matcher.amendments import Amendments


class SavedBrief(Record):
    """A saved brief. ``version`` goes up by one with each change; the text never changes.

    ``amendments`` are what officers corrected in the reading, ``selection`` what they made of the shortlist, and
    ``marking`` the protective marking of the files that it came in.
    """

    id: str
    title: str
    text: str
    k: int
    version: int
    owner: str
    at: datetime.datetime
    amendments: Amendments = Amendments()
    selection: Selection = Selection()
    marking: str = ""


class BriefLine(Record):
    """A saved brief in a list, without its text."""

    id: str
    title: str
    k: int
    version: int
    owner: str
    at: datetime.datetime


class Briefs(Repository):
    """The saved briefs of a team."""

    def add(
        self,
        title: str,
        text: str,
        k: int,
        checked: int,
        amendments: Amendments | None = None,
        selection: Selection | None = None,
        marking: str = "",
    ) -> SavedBrief:
        """Save a brief. ``checked`` is the state of the catalogue after which changes are news to it."""
        row = BriefRow(
            id=new_id(),
            title=title,
            text=text,
            k=k,
            version=1,
            checked=checked,
            amendments=_json(amendments or Amendments()),
            selection=_json(selection or Selection()),
            marking=marking,
            owner=self.person.name,
            team=self.person.team,
            at=now(),
        )
        self.session.add(row)
        self.session.flush()
        self._note("brief saved", row.id, characters=len(text))
        return _told(row)

    def one(self, brief_id: str) -> SavedBrief:
        """The brief with this id.

        Raises:
            UnknownRecord: when the team has none.
        """
        return _told(self._one(BriefRow, brief_id, "brief"))

    def checked(self, brief_id: str) -> int:
        """The state of the catalogue that a brief was last matched against.

        Raises:
            UnknownRecord: when the team has none.
        """
        return self._one(BriefRow, brief_id, "brief").checked

    def caught_up(self, brief_id: str, sequence: int) -> None:
        """Note that nothing until this state of the catalogue is news to a brief.

        Raises:
            UnknownRecord: when the team has none.
        """
        row = self._one(BriefRow, brief_id, "brief")
        row.checked = max(row.checked, sequence)
        self.session.flush()

    def page(self, limit: int, offset: int, owner: str | None = None) -> Page[BriefLine]:
        """The team's briefs, newest first; of one person if told."""
        chosen = self._team(BriefRow).order_by(BriefRow.id.desc())
        if owner is not None:
            chosen = chosen.where(BriefRow.owner == owner)
        return self._page(chosen, _line, limit, offset)

    def rename(self, brief_id: str, title: str, expected: int) -> SavedBrief:
        """Give a brief another title.

        Raises:
            UnknownRecord: when the team has none.
            StaleRecord: when somebody has changed it since.
        """
        row = self._expected(brief_id, expected)
        row.title = title
        row.version += 1
        self.session.flush()
        self._note("brief renamed", row.id, version=row.version)
        return _told(row)

    def rework(self, brief_id: str, k: int, amendments: Amendments, selection: Selection, expected: int) -> SavedBrief:
        """Keep what an officer corrected and made of the shortlist; the brief as it was where nothing differs.

        Raises:
            UnknownRecord: when the team has none.
            StaleRecord: when somebody has changed it since.
        """
        row = self._expected(brief_id, expected)
        new = (k, _json(amendments), _json(selection))
        if (row.k, row.amendments, row.selection) != new:
            row.k, row.amendments, row.selection = new
            row.version += 1
            self.session.flush()
            self._note("brief reworked", row.id, version=row.version)
        return _told(row)

    def _expected(self, brief_id: str, expected: int) -> BriefRow:
        row = self._one(BriefRow, brief_id, "brief")
        if row.version != expected:
            raise StaleRecord(
                f"the brief was changed meanwhile: it is at version {row.version} by now, not {expected}; open it "
                "again and repeat the change"
            )
        return row

    def delete(self, brief_id: str) -> None:
        """Delete a brief and all that holds words of it: shortlists, decisions, judgements, news.

        Raises:
            UnknownRecord: when the team has none.
        """
        row = self._one(BriefRow, brief_id, "brief")
        self.session.delete(row)
        self.session.execute(delete(IdempotencyRow).where(IdempotencyRow.made == brief_id))  # it holds a hash of it
        self.session.flush()
        self._note("brief deleted", brief_id)


def delete_older(session: Session, moment: datetime.datetime) -> int:
    """Delete every team's briefs and batches from before a moment; how many they were."""
    count = 0
    for kind, row in (("brief", BriefRow), ("batch", JobRow)):
        for record_id in session.scalars(select(row.id).where(row.at < moment)).all():
            session.execute(delete(row).where(row.id == record_id))
            session.execute(delete(IdempotencyRow).where(IdempotencyRow.made == record_id))
            append(session, ENGINE, f"{kind} expired", record_id, {})
            count += 1
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.at < now() - datetime.timedelta(days=1)))
    return count


def due(session: Session, sequence: int) -> list[tuple[str, str]]:
    """Ids and teams of the briefs that were not matched against this state of the catalogue yet."""
    found = session.execute(select(BriefRow.id, BriefRow.team).where(BriefRow.checked < sequence).order_by(BriefRow.id))
    return [(brief_id, team) for brief_id, team in found]


def _told(row: BriefRow) -> SavedBrief:
    return SavedBrief(
        **_line(row).model_dump(),
        text=row.text,
        amendments=Amendments.model_validate_json(row.amendments),
        selection=Selection.model_validate_json(row.selection),
        marking=row.marking,
    )


def _json(model: BaseModel) -> str:
    return model.model_dump_json(exclude_defaults=True)


def _line(row: BriefRow) -> BriefLine:
    return BriefLine(id=row.id, title=row.title, k=row.k, version=row.version, owner=row.owner, at=row.at)
