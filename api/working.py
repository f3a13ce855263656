"""Work beside requests, in one thread: saved briefs are matched again, batches worked off, old briefs deleted."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

from api.database.errors import RecordsError

EVERY = 0.5  # seconds between looks when there is nothing to do
_log = logging.getLogger("midlands_match.working")


class Working:
    """Takes turns at pieces of work. Each does one piece and says whether there was any."""

    def __init__(self, pieces: Sequence[Callable[[], bool]]) -> None:
        self._pieces = pieces
        self._called = threading.Event()
        self._stopped = threading.Event()
        self._idle = threading.Condition()
        self._turns = 0
        self._thread = threading.Thread(target=self._work, name="work", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the piece in hand."""
        self._stopped.set()
        self._called.set()
        self._thread.join(30)

    def call(self) -> None:
        """Look for work now."""
        self._called.set()

    def wait(self, seconds: float) -> bool:
        """Wait until a turn that began after this moment found nothing to do; whether one did."""
        until = time.monotonic() + seconds
        with self._idle:
            wanted = self._turns + 2
            while self._turns < wanted and time.monotonic() < until:
                self.call()
                self._idle.wait(0.05)
            return self._turns >= wanted

    def _work(self) -> None:
        pause = EVERY
        while not self._stopped.is_set():
            try:
                worked = [piece() for piece in self._pieces]
                pause = EVERY
            except RecordsError as error:
                _log.warning("work is put off: %s", error)
                worked = []
                pause = min(pause * 2, 30)
            except Exception as error:
                # The kind alone: what went wrong may be about a brief, whose words do not belong in logs.
                _log.warning("work is put off: %s", type(error).__name__)
                worked = []
                pause = min(pause * 2, 30)
            if any(worked):
                continue
            with self._idle:
                self._turns += 1
                self._idle.notify_all()
            self._called.wait(pause)
            self._called.clear()
