"""The department's value band for the investment that a brief states, in its surest sector; or why there is none."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, NonNegativeFloat

from matcher.brief import Brief, Investment
from matcher.currency import in_sterling, rates
from opportunities.strength_wording import readable
from opportunities.value_bands import ValueBand, banded_by, value_band

ENTIRE = "The sum stated is taken as foreign equity in full."


class InvestmentValue(BaseModel):
    """What an investment of the size stated would count as; it belongs to the brief, not to an opportunity.

    ``bands`` holds one band, or two where the brief states a range: that of its lower and that of its upper end.
    It is empty where nothing can be said, and ``reason`` then says why. ``gbp_low`` and ``gbp_high`` are the sum in
    pounds, a null end being open; ``rate_as_of`` is the month of the rate where the brief names another currency.
    ``sector`` is the path of the brief's surest sector and ``name`` the same for a reader.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sector: str | None = None
    name: str = ""
    gbp_low: NonNegativeFloat | None = None
    gbp_high: NonNegativeFloat | None = None
    rate_as_of: str | None = None
    bands: tuple[ValueBand, ...] = ()
    reason: str = ""
    note: str = ""


def investment_value(brief: Brief) -> InvestmentValue:
    """The value band of a brief's investment.

    A sector is banded by the sum or by the jobs that the brief states. Abstains, with a reason, when the brief states
    no sum or no sector, when its currency has no rate, when the sector is banded by jobs and none are stated, and when
    the investment is smaller than the least band.
    """
    surest = max(brief.sectors, key=lambda s: s.certainty, default=None)
    if brief.investment is None:
        return InvestmentValue(reason="the brief states no sum of money")
    if surest is None:
        return InvestmentValue(reason="the brief states no sector")
    money = brief.investment
    if money.currency not in rates():
        return InvestmentValue(reason=f"there is no rate for {money.currency}")
    ends = _ends(money)
    jobs = (brief.jobs.low, brief.jobs.high) if brief.jobs else (None, None)
    known = InvestmentValue(
        sector=surest.path,
        name=readable(surest.path),
        gbp_low=ends[0],
        gbp_high=ends[1],
        rate_as_of=None if money.currency == "GBP" else rates()[money.currency][1],
    )
    unit, least = banded_by(surest.path)
    stated = ends if unit == "GBP of foreign equity" else jobs
    if all(end is None for end in stated):
        return known.model_copy(update={"reason": f"the sector is banded by {unit}, and the brief states none"})
    # Where one figure is a range and the other is not, the single one goes with both ends of the range.
    pairs = [(_at(ends, n), _at(jobs, n)) for n in (0, 1)]
    told = [band for sum_, new in pairs if (band := value_band(surest.path, sum_, new))]
    bands = tuple(dict.fromkeys(told))
    if not bands:
        return known.model_copy(
            update={"reason": f"the investment lies below band E, which starts at {least:,.0f} {unit}"}
        )
    money_counts = any("GBP of foreign equity" in (b.unit, b.gva_basis) for b in bands)
    return known.model_copy(update={"bands": bands, "note": ENTIRE if money_counts else ""})


def _ends(money: Investment) -> tuple[float | None, float | None]:
    """The sum in pounds; an end too large for a number is left open."""
    return _finite(money.low, money.currency), _finite(money.high, money.currency)


def _finite(amount: int | None, currency: str) -> float | None:
    try:
        return in_sterling(amount, currency)
    except OverflowError:
        return None


def _at(ends: tuple[float | None, float | None], n: int) -> float | None:
    """One end of a range, or the other where that one is open."""
    return ends[n] if ends[n] is not None else ends[1 - n]
