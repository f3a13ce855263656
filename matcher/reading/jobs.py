"""Jobs in a brief: how many people the investor means to employ or to house, never those whom the firm has today."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal

from matcher.brief import Jobs
from matcher.reading import job_words as words
from matcher.reading.currencies import currency_after, currency_before
from matcher.reading.numbers import Number, scale_after, scan
from matcher.reading.plain import Plain
from matcher.reading.ranges import bound, joins

_LEAST = 2.0
_MOST = 800
_MOST_PEOPLE = 500_000
_REACH = 70
_KIND = {"strong": 3.5, "trade": 2.0, "weak": 1.0, "east": 1.0, None: 1.0}


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of people: its place, with the noun too, its ends (a null end is open), and how surely it means jobs."""

    start: int
    stop: int
    end: int
    low: int | None
    high: int | None
    score: float


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
    best = max(counts, key=lambda count: (count.score, -count.start), default=None)
    if shifts is not None and (best is None or best.score < 4):
        return Jobs(low=shifts[2], high=shifts[2], span=page.span(shifts[0], shifts[1]))
    if best is None or best.score < _LEAST:
        return None
    start, end, low, high = best.start, best.end, best.low, best.high
    if low is not None and high is not None:
        last = min((at for at in (plain.find(". ", end), plain.find("\n", end)) if at >= 0), default=len(plain))
        for other in counts:
            if best.end <= other.start < min(last, end + _REACH) and other.high and _grows(plain, end, other):
                low, high, end = min(low, other.low or other.high), max(high, other.high), other.end
    return Jobs(low=low, high=high, span=page.span(start, end))


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
    lead = around.before[-64:]
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
        return _Count(start, stop, stop, low, high, 0.0)
    listed = bool(words.LIST_ITEM.search(plain[max(0, start - 8) : start]))
    score = _score(around, noun, cue=cue is not None, ask=bool(ask), added=added, listed=listed)
    score += _for_size(high, noun)
    low_end, high_end = (None if edge == "most" else low), (None if edge == "least" else high)
    if low == high and edge is None and words.GROW_TO.search(around.before):
        low_end = None
    return _Count(start, stop, end, low_end, high_end, score)


def _score(around: _Around, noun: re.Match[str] | None, *, cue: bool, ask: bool, added: bool, listed: bool) -> float:
    """How surely a number of people means jobs to come (``_LEAST`` and more) and not the firm's staff of today."""
    before, after = around.before, around.after
    kind = noun.lastgroup if noun else None
    score = _KIND[kind] + (3.0 if added else 0)
    if ask:
        score += 3.5
    elif cue:
        score += 1.0 if words.SQUAD.search(before) else 2.5
    if listed:
        score += 1.2 if kind == "weak" else 0.5
    if noun is not None:
        score += 1.5 if words.ADDED.search(noun[0]) else 0
        score -= 5.0 if words.OWN.search(noun[0]) and not ask else 0
    near = before[-90:]
    future, present, firm = (_last(pattern, near) for pattern in (words.FUTURE, words.PRESENT, words.FIRM))
    if future > max(present, firm - 25):
        score += 2.5
    elif not (ask or added) and present >= 0:
        score -= 3.0
    elif not (ask or added) and (firm >= 0 or words.WITH.search(before)) and kind != "strong":
        score -= 2.0
    if kind == "east":
        score += 4.5 if words.EAST_AFTER.search(after) else 0
    elif words.FUTURE_AFTER.search(after[:60]):
        score += 1.5
    score += 2.0 if words.GROWS_NEXT.match(after) else 0
    score -= 3.0 if words.PRESENT_AFTER.match(after) else 0
    score -= 1.5 if kind == "weak" and words.PRESENT_LATE.search(after[:34]) else 0
    spent = around.money and words.SPENT_ON.search(near) is not None
    score += 1.5 if around.money and (firm < 0 or spent) else 0
    score += 2.0 if spent and kind != "strong" and firm >= 0 > max(future, present) else 0
    bracket = before.rfind("(")
    if bracket > before.rfind(")") and kind in ("weak", "trade", "east") and not words.FUTURE.search(before, bracket):
        score -= 2.5
    score -= 1.5 if words.ALSO.search(before) else 0
    score -= 5.0 if kind != "strong" and (words.VISIT.search(before[-70:]) or words.VISIT.search(after[:30])) else 0
    score -= 5.0 if words.NOT_JOBS.search(before) or words.NEGATED.search(before) else 0
    if noun is not None and words.PEOPLE.search(noun[0]) and words.STUDY.search(before[-90:] + " " + after[:60]):
        score -= 4.0
    return score


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends; -1 where there is none."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _for_size(high: int, noun: re.Match[str] | None) -> float:
    """What the size tells: two of anything are rarely the jobs, few desks are a landing pad, and a town is no staff."""
    if high == 2:
        return -3.0
    if noun is None:
        return 0.0
    if high < 10 and words.DESKS.search(noun[0]):
        return -3.0
    return -6.0 if high > 20_000 and noun.lastgroup == "weak" else 0.0


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
