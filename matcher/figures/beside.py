"""A brief and a profile side by side, as a judge reads them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from opportunities.opportunity import Opportunity, Statement

_COLUMN = "flex:1;min-width:18em;padding:0 1em 0 0;font-size:0.92em;line-height:1.4"


def beside(text: str, opportunity: Opportunity) -> str:
    """HTML with the brief at the left and the profile at the right. What either says is shown, never run."""
    facts = "".join(
        _facts(title, statements)
        for title, statements in (
            ("Offers", opportunity.offers),
            ("Incentives", opportunity.incentives),
            ("Not for", opportunity.not_for),
        )
    )
    dated = f", as of {escape(opportunity.status_as_of)}" if opportunity.status_as_of else ""
    where = escape("; ".join(place.name for place in opportunity.places))
    seeks = escape(", ".join(sought.value for sought in opportunity.seeks)) or "not stated"
    return (
        '<div style="display:flex;flex-wrap:wrap">'
        f'<div style="{_COLUMN}"><b>The brief</b><p style="white-space:pre-wrap">{escape(text)}</p></div>'
        f'<div style="{_COLUMN}"><b>{escape(opportunity.name)}</b>'
        f"<p>{escape(opportunity.kind.value)}, {escape(opportunity.status.value)}{dated}; {where}</p>"
        f"<p>{escape(opportunity.summary.text)}</p>{facts}<p><i>Seeks:</i> {seeks}</p></div></div>"
    )


def _facts(title: str, statements: Iterable[Statement]) -> str:
    items = "".join(f"<li>{escape(statement.text)}</li>" for statement in statements)
    return f"<i>{title}</i><ul>{items}</ul>" if items else ""
