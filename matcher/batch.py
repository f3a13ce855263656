"""Batches: many briefs in, one line of plain data out for each. The line's format is a contract."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from matcher.judgements.reading import HoldOut
from matcher.matcher import Matcher
from matcher.understood import understood


class BatchBrief(BaseModel):
    """One line of a batch: a brief, and optionally what its ranking must not have known."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brief_id: str
    text: str
    hold_out: HoldOut = HoldOut()


def answer(matcher: Matcher, brief: BatchBrief, k: int) -> dict[str, Any]:
    """The line for one brief: id, confidence, the k best, near misses, and what was understood.

    Raises:
        BriefError: when the text is empty or too long.
    """
    shortlist = matcher.without(brief.hold_out.sources, brief.hold_out.mentions).match(brief.text, k)
    return {
        "brief_id": brief.brief_id,
        "confidence": shortlist.confidence.value,
        "matches": [{"opportunity_id": m.opportunity_id, "score": m.score} for m in shortlist.matches],
        "near_misses": [
            {
                "opportunity_id": m.opportunity_id,
                "score": m.score,
                "blocked_by": [f"{g.gate}: {g.asked} / {g.offered}" for g in m.blocked_by],
            }
            for m in shortlist.near_misses
        ],
        "understood": understood(shortlist.brief),
    }
