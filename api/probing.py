"""Probing what a server rests on, beside requests, so that telling whether it is ready takes no time."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import text

from api.database.errors import RecordsError
from api.database.jobs import unanswered
from api.database.migrating import newest_revision
from api.in_force import state_of
from api.running import Running
from api.service import Service
from index.errors import SnapshotError
from index.snapshot import check_snapshot, snapshot_written
from opportunities.errors import MatchingEngineError

EVERY = 0.5  # seconds between looks at the database
SNAPSHOT_EVERY = 60.0  # seconds between readings of the whole snapshot, whose bits may rot while nobody opens it
SILENT = 5.0  # seconds after which a database that has not answered counts as away


@dataclass(frozen=True)
class Seen:
    """What the last look found. ``state`` is the records' own, null while there are none or they cannot be read.

    ``at`` is when the look began, on the monotonic clock. A problem is null where there is none.
    ``snapshot_written`` is in seconds since 1970; ``queue`` counts briefs of batches that are open, or taken.
    ``free`` is the room on the home folder's disk, in bytes.
    """

    at: float
    state: tuple[int, str | None] | None = None
    database: str | None = None
    snapshot: str | None = None
    snapshot_written: float | None = None
    queue: Mapping[str, int] = field(default_factory=dict)
    free: int | None = None


class Probing:
    """Looks at the database twice a second and at the snapshot each minute, in one thread of its own."""

    def __init__(self, running: Running, service: Service) -> None:
        self._running = running
        self._service = service
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._probe, name="probe", daemon=True)
        self._snapshot: tuple[float, str | None] | None = None
        self._begun = time.monotonic()
        self.seen: Seen | None = None
        self.level_at: float | None = None  # when matching last stood on the records as they were

    def start(self) -> None:
        """Begin, beside the server."""
        self._begun = time.monotonic()
        self._thread.start()

    def stop(self) -> None:
        """Stop after the look in hand; for a database that does not answer nobody waits long."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(SILENT)

    @property
    def silent(self) -> float:
        """Seconds since the last finished look began: more than some means that the database does not answer."""
        return time.monotonic() - (self.seen.at if self.seen else self._begun)

    def look(self) -> Seen:
        """Look now."""
        at = time.monotonic()
        state, database, queue = None, None, {}
        try:
            if self._service.records.begun:
                state = self._state()
                queue = self._queue()
        except MatchingEngineError as error:
            database = str(error)
        except Exception as error:  # a thread's exception would vanish, and what it found last be told for ever
            database = f"the records cannot be read: {type(error).__name__}"
        written = snapshot_written(self._service.home)
        self.seen = Seen(at, state, database, self._snapshot_problem(at), written, queue, self._free())
        return self.seen

    def _state(self) -> tuple[int, str | None]:
        records = self._service.records
        if records.file is not None and not os.access(records.file, os.W_OK):
            raise RecordsError(f"the records at {records.file} cannot be written; see that the disk is not read-only")
        with records.reading() as session:
            found = session.scalar(text("SELECT version_num FROM alembic_version"))
        if found != newest_revision():
            # Another version's server migrated it beneath this one.
            raise RecordsError(
                f"the database is of revision {found}, this server needs {newest_revision()}; "
                "restart it with the version that the database is of"
            )
        state = state_of(records)
        if self._running.loaded:
            standing = self._running.standing
            if (standing.sequence, standing.weight_set_id) == state:
                self.level_at = time.monotonic()
        return state

    def _free(self) -> int | None:
        try:
            return shutil.disk_usage(self._service.home).free
        except OSError:
            return None

    def _queue(self) -> dict[str, int]:
        with self._service.records.reading() as session:
            return unanswered(session)

    def _snapshot_problem(self, at: float) -> str | None:
        if not self._running.loaded:
            return None  # it may be being built
        if self._snapshot is None or at - self._snapshot[0] > SNAPSHOT_EVERY:
            try:
                check_snapshot(self._service.home)
                self._snapshot = at, None
            except SnapshotError as error:
                self._snapshot = at, str(error)
        return self._snapshot[1]

    def _probe(self) -> None:
        while not self._stopped.is_set():
            self.look()
            self._stopped.wait(EVERY)
