"""Currencies: rough sterling values by dated rates."""

from __future__ import annotations

import re

import pytest

from matcher.currency import in_sterling, rates


def test_every_rate_is_positive_and_dated() -> None:
    for currency, (per_pound, month) in rates().items():
        assert re.fullmatch("[A-Z]{3}", currency)
        assert per_pound > 0
        assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month)


def test_a_pound_is_a_pound() -> None:
    assert rates()["GBP"][0] == 1
    assert in_sterling(5, "GBP") == 5


@pytest.mark.parametrize("currency", ["EUR", "USD", "JPY", "KWD"])
def test_an_amount_is_divided_by_its_rate(currency: str) -> None:
    assert in_sterling(rates()[currency][0] * 1_000, currency) == pytest.approx(1_000)


def test_no_amount_and_no_rate_give_none() -> None:
    assert in_sterling(None, "GBP") is None
    assert in_sterling(5, "XXX") is None
    assert in_sterling(5, "gbp") is None
    assert in_sterling(0, "EUR") == 0
