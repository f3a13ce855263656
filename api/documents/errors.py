"""What can go wrong with a file that somebody sends; the whole tree is drawn in ``opportunities.errors``."""

from __future__ import annotations

from opportunities.errors import MatchingEngineError


class DocumentError(MatchingEngineError):
    """A file whose text cannot be had: broken, encrypted, a scan, too costly to read, or marked too high."""


class UnsupportedDocument(DocumentError):
    """A file of a kind that is not read."""


class DocumentTooLarge(DocumentError):
    """A file, or what it unpacks to, that is larger than is read."""


class ReadersBusy(DocumentError):
    """Every reader is at work, and none came free in time."""
