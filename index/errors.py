"""What can go wrong on the floor that finds; the whole tree is drawn in ``opportunities.errors``."""

from __future__ import annotations

from opportunities.errors import MatchingEngineError


class IndexingError(MatchingEngineError):
    """Anything the index refuses to do."""


class EncoderError(IndexingError):
    """An encoder whose files are missing, changed or cannot be loaded."""


class SnapshotError(IndexingError):
    """A snapshot that is missing, stale or broken; the message names the command that mends it."""
