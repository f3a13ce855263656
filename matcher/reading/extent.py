"""Floor space (in square metres) and land (in hectares) in a brief, from the units of many countries."""

from __future__ import annotations

import re
from decimal import Decimal

from matcher.brief import Extent
from matcher.reading.numbers import Number, scale_after, scan
from matcher.reading.plain import Plain
from matcher.reading.ranges import bound, joins

_FLOOR = {
    Decimal(
        "0.09290304"
    ): r"sq\.? ?(?:ft|feet|foot)\b|sqft|square[ -]f(?:ee|oo)t|ft2|ft\^2|sf(?![\w])|gsf|pieds carrés|"
    r"feet(?! (?:high|tall|long|wide|deep|away|clear|above|from|of alt))|ft(?! (?:high|tall|clear|"
    r"eaves))",
    Decimal(1): r"sq\.? ?m(?:et(?:re|er)s?|trs?)?\b|sqm|m2|m\^2|qm|square[ -]met(?:re|er)s?|square[ -]mtrs?|"
    r"quadratmeter[n]?|mètres carrés|metros cuadrados|"
    r"metri quadr(?:ati|i)|metros quadrados|vierkante meter|kvadratmeter|kvm|mq|m kare|metrekare|neliömetriä|"
    r"metrów kwadratowych|кв\. ?м|평방미터|제곱미터|"
    r"平方米|平米|平方メートル|平方公尺",
    Decimal("3.305785"): r"坪|평|tsubo|pyeong",
}
_LAND = {
    Decimal("0.40468564224"): r"acres?|ac(?![\w.])",
    Decimal(1): r"hectares?|ha|hektar(?:e|s|ów)?|hectáreas?|ettari|hehtaaria|公顷|公頃|ヘクタール|헥타르",
    Decimal("0.0666667"): r"亩|畝|mu of land",
}
_UNITS = tuple(
    (
        kind,
        factor,
        re.compile(
            rf"\+?[ -]?(?:of )?(?:{names})(?:(?<=[\u2e80-\uffff])|(?![^\W_]))"
            if names[0] < "\u2e80"
            else rf"\+?[ ]?(?:{names})",
            re.IGNORECASE,
        ),
    )
    for kind, table in (("floor space", _FLOOR), ("land", _LAND))
    for factor, names in table.items()
)
_BARE_FEET = re.compile(r"(?i)\+?[ -]?(?:feet|ft)\b")
_LEAST_FEET = 1500
_PER = re.compile(r"(?i)(?:/|\bper|\bevery|\beach) ?$")
_LAND_AFTER = re.compile(r"(?i) (?:of (?:\w+ )?(?:land|ground|plot|yard)|plot|site area|terrain|parcel)\b")
_LAND_BEFORE = re.compile(
    r"(?i)\b(?:land|plot|parcel|terrain|grundstück|terreno|parcela|tomt|土地)(?: of| von| de| di| på)?[: ](?:about |"
    r"around |approx\.? |ca\.? |c\. )?$"
)
_SMALLEST, _LARGEST = Decimal("0.001"), Decimal(10) ** 9
_SQUARE_METRES_PER_HECTARE = 10_000


def read_extents(text: str) -> tuple[Extent, ...]:
    """Every floor space (square metres) and piece of land (hectares), in order; empty where there is none."""
    page = Plain(text)
    plain, numbers = page.plain, scan(page.plain)
    found: list[Extent] = []
    at = 0
    while at < len(numbers):
        first = numbers[at]
        at += 1
        if first.glued or _PER.search(plain[max(0, first.start - 6) : first.start]):
            continue
        low, factor, stop = _scaled(plain, first)
        high, last = low, stop
        unit = _unit(plain, stop, low)
        if at < len(numbers):
            upper, second_factor, second_stop = _scaled(plain, numbers[at])
            gap = unit[2] if unit else stop
            other = _unit(plain, second_stop, upper)
            if other and (unit is None or unit[:2] == other[:2]) and joins(plain, gap, numbers[at].start, first.start):
                lower = low * second_factor if factor == 1 and low < 1000 and low * second_factor <= upper else low
                if "-" in plain[gap : numbers[at].start] and low < 1000 and low * 1000 <= upper:
                    lower = low * 1000  # "80-100,000 sq ft"
                if lower < upper:
                    low, high, unit, last, at = lower, upper, other, second_stop, at + 1
        if unit is None:
            continue
        edge = bound(plain, first.start, last) if low == high else None
        edge = edge or (bound(plain, first.start, unit[2]) if low == high else None)
        extent = _extent(page, first.start, unit, None if edge == "most" else low, None if edge == "least" else high)
        if extent is not None:
            found.append(extent)
    return tuple(found)


def _scaled(plain: str, number: Number) -> tuple[Decimal, Decimal, int]:
    """The number with its scale word, the factor of that word, where both end; "m" is a metre unless feet follow."""
    scale = scale_after(plain, number.end)
    if scale is None:
        return number.value, Decimal(1), number.end
    factor, end = scale
    word = plain[number.end : end].strip(" -").lower()
    if word in ("m", "mm", "cr", "b", "l") and not re.match(r"(?i)\+?[ -]?(?:sq|square)", plain[end : end + 8]):
        return number.value, Decimal(1), number.end
    return number.value * factor, factor, end


def _unit(plain: str, end: int, value: Decimal) -> tuple[str, Decimal, int] | None:
    """Kind, factor and end of the unit that follows; bare feet count as square feet from 1,500 on."""
    for kind, factor, pattern in _UNITS:
        match = pattern.match(plain, end)
        if match is not None:
            if _BARE_FEET.fullmatch(match[0]) and value < _LEAST_FEET:
                return None
            return kind, factor, match.end()
    return None


def _extent(
    page: Plain, start: int, unit: tuple[str, Decimal, int], low: Decimal | None, high: Decimal | None
) -> Extent | None:
    kind, factor, end = unit
    land = kind == "floor space" and (
        _LAND_AFTER.match(page.plain, end) or _LAND_BEFORE.search(page.plain[max(0, start - 40) : start])
    )
    if land:
        kind, factor = "land", factor / _SQUARE_METRES_PER_HECTARE
    ends = [None if value is None else value * factor for value in (low, high)]
    if any(value is not None and not _SMALLEST <= value <= _LARGEST for value in ends):
        return None
    digits = 1 if kind == "floor space" else 3
    rounded = [None if value is None else round(float(value), digits) for value in ends]
    return Extent(kind=kind, low=rounded[0], high=rounded[1], span=page.span(start, end))
