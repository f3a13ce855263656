"""Questions: what a brief leaves open that an officer must know before acting on it, ready to be sent.

Which things are asked for follows what the department's own officers record of an investment project: size, jobs,
place, timing and who decides (Data Hub, uktrade/data-hub-api).
"""

from __future__ import annotations

import re

from matcher.brief import Brief
from opportunities.opportunity import Activity

_PREMISES = frozenset(
    {
        Activity.MANUFACTURING,
        Activity.RESEARCH,
        Activity.DISTRIBUTION,
        Activity.OFFICE,
        Activity.HEADQUARTERS,
    }
)
_DECIDES = re.compile(
    r"\b(?:board|committee|decision[- ]mak\w+|decides?|decision|sign(?:s|ed)?[- ]off|approv\w+|heads? of terms|"
    r"chairman|chief executive|ceo|managing director|principals?|trustees)\b",
    re.IGNORECASE,
)


def questions(brief: Brief) -> tuple[str, ...]:
    """What to ask next, most important first; empty when nothing is open."""
    capital = any(a.activity is Activity.CAPITAL_INVESTMENT for a in brief.activities)
    space = any(a.activity in _PREMISES for a in brief.activities)
    asked: list[tuple[bool, str]] = [
        (
            not brief.needs,
            "What exactly are you looking for: premises, partners, a test bed, funding, a scheme to fund?",
        ),
        (not brief.sectors, "What does your firm make or do, and for whom?"),
        (
            brief.investment is None,
            "How much would you put into one scheme, and as debt, equity or a joint venture?"
            if capital
            else "How much do you plan to invest, in which currency, and over how many years?",
        ),
        (
            brief.jobs is None and not capital,
            "How many jobs would be created in the first three years, and of what kind?",
        ),
        (space and not brief.extents, "How much floor space or land do you need at first, and later?"),
        (not brief.places_wanted, "Which parts of the Midlands would suit you, and which would not?"),
        (brief.timeline is None, "By when do you need to decide, and by when to be running?"),
        (not _DECIDES.search(brief.text), "Who takes the decision, and who else is consulted?"),
    ]
    return tuple(question for open_, question in asked if open_)
