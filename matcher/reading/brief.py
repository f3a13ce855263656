"""From pasted text to a brief: cleaned, cut into needs, and read for each criterion in turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.roles import ReadRoles
from matcher.brief import Brief, Sentence, Span
from matcher.errors import BriefError
from matcher.reading.activities import read_activities
from matcher.reading.cleaning import CleanText, clean
from matcher.reading.conditions import read_conditions
from matcher.reading.extent import read_extents
from matcher.reading.investor import read_investor_type, read_kinds
from matcher.reading.jobs import read_jobs
from matcher.reading.language import read_language
from matcher.reading.money import read_investment
from matcher.reading.needs import read_ignored, read_needs
from matcher.reading.negation import negated_stretches
from matcher.reading.places import read_places
from matcher.reading.sectors import read_sectors
from matcher.reading.timing import read_timeline

LONGEST_BRIEF = 100_000
"""Characters. The longest tender that an officer is sent is some 40,000."""

Vectoriser = Callable[[list[str]], NDArray[np.float32] | None]
"""Turns the sentences of a brief into the unit vector of the whole; null for no sentence."""


def read_brief(text: str, vectorise: Vectoriser | None = None, roles: ReadRoles | None = None) -> Brief:
    """What was asked, as the engine reads it.

    ``vectorise`` is the encoder that the sector and activity readers were trained for; without it they go by words
    alone, which reads somewhat fewer of them. ``roles`` is the network that tells whether a place is wanted, ruled out
    or only context; without it patterns decide.

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
    ignored = read_ignored(plain)
    asked = _without(plain, ignored)
    negated = negated_stretches(asked)
    wanted, excluded = read_places(asked, roles)
    must, must_not = read_conditions(asked)
    investment, jobs, extents, timeline = (
        read_investment(asked),
        read_jobs(asked),
        read_extents(asked),
        read_timeline(asked),
    )
    read = (*wanted, *excluded, *extents, investment, jobs, timeline)
    told = [c.span for c in read if c is not None and c.span is not None]
    sentences = read_needs(asked, negated, told)
    whole = sorted([*sentences.needs, *sentences.context], key=lambda s: s.span.start)
    # All words of each sentence: the readers were trained on texts as they are written, exclusions and all.
    texts = [" ".join(s.span.text.split()) for s in whole]
    vector = vectorise(texts) if vectorise is not None and texts else None
    sectors, sectors_excluded = read_sectors(asked, vector, negated)
    kinds_wanted, kinds_excluded = read_kinds(asked, negated)
    criteria: dict[str, Any] = {
        "language": read_language(plain),
        "needs": sentences.needs,
        "context": sentences.context,
        "ignored": ignored,
        "sectors": sectors,
        "sectors_excluded": sectors_excluded,
        "activities": read_activities(asked, vector, negated),
        "investment": investment,
        "jobs": jobs,
        "extents": extents,
        "timeline": timeline,
        "investor_type": read_investor_type(asked, vector, negated),
        "places_wanted": wanted,
        "places_excluded": excluded,
        "must": must,
        "must_not": must_not,
        "kinds_wanted": kinds_wanted,
        "kinds_excluded": kinds_excluded,
    }
    originals = {field: _in_original(value, cleaned) for field, value in criteria.items()}
    return Brief(text=text, **_apart(originals))


def _apart(criteria: dict[str, Any]) -> dict[str, Any]:
    """The same criteria with needs, context and ignored stretches that share no character of the pasted text.

    Two sentences can stand for one stretch of it where several characters were decoded together.
    """
    pieces = sorted(
        ((_span(piece), field, piece) for field in _PARTS for piece in criteria[field]), key=lambda p: p[0].start
    )
    kept: dict[str, list[Any]] = {field: [] for field in _PARTS}
    reached = 0
    for span, field, piece in pieces:
        if span.start >= reached and span.text:
            kept[field].append(piece)
            reached = span.end
    return {**criteria, **{field: tuple(values) for field, values in kept.items()}}


_PARTS = ("ignored", "needs", "context")


def _span(piece: Span | Sentence) -> Span:
    return piece if isinstance(piece, Span) else piece.span


def _without(text: str, stretches: tuple[Span, ...]) -> str:
    """The text with some stretches blanked, so that nothing is read from them and all else keeps its place."""
    for stretch in stretches:
        text = text[: stretch.start] + " " * (stretch.end - stretch.start) + text[stretch.end :]
    return text


def _in_original(value: Any, cleaned: CleanText) -> Any:
    """The same criteria with every span pointing into the pasted text instead of the clean one."""
    if isinstance(value, Span):
        return cleaned.original(value)
    if isinstance(value, tuple):
        return tuple(_in_original(item, cleaned) for item in value)
    if hasattr(value, "span") and value.span is not None:
        return value.model_copy(update={"span": cleaned.original(value.span)})
    return value
