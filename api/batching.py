"""Working off batches: one brief at a time, each answer kept before the next is begun."""

from __future__ import annotations

from api.database.jobs import ANSWERED, FAILED, finish, give_up_taken, take, waiting
from api.running import Running
from api.service import Service
from matcher.batch import BatchBrief, answer
from matcher.errors import BriefError


class Batching:
    """Matches what is queued, with the matcher that is in use at each brief."""

    def __init__(self, running: Running, service: Service) -> None:
        self._running = running
        self._service = service
        self._begun = False

    def __call__(self) -> bool:
        """Match one brief of a batch; whether there was one."""
        records = self._service.records
        if not records.begun or not self._running.loaded:
            return False
        with records.reading() as session:
            if not waiting(session):
                return False
        with records.writing() as session:
            if not self._begun and records.file is not None:  # a file has one server: what was taken is not in hand
                give_up_taken(session)
            self._begun = True
            item = take(session)
        if item is None:
            return False
        try:
            brief = BatchBrief(brief_id=item.brief_id, text=item.text)
            line, state = answer(self._running.standing.matcher, brief, item.k), ANSWERED
        except BriefError as error:
            line, state = {"brief_id": item.brief_id, "problem": str(error)}, FAILED
        with records.writing() as session:
            finish(session, item, line, state)
        return True
