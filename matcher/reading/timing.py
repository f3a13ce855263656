"""Times in a brief, from quarters to seasons and spans, with their months, and the one that the investor wants."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from matcher.brief import Timeline
from matcher.reading import time_words as words
from matcher.reading.plain import Plain
from matcher.reading.time_months import READERS, Months, lead, now

_EARLIEST_WITHOUT_TODAY = 2025
_LEAST = 2.0
_MOST = 1_500
_FAR = 144
_OPENERS = frozenset(["by", "before", "from", "until"])
_LEADLESS = frozenset(["eastern", "iso_date", "duration", "duration_east", "soon", "relative"])
_WHOLE_MONTHS = frozenset(["month", "month_year"])
_SPANS = frozenset(["duration", "duration_east"])
_OVER = re.compile(r"(?i)(?:over|sur|über|durante|next|for)\b")
_LONGEST_SPAN = re.compile(r"(?i)\b(?:1[1-9]|[2-9]\d|\d{3}) ?(?:years|yrs)")


@dataclass(frozen=True, slots=True)
class _Time:
    """One time in the plain text: where it stands, its kind, and its months."""

    start: int
    end: int
    kind: str
    months: Months


def read_times(text: str, today: datetime.date | None = None) -> tuple[Timeline, ...]:
    """Every time told in the text, in order; "within 18 months" has months only where ``today`` is given."""
    page = Plain(text)
    return tuple(_timeline(page, time) for time in _times(page.plain, today))


def read_timeline(text: str, today: datetime.date | None = None) -> Timeline | None:
    """When the investor wants to start or to have something; None where the text tells no such time."""
    page = Plain(text)
    best: tuple[float, _Time] | None = None
    for time in _times(page.plain, today):
        weight = _weight(page.plain, time, today)
        if weight >= _LEAST and (best is None or weight > best[0]):
            best = weight, time
    return None if best is None else _timeline(page, best[1])


def _timeline(page: Plain, time: _Time) -> Timeline:
    start, end = time.months
    return Timeline(start=_iso(start), end=_iso(end), span=page.span(time.start, time.end))


def _iso(month: int | None) -> str | None:
    return None if month is None or not 12_000 <= month < 120_000 else f"{month // 12:04d}-{month % 12 + 1:02d}"


def _times(plain: str, today: datetime.date | None) -> list[_Time]:
    """All times in order (of the first 1,500 places that look like one).

    Where two overlap, the one whose kind comes first in the table stays.
    """
    candidates: list[tuple[int, int, str, re.Match[str]]] = []
    for place in words.WORD_OR_NUMBER.finditer(plain):
        if len(candidates) >= _MOST:
            break
        for rank, kind, pattern in words.starting_with(place[0]):
            match = pattern.match(plain, place.start())
            if match is not None and _stands_free(plain, *match.span()):
                candidates.append((rank, match.start(), kind, match))
    taken = bytearray(len(plain))
    found: list[_Time] = []
    for _, start, kind, match in sorted(candidates, key=lambda item: item[:2]):
        end = match.end()
        if any(taken[start:end]):
            continue
        months = READERS[kind](match, today)
        if months is None:
            continue
        taken[start:end] = b"\x01" * (end - start)
        before = "" if kind in _LEADLESS else lead(plain, start)
        found.append(
            _Time(start - len(before), end, kind, _with_lead(before, months, whole_month=kind in _WHOLE_MONTHS))
        )
    return sorted(found, key=lambda time: time.start)


def _stands_free(plain: str, start: int, end: int) -> bool:
    before, after = plain[max(0, start - 1) : start], plain[end : end + 1]
    return (
        not (before.isascii() and before.isalnum() and plain[start].isalnum())
        and before not in ("£", "$", "€", "/", "#")
        and after not in ("%", "€")
    )


def _with_lead(words_read: str, months: Months, *, whole_month: bool) -> Months:
    """ "By", "before" and "until" leave the start open, "from" and "after" the end; "before May" ends in April."""
    opener = words_read.split(" ", 1)[0].lower()
    ends_before = whole_month and not re.search(r"\d", words_read) and opener in ("before", "avant", "antes")
    start, end = months
    if end is not None and opener in (
        "by",
        "before",
        "until",
        "till",
        "bis",
        "avant",
        "antes",
        "entro",
        "senast",
        "no",
        "not",
        "voor",
        "innen",
    ):
        return None, end - 1 if ends_before else end
    if (
        opener in ("from", "ab", "dès", "desde", "från", "fra", "vanaf", "after", "dal", "od")
        and start is not None
        and end is not None
        and end - start <= 12
    ):
        return start, None
    return months


_KINDS = {
    "quarter": 3.0,
    "quarter_words": 3.0,
    "half": 3.0,
    "half_words": 3.0,
    "fiscal": 2.8,
    "part_year": 3.0,
    "part_month": 2.4,
    "eastern": 3.0,
    "season": 3.0,
    "season_next": 1.9,
    "feast": 3.0,
    "iso_date": 2.8,
    "date": 2.8,
    "month_slash": 2.8,
    "month_range": 2.4,
    "month_year": 3.0,
    "month": 1.8,
    "duration": 2.2,
    "duration_east": 2.4,
    "years": 2.4,
    "soon": 1.9,
    "relative": 1.4,
}


def _weight(plain: str, time: _Time, today: datetime.date | None) -> float:
    """How surely a time is when the investor wants something: at least ``_LEAST`` where it is."""
    earliest = now(today) or _EARLIEST_WITHOUT_TODAY * 12
    latest = max((month for month in time.months if month is not None), default=earliest)
    if latest < earliest:
        return 0.0
    line = max(plain.rfind("\n", 0, time.start) + 1, time.start - 60)
    before, after = plain[line : time.start], plain[time.end : time.end + 40].split("\n")[0]
    before = re.split(r"[.!?] ", before)[-1]
    told = plain[time.start : time.end]
    weight = _KINDS[time.kind]
    if time.kind == "duration" and _OVER.match(told):
        weight = 2.05
    elif words.AIM.search(before) or words.AIM.search(after[:25]) or words.AIM.search(told):
        weight += 1.0
    if told.split(" ", 1)[0].lower() in _OPENERS:
        weight += 0.5
    if words.PAST.search(before):
        weight -= 2.5
    if words.NOT_AIM.search(before) or (
        time.kind in _SPANS and (words.NOT_AIM_SPAN.search(before) or _LONGEST_SPAN.search(told))
    ):
        weight -= 2.0
    if latest > earliest + _FAR:
        weight -= 1.0
    if words.NOT_AIM_AFTER.match(after):
        weight -= 2.5
    return weight
