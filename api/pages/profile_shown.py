"""One opportunity as its page shows it: figures that contradict each other side by side, strength of its sectors."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.answer import authorities_of
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Figure, Opportunity
from opportunities.strength import SectorStrength, strength_table

MOST_STRENGTHS = 6


@dataclass(frozen=True)
class ProfileShown:
    """A profile with what is looked up for it.

    ``figures`` are in groups: those that contradict each other together, latest first, all others alone.
    """

    opportunity: Opportunity
    figures: tuple[tuple[Figure, ...], ...]
    strengths: tuple[SectorStrength, ...]
    related: tuple[Opportunity, ...]
    superseded_by: Opportunity | None


def profile_shown(opportunity: Opportunity, catalogue: Catalogue) -> ProfileShown:
    """A profile of a catalogue with its relations resolved; relations to what is not there are left out."""
    known = {o.id: o for o in catalogue}
    here = authorities_of(opportunity)
    table = strength_table()
    strengths = (table.strength(path, here) for path in opportunity.sectors) if here else ()
    told = {(s.measured_as, s.place): s for s in strengths if s is not None}
    return ProfileShown(
        opportunity=opportunity,
        figures=_grouped(opportunity.figures),
        strengths=tuple(told.values())[:MOST_STRENGTHS],
        related=tuple(known[i] for i in opportunity.related if i in known),
        superseded_by=known.get(opportunity.superseded_by or ""),
    )


def _grouped(figures: tuple[Figure, ...]) -> tuple[tuple[Figure, ...], ...]:
    groups: dict[object, list[Figure]] = {}
    for at, figure in enumerate(figures):
        groups.setdefault(figure.conflict or at, []).append(figure)
    return tuple(tuple(sorted(group, key=lambda f: f.as_of or "", reverse=True)) for group in groups.values())
