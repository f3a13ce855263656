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
    ("text", "quotes"),
    [
        ("Gas supply is the deal breaker (say 4 MW).", ["Gas supply is the deal breaker"]),
        ("No quay, no deal: a quay is a prerequisite.", ["No quay, no deal", "a quay is a prerequisite"]),
        ("Water is non-negotiable, the rest can wait.", ["Water is non-negotiable, the rest can wait"]),
        ("Minimum 40% holding.", ["Minimum 40% holding"]),
        ("power 5 MVA min", ["power 5 MVA min"]),
        ("Freehold only, please.", ["Freehold only, please"]),
        ("Must have:\n- soft water\n- own gate", ["soft water", "own gate"]),
        ("Essential requirements:\n1. a kiln\n2. a flue", ["a kiln", "a flue"]),
        ("Must have:\n- a kiln\n\nNice to have:\n- a canteen with a view", ["a kiln"]),
        ("Nice to have:\n- a canteen with a view", []),
        ("Nice to have:\n- a site with its own siding of 400 m", []),
        ("We need:", []),
        ("What we would like to find:", []),
        ("Requirements", []),
        ("Must have:", []),
        ("wants 3rd bakery in UK, first is in Hove and full", []),
        ("We only met them yesterday.", []),
        ("This message must not be copied.", []),
        (
            "We would like a hall with a view. The roof must be green. It has to be dry.",
            ["The roof must be green", "It has to be dry"],
        ),
    ],
)
def test_what_is_insisted_on(text: str, quotes: list[str]) -> None:
    must, _ = read_conditions(text)
    assert [c.span.text for c in must] == quotes


@pytest.mark.parametrize(
    "text",
    [
        "TEASER - NOT AN OFFER",
        "This is not legally binding.",
        "Please do not reply to this address.",
        "Not for onward distribution.",
        "If you are not the intended recipient, do not copy this.",
        "Not wanted:",
        "No quay, no deal.",
        "It looks lovely, with a square and no people.",
        "We have a van, a dog, no office.",
        "They met on a boat, not unreasonably.",
        "We own the mill, not three years.",
        "We have offices in Cork and NI.",
    ],
)
def test_rules_nothing_out(text: str) -> None:
    assert read_conditions(text)[1] == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("No shared kitchens.", "No shared kitchens"),
        ("We do not want a lease under ten years.", "We do not want a lease under ten years"),
        ("Not interested in retail or hotels.", "Not interested in retail or hotels"),
        ("Greenfield land is ruled out.", "Greenfield land is ruled out"),
        ("Please avoid listed buildings.", "Please avoid listed buildings"),
        ("Not wanted:\n- open-plan halls", "open-plan halls"),
        ("Not acceptable. Halls on stilts.", "Halls on stilts"),
        ("Please do not send leaflets on golf.", "Please do not send leaflets on golf"),
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
