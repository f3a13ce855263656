"""Following the records: when the catalogue or the weights change, a matcher is built beside and put in place."""

from __future__ import annotations

import logging
import threading

from api.in_force import in_force, state_of
from api.running import Running, Standing
from api.service import Service
from index.snapshot import write_snapshot
from matcher.weights import read_weights
from opportunities.errors import MatchingEngineError

EVERY = 0.4  # seconds between looks: another server over the same database may have changed it
LONGEST = 3.0  # seconds between looks while the database is away: what comes back is followed at once
_log = logging.getLogger("midlands_match.following")


class Following:
    """Keeps a server's matcher in step with its records, in one thread of its own."""

    def __init__(self, running: Running, service: Service) -> None:
        self._running = running
        self._service = service
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._moved = threading.Condition()
        self._thread = threading.Thread(target=self._follow, name="follow-records", daemon=True)

    def start(self) -> None:
        """Begin to follow, once the matcher is loaded."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, after what is being built is in place."""
        self._stopped.set()
        self._changed.set()
        self._thread.join(30)

    def look(self) -> None:
        """Look now rather than at the next turn: something was changed here."""
        self._changed.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the matcher in use stands on the records as they are at this moment; whether it does."""
        sequence, weights = state_of(self._service.records)
        self.look()

        def there() -> bool:
            at = self._at()
            return at[0] >= sequence and at[1] == weights

        with self._moved:
            return self._moved.wait_for(there, seconds)

    def _at(self) -> tuple[int, str | None]:
        standing = self._running.standing
        return standing.sequence, standing.weight_set_id

    def _follow(self) -> None:
        import alembic.command  # noqa: F401 - late, yet not in the first request that saves something

        while not self._running.wait(1):
            if self._stopped.is_set():
                return
        pause = EVERY
        while not self._stopped.is_set():
            try:
                self._step()
                pause = EVERY
            except MatchingEngineError as error:
                # What serves goes on serving; a database that is away is asked less often.
                _log.warning("the records cannot be followed: %s", error)
                pause = min(pause * 2, LONGEST)
            except Exception:
                _log.exception("the records cannot be followed")
                pause = min(pause * 2, LONGEST)
            self._changed.wait(pause)
            self._changed.clear()

    def _step(self) -> None:
        if state_of(self._service.records) == self._at():
            return
        now = in_force(self._service.records, self._service.base)
        before = self._running.standing.matcher
        weights = now.weights or read_weights()
        matcher = before.changed(now.catalogue, before.weights if self._service.own_weights else weights)
        self._running.put(Standing(matcher, now.sequence, now.weight_set_id))
        with self._moved:
            self._moved.notify_all()
        if matcher.index is not before.index:
            # Kept after it is in use: if this server ends before, the next one builds it from what is there.
            write_snapshot(self._service.home, matcher.index, matcher.catalogue, matcher.encoder)
