"""The months that a matched time stands for, counted from the year 0, both ends inclusive (see ``time_words``)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from matcher.reading import time_names as names
from matcher.reading import time_words as words

Months = tuple[int | None, int | None]
_NOTHING: Months = (None, None)
_OPENERS = frozenset(["by", "before", "from", "until"])


def now(today: datetime.date | None) -> int | None:
    """The month of ``today``; None where no day is given."""
    return None if today is None else today.year * 12 + today.month - 1


def lead(plain: str, start: int) -> str:
    """The preposition before a time, with an article or a day: "by the ", "from 3 "; empty where there is none."""
    match = words.LEAD.search(plain[max(0, start - 32) : start])
    return match[0] if match else ""


def _year(raw: str | None) -> int | None:
    if not raw:
        return None
    value = int(raw.lstrip("'"))
    return value + 2000 if value < 100 else value


def _span(year: int, first: int, last: int) -> Months:
    """Months ``first`` to ``last`` (1 to 12; beyond 12: of the next year) of ``year``."""
    return year * 12 + first - 1, year * 12 + last - 1


def _next(today: datetime.date | None, first: int, last: int) -> Months:
    """The coming months ``first`` to ``last``, of this year unless they are over."""
    if today is None:
        return _NOTHING
    start, end = today.year * 12 + first - 1, today.year * 12 + last - 1
    return (start + 12, end + 12) if end < today.year * 12 + today.month - 1 else (start, end)


_Reader = Callable[[re.Match[str], datetime.date | None], Months | None]


def _quarter(match: re.Match[str], today: datetime.date | None) -> Months | None:
    quarter = int(match["q"] or match["q2"] or match["q3"])
    last = int(match["r"].lstrip("Qq")) if match["r"] else quarter
    year = _year(match["y"] or match["y2"] or match["y3"])
    if year is None:
        return _next(today, 3 * quarter - 2, 3 * last) if match[0].strip()[-2:-1] in "Qq/-" else None
    return _span(year, 3 * quarter - 2, 3 * max(last, quarter))


def _ordinal(match: re.Match[str]) -> int:
    raw = match["o"].lower()
    return names.ORDINALS.get(raw) or (int(raw[0]) if raw[0].isdigit() else 1)


def _quarter_words(match: re.Match[str], _: datetime.date | None) -> Months | None:
    quarter = _ordinal(match)
    return _span(int(match["y"]), 3 * quarter - 2, 3 * quarter)


def _half(match: re.Match[str], _: datetime.date | None) -> Months | None:
    half, year = int(match["h"] or match["h2"]), _year(match["y"] or match["y2"])
    return None if year is None else _span(year, 6 * half - 5, 6 * half)


def _half_words(match: re.Match[str], _: datetime.date | None) -> Months | None:
    half = min(_ordinal(match), 2)
    return _span(int(match["y"]), 6 * half - 5, 6 * half)


def _fiscal(match: re.Match[str], today: datetime.date | None) -> Months | None:
    """A financial year runs from April to March; a single year names the one that ends in it."""
    if match["rel"]:
        if today is None:
            return _NOTHING
        start = today.year - (today.month < 4) + (1 if "next" in match["rel"].lower() else 0)
        return _span(start, 4, 15)
    year, second = _year(match["y"] or match["y2"]), match["z"] or match["z2"]
    if year is None:
        return None
    return _span(year, 4, 15) if second else _span(year - 1, 4, 15)


def _part_year(match: re.Match[str], _: datetime.date | None) -> Months | None:
    first, last = names.PARTS[match["part"].lower()]
    return _span(int(match["y"]), first, last)


def _month_of(raw: str) -> int:
    return names.MONTHS[raw.rstrip(".").lower()]


def _one_month(match: re.Match[str], today: datetime.date | None) -> Months | None:
    month, year = _month_of(match["m"]), _year(match.groupdict().get("y"))
    return _next(today, month, month) if year is None else _span(year, month, month)


def _bare_month(match: re.Match[str], today: datetime.date | None) -> Months | None:
    """A month without a year counts after a preposition or a day; "may" and other words only with a capital."""
    known = match["m"][0].isupper() or len(match["m"].rstrip(".")) > 5
    return _one_month(match, today) if known and lead(match.string, match.start()) else None


def _month_range(match: re.Match[str], today: datetime.date | None) -> Months | None:
    first, last = _month_of(match["m"]), _month_of(match["n"])
    year, first_year = _year(match["y"]), _year(match["y0"])
    if year is None:
        return _next(today, first, last + (12 if last < first else 0))
    start = (first_year or (year - 1 if last < first else year)) * 12 + first - 1
    return start, year * 12 + last - 1


def _eastern(match: re.Match[str], _: datetime.date | None) -> Months | None:
    year = int(match["y"])
    if match["m"]:
        return _span(year, int(match["m"]), int(match["m"]))
    if match["half"]:
        half = names.ORDINALS[match["half"]]
        return _span(year, 6 * half - 5, 6 * half)
    if quarter := match["q"] or match["q2"]:
        number = names.ORDINALS.get(quarter) or int(quarter)
        return _span(year, 3 * number - 2, 3 * number)
    first, last = names.PARTS.get(match["part"] or "", (5, 8) if match["part"] else (1, 12))
    return _until(match[0], _span(year, first, last))


def _until(raw: str, months: Months) -> Months:
    return (None, months[1]) if raw.rstrip().endswith(("까지", "전", "前", "내")) else months


def _season(match: re.Match[str], _: datetime.date | None) -> Months | None:
    first, year = names.SEASONS[match["s"].lower()], _year(match["y"])
    return None if year is None else _span(year, first, first + 2)


def _season_next(match: re.Match[str], today: datetime.date | None) -> Months | None:
    """A season without a year counts only after "next", "this" or a word such as "by"."""
    opener = lead(match.string, match.start()).split(" ", 1)[0].lower()
    if not (match["rel"] or match["rel2"] or opener in _OPENERS):
        return None
    first = names.SEASONS[match["s"].lower()]
    return _coming(_next(today, first, first + 2), today, match["rel"] or match["rel2"])


def _coming(months: Months, today: datetime.date | None, relation: str | None) -> Months:
    """The same months a year later where "next" is said of a season that has begun."""
    start, end = months
    this = now(today)
    if start is None or end is None or this is None or not relation or "next" not in relation.lower() or start > this:
        return months
    return start + 12, end + 12


def _feast(match: re.Match[str], today: datetime.date | None) -> Months | None:
    opener = lead(match.string, match.start()).split(" ", 1)[0].lower()
    if not (match["y"] or match["rel"] or opener in _OPENERS):
        return None
    (first, last), year = names.FEASTS[match["f"].lower()], _year(match["y"])
    if not first:
        return (None, None) if year is None else _span(year, 1, 12)
    return _next(today, first, last) if year is None else _span(year, first, last)


def _date(match: re.Match[str], _: datetime.date | None) -> Months | None:
    month, year = int(match["m"]), _year(match["y"])
    return _span(year, month, month) if year is not None and 1 <= month <= 12 else None


def _years(match: re.Match[str], _: datetime.date | None) -> Months | None:
    first, last = int(match["y"]), _year(match["z"]) if match["z"] else None
    if last is not None and not first < last < first + 40:
        return None
    return _span(first, 1, 12 + 12 * ((last or first) - first))


def _count(raw: str) -> int:
    return (
        int(raw)
        if raw.isdigit()
        else names.SMALL_NUMBERS.get(raw.lower(), 10 if raw == "十" else names.ORDINALS.get(raw, 2))
    )


def _duration(match: re.Match[str], today: datetime.date | None) -> Months | None:
    """A span from now; None where no word ("within", "over", "<") makes it one."""
    how = (match["how"] or "").lower()
    if not how and not match.groupdict().get("ok"):
        return None
    unit = match["unit"].lower()
    length = _count(match.groupdict().get("b") or match["a"])
    if unit[0] in "yjaår年년l" or unit.startswith(("an", "añ")):
        months = 1 if unit == "ay" else 12
    else:
        months = {"w": 0, "s": 0, "u": 0, "v": 0, "d": 0, "t": 0, "q": 3}.get(unit[0], 1) if unit != "decade" else 120
    this = now(today)
    if this is None:
        return _NOTHING
    return this, this + (length * months if months else length // 4)


def _soon(_: re.Match[str], today: datetime.date | None) -> Months | None:
    return now(today), now(today)


def _relative(match: re.Match[str], today: datetime.date | None) -> Months | None:
    if today is None:
        return _NOTHING
    unit, later = match["unit"].lower(), match["rel"].lower() != "this"
    this = today.year * 12 + today.month - 1
    if unit == "year":
        return _span(today.year + later, 1, 12)
    if unit == "quarter":
        start = this - this % 3 + 3 * later
        return start, start + 2
    if unit in names.SEASONS:
        return _coming(_next(today, names.SEASONS[unit], names.SEASONS[unit] + 2), today, match["rel"])
    return (this + later, this + later) if unit == "month" else (this, this)


READERS: dict[str, _Reader] = {
    "quarter": _quarter,
    "quarter_words": _quarter_words,
    "half": _half,
    "half_words": _half_words,
    "fiscal": _fiscal,
    "part_year": _part_year,
    "part_month": _one_month,
    "eastern": _eastern,
    "season": _season,
    "season_next": _season_next,
    "feast": _feast,
    "iso_date": _date,
    "date": _date,
    "month_slash": _date,
    "month_range": _month_range,
    "month_year": _one_month,
    "month": _bare_month,
    "duration": _duration,
    "duration_east": _duration,
    "years": _years,
    "soon": _soon,
    "relative": _relative,
}
