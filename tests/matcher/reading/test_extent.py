"""Floor space and land in briefs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.extent import read_extents

FLOOR: list[tuple[str, float | None, float | None]] = [
    ("We need 10,000 sq m.", 10_000, 10_000),
    ("8.000 a 10.000 m² de nave", 8_000, 10_000),
    ("1.200 m²", 1_200, 1_200),
    ("12 000 m2", 12_000, 12_000),
    ("300㎡ office", 300, 300),
    ("60,000-80,000 sq ft", 5_574.2, 7_432.2),
    ("20k sq ft", 1_858.1, 1_858.1),
    ("250–300k sq ft", 23_225.8, 27_870.9),
    ("80–100,000 sq ft", 7_432.2, 9_290.3),
    ("1.5 to 1.8 million sq ft", 139_354.6, 167_225.5),
    ("1.5m+ sq ft", 139_354.6, None),
    ("50m sq ft of malls", 4_645_152.0, 4_645_152.0),
    ("up to 5,000 square feet", None, 464.5),
    ("at least 2,000 sqm", 2_000, None),
    ("18,000 sq m or more", 18_000, None),
    ("half a million square feet", 46_451.5, 46_451.5),
    ("ein Gebäude von 4.500 Quadratmetern", 4_500, 4_500),
    ("un bâtiment de 900 mètres carrés", 900, 900),
    ("一个2000平方米的厂房", 2_000, 2_000),
    ("300평 사무실", 991.7, 991.7),
    ("between 30 and 90 square metres", 30, 90),
    ("roughly 250,000 feet would do", 23_225.8, 23_225.8),
    ("Ｏｆｆｉｃｅ　５００　ｓｑｍ", 500, 500),
]
LAND: list[tuple[str, float | None, float | None]] = [
    ("18–22 hectares", 18, 22),
    ("a 12-acre plot", 4.856, 4.856),
    ("40公顷以上", 40, None),
    ("200+ ha, one owner", 200, None),
    ("10-14 acre plot", 4.047, 5.666),
    ("up to 100 acres in total", None, 40.469),
    ("three to five acres", 1.214, 2.023),
    ("ein Grundstück von 25.000 m²", 2.5, 2.5),
    ("50,000 sq m of land", 5, 5),
    ("30亩土地", 2.0, 2.0),
]


@pytest.mark.parametrize(
    ("kind", "text", "low", "high"), [("floor space", *row) for row in FLOOR] + [("land", *row) for row in LAND]
)
def test_reads_extents(kind: str, text: str, low: float | None, high: float | None) -> None:
    (found,) = read_extents(text)
    assert (found.kind, found.low, found.high) == (kind, low, high)
    assert text[found.span.start : found.span.end] == found.span.text


def test_reads_several() -> None:
    found = read_extents("A hall of 15,000 m² plus 3 hectares of yard and 500 sq m of offices.")
    assert [(extent.kind, extent.low) for extent in found] == [
        ("floor space", 15_000),
        ("land", 3),
        ("floor space", 500),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "rent £9 per sq ft",
        "60 m³ per hour",
        "50m from the motorway",
        "eaves of 12 m",
        "40 feet high",
        "a 6 feet fence",
        "£41/sq ft",
        "30 jobs",
        "20 MVA",
        "",
        "40 km",
    ],
)
def test_reads_no_extent(text: str) -> None:
    assert read_extents(text) == ()


@given(st.integers(1, 900_000), st.sampled_from([",", ".", " ", "\u202f", "'", ""]))
def test_square_metres_read_back(value: int, mark: str) -> None:
    (found,) = read_extents(f"hall {value:,} m²".replace(",", mark))
    assert (found.low, found.high) == (value, value)


@given(st.text(alphabet=st.sampled_from("0123456789 ,.-–mftsqachk²+to公顷"), max_size=60))
def test_any_text_reads_without_error(text: str) -> None:
    for extent in read_extents(text):
        assert text[extent.span.start : extent.span.end] == extent.span.text


@pytest.mark.parametrize("piece", ["10 m2 ", "1-", "5 acres "])
def test_long_input_takes_linear_time(piece: str) -> None:
    begin = time.perf_counter()
    read_extents((piece * 100_000)[:100_000])
    assert time.perf_counter() - begin < 2.0
