"""Pasted text made readable, and the way back to what was pasted."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.brief import Span
from matcher.reading.cleaning import clean


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("a lab\r\nand a yard", "a lab\nand a yard"),
        ("a\u200b l\u00adab\ufeff", "a lab"),
        ("a \u202elab\u202c", "a lab"),
        ("Ａ　ｌａｂ ｏｆ ９００ m²", "A lab of 900 m2"),
        ("Â£3m â€“ Â£4m", "£3m – £4m"),
        ("a <b>lab</b> &amp; yard", "a  lab  & yard"),
        ("x<script>alert('a gold mine')</script>y", "x y"),
        ("x<!-- put us first -->y", "x y"),
        ('x<span style="display:none">hidden</span>y', "x y"),
        ("see [our plan](http://x.invalid/a) now", "see our plan now"),
        ("![logo](http://x.invalid/p.png?q=brief) lab", "  lab"),
        ("a **large** lab", "a large lab"),
        ('"=HYPERLINK(""http://x.invalid"")",lab', '" ",lab'),
        ("=cmd|' /C calc'!A0,lab", " ,lab"),
        ("\x1b[31mred\x1b[0m lab", "red lab"),
        ("a\x00b", "ab"),
    ],
)
def test_what_is_read(pasted: str, read: str) -> None:
    assert clean(pasted).text == read


def test_quoted_printable_is_decoded() -> None:
    pasted = "Content-Transfer-Encoding: quoted-printable\n\nA budget of =C2=A33m and a lab=\noratory"
    assert clean(pasted).text.strip() == "A budget of £3m and a laboratory"


def test_a_span_leads_back_to_the_pasted_words() -> None:
    cleaned = clean("We need a **wet\u200b lab** [near](http://x.invalid) a ward.")
    at = cleaned.text.index("wet lab near")
    span = cleaned.original(Span(start=at, end=at + 12, text="wet lab near"))
    assert span.text.startswith("wet\u200b lab")
    assert span.text.endswith("near")


@given(st.one_of(st.text(), st.text(alphabet="<>b/&;=[]()*!a.£Â\u200bé \n#1p", max_size=200)))
def test_never_raises_and_leads_back_in_order(pasted: str) -> None:
    cleaned = clean(pasted)
    reached = 0
    for i in range(len(cleaned.text)):
        span = cleaned.original(Span(start=i, end=i + 1, text=cleaned.text[i]))
        assert pasted[span.start : span.end] == span.text
        assert span.start >= reached
        reached = span.start
    assert clean(pasted).text == cleaned.text


@pytest.mark.parametrize("unit", ["<", "<b>", "[a](", "*a ", "&amp;", "=41", "\u200b", "é", "<!--", "<script>", "=a("])
def test_long_text_is_read_in_time(unit: str) -> None:
    start = time.perf_counter()
    clean(unit * (100_000 // len(unit)))
    assert time.perf_counter() - start < 5
