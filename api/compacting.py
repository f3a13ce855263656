"""Keeping briefs no longer than they may be kept: deleting the old ones, and every trace of what was deleted."""

from __future__ import annotations

import datetime
import time

from api.database.audit import append, traces_left
from api.database.briefs import delete_older
from api.database.columns import now
from api.people import ENGINE
from api.service import Service

LOOK_EVERY = 600  # seconds between looks for briefs that are too old
WAIT = 2  # seconds after a deletion before its traces are removed, so that many deletions cost one removal


class Compacting:
    """Deletes what is too old and, after any deletion, compacts the database until no trace is left.

    What is still to be compacted stands in the audit log, so that a server that ended before leaves it to the next.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._due_at: float | None = -float("inf")
        self._looked_at = -float("inf")

    def due(self) -> None:
        """Something was deleted."""
        self._due_at = time.monotonic()

    def __call__(self) -> bool:
        """Do what is due; whether anything was."""
        return self._service.records.begun and (self._expire() or self._compact())

    def _expire(self) -> bool:
        if not self._service.retention_days or time.monotonic() - self._looked_at < LOOK_EVERY:
            return False
        self._looked_at = time.monotonic()
        with self._service.records.writing() as session:
            found = delete_older(session, now() - datetime.timedelta(days=self._service.retention_days))
        if found:
            self.due()
        return found > 0

    def _compact(self) -> bool:
        at = self._due_at
        if at is None or time.monotonic() - at < WAIT:
            return False
        compacted = compact_if_needed(self._service)
        if self._due_at == at:  # nothing more was deleted meanwhile
            self._due_at = None
        return compacted


def compact_if_needed(service: Service) -> bool:
    """Compact the database if something was deleted since that was last done; whether it was.

    Raises:
        RecordsError: when the database cannot be compacted now.
    """
    with service.records.reading() as session:
        if not traces_left(session):
            return False
    service.records.compact()
    with service.records.writing() as session:
        append(session, ENGINE, "compacted", "database", {})
    return True
