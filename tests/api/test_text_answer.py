"""The answer as text: the value band of the investment, with its caveats, or why there is none."""

from __future__ import annotations

import pytest

from api.text_answer import WIDTH, as_text
from matcher.matcher import Matcher

ASKED = "We are a car parts maker and want a factory in the West Midlands. "


def told(matcher: Matcher, text: str) -> str:
    answer = as_text(matcher.match(text, 1))
    assert max(map(len, answer.splitlines())) <= WIDTH + 1
    return " ".join(answer.split())


def test_a_sum_gives_a_band_with_rate_year_source_and_caveat(matcher: Matcher) -> None:
    found = told(matcher, f"{ASKED} We will invest 20 million euros.")
    assert "Value band in Automotive" in found
    assert ": A (17,094,017 GBP of foreign equity; A starts at 10,939,000; an estimated £3.6m of gross value" in found
    assert "Converted at the rate of 2025-12. The sum stated is taken as foreign equity in full." in found
    assert "For new foreign direct investment only" in found
    assert "Data Hub gross value added multipliers (MIT licence), financial year 2022." in found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ASKED, "No value band: the brief states no sum of money."),
        ("Budget: £5m. Anything in Derby?", "No value band: the brief states no sector."),
    ],
)
def test_silence_is_told(matcher: Matcher, text: str, reason: str) -> None:
    assert reason in told(matcher, text)
    assert matcher.match(text, 1).investment_value.bands == ()
