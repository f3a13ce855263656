"""Jobs in a brief: how many people the investor means to employ or to house, never those whom the firm has today."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from matcher.brief import Jobs, Span
from matcher.reading import job_words as words
from matcher.reading.currencies import currency_after, currency_before
from matcher.reading.job_weights import weights
from matcher.reading.numbers import Number, scale_after, scan
from matcher.reading.plain import Plain
from matcher.reading.ranges import bound, joins

_MOST = 800
_MOST_PEOPLE = 500_000
_REACH = 70


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of people: its place, with the noun too, its ends (a null end is open), and what is said of it.

    ``said`` is empty where it counts something of which nothing is known.
    """

    start: int
    stop: int
    end: int
    low: int | None
    high: int | None
    said: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Around:
    """The words of the same sentence before and after a count."""

    before: str
    after: str
    money: bool


def read_jobs(text: str) -> Jobs | None:
    """The jobs to be created, or people to be housed; None where the text tells none."""
    page = Plain(text)
    plain, bounds = page.plain, page.sentences()
    shifts = _shifts(plain)
    counts = _counts(plain, bounds)
    learnt = weights()
    scores = [learnt.score(count.said) if count.said else -math.inf for count in counts]
    first = max(range(len(counts)), key=lambda n: (scores[n], -counts[n].start), default=None)
    if shifts is not None and (first is None or scores[first] < learnt.sure):
        return Jobs(low=shifts[2], high=shifts[2], span=page.span(shifts[0], shifts[1]))
    if first is None or scores[first] < learnt.least:
        return None
    best = counts[first]
    start, end, low, high = best.start, best.end, best.low, best.high
    if low is not None and high is not None:
        last = min((at for at in (plain.find(". ", end), plain.find("\n", end)) if at >= 0), default=len(plain))
        for other in counts:
            later = best.end <= other.start < min(last, end + _REACH) and _grows(plain, end, other)
            earlier = other.end <= best.start < other.end + _REACH and other.said and _grows(plain, other.end, best)
            if other.high and (later or earlier):
                low, high = min(low, other.low or other.high), max(high, other.high)
                start, end = min(start, other.start), max(end, other.end)
    return Jobs(low=low, high=high, span=page.span(start, end))


@dataclass(frozen=True, slots=True)
class PeopleMention:
    """A count of people in a text: its ends (null is open), its words, and what the words around say of it."""

    low: int | None
    high: int | None
    span: Span
    said: Mapping[str, float]


def counts_of(text: str) -> list[PeopleMention]:
    """Every number in a text that may count people, in order."""
    page = Plain(text)
    return [
        PeopleMention(c.low, c.high, page.span(c.start, c.end), c.said)
        for c in _counts(page.plain, page.sentences())
        if c.said
    ]


def _counts(plain: str, bounds: list[int]) -> list[_Count]:
    numbers = scan(plain)
    found: list[_Count] = []
    at = 0
    while at < len(numbers) and len(found) < _MOST:
        first = last = numbers[at]
        at += 1
        if not _countable(plain, first):
            continue
        low = high = _scaled(plain, first)
        stop = _stop(plain, first)
        if at < len(numbers) and numbers[at].start - stop <= 10 and _countable(plain, numbers[at]):
            upper = _scaled(plain, numbers[at])
            lower = low * 1000 if low < 1000 <= upper and _stop(plain, numbers[at]) > numbers[at].end else low
            if lower < upper and _joined(plain, stop, numbers[at].start, first.start) and not _year(plain, numbers[at]):
                last, low, high = numbers[at], lower, upper
                stop, at = _stop(plain, last), at + 1
        if (
            2 <= high <= _MOST_PEOPLE
            and low == int(low)
            and high == int(high)
            and not (low == high and _year(plain, first))
        ):
            count = _count(plain, bounds, first.start, stop, int(low), int(high))
            if count is not None:
                found.append(count)
    return found


def _joined(plain: str, start: int, end: int, range_start: int) -> bool:
    return joins(plain, start, end, range_start) or words.PHASES.fullmatch(plain, start, end) is not None


def _count(plain: str, bounds: list[int], start: int, stop: int, low: int, high: int) -> _Count | None:
    """What the words around make of a number; None where it counts something else."""
    edge = bound(plain, start, stop) if low == high else None
    plus = stop + 1 if plain[stop : stop + 1] == "+" else stop
    noun = words.NOUN.match(plain, plus)
    compound = plain[plus : plus + 1] == "-" and plain[plus + 1 : plus + 2].isalpha()
    if noun is None and (compound or words.NO_COUNT_AFTER.match(plain, plus)):
        return None
    place = bisect_right(bounds, start) - 1
    first, last = max(bounds[place], start - 160), min(bounds[min(place + 1, len(bounds) - 1)], stop + 120)
    end = noun.end() if noun else plus
    money = words.MONEY_BEFORE.search(plain[max(0, start - 76) : start]) is not None
    around = _Around(plain[first:start], plain[end:last], money)
    lead = _question(plain, bounds, place, around.before) or around.before[-64:]
    cue, ask = words.CUE.search(lead), words.ASK.search(lead) or (noun and words.HUB.search(lead))
    added = bool(plain[max(0, start - 2) : start] == "(+" and plain[stop : stop + 1] == ")")
    added = added or bool(noun and plain[max(0, start - 2) : start].strip() == "+")
    added = added or bool(
        noun is None and high > 2 and words.MORE.match(plain, plus) and words.FUTURE.search(around.before[-40:])
    )
    if noun is None and words.THEM.match(plain, plus) and words.OF_THEM.search(lead) and words.FUTURE.search(lead):
        added = True
    fits = words.BARE_AFTER.match(plain, plus) or (cue and cue[0].rstrip(" ~").endswith(":"))
    if noun is None and not added and not ((cue or ask) and fits) and not words.LOCALLY.match(plain, plus):
        return _Count(start, stop, stop, low, high, {})
    listed = bool(words.LIST_ITEM.search(plain[max(0, start - 8) : start]))
    said = features(
        around, noun, high, cue=cue is not None, ask=bool(ask), added=added, listed=listed,
        opens=not around.before.strip(" -*•–\n"), at=first / max(len(plain), 1),
    )  # fmt: skip
    low_end, high_end = (None if edge == "most" else low), (None if edge == "least" else high)
    if low == high and edge is None and words.GROW_TO.search(around.before):
        low_end = None
    return _Count(start, stop, end, low_end, high_end, said)


_SPEAKER = re.compile(r"[\s\-*•–\"]*(?:[A-Z][\w.]{0,12}: ?)?")


def _question(plain: str, bounds: list[int], place: int, before: str) -> str | None:
    """The question that a number opens the answer to ("Jobs?" - "PL: 64 on three shifts"); None where it does not."""
    if place < 1 or not _SPEAKER.fullmatch(before):
        return None
    asked = plain[max(0, bounds[place] - 160) : bounds[place]].rstrip()
    return asked[-62:] + " " if asked.endswith("?") else None


def features(around: _Around, noun: re.Match[str] | None, high: int, *, cue: bool, ask: bool, added: bool, listed: bool,
             opens: bool, at: float) -> dict[str, float]:  # fmt: skip
    """What the words around a number of people say of it, each from 0 to 1; learnt weights make a score of them.

    ``opens`` is whether the number opens its sentence, ``at`` where its sentence begins, from 0 to 1.
    """
    before, after = around.before, around.after
    kind = (noun.lastgroup if noun else None) or "no noun"
    near = before[-90:]
    future, present, firm = (_last(pattern, near) for pattern in (words.FUTURE, words.PRESENT, words.FIRM))
    people = noun is not None and words.PEOPLE.search(noun[0]) is not None
    bracket = before.rfind("(") > before.rfind(")")
    wanted = ask or added
    said = {
        f"noun {kind}": True,
        "added": added,
        "asked": ask,
        "labelled": cue and not ask and not words.SQUAD.search(before),
        "a team": cue and not ask and words.SQUAD.search(before) is not None,
        "listed": listed,
        "new ones": noun is not None and words.ADDED.search(noun[0]) is not None,
        "own": noun is not None and not ask and words.OWN.search(noun[0]) is not None,
        "future before": future > max(present, firm - 25),
        "future earlier": max(present, firm - 25) >= future >= 0,
        "present before": not wanted and present >= 0 and future <= present,
        "firm before": not wanted and (firm >= 0 or words.WITH.search(before) is not None),
        "future after": words.FUTURE_AFTER.search(after[:60]) is not None,
        "east, asked": kind == "east" and words.EAST_AFTER.search(after) is not None,
        "grows": words.GROWS_NEXT.match(after) is not None,
        "present after": words.PRESENT_AFTER.match(after) is not None
        or words.PRESENT_LATE.search(after[:34]) is not None,
        "money before": around.money,
        "money, no firm": around.money and firm < 0,
        "spent on": around.money and words.SPENT_ON.search(near) is not None,
        "in brackets": bracket and not words.FUTURE.search(before, before.rfind("(")),
        "also": words.ALSO.search(before) is not None,
        "a visit": words.VISIT.search(before[-70:]) is not None or words.VISIT.search(after[:30]) is not None,
        "not jobs": words.NOT_JOBS.search(before) is not None or words.NEGATED.search(before) is not None,
        "a study": people and words.STUDY.search(before[-90:] + " " + after[:60]) is not None,
        "two": high == 2,
        "few desks": noun is not None and high < 10 and words.DESKS.search(noun[0]) is not None,
        "a town": noun is not None and high > 20_000 and kind == "weak",
        "opens": opens,
        "opens, ends": opens and re.match(r"\s*(?:[.,;\n]|$)", after) is not None,
        "no firm, no present": firm < 0 and present < 0,
    }
    return {"bias": 1.0, "late": at, "size": min(math.log10(max(high, 1)) / 4, 1.0)} | {
        name: 1.0 for name, holds in said.items() if holds
    }


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends; -1 where there is none."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _grows(plain: str, end: int, later: _Count) -> bool:
    """Whether ``later`` is the number to which the one that ended at ``end`` grows ("growing to 70", "then 80")."""
    between, after = plain[end : later.start], plain[later.end : later.end + 40]
    if words.SPLIT.search(between):
        return False
    if words.GROWTH.search(between):
        return True
    return bool(re.fullmatch(r"[^.]{0,45}", between) and words.GROWTH_AFTER.match(after))


def _shifts(plain: str) -> tuple[int, int, int] | None:
    """ "3 shifts x 18": where it stands, and the product."""
    match = words.SHIFTS.search(plain)
    if match is None:
        return None
    product = int(match["one"]) * int(match["two"])
    return (match.start(), match.end(), product) if product <= _MOST_PEOPLE else None


def _countable(plain: str, number: Number) -> bool:
    """Whether a number can count people: whole, not glued to letters, no money, no share, no part of a date."""
    if number.glued or (number.value != int(number.value) and scale_after(plain, number.end) is None):
        return False
    if plain[number.end : number.end + 1] in ("%", "/", ":", "°") or plain[max(0, number.start - 1) : number.start] in (
        "/",
        ":",
        "#",
    ):
        return False
    if currency_before(plain, number.start) is not None:
        return False
    return currency_after(plain, _stop(plain, number)) is None


def _stop(plain: str, number: Number) -> int:
    scale = scale_after(plain, number.end)
    thousand = (
        scale is not None
        and scale[0] == 1000
        and plain[number.end : scale[1]].strip().lower() in ("k", "thousand", "tausend", "mille", "mil")
    )
    return scale[1] if scale is not None and thousand else number.end


def _scaled(plain: str, number: Number) -> Decimal:
    return number.value * (1000 if _stop(plain, number) > number.end else 1)


def _year(plain: str, number: Number) -> bool:
    """Whether a number of four digits is a year, and no people are counted by it."""
    if not (1900 <= number.value <= 2100 and number.end - number.start == 4):
        return False
    return words.NOUN.match(plain, number.end) is None
