"""Opportunities as they change: revisions that are only ever added to, over the shipped catalogue."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.database.columns import now
from api.database.errors import RecordConflict, StaleRecord, UnusableRecord
from api.database.profiles import differences, faults_of, plain
from api.database.repository import Record, Repository
from api.database.tables import RevisionRow
from api.manners import tag
from api.people import Person
from opportunities.catalogue import Catalogue
from opportunities.errors import UnknownOpportunity
from opportunities.opportunity import Opportunity

SHIPPED = "shipped catalogue"
CREATED, EDITED, RETIRED, RESTORED = "created", "edited", "retired", "restored"


class Revision(Record):
    """One revision: who changed what, and when. The shipped catalogue's is the first, with no moment of its own."""

    opportunity_id: str
    revision: int
    change: str
    by: str
    at: datetime.datetime | None
    fields: tuple[str, ...] = ()
    note: str = ""


class Revisions(Repository):
    """The revisions of opportunities over a base: the shipped catalogue, whose profiles are each revision one.

    A base profile is copied only when it is first changed, so that its history stays although a later version of
    the product ships another. Opportunities are everybody's; the person is who changes them.
    """

    def __init__(self, session: Session, person: Person, base: Catalogue) -> None:
        super().__init__(session, person)
        self.base = base

    def history(self, opportunity_id: str) -> tuple[Revision, ...]:
        """Every revision, oldest first.

        Raises:
            UnknownOpportunity: when there never was such an opportunity.
        """
        rows = self._rows(opportunity_id)
        if rows:
            return tuple(_told(row) for row in rows)
        self.base.opportunity(opportunity_id)
        return (shipped_revision(opportunity_id),)

    def profile(self, opportunity_id: str, revision: int) -> Opportunity:
        """The profile as it was after a revision.

        Raises:
            UnknownOpportunity: when there is no such opportunity or revision.
        """
        rows = self._rows(opportunity_id)
        for row in rows:
            if row.revision == revision:
                return Opportunity.model_validate(row.profile)
        if rows or revision != 1:
            raise UnknownOpportunity(f"{opportunity_id!r} has no revision {revision}; its history lists them")
        return self.base.opportunity(opportunity_id)

    def latest(self, opportunity_id: str) -> tuple[Opportunity, Revision]:
        """The profile as it stands, and its last revision; of a retired one what it was.

        Raises:
            UnknownOpportunity: when there never was such an opportunity.
        """
        row = self._last(opportunity_id)
        if row is None:
            return self.base.opportunity(opportunity_id), shipped_revision(opportunity_id)
        return Opportunity.model_validate(row.profile), _told(row)

    def create(self, opportunity: Opportunity, note: str = "", related: frozenset[str] = frozenset()) -> Revision:
        """Add an opportunity. ``related`` are ids, beside those that are there, that it may relate to.

        Raises:
            RecordConflict: when its id is or was another's.
            UnusableRecord: with everything that is wrong with it.
        """
        if opportunity.id in self.ids():
            raise RecordConflict(f"{opportunity.id!r} is taken; edit that opportunity, or choose another id")
        self._check(opportunity, related)
        return self._add(opportunity, 1, CREATED, [], note)

    def edit(
        self, opportunity: Opportunity, expected: int | None, note: str = "", related: frozenset[str] = frozenset()
    ) -> Revision:
        """Change an opportunity; what changes nothing adds no revision. ``expected`` is the revision edited.

        Raises:
            StaleRecord: when somebody has changed it since.
            RecordConflict: when it is retired.
            UnusableRecord: with everything that is wrong with it.
        """
        before, last = self._expected(opportunity.id, expected)
        if last.change == RETIRED:
            raise RecordConflict(f"{opportunity.id!r} is retired; restore it before you edit it")
        self._check(opportunity, related)
        fields = [d.field for d in differences(before, opportunity)]
        return self._add(opportunity, last.revision + 1, EDITED, fields, note) if fields else last

    def retire(self, opportunity_id: str, expected: int | None, note: str = "") -> Revision:
        """Take an opportunity out of the catalogue; its history stays.

        Raises:
            StaleRecord: when somebody has changed it since.
            RecordConflict: when it is retired already, or is the last one there is.
        """
        profile, last = self._expected(opportunity_id, expected)
        if last.change == RETIRED:
            raise RecordConflict(f"{opportunity_id!r} is retired already")
        if len(self.live()) == 1:
            raise RecordConflict(f"{opportunity_id!r} is the only opportunity left; a catalogue needs at least one")
        return self._add(profile, last.revision + 1, RETIRED, [], note)

    def restore(self, opportunity_id: str, expected: int | None, note: str = "") -> Revision:
        """Put a retired opportunity back as it was.

        Raises:
            StaleRecord: when somebody has changed it since.
            RecordConflict: when it is not retired.
        """
        profile, last = self._expected(opportunity_id, expected)
        if last.change != RETIRED:
            raise RecordConflict(f"{opportunity_id!r} is not retired")
        return self._add(profile, last.revision + 1, RESTORED, [], note)

    def ids(self) -> frozenset[str]:
        """The ids of all there ever were, retired ones too."""
        return frozenset(self.session.scalars(select(RevisionRow.opportunity_id).distinct())) | set(self.base.ids)

    def numbers(self) -> dict[str, int]:
        """The last revision's number of every opportunity, by id."""
        rows = select(RevisionRow.opportunity_id, func.max(RevisionRow.revision)).group_by(RevisionRow.opportunity_id)
        return dict.fromkeys(self.base.ids, 1) | {i: number for i, number in self.session.execute(rows)}

    def sequence(self) -> int:
        """Which state of the catalogue this is: the last revision's place among all; 0 as shipped."""
        return self.sequence_of(self.session)

    @staticmethod
    def sequence_of(session: Session) -> int:
        """The same, for whoever needs no more than that."""
        return session.scalar(select(func.max(RevisionRow.sequence))) or 0

    def live(self, at: int | None = None) -> dict[str, Opportunity]:
        """What can be matched, by id, at a state of the catalogue; now unless told.

        Profiles that nobody changed are the base's own objects.
        """
        found = {o.id: o for o in self.base}
        for row in self._last_rows(at):
            found.pop(row.opportunity_id, None)
            if row.change != RETIRED:
                found[row.opportunity_id] = Opportunity.model_validate(row.profile)
        return found

    def changed_since(self, sequence: int, until: int | None = None) -> dict[str, str]:
        """The ids changed after a state of the catalogue, each with what was done to it last."""
        rows = select(RevisionRow).where(RevisionRow.sequence > sequence).order_by(RevisionRow.sequence)
        if until is not None:
            rows = rows.where(RevisionRow.sequence <= until)
        return {row.opportunity_id: row.change for row in self.session.scalars(rows) if row.change != SHIPPED}

    def _rows(self, opportunity_id: str) -> list[RevisionRow]:
        chosen = select(RevisionRow).where(RevisionRow.opportunity_id == opportunity_id)
        return list(self.session.scalars(chosen.order_by(RevisionRow.revision)))

    def _last(self, opportunity_id: str) -> RevisionRow | None:
        chosen = select(RevisionRow).where(RevisionRow.opportunity_id == opportunity_id)
        return self.session.scalars(chosen.order_by(RevisionRow.revision.desc()).limit(1)).one_or_none()

    def _last_rows(self, at: int | None) -> Iterable[RevisionRow]:
        latest = select(func.max(RevisionRow.sequence)).group_by(RevisionRow.opportunity_id)
        if at is not None:
            latest = latest.where(RevisionRow.sequence <= at)
        return self.session.scalars(select(RevisionRow).where(RevisionRow.sequence.in_(latest)))

    def _expected(self, opportunity_id: str, expected: int | None) -> tuple[Opportunity, Revision]:
        profile, last = self.latest(opportunity_id)
        if expected is not None and expected != last.revision:
            raise StaleRecord(
                f"{opportunity_id!r} is at revision {last.revision} by now, not {expected}; read it again and repeat "
                "the change on that"
            )
        return profile, last

    def _check(self, opportunity: Opportunity, related: frozenset[str]) -> None:
        faults = faults_of(opportunity, self.ids() | related)
        if faults:
            told = [(".".join(map(str, where)), what) for where, what in faults]
            raise UnusableRecord(f"{opportunity.id!r} cannot be kept", told)

    def _add(self, opportunity: Opportunity, revision: int, change: str, fields: list[str], note: str) -> Revision:
        if revision == 2 and self._last(opportunity.id) is None:
            first = self.base.opportunity(opportunity.id)
            self._insert(Person(SHIPPED, ""), first, 1, SHIPPED, [], "")
        row = self._insert(self.person, opportunity, revision, change, fields, note)
        self._note(f"opportunity {change}", opportunity.id, revision=revision, fields=fields)
        return _told(row)

    def _insert(
        self, who: Person, opportunity: Opportunity, revision: int, change: str, fields: list[str], note: str
    ) -> RevisionRow:
        row = RevisionRow(
            opportunity_id=opportunity.id,
            revision=revision,
            change=change,
            fields=fields,
            profile=plain(opportunity),
            note=note,
            owner=who.name,
            team=who.team,
            at=now(),
        )
        self.session.add(row)
        self.session.flush()
        return row


def shipped_revision(opportunity_id: str) -> Revision:
    """The first revision of a shipped opportunity that nobody has changed."""
    return Revision(opportunity_id=opportunity_id, revision=1, change=SHIPPED, by=SHIPPED, at=None)


def _told(row: RevisionRow) -> Revision:
    shipped = row.change == SHIPPED
    return Revision(
        opportunity_id=row.opportunity_id,
        revision=row.revision,
        change=row.change,
        by=row.owner,
        at=None if shipped else row.at,  # when it was copied tells nothing
        fields=tuple(row.fields),
        note=row.note,
    )


def etag_of(profile: Opportunity, revision: Revision) -> str:
    """The entity tag of an opportunity at a revision."""
    return tag(revision.revision, revision.change, profile.model_dump_json(by_alias=True))
