"""From pasted text to a brief: cleaned, cut into needs, and read for each criterion in turn."""

from __future__ import annotations

from typing import Any

from matcher.brief import Brief, Span
from matcher.errors import BriefError
from matcher.reading.cleaning import CleanText, clean
from matcher.reading.conditions import read_conditions
from matcher.reading.extent import read_extents
from matcher.reading.jobs import read_jobs
from matcher.reading.money import read_investment
from matcher.reading.needs import read_needs
from matcher.reading.negation import negated_stretches
from matcher.reading.places import read_places
from matcher.reading.timing import read_timeline

LONGEST_BRIEF = 100_000
"""Characters. The longest tender that an officer is sent is some 40,000."""


def read_brief(text: str) -> Brief:
    """What was asked, as the engine reads it.

    Raises:
        BriefError: when the text is not text, is empty, or is longer than ``LONGEST_BRIEF`` characters.
    """
    if not text.strip():
        raise BriefError("the brief is empty; paste the investor's e-mail, notes or requirements")
    if len(text) > LONGEST_BRIEF:
        raise BriefError(
            f"the brief has {len(text):,} characters, more than {LONGEST_BRIEF:,}; "
            "paste the part that asks for something"
        )
    cleaned = clean(text)
    plain = cleaned.text
    negated = negated_stretches(plain)
    sentences = read_needs(plain, negated)
    wanted, excluded = read_places(plain)
    must, must_not = read_conditions(plain)
    criteria: dict[str, Any] = {
        "needs": sentences.needs,
        "context": sentences.context,
        "ignored": sentences.ignored,
        "investment": read_investment(plain),
        "jobs": read_jobs(plain),
        "extents": read_extents(plain),
        "timeline": read_timeline(plain),
        "places_wanted": wanted,
        "places_excluded": excluded,
        "must": must,
        "must_not": must_not,
    }
    return Brief(text=text, **{field: _in_original(value, cleaned) for field, value in criteria.items()})


def _in_original(value: Any, cleaned: CleanText) -> Any:
    """The same criteria with every span pointing into the pasted text instead of the clean one."""
    if isinstance(value, Span):
        return cleaned.original(value)
    if isinstance(value, tuple):
        return tuple(_in_original(item, cleaned) for item in value)
    if hasattr(value, "span") and value.span is not None:
        return value.model_copy(update={"span": cleaned.original(value.span)})
    return value
