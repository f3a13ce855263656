"""Stopping without failing anybody: first no new requests are asked for, then those under way are finished."""

from __future__ import annotations

import signal
import time
from types import FrameType

import uvicorn

from api.readiness import Readiness

PATIENCE = 60  # seconds that a request under way may still take once the port is closed


class DrainingServer(uvicorn.Server):
    """A server that, told to end by SIGTERM, goes on answering for ``drain`` seconds while ``/readyz`` refuses.

    A proxy notices that meanwhile and sends new requests elsewhere; then the port is closed and what is under way
    finished. Ctrl+C, or a second SIGTERM, closes the port at once.
    """

    def __init__(self, config: uvicorn.Config, readiness: Readiness, drain: float) -> None:
        super().__init__(config)
        self._readiness = readiness
        self._drain = drain
        self._until: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._readiness.drain()
        if sig == signal.SIGTERM and self._until is None and self._drain > 0:
            self._until = time.monotonic() + self._drain
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        if self._until is not None and time.monotonic() >= self._until and not self.should_exit:
            super().handle_exit(signal.SIGTERM, None)
        return await super().on_tick(counter)
