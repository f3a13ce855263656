"""Which stretches a negation governs, and what only looks like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.negation import negated_stretches, scopes


@pytest.mark.parametrize(
    ("text", "governed"),
    [
        ("Please, no shared kitchens.", ["no shared kitchens"]),
        ("We don't need desks or a garage.", ["We don't need desks or a garage"]),
        ("We are a firm, not a fund.", ["not a fund"]),
        ("No forges, foundries or mills.", ["No forges, foundries or mills"]),
        ("No forges, good trains and a gym.", ["No forges"]),
        ("We do not want retail but offices.", ["We do not want retail"]),
        ("Leasehold was ruled out.", ["Leasehold was ruled out"]),
        ("Cold stores are not of interest to us.", ["Cold stores are not of interest"]),
        ("Excluded: farms, hotels; casinos.", ["Excluded: farms, hotels; casinos"]),
        ("A new build rather than a conversion.", ["rather than a conversion"]),
        ("We would rather build than rent.", ["than rent"]),
        ("Avoid flood plains.", ["Avoid flood plains"]),
        ("Kein Lager, bitte.", ["Kein Lager"]),
        ("Pas de bureaux partagés.", ["Pas de bureaux partagés"]),
        ("Sin naves antiguas.", ["Sin naves antiguas"]),
        ("不需要仓库。", ["不需要仓库"]),
        ("창고는 필요 없습니다.", ["창고는 필요 없습니다"]),
    ],
)
def test_governed_words(text: str, governed: list[str]) -> None:
    assert [span.text for span in negated_stretches(text)] == governed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We need a lab.",
        "Do not hesitate to ring.",
        "No more than 20 minutes from a station.",
        "Not only labs but offices.",
        "No problem at all with noise.",
        "We don't mind old buildings.",
        "Not far from the river.",
        "No. 5 in the list.",
        "A non-negotiable date.",
        "Plants in Cork and NI are full.",
    ],
)
def test_no_negation(text: str) -> None:
    assert negated_stretches(text) == ()


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("We do not want a tower.", True),
        ("No towers.", True),
        ("We are not a charity.", False),
        ("There was no reply.", False),
        ("Is there no tower?", False),
    ],
)
def test_a_wish_is_told_from_a_fact(text: str, wish: bool) -> None:
    assert [scope.wish for scope in scopes(text)] == [wish]


_WORDS = st.sampled_from([
    "no", "not", "don't", "want", "without", "rather", "than", ",", ";", ":", ".", "\n", "but", "or", "ruled",
    "out", "labs", "不要", "필요", "없", "(", ")", "we", "İ",
])  # fmt: skip


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_never_raises_and_spans_are_exact(text: str) -> None:
    for span in negated_stretches(text):
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize("unit", ["no ", "not a, ", "rather ", "we don't want ", "a or ", "without\n", "(", "ruled "])
def test_long_text_is_read_in_time(unit: str) -> None:
    start = time.perf_counter()
    negated_stretches(unit * (100_000 // len(unit)))
    assert time.perf_counter() - start < 5  # well under one second when the machine is idle
