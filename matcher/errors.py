"""What can go wrong on the floor that decides; the whole tree is drawn in ``opportunities.errors``."""

from __future__ import annotations

from opportunities.errors import MatchingEngineError


class MatchingError(MatchingEngineError):
    """Anything the matcher refuses to do."""


class BriefError(MatchingError):
    """A brief that cannot be read: empty, too long, or not text."""


class AmendmentsError(MatchingError):
    """Corrections of a brief that name a criterion, sector, place, opportunity or gate that is not there."""


class WeightsError(MatchingError):
    """Weights that are unknown, missing, negative or not finite, or belong to another encoder."""


class JudgementsError(MatchingError):
    """Briefs or judgements that cannot be used."""
