"""Which line breaks a mail program put in, and which the writer meant."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.wrapping import wrapping_breaks

_PROSE = (
    "We are looking for a hall of about four thousand square metres with a ten-tonne crane and a yard in which three "
    "trailers can turn at once. The hall should lie within half an hour of a college that teaches welding, since we "
    "will train most of the people ourselves, and it has to be ours for at least fifteen years."
)


def _joined(text: str) -> str:
    breaks = wrapping_breaks(text)
    return "".join(breaks.get(i, char) for i, char in enumerate(text))


@pytest.mark.parametrize("width", [58, 64, 72, 76, 80, 100, 118])
def test_a_wrapped_paragraph_is_joined(width: int) -> None:
    lines = textwrap.wrap(_PROSE, width)
    sentence_ends = sum(line.endswith((".", ":")) for line in lines[:-1])
    assert _joined("\n".join(lines)).count("\n") == sentence_ends  # a break at a full stop may stay


@pytest.mark.parametrize("width", [60, 72, 100])
def test_a_quoted_and_a_bulleted_paragraph_are_joined(width: int) -> None:
    quoted = "\n".join("> " + line for line in textwrap.wrap(_PROSE.replace(".", ","), width))
    assert len(wrapping_breaks(quoted)) == quoted.count("\n")
    bullets = ["- a laboratory with water and gas at every bench, and with a door to the ward next door", "- parking"]
    items = "\n".join("\n".join(textwrap.wrap(b, 60, subsequent_indent="  ")) for b in bullets)
    assert " ".join(_joined(items).split()) == " ".join("\n".join(bullets).split())
    assert _joined(items).count("\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one line",
        "wants bigger unit nr Corby\n30k sq ft chilled, dock levellers, and yard for trailers to turn in\nno leasehold",
        "- cold store of eight thousand pallets with its own loading bays\n- gatehouse\n- staff canteen",
        "Tenure: freehold or a lease of more than twenty-five years from now\nPower: 3 MVA\nDate: 2027",
        "Dear Ms Osei,\n\nthank you.\n\nKind regards\nAnna",
        "200,000 sq ft shed close to the M1 with fifteen metres of eaves height\nfreehold preferred",
        "土地は平らで、十ヘクタール以上、港から三十分以内であることが望ましいです\n電力は二十メガワット必要です",
        "Head office: Ghent\nPlants: three, all in Flanders, with some two hundred people in each\nTurnover: EUR 90m",
    ],
)
def test_lines_that_were_meant_stay(text: str) -> None:
    assert wrapping_breaks(text) == {}


def test_a_hyphen_at_the_break_keeps_its_word_together() -> None:
    text = "We fund schemes of two hundred flats or more and have a wish for build-\nto-rent in the centre of the city."
    assert "build-to-rent" in _joined(text)


@given(st.text(alphabet="ab ,.-:>\n", max_size=400))
def test_only_newlines_are_replaced(text: str) -> None:
    assert all(text[at] == "\n" and new in ("", " ") for at, new in wrapping_breaks(text).items())


@pytest.mark.parametrize("unit", ["\n", "a\n", "the word of the day \n", "> ", "word " * 15 + "\n"])
def test_long_text_is_read_in_time(unit: str) -> None:
    start = time.perf_counter()
    wrapping_breaks(unit * (100_000 // len(unit)))
    assert time.perf_counter() - start < 2
