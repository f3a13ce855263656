"""What a brief insists on and what it rules out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.conditions import read_conditions


@pytest.mark.parametrize(
    "text",
    [
        "The hall must take a 60-tonne crane.",
        "A rail siding is essential.",
        "At least two loading docks.",
        "Freehold only.",
        "The date is non-negotiable.",
        "It has to be on the ground floor.",
        "Requirements:\n1. Three-phase power\n2. A yard of one acre",
        "We need a clean room with a lift.",
        "Die Halle muss beheizt sein.",
        "土地必须平整。",
    ],
)
def test_insists(text: str) -> None:
    must, must_not = read_conditions(text)
    assert must
    assert not must_not


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("No shared kitchens.", "No shared kitchens"),
        ("We do not want a lease under ten years.", "We do not want a lease under ten years"),
        ("Not interested in retail or hotels.", "Not interested in retail or hotels"),
        ("Greenfield land is ruled out.", "Greenfield land is ruled out"),
        ("Please avoid listed buildings.", "Please avoid listed buildings"),
        ("No pets, no smoking.", "No pets, no smoking"),
        ("We never buy options.", ""),
        ("We are not a charity.", ""),
        ("There was no reply for five months.", ""),
        ("Is there no lift?", ""),
        ("Please do not hesitate to call.", ""),
        ("Not London.", ""),
    ],
)
def test_rules_out(text: str, quote: str) -> None:
    _, must_not = read_conditions(text)
    assert [c.span.text for c in must_not] == ([quote] if quote else [])


@pytest.mark.parametrize(
    "text",
    ["", "Kind regards,\nAnna", "Must it be new?", "We had to close the old plant.", "Thank you for your letter."],
)
def test_no_condition(text: str) -> None:
    assert read_conditions(text) == ((), ())


_WORDS = st.sampled_from([
    "must", "no", "only", "need", ",", ";", ":", ".", "\n", "-", "1.", "Requirements", "we", "a", "lab", "not",
    "want", "?", "必须", "İ", "at", "least",
])  # fmt: skip


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_never_raises_and_spans_are_exact(text: str) -> None:
    for conditions in read_conditions(text):
        for condition in conditions:
            assert text[condition.span.start : condition.span.end] == condition.span.text


@pytest.mark.parametrize("unit", ["must ", "no labs, ", "we need a; ", "- at least 1\n", "only ", "("])
def test_long_text_is_read_in_time(unit: str) -> None:
    start = time.perf_counter()
    read_conditions(unit * (100_000 // len(unit)))
    assert time.perf_counter() - start < 5  # well under one second when the machine is idle
