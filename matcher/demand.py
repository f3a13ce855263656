"""Demand: what briefs ask for, and which of it nothing in the catalogue serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from matcher.explanation import MET_FROM, MET_FROM_LEXICAL
from matcher.matcher import Matcher, Ranked
from matcher.shortlist import Confidence
from opportunities.sectors import root


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AskedNeed(_Told):
    """One need of a brief: its words, the best similarity in [-1, 1] of any eligible profile, and how many meet it."""

    text: str
    similarity: Annotated[float, Field(ge=-1, le=1)]
    met_by: Annotated[int, Field(ge=0)]


class Asked(_Told):
    """What one brief asked for, and how sure the engine is that anything answers it.

    ``sectors`` are top-level names, surest first; ``places`` those of the Midlands that are wanted.
    """

    brief_id: str
    language: str
    sectors: tuple[str, ...]
    activities: tuple[str, ...]
    places: tuple[str, ...]
    confidence: Confidence
    probability: Annotated[float, Field(ge=0, le=1)]
    needs: tuple[AskedNeed, ...]


class SectorDemand(_Told):
    """How many briefs asked for a sector, how many of them nothing answers, and how many profiles state it.

    ``unmet`` is the share of those briefs' needs that no profile meets, in [0, 1].
    """

    sector: str
    briefs: int
    refused: int
    profiles: int
    unmet: Annotated[float, Field(ge=0, le=1)]


def asked(matcher: Matcher, brief_id: str, ranked: Ranked) -> Asked:
    """What a ranked brief asked for; needs are met as on a shortlist, by any profile that no gate keeps out."""
    brief, found, at = ranked.brief, ranked.found, np.array(ranked.eligible, dtype=np.int64)
    confidence, probability, _ = matcher.confidence(ranked)
    needs: list[AskedNeed] = []
    for n, need in enumerate(brief.needs):
        cosines = np.clip(found.need_cosine[n, at], -1, 1)
        citable = found.best_passage[n, at] >= 0
        meets = citable & ((cosines >= MET_FROM) | (found.need_lexical[n, at] >= MET_FROM_LEXICAL))
        needs.append(
            AskedNeed(text=need.span.text, similarity=float(cosines.max(initial=-1.0)), met_by=int(meets.sum()))
        )
    return Asked(
        brief_id=brief_id,
        language=brief.language,
        sectors=tuple(dict.fromkeys(root(s.path) for s in sorted(brief.sectors, key=lambda s: -s.certainty))),
        activities=tuple(a.activity.value for a in brief.activities),
        places=tuple(dict.fromkeys(p.name for p in brief.places_wanted if p.authorities)),
        confidence=confidence,
        probability=probability,
        needs=tuple(needs),
    )


def sector_demand(matcher: Matcher, told: Iterable[Asked]) -> tuple[SectorDemand, ...]:
    """Demand by top-level sector, most asked first. A brief that asks for two sectors counts for both."""
    told = tuple(told)
    supply: dict[str, int] = {}
    for opportunity in matcher.catalogue:
        for sector in {root(path) for path in opportunity.sectors}:
            supply[sector] = supply.get(sector, 0) + 1
    found: list[SectorDemand] = []
    for sector in sorted({s for one in told for s in one.sectors} | supply.keys()):
        asking = [one for one in told if sector in one.sectors]
        needs = [need for one in asking for need in one.needs]
        found.append(
            SectorDemand(
                sector=sector,
                briefs=len(asking),
                refused=sum(one.confidence is Confidence.NONE for one in asking),
                profiles=supply.get(sector, 0),
                unmet=sum(need.met_by == 0 for need in needs) / len(needs) if needs else 0.0,
            )
        )
    return tuple(sorted(found, key=lambda d: (-d.briefs, -d.profiles, d.sector)))


FEWEST_WORDS = 8  # what is said in fewer words is mostly courtesy: "Whom should we ask?"


def unserved(told: Iterable[Asked], most: int = 20) -> tuple[tuple[str, AskedNeed], ...]:
    """The needs of ``FEWEST_WORDS`` words or more that no eligible profile meets, and their brief; least similar first.

    Briefs in other languages than English are left out: their similarity cannot be relied on.
    """
    needs = [
        (one.brief_id, need)
        for one in told
        for need in one.needs
        if one.language == "en" and need.met_by == 0 and len(need.text.split()) >= FEWEST_WORDS
    ]
    return tuple(sorted(needs, key=lambda pair: (pair[1].similarity, pair[0], pair[1].text))[:most])
