"""Opportunities under the field names of Data Hub's large capital opportunities.

Source: the Department for Business and Trade's Data Hub API, github.com/uktrade/data-hub-api,
datahub/investment/opportunity (models, serialisers and the names of its choices), MIT.
"""

from __future__ import annotations

import uuid
from typing import Any

from opportunities.opportunity import Direction, Opportunity, Status, Suits, Unit
from opportunities.places import gazetteer

_STATUSES = {
    Status.CLOSED: "Abandoned",
    Status.SUPERSEDED: "Abandoned",
    Status.UNKNOWN: "Suspended",
}
"""Data Hub's names; whatever else is still seeking investment, for all that our profiles say."""

_VALUE_TYPES = (("gross development value", "Gross development value (GDV)"), ("capital", "Capital expenditure"))


def data_hub_fields(opportunity: Opportunity) -> dict[str, Any]:
    """One opportunity in Data Hub's fields.

    Choices are given by name; what our profiles do not hold is null or empty. ``id`` is a UUID made from ours, so
    that the same opportunity is the same there each time. Money is in whole pounds.
    """
    value, value_type = _value(opportunity)
    sought = [t for t in opportunity.tickets if t.direction is Direction.SEEKS and t.currency == "GBP"]
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"midlands-match:{opportunity.id}")),
        "type": "Large capital" if Suits.VENTURE_CAPITAL not in opportunity.suits else "Growth capital",
        "status": _STATUSES.get(opportunity.status, "Seeking investment"),
        "name": opportunity.name,
        "description": "\n".join([opportunity.summary.text, *(f"- {s.text}" for s in opportunity.offers)]),
        "dit_support_provided": False,
        "uk_region_locations": _regions(opportunity),
        "promoters": list(opportunity.promoters),
        "required_checks_conducted": None,
        "required_checks_conducted_on": None,
        "required_checks_conducted_by": None,
        "lead_dit_relationship_manager": None,
        "other_dit_contacts": [],
        "asset_classes": [],
        "opportunity_value_type": value_type,
        "opportunity_value": value,
        "construction_risks": [],
        "total_investment_sought": sum(t.high or t.low or 0 for t in sought) or None,
        "current_investment_secured": None,
        "investment_types": [],
        "estimated_return_rate": None,
        "time_horizons": [],
        "investment_projects": [],
        "sources_of_funding": [],
        "reasons_for_abandonment": [],
    }


def _value(opportunity: Opportunity) -> tuple[int | None, str | None]:
    for words, name in _VALUE_TYPES:
        for figure in opportunity.figures:
            if figure.unit is Unit.GBP and words in figure.measure.casefold() and not figure.superseded:
                return int(figure.value), name
    return None, None


def _regions(opportunity: Opportunity) -> list[str]:
    known = gazetteer()
    authorities = known.authorities(area for place in opportunity.places for area in place.areas)
    return sorted({region for name in authorities if (region := known[name].region)})
