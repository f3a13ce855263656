"""Batches of briefs matched beside requests: kept item by item, so that one that was cut off goes on."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.database.columns import new_id, now
from api.database.repository import Page, Record, Repository
from api.database.tables import JobItemRow, JobRow

QUEUED, RUNNING, DONE = "queued", "running", "done"
OPEN, TAKEN, ANSWERED, FAILED = "open", "taken", "answered", "failed"
STALE = datetime.timedelta(seconds=60)
"""How long after its last sign of life a batch's server counts as gone."""


class Job(Record):
    """A batch: how far it is, and how many of its briefs could not be matched."""

    id: str
    state: str
    k: int
    total: int
    done: int
    failed: int
    owner: str
    at: datetime.datetime
    ended: datetime.datetime | None


@dataclass(frozen=True)
class Item:
    """One brief of a batch that is to be matched."""

    job_id: str
    position: int
    brief_id: str
    text: str
    k: int


class Jobs(Repository):
    """The batches of a team."""

    def add(self, briefs: Sequence[tuple[str, str]], k: int) -> Job:
        """Put a batch of briefs, as ids and texts, in the queue."""
        row = JobRow(
            id=new_id(),
            state=QUEUED,
            k=k,
            total=len(briefs),
            beat=None,
            ended=None,
            owner=self.person.name,
            team=self.person.team,
            at=now(),
        )
        self.session.add(row)
        self.session.flush()
        self.session.add_all(
            JobItemRow(job_id=row.id, position=n, brief_id=brief_id, text=text, state=OPEN)
            for n, (brief_id, text) in enumerate(briefs)
        )
        self.session.flush()
        self._note("batch queued", row.id, briefs=len(briefs))
        return self._told(row)

    def one(self, job_id: str) -> Job:
        """The batch with this id.

        Raises:
            UnknownRecord: when the team has none.
        """
        return self._told(self._one(JobRow, job_id, "job"))

    def page(self, limit: int, offset: int) -> Page[Job]:
        """The team's batches, newest first."""
        return self._page(self._team(JobRow).order_by(JobRow.id.desc()), self._told, limit, offset)

    def answers(self, job_id: str) -> tuple[dict[str, Any], ...]:
        """What is answered so far, in the batch's order.

        Raises:
            UnknownRecord: when the team has no such batch.
        """
        self._one(JobRow, job_id, "job")
        chosen = select(JobItemRow.answer).where(JobItemRow.job_id == job_id, JobItemRow.answer.is_not(None))
        rows = self.session.scalars(chosen.order_by(JobItemRow.position))
        return tuple(json.loads(answer) for answer in rows if answer is not None)

    def delete(self, job_id: str) -> None:
        """Delete a batch with its briefs and answers; one that runs stops.

        Raises:
            UnknownRecord: when the team has none.
        """
        self.session.delete(self._one(JobRow, job_id, "job"))
        self.session.flush()
        self._note("batch deleted", job_id)

    def _told(self, row: JobRow) -> Job:
        counts = select(JobItemRow.state, func.count()).where(JobItemRow.job_id == row.id).group_by(JobItemRow.state)
        states = {state: count for state, count in self.session.execute(counts)}
        return Job(
            id=row.id,
            state=row.state,
            k=row.k,
            total=row.total,
            done=states.get(ANSWERED, 0) + states.get(FAILED, 0),
            failed=states.get(FAILED, 0),
            owner=row.owner,
            at=row.at,
            ended=row.ended,
        )


def waiting(session: Session) -> bool:
    """Whether any batch is unfinished."""
    return session.scalar(select(JobRow.id).where(JobRow.state != DONE).limit(1)) is not None


def unanswered(session: Session) -> dict[str, int]:
    """How many briefs of all batches are open, and how many a server has taken."""
    counts = (
        select(JobItemRow.state, func.count()).where(JobItemRow.state.in_((OPEN, TAKEN))).group_by(JobItemRow.state)
    )
    return {OPEN: 0, TAKEN: 0} | {state: count for state, count in session.execute(counts)}


def take(session: Session) -> Item | None:
    """Take the next brief of the oldest unfinished batch, so that no other server does."""
    moment = now()
    for job in session.scalars(select(JobRow).where(JobRow.state != DONE).order_by(JobRow.id)):
        if job.beat is not None and moment - job.beat > STALE:  # whoever took items is gone
            taken = update(JobItemRow).where(JobItemRow.job_id == job.id, JobItemRow.state == TAKEN)
            session.execute(taken.values(state=OPEN))
        chosen = select(JobItemRow).where(JobItemRow.job_id == job.id, JobItemRow.state == OPEN)
        item = session.scalars(chosen.order_by(JobItemRow.position).limit(1)).one_or_none()
        if item is not None:
            job.state, job.beat, item.state = RUNNING, moment, TAKEN
            return Item(job.id, item.position, item.brief_id, item.text, job.k)
    return None


def finish(session: Session, item: Item, line: dict[str, Any], state: str) -> None:
    """Keep the answer to a brief of a batch; unless the batch was deleted meanwhile."""
    row = session.get(JobItemRow, (item.job_id, item.position))
    job = session.get(JobRow, item.job_id)
    if row is None or job is None:
        return
    row.answer, row.state = json.dumps(line).encode(), state
    job.beat = now()
    session.flush()
    chosen = select(JobItemRow.position).where(JobItemRow.job_id == job.id, JobItemRow.state.in_((OPEN, TAKEN)))
    if session.scalars(chosen.limit(1)).one_or_none() is None:
        job.state, job.ended = DONE, now()


def give_up_taken(session: Session) -> None:
    """Take back what this database's only server had taken before it was started anew."""
    session.execute(update(JobItemRow).where(JobItemRow.state == TAKEN).values(state=OPEN))
