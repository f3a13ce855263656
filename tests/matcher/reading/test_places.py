"""Places wanted and excluded, on sentences of our own in many styles and languages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.places import read_places

_TABLE = Path(__file__).with_name("place_examples.txt")


def _examples() -> list[tuple[str, set[str], set[str]]]:
    """The table's rows; "/" without spaces stands for a new line, except between two place names."""
    rows = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, wanted, excluded = (part.strip() for part in line.rsplit("|", 2))
        if " / " not in text and "Oxford/" not in text:
            text = text.replace("/", "\n")
        rows.append((text, set(filter(None, wanted.split(";"))), set(filter(None, excluded.split(";")))))
    return rows


@pytest.mark.parametrize(("text", "wanted", "excluded"), _examples())
def test_examples(text: str, wanted: set[str], excluded: set[str]) -> None:
    found, ruled_out = read_places(text)
    assert {c.name for c in found} == wanted
    assert {c.name for c in ruled_out} == excluded


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("West Midlands only.", True),
        ("It must be in Birmingham.", True),
        ("Cornwall only.", True),
        ("No sites outside Germany.", True),
        ("We prefer Leicester.", False),
        ("Leicester would be nice.", False),
        ("We must find a site soon, perhaps in Derby.", False),
        ("Not only in Derby.", False),
    ],
)
def test_firm_only_where_the_text_insists(text: str, firm: bool) -> None:
    wanted, _ = read_places(text)
    assert [c.firm for c in wanted] == [firm]


def test_midlands_places_have_authorities_and_others_none() -> None:
    wanted, excluded = read_places("We want the Black Country, not London.")
    assert wanted[0].authorities == {"Dudley", "Sandwell", "Walsall", "Wolverhampton"}
    assert excluded[0].authorities == frozenset()


def test_a_direction_from_an_excluded_town_covers_what_lies_there_but_not_the_town() -> None:
    _, excluded = read_places("Nothing north of Birmingham, please.")
    assert "Stafford" in excluded[0].authorities
    assert "Birmingham" not in excluded[0].authorities
    assert "Worcester" not in excluded[0].authorities


def test_silence_gives_nothing() -> None:
    assert read_places("") == ((), ())
    assert read_places("We need a clean room.") == ((), ())


def test_each_place_once() -> None:
    wanted, _ = read_places("Derby. Or near Derby. Derby!")
    assert [c.name for c in wanted] == ["Derby"]


_WORDS = st.sampled_from([
    "not", "no", "London", "the", "East", "Midlands", "Derby,", "without", "only", "must", "outside", "of", "Wales.",
    ";", "(", ")", "-", ":", "\n", "or", "and", "英国中部", "런던", "don't", "é", "ß", "İ", "ruled", "out",
])  # fmt: skip


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_never_raises_and_spans_are_exact(text: str) -> None:
    for criteria in read_places(text):
        for criterion in criteria:
            assert text[criterion.span.start : criterion.span.end] == criterion.span.text


@pytest.mark.parametrize(
    "unit",
    ["not London, ", "in the East Midlands or ", "no ", "a", " ", "\n", "(", "Derby ", "rather ", "x, ", "英国", "1. "],
)
def test_long_text_is_read_in_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    read_places("Derby")
    start = time.perf_counter()
    read_places(text)
    assert time.perf_counter() - start < 5  # well under one second when the machine is idle
