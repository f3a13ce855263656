"""What promoters claim of a sector's strength in a place: shown beside the official figures, never added to them.

A claim is a statement of national rank or size in a profile ("the country's largest medical technology cluster"), or a
cluster's own count of businesses, jobs or pounds a year. It keeps its promoter and its date, so that a reader can weigh
who said it and how long ago. Nothing here enters a quotient, a grade or a score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from opportunities.opportunity import Basis, Figure, Kind, Opportunity, Source, Unit
from opportunities.sectors import ancestors

RANK = re.compile(
    r"\b(largest|biggest|busiest|highest|world[- ]leading|"
    r"one of (the )?(two|three|four|five|six|seven) (NHS|UK|national)|"
    r"only \w+ in the (UK|country|world)|first (of its kind|in the (UK|country|world|Europe)))\b",
    re.IGNORECASE,
)
SIZES = frozenset({Unit.BUSINESSES, Unit.JOBS, Unit.GBP_PER_YEAR})


class StrengthClaim(BaseModel):
    """One claim: its words, the profile that carries it, whose claim it is, and the date of the source or figure.

    ``url`` is null where only a copy of the source was seen.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    opportunity_id: str
    opportunity: str
    claimed_by: str
    date: str | None
    url: str | None

    def __str__(self) -> str:
        return f"{self.text} (claim by {self.claimed_by}, {self.date or 'undated'}; {self.opportunity})"


def claims(opportunities: Iterable[Opportunity], path: str, authorities: frozenset[str]) -> tuple[StrengthClaim, ...]:
    """What profiles of a sector claim for a place: those about the fewest authorities first, then the latest.

    A profile belongs to the sector when it names it, or a sector below it; for a sub-sector, its parents' profiles
    are left out, since their claims are about more. No place means any.
    """
    found: list[tuple[int, str, StrengthClaim]] = []
    for opportunity in opportunities:
        here = opportunity.authorities
        if not any(path in ancestors(sector) for sector in opportunity.sectors):
            continue
        if authorities and not here & authorities:
            continue
        found += [(len(here), claim.date or "", claim) for claim in _claims_of(opportunity)]
    found.sort(key=lambda f: (f[2].opportunity_id, f[2].text))
    found.sort(key=lambda f: f[1], reverse=True)
    found.sort(key=lambda f: f[0])
    once: dict[str, StrengthClaim] = {}  # two profiles that give one number, or one sentence, make one claim
    for *_, claim in found:
        once.setdefault(claim.text.rsplit(": ", 1)[-1].casefold(), claim)
    return tuple(once.values())


def claims_of(opportunity: Opportunity) -> tuple[StrengthClaim, ...]:
    """What one profile claims: its statements of rank, then, for a cluster, its own counts. Most claim nothing."""
    return tuple(_claims_of(opportunity))


def _claims_of(opportunity: Opportunity) -> Iterable[StrengthClaim]:
    for statement in opportunity.offers:
        if RANK.search(statement.text):
            source = opportunity.sources[statement.sources[0]]
            yield _claim(opportunity, statement.text.rstrip("."), source, source.date)
    if opportunity.kind is Kind.CLUSTER:
        for figure in opportunity.figures:
            if figure.unit in SIZES and figure.basis is Basis.ACTUAL and not figure.superseded:
                source = opportunity.sources[figure.sources[0]]
                yield _claim(opportunity, _sized(figure), source, figure.as_of or source.date)


def _claim(opportunity: Opportunity, text: str, source: Source, date: str | None) -> StrengthClaim:
    return StrengthClaim(
        text=text,
        opportunity_id=opportunity.id,
        opportunity=opportunity.name,
        claimed_by=source.publisher,
        date=date,
        url=None if source.copy_ else source.url,  # a copy's address is not given as the authority
    )


def _sized(figure: Figure) -> str:
    """``life sciences businesses: 1,200``; pounds in millions."""
    if figure.unit is Unit.GBP_PER_YEAR:
        return f"{figure.measure}: £{figure.value / 1e6:,.0f}m a year"
    return f"{figure.measure}: {figure.value:,.0f}"
