"""What an officer adds by hand to a brief as it was read: fields typed or chosen, and what is wrong with the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.amendments import MOST, Amendments, InvestmentGiven, JobsGiven, TimelineGiven, place_named
from matcher.reading.money import read_investment
from matcher.reading.timing import read_timeline
from opportunities.errors import CatalogueError
from opportunities.opportunity import Activity
from opportunities.sectors import sector_tree

LONGEST = 200  # characters of a field


@dataclass(frozen=True)
class Field:
    """A field for adding by hand: its name, how it is labelled, the list that it suggests from, and a hint."""

    name: str
    label: str
    suggests: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field("sector", "Sector", "sectors"),
    Field("activity", "Activity", options=tuple(a.value for a in Activity)),
    Field("place", "Place wanted", "places"),
    Field("excluded", "Place ruled out", "places"),
    Field("money", "Investment", hint="such as £4m to £6m"),
    Field("jobs", "Jobs", hint="such as 40 or 40 to 60"),
    Field("timing", "Timing", hint="such as by March 2028"),
    Field("must", "Must", hint="in a few words; profiles are measured against it"),
    Field("must_not", "Must not", hint="rules out what is that by name; the rest is to be checked"),
)


class NotUnderstood(ValueError):
    """Words typed into a field that name nothing; the message says what to write."""


def added(given: Amendments, typed: Mapping[str, str]) -> tuple[Amendments, tuple[tuple[str, str], ...]]:
    """Amendments with what was typed, by field; and pairs of a field and what is wrong with the words in it."""
    errors = []
    for name, take in _TAKE.items():
        words = typed.get(name, "").strip()[:LONGEST]
        if not words:
            continue
        try:
            given = given.model_copy(update=take(given, words))
        except NotUnderstood as error:
            errors.append((name, str(error)))
    return given, tuple(errors)


def _sector(given: Amendments, words: str) -> dict[str, Any]:
    try:
        return {"sectors": _more(given.sectors, sector_named(words))}
    except CatalogueError as error:
        raise NotUnderstood(f"No sector is called “{words}”. Choose one from the list.") from error


def sector_named(words: str) -> str:
    """The path of a sector as the pages show it ("Agriculture: arable crops") or as the tree has it.

    Raises:
        CatalogueError: when no sector is called so.
    """
    from api.pages.choices import sectors_by_reading

    return sectors_by_reading().get(words.casefold()) or sector_tree().named(words)


def _activity(given: Amendments, words: str) -> dict[str, Any]:
    try:
        return {"activities": _more(given.activities, Activity(words))}
    except ValueError as error:
        raise NotUnderstood(f"“{words}” is no activity. Choose one from the list.") from error


def _place(field: str) -> Callable[[Amendments, str], dict[str, Any]]:
    def take(given: Amendments, words: str) -> dict[str, Any]:
        place = place_named(words)
        if place is None:
            raise NotUnderstood(f"No place in the Midlands is called “{words}”. Choose one from the list.")
        return {field: _more(getattr(given, field), place.name)}

    return take


def _money(given: Amendments, words: str) -> dict[str, Any]:
    read = read_investment(f"We will invest {words}")
    if read is None:
        raise NotUnderstood(f"“{words}” was not read as a sum. Write it like £4m to £6m.")
    return {"investment": InvestmentGiven(low=read.low, high=read.high, currency=read.currency)}


_JOBS = re.compile(r"(?:(?P<low>[\d,]{1,11})\s*(?:-|–|to|and)\s*)?(?P<high>[\d,]{1,11})\s*(?:jobs|people|staff)?", re.I)


def _jobs(given: Amendments, words: str) -> dict[str, Any]:
    found = _JOBS.fullmatch(words.removeprefix("about").strip())
    ends = found and [int(end.replace(",", "") or 0) for end in (found["low"] or found["high"], found["high"])]
    if not ends or ends[0] > ends[1] or not ends[1] or ends[1] >= 10**9:
        raise NotUnderstood(f"“{words}” was not read as a number of jobs. Write it like 40 or 40 to 60.")
    return {"jobs": JobsGiven(low=ends[0], high=ends[1])}


def _timing(given: Amendments, words: str) -> dict[str, Any]:
    read = read_timeline(f"We want to start {words}.")
    if read is None or (read.start is None and read.end is None):
        raise NotUnderstood(f"“{words}” was not read as a time. Write it like by March 2028 or from autumn 2027.")
    return {"timeline": TimelineGiven(start=read.start, end=read.end)}


def _said(field: str) -> Callable[[Amendments, str], dict[str, Any]]:
    return lambda given, words: {field: _more(getattr(given, field), " ".join(words.split()))}


def _more(present: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*present, value)))[:MOST]


_TAKE: dict[str, Callable[[Amendments, str], dict[str, Any]]] = {
    "sector": _sector,
    "activity": _activity,
    "place": _place("places_wanted"),
    "excluded": _place("places_excluded"),
    "money": _money,
    "jobs": _jobs,
    "timing": _timing,
    "must": _said("must"),
    "must_not": _said("must_not"),
}
