"""Wording: how values read on a page, as filters for the templates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any

from opportunities.opportunity import Basis, Figure, Source
from opportunities.strength_wording import readable

OLD_AFTER_YEARS = 3  # a source older than this is marked: schemes change within one funding period
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

SIGNALS = {
    "overall_similarity": "Overall similarity",
    "needs_met": "Needs met",
    "shared_words": "Shared words",
    "sector_fit": "Sector fit",
    "activity_fit": "Activity fit",
    "place_fit": "Place fit",
    "sector_strength": "Sector strength",
}
GATES = {
    "status": "Still on offer",
    "place_excluded": "Place ruled out",
    "place_required": "Place insisted on",
    "kind_excluded": "Kind ruled out",
    "kind_required": "Kind insisted on",
    "must_not": "Ruled out in words",
    "not_for": "Whom it does not suit",
    "sector_excluded": "Sector ruled out",
    "ticket": "Size of investment",
}


def date(value: str | None) -> str:
    """``2023-11`` as ``November 2023``, ``2023-11-05`` as ``5 November 2023``; ``undated`` for none."""
    if not value:
        return "undated"
    year, *rest = value.split("-")
    month = _MONTHS.split("|")[int(rest[0]) - 1] + " " if rest else ""
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month}{year}"


def moment(value: datetime.datetime | None) -> str:
    """A moment as ``5 November 2023, 14:05``, in UTC; ``as shipped`` for none."""
    return "as shipped" if value is None else f"{date(value.date().isoformat())}, {value:%H:%M}"


def is_old(value: str | None, today: datetime.date | None = None) -> bool:
    """Whether a partial date lies more than ``OLD_AFTER_YEARS`` before today. What has no date is not called old."""
    if not value:
        return False
    parts = [int(part) for part in value.split("-")]
    last = datetime.date(parts[0], parts[1] if len(parts) > 1 else 12, parts[2] if len(parts) > 2 else 28)
    today = today or datetime.datetime.now(datetime.UTC).date()
    return last < today.replace(year=today.year - OLD_AFTER_YEARS, day=min(today.day, 28))


def name_of(key: str) -> str:
    """A signal's or a gate's name as people say it."""
    return SIGNALS.get(key) or GATES.get(key) or key.replace("_", " ").capitalize()


def sentence(text: str) -> str:
    """The text begun with a capital letter, unless its second is one already: ``nDCG`` stays."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def amount(figure: Figure) -> str:
    """A figure with its unit: ``£35 million``, ``12,000 sq m``, ``2027``."""
    value, unit = figure.value, figure.unit.value
    if unit.startswith(("GBP", "EUR")):
        sign = "£" if unit.startswith("GBP") else "€"
        return sign + _large(value) + (" a year" if unit.endswith("per year") else "")
    if unit == "calendar year":
        return f"{value:.0f}"
    plain = f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"
    if unit == "per cent":
        return f"{plain}%"
    return plain if unit in {"count", "ratio"} else f"{plain} {unit}"


def _large(value: float) -> str:
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:,.4g} {word}"
    return f"{value:,.0f}"


def basis(figure: Figure) -> str:
    """What kind of number it is, said where it is no fact yet."""
    return {Basis.ACTUAL: "", Basis.PLANNED: "planned", Basis.PROJECTED: "projected"}[figure.basis]


def ticket(low: int | None, high: int | None, currency: str) -> str:
    """A range of money: ``£5 million to £20 million``, ``up to £750,000``."""
    sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(currency, f"{currency} ")
    ends = [None if end is None else sign + _large(end) for end in (low, high)]
    if ends[0] == ends[1]:
        return str(ends[0])
    if ends[0] is None or ends[1] is None:
        return f"up to {ends[1]}" if ends[0] is None else f"from {ends[0]}"
    return f"{ends[0]} to {ends[1]}"


def cited(source: Source) -> str:
    """A source in one line: publisher, and the date of its page."""
    return f"{source.publisher}, {date(source.date)}"


def host(url: str) -> str:
    """Where an address leads, for people who like to know before they follow it."""
    return re.sub(r"^https?://(www\.)?([^/]+).*$", r"\2", url)


def squeeze(text: str) -> str:
    """Words of a brief on one line, whatever the line breaks of the paste."""
    return " ".join(text.split())


def zip_same(values: Iterable[str]) -> list[tuple[str, str]]:
    """Options of a list whose values are their own words."""
    return [(value, value) for value in values]


def zip_words(values: Iterable[str]) -> list[tuple[str, str]]:
    """Options of a list whose words are their values with a capital letter."""
    return [(value, sentence(value)) for value in values]


FILTERS: dict[str, Callable[..., Any]] = {
    "date": date,
    "moment": moment,
    "is_old": is_old,
    "name_of": name_of,
    "sentence": sentence,
    "amount": amount,
    "basis": basis,
    "cited": cited,
    "host": host,
    "sector": readable,
    "squeeze": squeeze,
    "zip_same": zip_same,
    "zip_words": zip_words,
}
