"""Explanations: for each match the words in the brief, the words in the profile and the source that carry it."""

from __future__ import annotations

import numpy as np

from index.passages import Passage
from index.retrieval import Found, Index
from matcher.brief import Brief
from matcher.ranking import Scored
from matcher.shortlist import Evidence, SignalScore
from opportunities.opportunity import Opportunity, Source

MET_FROM = 0.45  # cosine from which a passage answers a need; chosen by reading answers, see DECISIONS.md
MET_FROM_LEXICAL = 0.30  # or the share of the need's rare words that the passage carries


def evidence(
    at: int, brief: Brief, opportunity: Opportunity, found: Found, index: Index
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """The needs that the opportunity at this position meets, most similar first, and those that nothing in it meets."""
    met: list[Evidence] = []
    unmet: list[Evidence] = []
    for n, need in enumerate(brief.needs):
        position = int(found.best_passage[n, at])
        cosine = float(np.clip(found.need_cosine[n, at], -1, 1))
        if position < 0 or (cosine < MET_FROM and found.need_lexical[n, at] < MET_FROM_LEXICAL):
            unmet.append(Evidence(need=need.span, passage=None, passage_kind=None, similarity=cosine))
            continue
        passage = index.passages[position]
        met.append(
            Evidence(
                need=need.span,
                passage=passage.text,
                passage_kind=passage.kind,
                similarity=cosine,
                sources=sources_of(passage, opportunity),
            )
        )
    return tuple(sorted(met, key=lambda e: -e.similarity)), tuple(unmet)


def sources_of(passage: Passage, opportunity: Opportunity) -> tuple[Source, ...]:
    """Where a passage comes from, originals before copies; the address of a copy is not given as the authority."""
    cited = [opportunity.sources[n] for n in passage.sources]
    shown = [
        s.model_copy(update={"url": None, "document": "seen-as-a-copy"}) if s.copy_ else s
        for s in sorted(cited, key=lambda s: s.copy_)
    ]
    return tuple(dict.fromkeys(shown))


def signal_scores(
    at: int, brief: Brief, opportunity: Opportunity, scored: Scored, weights: dict[str, float]
) -> tuple[SignalScore, ...]:
    """What each signal to which the brief speaks says of the opportunity at this position."""
    out: list[SignalScore] = []
    for row, signal in enumerate(scored.signals):
        asked, offered = _two_sides(signal.name, brief, opportunity)
        stated = not np.isnan(scored.values[row, at])
        out.append(
            SignalScore(
                signal=signal.name,
                value=float(np.clip(scored.used[row, at], 0, 1)),
                weight=weights[signal.name],
                contribution=float(np.clip(scored.contributions[row, at], 0, 1)),
                stated=bool(stated),
                asked=asked,
                offered=offered if stated else "not stated",
                detail=signal.title,
            )
        )
    return tuple(out)


def _two_sides(signal: str, brief: Brief, opportunity: Opportunity) -> tuple[str, str]:
    """The words on either side that a structured signal compares; none for those that compare whole texts."""
    where = "; ".join(place.name for place in opportunity.places)
    if signal == "sector_fit":
        return "; ".join(s.path for s in brief.sectors), "; ".join(opportunity.sectors)
    if signal == "activity_fit":
        return ", ".join(a.activity.value for a in brief.activities), ", ".join(a.value for a in opportunity.activities)
    if signal == "place_fit":
        return "; ".join(p.words for p in brief.places_wanted if p.authorities), where
    if signal == "sector_strength":
        return "; ".join(s.path for s in brief.sectors), where
    return "", ""
