"""What can go wrong with records; the whole tree is drawn in ``opportunities.errors``."""

from __future__ import annotations

from collections.abc import Sequence

from opportunities.errors import MatchingEngineError


class RecordsError(MatchingEngineError):
    """A database that cannot be read or written: not there, full, read-only, locked, of another version."""


class UnknownRecord(RecordsError):
    """An id that no record of the asker's team carries."""


class RecordConflict(RecordsError):
    """A change that the record's present state does not allow."""


class NotForThisPerson(RecordsError):
    """A change that somebody else must make: nobody publishes their own weights."""


class StaleRecord(RecordsError):
    """A change to a state of the record that is no longer the present one."""


class MissingPrecondition(RecordsError):
    """A change that does not say which state of the record it was made from."""


class UnusableRecord(RecordsError):
    """A record that cannot be kept as it is asked for; ``faults`` are where and what, if single fields are wrong."""

    def __init__(self, message: str, faults: Sequence[tuple[str, str]] = ()) -> None:
        self.faults = tuple(faults)
        told = "; ".join(f"{where}: {what}" for where, what in faults)
        super().__init__(f"{message}: {told}" if told else message)
