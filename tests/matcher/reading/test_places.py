"""Places wanted and excluded, on sentences of our own in many styles and languages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.mentions import find_mentions
from matcher.reading.places import read_places

_TABLE = Path(__file__).with_name("place_examples.txt")
_VOICES = Path(__file__).with_name("place_voices.txt")


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


def _voices() -> list[tuple[str, set[str], set[str]]]:
    rows = []
    for line in _VOICES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, wanted, excluded = (part.strip() for part in line.split("|"))
            names = (set(filter(None, part.split(";"))) for part in (wanted, excluded))
            rows.append((text.replace("\\n", "\n"), *names))
    return rows


@pytest.mark.parametrize(("text", "wanted", "excluded"), _voices())
def test_voices(text: str, wanted: set[str], excluded: set[str]) -> None:
    found, ruled_out = read_places(text)
    assert {c.name for c in found} == wanted
    assert {c.name for c in ruled_out} == excluded


def test_a_place_elsewhere_has_no_authorities_and_an_excluded_england_has_all_of_ours() -> None:
    wanted, excluded = read_places("England is out. We want Debrecen.")
    assert wanted[0].authorities == frozenset()
    assert {"Derby", "Birmingham"} <= excluded[0].authorities


def test_a_side_of_your_region_is_the_authorities_that_lie_there() -> None:
    wanted, _ = read_places("Anywhere in the western half of your region.")
    assert "Shropshire" in wanted[0].authorities
    assert "Boston" not in wanted[0].authorities


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a foundry in Birmingham, Alabama", ["abroad", "abroad"]),
        ("a foundry in Birmingham, AL", ["abroad"]),
        ("a foundry in Birmingham, Germany is too far", ["midlands", "abroad"]),
        ("a foundry in Birmingham and one in Alabama", ["midlands", "abroad"]),
        ("a shop in Birmingham. Alabama has the iron and Alabama has the rail", ["abroad"] * 3),
        ("we of Alabama, yes, Alabama, want a shop in Birmingham, England", ["abroad", "abroad", "midlands", "state"]),
        ("a mill in Derby (Kansas)", ["abroad", "abroad"]),
        ("Split the lot; it is a Nice Mobile Enterprise", []),
        ("near Split", ["abroad"]),
        ("he will call in March or in May", []),
        ("ask Martin, Jackson or Paul", []),
        ("a plot at Győr", ["abroad"]),
        ("land in Nuevo Leon", ["abroad"]),
    ],
)
def test_mentions_elsewhere(text: str, kinds: list[str]) -> None:
    assert [m.kind for m in find_mentions(text)] == kinds


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
    [
        "not London, ",
        "in the East Midlands or ",
        "no ",
        "a",
        " ",
        "\n",
        "(",
        "Derby ",
        "rather ",
        "x, ",
        "英国",
        "1. ",
        "Porto, ",
        "New York ",
        "Birmingham, AL ",
        "moving from ",
        "we want 20 acres ",
    ],
)
def test_long_text_is_read_in_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    read_places("Derby")
    start = time.perf_counter()
    read_places(text)
    assert time.perf_counter() - start < 5  # well under one second when the machine is idle


def test_a_long_brief_is_read_at_once() -> None:
    text = " ".join(text for text, _, _ in _examples())[:3500]  # some 500 words
    read_places(text)
    start = time.perf_counter()
    read_places(text)
    assert time.perf_counter() - start < 2  # some 5 ms when the machine is idle
