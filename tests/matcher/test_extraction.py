"""Tests of the figures on reading, by hand-counted examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from matcher.extraction import CRITERIA, extraction, extraction_table


@dataclass
class Labelled:
    text: str
    labels: dict[str, Any] = field(default_factory=dict)


def test_sets_numbers_and_quotes_are_compared_each_in_its_way() -> None:
    briefs = [
        Labelled("a", {"sectors": ["x", "y"], "jobs": {"low": 5, "high": 9}, "must": ["at least one dock"]}),
        Labelled("b", {"sectors": ["x"], "jobs": {"low": 5, "high": None}}),
        Labelled("c"),
    ]
    read: dict[str, dict[str, Any]] = {
        "a": {"sectors": ["x", "z"], "jobs": {"low": 5, "high": 9}, "must": ["AT LEAST ONE DOCK, covered", "parking"]},
        "b": {"jobs": {"low": 5, "high": 6}},
        "c": {"jobs": {"low": 1, "high": 1}},
    }
    found = extraction(briefs, lambda text: read[text])
    assert set(found) == set(CRITERIA)
    assert (found["sectors"].precision, found["sectors"].recall) == pytest.approx((1 / 2, 1 / 3))
    assert found["sectors"].n == 3
    assert (found["jobs"].precision, found["jobs"].recall) == pytest.approx((1 / 3, 1 / 2))
    assert (found["must"].precision, found["must"].recall) == pytest.approx((1 / 2, 1))
    assert found["must"].f1 == pytest.approx(2 / 3)
    assert found["must"].low <= found["must"].f1 <= found["must"].high
    assert found["timeline"].f1 == 0
    assert "| places wanted (n = 0) |" in extraction_table(found)


def test_a_perfect_reading_is_one() -> None:
    labels = {
        "investment": {"low": 1, "high": 2, "currency": "GBP", "quote": "£1–2"},
        "timeline": {"quote": "by spring"},
        "investor_type": "corporate",
        "places_excluded": ["London"],
    }
    found = extraction([Labelled("a", labels)], lambda _: labels)
    for criterion in labels:
        assert found[criterion].f1 == found[criterion].low == found[criterion].high == 1
