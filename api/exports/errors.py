"""What can go wrong with an export; the whole tree is drawn in ``opportunities.errors``."""

from __future__ import annotations

from opportunities.errors import MatchingEngineError


class ExportError(MatchingEngineError):
    """An export that cannot be made as it was asked for."""


class ExportUnavailable(ExportError):
    """A format that this installation cannot write, for want of a library."""
