"""Passages: the citable pieces of a profile, which are the unit of search."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from opportunities.opportunity import Basis, Figure, Opportunity, Unit
from opportunities.sectors import SEPARATOR

TEXT_VERSION = "1"
"""Changes whenever the wording made here changes, so that older snapshots are seen to be stale."""

_SIZES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


class PassageKind(StrEnum):
    """Which part of the profile a passage is."""

    SUMMARY = "summary"
    OFFER = "offer"
    INCENTIVE = "incentive"
    FIGURE = "figure"
    TICKET = "ticket"
    PROFILE = "profile"  # kind, places, sectors, activities: what the profile says of itself, uncited


class Passage(BaseModel):
    """A citable piece of a profile.

    ``text`` is what is quoted to the reader; ``sources`` are positions in the profile's sources; ``key`` is the
    SHA-256 of what is encoded, by which vectors are kept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    opportunity_id: str
    kind: PassageKind
    text: str
    sources: tuple[int, ...]

    @cached_property
    def key(self) -> str:
        return text_key(self.text)


def text_key(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def number_in_words(value: float, unit: Unit) -> str:
    """A value with its unit as a person writes it: £210m, 61,037 sq m, 10,000 jobs; four digits of a fraction."""
    if unit in (Unit.GBP, Unit.GBP_PER_YEAR, Unit.EUR):
        sign = ("-" if value < 0 else "") + ("€" if unit is Unit.EUR else "£")
        # A size begins where rounding reaches it: £999,999 is £1m, not £1000k.
        size, letters = next((s for s in _SIZES if abs(value) >= s[0] * 0.99995), (1.0, ""))
        return f"{sign}{_digits(abs(value) / size)}{letters}" + (" a year" if unit is Unit.GBP_PER_YEAR else "")
    if unit is Unit.CALENDAR_YEAR:
        return f"{value:.0f}"
    amount = f"{value:,.0f}" if value == int(value) else _digits(value)
    if unit is Unit.COUNT:
        return amount
    if unit is Unit.COUNT_PER_YEAR:
        return f"{amount} a year"
    return f"{amount}%" if unit is Unit.PER_CENT else f"{amount} {unit.value}"


def _digits(value: float) -> str:
    """At least four significant digits, all whole ones, and no power of ten: 12,346 and 0.0125."""
    places = max(0, 3 - math.floor(math.log10(abs(value)))) if value else 0
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_in_words(figure: Figure) -> str:
    """A figure as a sentence: ``masterplan investment: £210m (projected, 2020-10)``."""
    basis = "" if figure.basis is Basis.ACTUAL else f"{figure.basis.value}, "
    stated = f", stated as {figure.stated}" if figure.stated else ""
    when = figure.as_of or "undated"
    return f"{figure.measure}: {number_in_words(figure.value, figure.unit)}{stated} ({basis}{when})"


def profile_in_words(opportunity: Opportunity) -> str:
    """What the profile says of itself, as one uncited passage."""
    places = "; ".join(place.name for place in opportunity.places)
    parts = [f"{opportunity.name}, a {opportunity.kind.value} in {places}."]
    if opportunity.themes or opportunity.sectors:
        leaves = [path.split(SEPARATOR)[-1] for path in opportunity.sectors]
        parts.append(f"For {', '.join(dict.fromkeys([*opportunity.themes, *leaves]))}.")
    if opportunity.activities:
        parts.append(f"Good for {', '.join(a.value for a in opportunity.activities)}.")
    if opportunity.seeks:
        parts.append(f"Seeks {', '.join(s.value for s in opportunity.seeks)}.")
    if opportunity.suits:
        parts.append(f"Suits {', '.join(s.value for s in opportunity.suits)}.")
    return " ".join(parts)


def passages_of(opportunity: Opportunity) -> Iterator[Passage]:
    """Every passage of a profile, in the profile's order. ``not_for`` is left out: a gate reads it, not a search."""

    def passage(kind: PassageKind, text: str, sources: tuple[int, ...]) -> Passage:
        return Passage(opportunity_id=opportunity.id, kind=kind, text=text, sources=sources)

    yield passage(PassageKind.PROFILE, profile_in_words(opportunity), ())
    yield passage(PassageKind.SUMMARY, opportunity.summary.text, opportunity.summary.sources)
    for statement in opportunity.offers:
        yield passage(PassageKind.OFFER, statement.text, statement.sources)
    for statement in opportunity.incentives:
        yield passage(PassageKind.INCENTIVE, statement.text, statement.sources)
    for figure in opportunity.figures:
        if not figure.superseded:
            yield passage(PassageKind.FIGURE, figure_in_words(figure), figure.sources)
    for ticket in opportunity.tickets:
        ends = [str(n) if n is None else number_in_words(n, Unit.GBP) for n in (ticket.low, ticket.high)]
        if ticket.currency != "GBP":
            ends = [end.replace("£", f"{ticket.currency} ") for end in ends]
        span = (
            f"from {ends[0]}"
            if ticket.high is None
            else f"up to {ends[1]}"
            if ticket.low is None
            else " to ".join(ends)
        )
        yield passage(PassageKind.TICKET, f"{ticket.direction.value} {ticket.purpose}: {span}", ticket.sources)
