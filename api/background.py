"""What goes on beside requests in a server that keeps records, put together in one place."""

from __future__ import annotations

from api.batching import Batching
from api.compacting import Compacting
from api.following import Following
from api.probing import Probing
from api.rematching import match_again
from api.running import Running
from api.service import Service
from api.working import Working


class Background:
    """Three threads: one keeps the matcher in step with the records, one works off what is waiting, one probes."""

    def __init__(self, running: Running, service: Service) -> None:
        self._running = running
        self._service = service
        self.following = Following(running, service)
        self.probing = Probing(running, service)
        self.compacting = Compacting(service)
        self.working = Working([Batching(running, service), self._match_again, self.compacting])

    def start(self) -> None:
        """Begin, beside the server."""
        self.probing.start()
        self.following.start()
        self.working.start()

    def stop(self) -> None:
        """Stop, after what is in hand."""
        self.probing.stop()
        self.working.stop()
        self.following.stop()

    def _match_again(self) -> bool:
        return self._running.loaded and match_again(self._service, self._running.standing)
