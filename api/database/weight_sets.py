"""Weight sets: proposed by one person, compared, published by another, rolled back; what came when stays known."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from api.database.columns import new_id, now
from api.database.errors import NotForThisPerson, RecordConflict, UnknownRecord, UnusableRecord
from api.database.repository import Page, Record, Repository
from api.database.tables import PublicationRow, WeightSetRow
from matcher.errors import WeightsError
from matcher.weights import Weights, parse_weights

LONGEST_NAME = 200
PUBLISHED, ROLLED_BACK = "published", "rolled back"


class Standing(StrEnum):
    """Where a weight set stands."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled back"
    SUPERSEDED = "superseded"


class WeightSet(Record):
    """A weight set with its provenance, where it stands, and how it did on the judged briefs, once compared."""

    id: str
    standing: Standing
    weights: Weights
    fingerprint: str
    proposed_by: str
    at: datetime.datetime
    comparison: dict[str, Any] | None


class Publication(Record):
    """What came into force: a weight set, or the shipped weights (null), by whom and when."""

    weight_set_id: str | None
    action: str
    by: str
    at: datetime.datetime


class WeightSets(Repository):
    """The weight sets of the installation: there is one in force for everybody, so every team sees them."""

    def propose(self, weights: Weights) -> WeightSet:
        """Add a set for others to look at. It changes nothing yet.

        Raises:
            UnusableRecord: when its words could not be brought back as they are.
        """
        if len(weights.name) > LONGEST_NAME or not weights.name.isprintable():
            raise UnusableRecord(f"the name of weights has at most {LONGEST_NAME} characters, all of them printable")
        try:
            unchanged = parse_weights(weights.as_toml(), weights.name) == weights
        except WeightsError:
            unchanged = False
        if not unchanged:
            raise UnusableRecord("the note or another text of the weights holds control characters; take them out")
        row = WeightSetRow(
            id=new_id(),
            name=weights.name,
            toml=weights.as_toml(),
            fingerprint=weights.fingerprint,
            comparison=None,
            owner=self.person.name,
            team=self.person.team,
            at=now(),
        )
        self.session.add(row)
        self.session.flush()
        self._note("weights proposed", row.id, fingerprint=row.fingerprint)
        return self._told(row)

    def one(self, weight_set_id: str) -> WeightSet:
        """The set with this id.

        Raises:
            UnknownRecord: when there is none.
        """
        return self._told(self._row(weight_set_id))

    def page(self, limit: int, offset: int) -> Page[WeightSet]:
        """The sets, newest first."""
        return self._page(select(WeightSetRow).order_by(WeightSetRow.id.desc()), self._told, limit, offset)

    def compared(self, weight_set_id: str, comparison: dict[str, Any]) -> WeightSet:
        """Keep how a set did on the judged briefs.

        Raises:
            UnknownRecord: when there is none.
        """
        row = self._row(weight_set_id)
        row.comparison = comparison
        self.session.flush()
        self._note("weights compared", row.id, fingerprint=row.fingerprint)
        return self._told(row)

    def publish(self, weight_set_id: str) -> WeightSet:
        """Put a set in force.

        Raises:
            UnknownRecord: when there is none.
            NotForThisPerson: when the person proposed it themself.
            RecordConflict: when nobody has compared it yet, or it is in force.
        """
        row = self._row(weight_set_id)
        if row.owner == self.person.name:
            raise NotForThisPerson(f"{self.person.name!r} proposed these weights; a second person publishes them")
        if row.comparison is None:
            raise RecordConflict("compare these weights on the judged briefs before they are published")
        if self.in_force() == weight_set_id:
            raise RecordConflict("these weights are in force already")
        self._come_into_force(weight_set_id, PUBLISHED)
        return self._told(row)

    def roll_back(self) -> Publication:
        """Put back in force what was before the set in force: an earlier set, or the shipped weights.

        Raises:
            RecordConflict: when the shipped weights are in force.
        """
        stack = self._stack()
        if not stack:
            raise RecordConflict("the shipped weights are in force; there is nothing to go back from")
        return self._come_into_force(stack[-2] if len(stack) > 1 else None, ROLLED_BACK)

    def in_force(self) -> str | None:
        """The id of the set in force; null for the shipped weights."""
        last = self.session.scalars(select(PublicationRow).order_by(PublicationRow.sequence.desc()).limit(1))
        row = last.one_or_none()
        return row.weight_set_id if row else None

    def publications(self) -> tuple[Publication, ...]:
        """All that ever came into force, oldest first."""
        rows = self.session.scalars(select(PublicationRow).order_by(PublicationRow.sequence))
        return tuple(_publication(row) for row in rows)

    def _stack(self) -> list[str]:
        """What is in force, last, over what it would be rolled back to."""
        stack: list[str] = []
        for publication in self.publications():
            if publication.action == ROLLED_BACK:
                stack.pop()
            elif publication.weight_set_id:
                stack.append(publication.weight_set_id)
        return stack

    def _come_into_force(self, weight_set_id: str | None, action: str) -> Publication:
        row = PublicationRow(
            weight_set_id=weight_set_id, action=action, owner=self.person.name, team=self.person.team, at=now()
        )
        self.session.add(row)
        self.session.flush()
        self._note(f"weights {action}", weight_set_id or "shipped")
        return _publication(row)

    def _row(self, weight_set_id: str) -> WeightSetRow:
        row = self.session.get(WeightSetRow, weight_set_id)
        if row is None:
            raise UnknownRecord(f"there is no weight set {weight_set_id!r}")
        return row

    def _told(self, row: WeightSetRow) -> WeightSet:
        ever = [p.weight_set_id for p in self.publications() if p.action == PUBLISHED]
        stack = self._stack()
        standing = Standing.PROPOSED
        if stack and stack[-1] == row.id:
            standing = Standing.PUBLISHED
        elif row.id in stack:
            standing = Standing.SUPERSEDED
        elif row.id in ever:
            standing = Standing.ROLLED_BACK
        return WeightSet(
            id=row.id,
            standing=standing,
            weights=parse_weights(row.toml, row.name),
            fingerprint=row.fingerprint,
            proposed_by=row.owner,
            at=row.at,
            comparison=row.comparison,
        )


def _publication(row: PublicationRow) -> Publication:
    return Publication(weight_set_id=row.weight_set_id, action=row.action, by=row.owner, at=row.at)
