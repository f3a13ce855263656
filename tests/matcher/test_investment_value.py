"""The value band of a brief's investment: by sum or by jobs, at both ends of a range, and why there is none."""

from __future__ import annotations

import pytest

from matcher.brief import Brief, Investment, Jobs, SectorCriterion, Span
from matcher.investment_value import ENTIRE, InvestmentValue, investment_value
from opportunities.sectors import sector_tree
from opportunities.value_bands import banded_by

MEDICAL, CARS = "Medical devices and equipment", "Automotive"
SPAN = Span(start=0, end=1, text="x")


def brief(
    *sectors: tuple[str, float], money: tuple[int | None, int | None] | None = None, currency: str = "GBP",
    jobs: tuple[int | None, int | None] | None = None,
) -> Brief:  # fmt: skip
    return Brief(
        text="x",
        sectors=tuple(SectorCriterion(path=path, certainty=certainty) for path, certainty in sectors),
        investment=Investment(low=money[0], high=money[1], currency=currency, span=SPAN) if money else None,
        jobs=Jobs(low=jobs[0], high=jobs[1], span=SPAN) if jobs else None,
    )


def test_a_sum_in_a_sector_banded_by_money() -> None:
    found = investment_value(brief((CARS, 0.9), money=(2_000_000, 5_000_000)))
    assert [b.band for b in found.bands] == ["C", "B"]
    assert [b.amount for b in found.bands] == [2_000_000, 5_000_000]
    assert found.bands[1].gva_gbp == pytest.approx(0.209650945 * 5_000_000)
    assert (found.gbp_low, found.gbp_high, found.rate_as_of, found.note) == (2_000_000, 5_000_000, None, ENTIRE)
    assert found.bands[0].financial_year == 2022
    assert "or new foreign direct investment only" in found.bands[0].note
    assert "Department for Business and Trade" in found.bands[0].source
    assert found.reason == ""


def test_a_sector_banded_by_jobs_takes_the_jobs() -> None:
    found = investment_value(brief((MEDICAL, 0.9), money=(4_000_000, 6_000_000), jobs=(45, 45)))
    [band] = found.bands
    assert (band.band, band.unit, band.amount, band.starts_at) == ("A", "new jobs", 45, 44)
    assert band.gva_gbp == pytest.approx(92_156.95173 * 45)
    assert found.note == ""  # no sum entered


def test_the_surest_sector_decides() -> None:
    found = investment_value(brief((MEDICAL, 0.3), (CARS, 0.6), money=(20_000_000, 20_000_000)))
    assert (found.sector, found.name) == (CARS, CARS)
    assert [b.band for b in found.bands] == ["A"]


def test_another_currency_is_converted_and_the_month_told() -> None:
    found = investment_value(brief((CARS, 1), money=(None, 1_170_000), currency="EUR"))
    assert found.gbp_low is None
    assert found.gbp_high == pytest.approx(1_000_000)
    assert found.rate_as_of == "2025-12"
    assert [b.amount for b in found.bands] == [pytest.approx(1_000_000)]
    assert [b.band for b in found.bands] == ["D"]  # 1.17 million would be C


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (brief((CARS, 1)), "the brief states no sum of money"),
        (brief((MEDICAL, 1), jobs=(45, 45)), "the brief states no sum of money"),
        (brief(money=(1, 1)), "the brief states no sector"),
        (brief((CARS, 1), money=(10**7, 10**7), currency="XAU"), "there is no rate for XAU"),
        (brief((MEDICAL, 1), money=(10**7, 10**7)), "the sector is banded by new jobs, and the brief states none"),
        (brief((CARS, 1), money=(10, 9_999)), "below band E, which starts at 10,000 GBP of foreign equity"),
        (brief((CARS, 1), money=(10**400, 10**400)), "and the brief states none"),
    ],
)
def test_it_abstains_with_a_reason(asked: Brief, reason: str) -> None:
    found = investment_value(asked)
    assert found.bands == ()
    assert reason in found.reason


def test_every_sector_of_the_tree_has_a_band() -> None:
    for path in sector_tree():
        found = investment_value(brief((path, 1), money=(10**9, 10**9), jobs=(1_000, 1_000)))
        assert [b.band for b in found.bands] == ["A"], path
        assert banded_by(path)[1] > 0


def test_it_reads_back_as_written() -> None:
    found = investment_value(brief((CARS, 1), money=(2_000_000, 5_000_000), jobs=(10, 20)))
    assert InvestmentValue.model_validate_json(found.model_dump_json()) == found
