"""What a running server holds: one matcher, loaded in the background, and exchanged whole when something changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from starlette.exceptions import HTTPException

from api.database.errors import RecordsError
from matcher.matcher import Matcher
from opportunities.errors import MatchingEngineError

AGAIN = 1.0  # seconds before a database that was away when the server started is asked again


@dataclass(frozen=True)
class Standing:
    """A matcher and the state of the records that it stands on: the catalogue's sequence, the weight set's id.

    A request takes one and finishes with it, whatever is put in its place meanwhile.
    """

    matcher: Matcher
    sequence: int = 0
    weight_set_id: str | None = None


class Running:
    """The matcher of a server: absent while it loads, or the reason why it cannot be had."""

    def __init__(self, opener: Callable[[], Matcher]) -> None:
        self._opener = opener
        self._standing: Standing | None = None
        self._error: MatchingEngineError | None = None
        self._done = threading.Event()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to load, beside the server."""
        threading.Thread(target=self._load, name="load-matcher", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait until loading has ended, well or not; whether it has."""
        return self._done.wait(seconds)

    def put(self, standing: Standing) -> None:
        """Have requests from now on use another matcher."""
        self._standing = standing

    def stop(self) -> None:
        """Try no more to load."""
        self._stopped.set()

    def _load(self) -> None:
        while not self._try() and isinstance(self._error, RecordsError):
            self._done.set()
            if self._stopped.wait(AGAIN):
                return
        self._done.set()

    def _try(self) -> bool:
        try:
            matcher = self._opener()
            matcher.match("warm up: a laboratory", 1)  # the first brief would pay for what is loaded late
        except MatchingEngineError as error:
            self._error = error
        except Exception as error:  # a thread's exception would vanish, and /readyz say "loading" for ever
            self._error = MatchingEngineError(f"the matcher could not be loaded: {type(error).__name__}: {error}")
        else:
            self._standing, self._error = Standing(matcher), None
        return self.loaded

    @property
    def error(self) -> MatchingEngineError | None:
        """Why there is no matcher; null while it loads and once it has."""
        return self._error

    @property
    def loaded(self) -> bool:
        """Whether there is a matcher."""
        return self._standing is not None

    @property
    def standing(self) -> Standing:
        """The matcher in use, with the state that it stands on.

        Raises:
            MatchingEngineError: the reason why it cannot be had.
            HTTPException: 503 while it is loading.
        """
        if self._standing is not None:
            return self._standing
        if self._error is not None:
            raise self._error
        raise HTTPException(503, "the catalogue is being loaded; try again in some seconds", {"Retry-After": "5"})


def standing_in_use(request: Request) -> Standing:
    """The matcher for this request, with the state that it stands on."""
    running: Running = request.app.state.running
    return running.standing


def matcher_in_use(request: Request) -> Matcher:
    """The matcher for this request."""
    return standing_in_use(request).matcher
