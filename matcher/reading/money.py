"""Money in a brief: every sum with its currency and what it is said to be, and the one meant to be invested."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from matcher.brief import Investment, Span
from matcher.reading.amount_roles import Judge
from matcher.reading.currencies import currency_after, currency_before, home, told_after
from matcher.reading.numbers import Number, scale_after, scan
from matcher.reading.plain import Plain
from matcher.reading.ranges import bound, joins


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """One sum of money: whole units of ``currency`` (ISO 4217); a null end is open.

    ``role`` tells what the words around make of it: "investment", or "turnover", "raised", "assets", "rent", "salary",
    "price", "part" (a share of a sum told before), "public" (somebody else's money) or "other". ``told`` is false where
    no currency stands beside it: then it is in the only currency of the text, or in sterling. ``weight`` orders
    investments: the higher, the plainer said.
    """

    low: int | None
    high: int | None
    currency: str
    span: Span
    role: str
    told: bool
    weight: float


@dataclass(frozen=True, slots=True)
class _Side:
    """One number of a sum, with the scale and the currency beside it."""

    start: int
    end: int
    value: Decimal
    factor: Decimal
    currency: str | None
    scaled: bool

    @property
    def sum(self) -> Decimal:
        return self.value * self.factor


_APPROX = re.compile(
    r"(?:~|≈|\bca?\.?|\bapprox\.?|\babout|\baround|\broughly|\bcirca|\bsome|\bup to|\bof|약|约|約) ?$", re.IGNORECASE
)
_WHOLE = Decimal(10) ** 22
_MOST = 500
_MONEY_CUE = re.compile(
    r"(?i)\b(?:capex|capital|budget\w*|invest\w*|inver[st]i\w*|spend|ticket|cheques?|costs?|funding|fund|money|"
    r"outlay|equity|financ\w*|"
    r"envelope|presupuesto|yatırım\w*|grant|loan|put in|raise)\b|投资|投資|予算|预算|투자"
)
_BARE_NEXT = re.compile(
    r"(?i)\+|\s*(?:$|[.,;:!?)(\n]|(?:in|over|for|on|to|per|a year|and|or|plus|max|all|capex|investment|budget|"
    r"across|by|with|spread|initially|as|"
    r"incl\w*|excl\w*|if|of (?:capex|investment|funding|capital|equity|our|which|spend)|-)(?!\w))"
)
_TIMES_OR_PER = re.compile(r"(?:[/#]|(?<![^\W\d_])x) ?$")
_NOT_MONEY_NEXT = re.compile(r"(?i)\s?(?:%|per ?cent|/ ?\d)")
_FIGURES = re.compile(
    r"(?i)\b(?:an? )?(?:(?P<part>low|lower|mid|middle|high|upper)(?: to mid)?[- ])?(?P<count>five|six|seven|eight|"
    r"nine|ten|[5-9]|10)[- ]figures?"
    r"(?:[- ](?P<name>sum|amount|investment|budget|ticket|capex|cheque|spend|outlay|commitment))?(?!\w)"
)
_FIGURE_COUNT = dict(zip(["five", "six", "seven", "eight", "nine", "ten"], range(5, 11), strict=True))
_FIGURE_PART = {
    "low": (1, 4),
    "lower": (1, 4),
    "mid": (4, 7),
    "middle": (4, 7),
    "high": (7, 10),
    "upper": (7, 10),
    "": (1, 10),
}


def read_money(text: str) -> tuple[MoneyMention, ...]:
    """Every sum of money in the text (the first 500), in order; empty where there is none."""
    page = Plain(text)
    sums = _sums(page.plain)
    told = Counter(home(code, page.plain) for _, code, _ in sums if code)
    only = next(iter(told)) if len(told) == 1 else "GBP"
    judge = Judge(page.plain, page.sentences())
    found = []
    for (start, end, low, high), code, edge in sums:
        role, weight = judge.role(start, end, low, high, told=code is not None)
        currency = home(code, page.plain) if code else only
        found.append(
            MoneyMention(_int(low), _int(high), currency, page.span(start, edge), role, code is not None, weight)
        )
    return tuple(found)


def read_investment(text: str) -> Investment | None:
    """The one sum that the investor means to put in; None where the text tells none."""
    chosen: MoneyMention | None = None
    for mention in read_money(text):
        if mention.role == "investment" and (chosen is None or mention.weight > chosen.weight):
            chosen = mention
    if chosen is None:
        return None
    return Investment(low=chosen.low, high=chosen.high, currency=chosen.currency, span=chosen.span)


_Sum = tuple[tuple[int, int, Decimal | None, Decimal | None], str | None, int]


def _sums(plain: str) -> list[_Sum]:
    """Sums in order: ((start, end, low, high), currency mark or None, end of the words to show)."""
    numbers = scan(plain)
    sums: list[_Sum] = []
    at, floor = 0, 0
    while at < len(numbers) and len(sums) < _MOST:
        left = _side(plain, numbers, at, floor)
        at += 1
        if left is None:
            continue
        if at < len(numbers):
            right = _side(plain, numbers, at, left.end)
            if right is not None and (pair := _range(plain, left, right)) is not None:
                low, high, code = pair
                if code or _bare(plain, left.start, right.end, high):
                    sums.append(_finish(plain, left.start, right.end, low, high, code))
                    floor, at = right.end, at + 1
                    continue
        if left.sum and (left.currency or _bare(plain, left.start, left.end, left.sum if left.scaled else left.value)):
            sums.append(_finish(plain, left.start, left.end, left.sum, left.sum, left.currency))
            floor = left.end
    return sorted(sums + _figures(plain)[:_MOST], key=lambda item: item[0][0])


def _side(plain: str, numbers: list[Number], at: int, floor: int) -> _Side | None:
    """The number at ``at`` with what belongs to it; None where it cannot be money."""
    number = numbers[at]
    before = _currency_left(plain, number.start, floor)
    if before is None and (number.glued or _NOT_MONEY_NEXT.match(plain, number.end)):
        return None
    start = before[1] if before else number.start
    factor, end, scaled = Decimal(1), number.end, False
    if (scale := scale_after(plain, end)) is not None:
        factor, end, scaled = scale[0], scale[1], True
    elif plain[end : end + 6].lower() == " grand" and not plain[end + 6 : end + 7].isalpha():
        return _Side(start, end + 6, number.value, Decimal(1000), before[0] if before else "GBP", True)
    if before and before[2] > 1 and not scaled:
        factor, scaled = Decimal(before[2]), True
    after = currency_after(plain, end)
    code = before[0] if before else None
    if after is not None:
        end, factor, scaled = after[1], factor * after[2], scaled or after[2] > 1
        code = after[0] if code in (None, "$") else code
        if (scale := scale_after(plain, end)) is not None and not scaled and plain[end : end + 1] != "-":
            factor, end, scaled = scale[0], scale[1], True  # "5 EUR million", "€m"
    if (
        code is None
        and scaled
        and plain[end : end + 2] == " ("
        and (inner := currency_after(plain, end + 2)) is not None
    ):
        code = inner[0]
    if code == "$":
        code = told_after(plain, end) or code
    return _Side(start, end, number.value, factor, code, scaled or number.value >= 10**6)


def _currency_left(plain: str, start: int, floor: int) -> tuple[str, int, int] | None:
    found = currency_before(plain, start, floor)
    if found is None and (filler := _APPROX.search(plain[max(floor, start - 10) : start])) is not None:
        inner = max(floor, start - 10) + filler.start()
        found = currency_before(plain, inner, floor)
    return found


def _range(plain: str, left: _Side, right: _Side) -> tuple[Decimal, Decimal, str | None] | None:
    """Low, high and currency where the two sides make one range ("CHF 15-40m", "£3m to £4.5m")."""
    if right.start < left.end or right.start - left.end > 16 or not joins(plain, left.end, right.start, left.start):
        return None
    if (
        left.currency
        and right.currency
        and left.currency != right.currency
        and "$" not in (left.currency, right.currency)
    ):
        return None
    low, high = left.sum, right.sum
    if right.scaled and left.factor == 1 and left.value * right.factor <= high:
        low = left.value * right.factor
    elif (
        left.scaled
        and right.factor == 1
        and right.value < 1000
        and "-" in plain[left.end : right.start]
        and right.value * left.factor > low
    ):
        high = right.value * left.factor
    elif (
        left.factor == right.factor == 1 and low < 1000 and low * 1000 <= high and "-" in plain[left.end : right.start]
    ):
        low *= 1000  # "£50-100,000"
    code = left.currency if left.currency not in (None, "$") else right.currency or left.currency
    return (low, high, code) if 0 < low < high else None


def _finish(plain: str, start: int, end: int, low: Decimal, high: Decimal, code: str | None) -> _Sum:
    edge = bound(plain, start, end) if low == high else None
    shown = end + 1 if edge == "least" and plain[end : end + 1] == "+" else end
    return (start, end, None if edge == "most" else low, None if edge == "least" else high), code, shown


def _bare(plain: str, start: int, end: int, value: Decimal) -> bool:
    """Whether a number without currency is money: a money word stands near, and no unit or thing is counted."""
    last = plain[end - 1 : end]
    if not last.isalpha() and value < 10_000:
        return False
    before = plain[max(0, start - 60) : start]
    before = before[max(before.rfind(". "), before.rfind("\n"), before.rfind(";")) + 1 :]
    after = plain[end : end + 30].split("\n")[0].split(". ")[0]
    if not _BARE_NEXT.match(plain, end) or _TIMES_OR_PER.search(plain[max(0, start - 3) : start]):
        return False
    near = before[-24:] if not last.isalpha() else before
    if value < 1000 or not (
        last.isalpha()
        or re.search(r"(?i)(?:budget|capex|investment|spend|outlay)\W{1,3}(?:of |is |about |around )?$", near)
    ):
        return False
    return bool(
        _MONEY_CUE.search(near)
        or (last.isalpha() and re.match(r"(?i).{0,6}\b(?:capex|investment|budget|capital|of funding)\b", after))
    )


def _figures(plain: str) -> list[_Sum]:
    """Sums told by their figures: "low" is the first four tenths of them, "mid" the next three, "high" the rest."""
    found: list[_Sum] = []
    for match in _FIGURES.finditer(plain):
        if not match["part"] and not match["name"]:
            continue
        count = match["count"].lower()
        unit = Decimal(10) ** (_FIGURE_COUNT.get(count) or int(count)) / 10
        low, high = _FIGURE_PART[(match["part"] or "").lower()]
        after = currency_after(plain, match.end()) or currency_after(plain, match.end() + 3)
        before = currency_before(plain, match.start())
        code = after[0] if after else before[0] if before else None
        found.append(((match.start(), match.end(), low * unit, high * unit), code, match.end()))
    return found


def _int(value: Decimal | None) -> int | None:
    return None if value is None else int(min(value, _WHOLE).to_integral_value(ROUND_HALF_UP))
