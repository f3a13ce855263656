"""Shortlists as they were answered: byte for byte, never changed, with what they were made from."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from api.database.columns import new_id, now
from api.database.repository import Page, Record, Repository
from api.database.tables import BriefRow, ShortlistRow

ASKED, CATALOGUE_CHANGED = "asked", "catalogue changed"


class MadeFrom(Record):
    """What a shortlist was made from: ``sequence`` is the catalogue's state, the rest are fingerprints."""

    sequence: int
    catalogue: str
    encoder: str
    weights: str
    weights_name: str
    calibration: str
    version: str


class ShortlistRecord(Record):
    """A stored shortlist, without the answer itself. ``sha256`` is that of the answer's bytes."""

    id: str
    brief_id: str
    cause: str
    k: int
    sha256: str
    owner: str
    at: datetime.datetime
    made_from: MadeFrom


@dataclass(frozen=True)
class Stored:
    """A stored shortlist with its answer, JSON in UTF-8, and the weights file that it was made with."""

    record: ShortlistRecord
    answer: bytes
    weights_toml: str


class Shortlists(Repository):
    """The stored shortlists of a team's briefs."""

    def add(
        self, brief_id: str, answer: bytes, k: int, made_from: MadeFrom, weights_toml: str, cause: str = ASKED
    ) -> ShortlistRecord:
        """Keep an answer to a saved brief.

        Raises:
            UnknownRecord: when the team has no such brief.
        """
        self._one(BriefRow, brief_id, "brief")
        row = ShortlistRow(
            id=new_id(),
            brief_id=brief_id,
            cause=cause,
            k=k,
            answer=answer,
            sha256=hashlib.sha256(answer).hexdigest(),
            sequence=made_from.sequence,
            catalogue=made_from.catalogue,
            encoder=made_from.encoder,
            weights=made_from.weights,
            weights_name=made_from.weights_name,
            weights_toml=weights_toml,
            calibration=made_from.calibration,
            product=made_from.version,
            owner=self.person.name,
            team=self.person.team,
            at=now(),
        )
        self.session.add(row)
        self.session.flush()
        self._note("shortlist kept", row.id, brief=brief_id, cause=cause, sha256=row.sha256)
        return _told(row)

    def one(self, shortlist_id: str) -> Stored:
        """The shortlist with this id.

        Raises:
            UnknownRecord: when the team has none.
        """
        row = self._one(ShortlistRow, shortlist_id, "shortlist")
        return Stored(_told(row), bytes(row.answer), row.weights_toml)

    def latest(self, brief_id: str) -> Stored | None:
        """The newest shortlist of a brief, if it has any."""
        chosen = self._team(ShortlistRow).where(ShortlistRow.brief_id == brief_id)
        row = self.session.scalars(chosen.order_by(ShortlistRow.id.desc()).limit(1)).one_or_none()
        return None if row is None else Stored(_told(row), bytes(row.answer), row.weights_toml)

    def page(self, brief_id: str, limit: int, offset: int) -> Page[ShortlistRecord]:
        """A brief's shortlists, newest first.

        Raises:
            UnknownRecord: when the team has no such brief.
        """
        self._one(BriefRow, brief_id, "brief")
        chosen = select(ShortlistRow).where(ShortlistRow.brief_id == brief_id, ShortlistRow.team == self.person.team)
        return self._page(chosen.order_by(ShortlistRow.id.desc()), _told, limit, offset)


def _told(row: ShortlistRow) -> ShortlistRecord:
    return ShortlistRecord(
        id=row.id,
        brief_id=row.brief_id,
        cause=row.cause,
        k=row.k,
        sha256=row.sha256,
        owner=row.owner,
        at=row.at,
        made_from=MadeFrom(
            sequence=row.sequence,
            catalogue=row.catalogue,
            encoder=row.encoder,
            weights=row.weights,
            weights_name=row.weights_name,
            calibration=row.calibration,
            version=row.product,
        ),
    )
