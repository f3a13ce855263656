"""The criteria of a brief as an officer sees them: grouped, in plain words, each with the key that takes it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matcher.amendments import Amendments, Criterion
from matcher.brief import Brief
from opportunities.strength_wording import readable

LESS_SURE = 0.5  # a sector or activity read with less certainty is told as a guess


@dataclass(frozen=True)
class Group:
    """A field of the brief with its heading, and the short label that marks its words in the text."""

    field: str
    heading: str
    label: str


GROUPS: tuple[Group, ...] = (
    Group("sectors", "Sectors", "sector"),
    Group("sectors_excluded", "Sectors ruled out", "not this sector"),
    Group("activities", "Activities", "activity"),
    Group("places_wanted", "Places wanted", "place"),
    Group("places_excluded", "Places ruled out", "not there"),
    Group("investment", "Investment", "money"),
    Group("jobs", "Jobs", "jobs"),
    Group("extents", "Space", "space"),
    Group("timeline", "Timing", "timing"),
    Group("kinds_wanted", "Kinds wanted", "kind"),
    Group("kinds_excluded", "Kinds ruled out", "not this kind"),
    Group("investor_type", "Investor", "investor"),
    Group("must", "Must", "must"),
    Group("must_not", "Must not", "must not"),
    Group("needs", "Needs", "need"),
)
LABELS = {group.field: group.label for group in GROUPS}


@dataclass(frozen=True)
class Shown:
    """One criterion in words. ``button`` and ``value`` are what a button sends to take it out."""

    words: str
    note: str
    by_hand: bool
    button: str
    value: str


_BY_HAND: dict[str, tuple[str, Callable[[Any], str]]] = {
    "sectors": ("take_sector", lambda item: item.path),
    "places_wanted": ("take_place", lambda item: item.name),
    "places_excluded": ("take_excluded", lambda item: item.name),
    "activities": ("take_activity", lambda item: item.activity.value),
    "investment": ("take_money", lambda item: "yes"),
    "jobs": ("take_jobs", lambda item: "yes"),
    "timeline": ("take_timing", lambda item: "yes"),
    "must": ("take_must", lambda item: item.span.text),
    "needs": ("take_must", lambda item: item.span.text),
    "must_not": ("take_must_not", lambda item: item.span.text),
}


def grouped(found: tuple[Criterion, ...], by_hand: frozenset[str]) -> tuple[tuple[Group, tuple[Shown, ...]], ...]:
    """The criteria by group; groups about which the brief is silent are left out.

    ``by_hand`` are the keys of criteria that an officer put in: they are taken out by another button.
    """
    out = []
    for group in GROUPS:
        shown = tuple(_shown(c, c.key in by_hand) for c in found if c.field == group.field)
        if shown:
            out.append((group, shown))
    return tuple(out)


_SAID = frozenset({"must", "must_not", "needs"})
_SPANLESS = frozenset({"places_wanted", "places_excluded", "investment", "jobs", "timeline"})


def put_in_by_hand(brief: Brief, found: tuple[Criterion, ...], given: Amendments) -> frozenset[str]:
    """The keys of the criteria that no words of the brief stand behind because an officer put them in."""

    def by_hand(c: Criterion) -> bool:
        if c.field == "sectors":
            return c.item.path in given.sectors
        if c.field == "activities":
            return c.item.activity in given.activities
        if c.field in _SAID:
            return bool(c.item.span.start >= len(brief.text))
        return c.field in _SPANLESS and c.item.span is None

    return frozenset(c.key for c in found if by_hand(c))


def _shown(criterion: Criterion, by_hand: bool) -> Shown:
    words, note = in_words(criterion)
    button, value = "take_out", criterion.key
    if by_hand:
        button, identity = _BY_HAND[criterion.field]
        value, note = identity(criterion.item), "added by hand"
    return Shown(words, note, by_hand, button, value)


def in_words(criterion: Criterion) -> tuple[str, str]:
    """A criterion as text, and a note on how it was read."""
    return _WORDS.get(criterion.field, _quoted)(criterion.item)


def _quoted(item: Any) -> tuple[str, str]:
    return " ".join(item.span.text.split()), ""


def _sector(item: Any) -> tuple[str, str]:
    return readable(item.path), "a guess" if item.certainty < LESS_SURE else ""


def _place(item: Any) -> tuple[str, str]:
    if not item.authorities:
        return item.name, "outside the Midlands"
    return item.name, "insisted on" if item.firm else ""


_WORDS: dict[str, Callable[[Any], tuple[str, str]]] = {
    "sectors": _sector,
    "sectors_excluded": _sector,
    "activities": lambda item: (item.activity.value, "a guess" if item.certainty < LESS_SURE else ""),
    "places_wanted": _place,
    "places_excluded": lambda item: (item.name, "" if item.authorities else "outside the Midlands"),
    "investment": lambda item: (" ".join(item.words.split()), ""),
    "jobs": lambda item: (" ".join(item.words.split()), ""),
    "timeline": lambda item: (" ".join(item.words.split()), ""),
    "kinds_wanted": lambda item: (item.kind.value, "insisted on" if item.firm else ""),
    "kinds_excluded": lambda item: (item.kind.value, ""),
    "investor_type": lambda item: (item, ""),
}
