"""What officers decide on the matches of a stored shortlist: keep, drop, move, override a gate. All is kept."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from api.database.columns import new_id, now
from api.database.errors import UnusableRecord
from api.database.repository import Record, Repository
from api.database.tables import DecisionRow, ShortlistRow
from opportunities.opportunity import Slug


class Decided(StrEnum):
    """What an officer does with a match, or with what a gate kept out."""

    KEEP = "keep"
    DROP = "drop"
    MOVE = "move"  # to another position of the list that goes to the investor
    OVERRIDE = "override"  # a gate: the opportunity is to be shown although the gate failed
    NOTE = "note"  # a remark and nothing else
    UNDO = "undo"  # as if nobody had kept, dropped, moved or overridden anything of it


Remark = Annotated[str, Field(max_length=5_000)]


class NewDecision(Record):
    """A decision on one match. ``position``, from 1, goes with move; ``gate`` and a ``reason`` with override."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"opportunity_id": "melton-stockyard", "decision": "keep", "note": "The site manager expects a call."}
            ]
        }
    )

    opportunity_id: Slug
    decision: Decided
    position: Annotated[int | None, Field(ge=1, le=100)] = None
    gate: Annotated[str | None, Field(min_length=1, max_length=80)] = None
    reason: Remark = ""
    note: Remark = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.position is not None) != (self.decision is Decided.MOVE):
            raise ValueError("a position goes with the decision 'move', and with no other")
        if (self.gate is not None) != (self.decision is Decided.OVERRIDE):
            raise ValueError("a gate goes with the decision 'override', and with no other")
        if self.decision is Decided.OVERRIDE and not self.reason.strip():
            raise ValueError("to override a gate takes a reason")
        return self


class Decision(NewDecision):
    """A decision as it was taken. Later ones on the same match prevail over earlier ones."""

    id: str
    shortlist_id: str
    owner: str
    at: datetime.datetime


class Decisions(Repository):
    """The decisions on a team's shortlists."""

    def add(self, shortlist_id: str, new: NewDecision) -> Decision:
        """Take a decision on a match, or on what a gate kept out.

        Raises:
            UnknownRecord: when the team has no such shortlist.
            UnusableRecord: when the opportunity is not on it, or that gate did not keep it out.
        """
        shortlist = self._one(ShortlistRow, shortlist_id, "shortlist")
        _check(new, json.loads(shortlist.answer))
        row = DecisionRow(
            id=new_id(),
            brief_id=shortlist.brief_id,
            shortlist_id=shortlist_id,
            **new.model_dump(mode="json"),
            owner=self.person.name,
            team=self.person.team,
            at=now(),
        )
        self.session.add(row)
        self.session.flush()
        self._note("decision taken", shortlist_id, decision=row.decision, opportunity=new.opportunity_id, gate=new.gate)
        return _told(row)

    def all(self, shortlist_id: str) -> tuple[Decision, ...]:
        """Every decision on a shortlist, oldest first.

        Raises:
            UnknownRecord: when the team has no such shortlist.
        """
        self._one(ShortlistRow, shortlist_id, "shortlist")
        chosen = self._team(DecisionRow).where(DecisionRow.shortlist_id == shortlist_id)
        return tuple(_told(row) for row in self.session.scalars(chosen.order_by(DecisionRow.id)))


def as_decided(answer: dict[str, Any], decisions: Sequence[NewDecision]) -> tuple[str, ...]:
    """The opportunities that go to the investor, in order: the matches as decisions left them."""
    ids = [m["opportunity_id"] for m in answer["matches"]]
    undone = {d.opportunity_id: at for at, d in enumerate(decisions) if d.decision is Decided.UNDO}
    standing = (d for at, d in enumerate(decisions) if at > undone.get(d.opportunity_id, -1))
    for decision in standing:
        about = decision.opportunity_id
        if decision.decision is Decided.DROP and about in ids:
            ids.remove(about)
        elif decision.decision in (Decided.KEEP, Decided.OVERRIDE) and about not in ids:
            ids.append(about)
        elif decision.decision is Decided.MOVE:
            ids = [i for i in ids if i != about]
            ids.insert((decision.position or 1) - 1, about)
    return tuple(ids)


def _check(new: NewDecision, answer: dict[str, Any]) -> None:
    blocked = {m["opportunity_id"]: {g["gate"] for g in m["blocked_by"]} for m in answer["near_misses"]}
    for match in answer["matches"]:  # a gate that is set aside in this very answer
        blocked |= {match["opportunity_id"]: {g["gate"] for g in match.get("gates", ()) if g["override"]}}
    if new.decision is Decided.OVERRIDE:
        if new.gate not in blocked.get(new.opportunity_id, ()):
            raise UnusableRecord(
                f"no gate {new.gate!r} kept {new.opportunity_id!r} out of this shortlist; its near misses tell which"
            )
    elif new.opportunity_id not in blocked:
        raise UnusableRecord(f"{new.opportunity_id!r} is not on this shortlist")


def _told(row: DecisionRow) -> Decision:
    return Decision(
        id=row.id,
        shortlist_id=row.shortlist_id,
        opportunity_id=row.opportunity_id,
        decision=Decided(row.decision),
        position=row.position,
        gate=row.gate,
        reason=row.reason,
        note=row.note,
        owner=row.owner,
        at=row.at,
    )
