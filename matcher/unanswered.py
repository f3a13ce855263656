"""Briefs for calibration: those that nothing in the catalogue answers, and odd ones that something does."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class UnansweredBrief(BaseModel):
    """A brief that nothing in the catalogue credibly answers, and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brief_id: str
    text: str
    none_kind: str
    why_none: str


class OddBrief(BaseModel):
    """A brief that looks as if nothing answered it, and what does, best first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brief_id: str
    text: str
    opportunity_ids: tuple[str, ...]
