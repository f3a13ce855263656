"""Briefs for calibration: those that nothing in the catalogue answers, and odd ones that something does."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

ELSEWHERE = frozenset({"wrong_place", "excluded", "ruled_out", "excluded_midlands", "outward"})
NOT_TO_BE_HAD = frozenset({"wrong_thing", "wrong_sector", "near_miss", "impossible"})
"""Why nothing answers an enquiry: it is tied to a place elsewhere, or asks for what the catalogue has not. All other
texts are no enquiry of an investor: newsletters, complaints, applications, chatter."""


class UnansweredBrief(BaseModel):
    """A text that nothing in the catalogue credibly answers, and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brief_id: str
    text: str
    none_kind: str
    why_none: str

    @property
    def kind(self) -> str:
        """Which of ``matcher.confidence.KINDS`` it is."""
        if self.none_kind in ELSEWHERE:
            return "elsewhere"
        return "not to be had" if self.none_kind in NOT_TO_BE_HAD else "no enquiry"


class OddBrief(BaseModel):
    """A brief that looks as if nothing answered it, and what does, best first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brief_id: str
    text: str
    opportunity_ids: tuple[str, ...]
