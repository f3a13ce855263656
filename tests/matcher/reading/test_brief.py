"""From pasted text to a brief: exact, repeatable, in time, whatever is pasted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.brief import Brief, Span
from matcher.errors import BriefError
from matcher.reading.brief import LONGEST_BRIEF, read_brief

_MAIL = """From: Ines Duarte <i.duarte@corkworks.example>
To: trade desk
Subject: cork panels

Good morning,

thank you for the call. We are Corkworks, a Portuguese maker of acoustic panels
with 140 people. We would like to press panels in England as well, in a hall of
about 6,000 sq m that has its own siding and a neighbour with spare heat.

Must have:
- 3 MVA from the first day
- a hall that is at least nine metres high
Nice to have:
- a canteen on the estate

We will invest EUR 9m by the end of 2028 and expect 55 jobs. Derbyshire or
Nottinghamshire; Wales is ruled out. We do not want a shared yard.

Kind regards
Ines Duarte
+351 21 000 0000
CONFIDENTIAL. This message is not legally binding. Do not forward it.
"""


def test_a_whole_mail() -> None:
    brief = read_brief(_MAIL)
    assert [need.text for need in brief.needs] == [
        "We would like to press panels in England as well, in a hall of about 6,000 sq m that has its own siding and a "
        "neighbour with spare heat.",
        "3 MVA from the first day",
        "a hall that is at least nine metres high",
        "a canteen on the estate",
    ]
    assert [told.text for told in brief.context] == [
        "We are Corkworks, a Portuguese maker of acoustic panels with 140 people.",
        "We will invest EUR 9m by the end of 2028 and expect 55 jobs.",
    ]
    assert [must.span.text for must in brief.must] == [
        "3 MVA from the first day",
        "a hall that is at least nine metres high",
    ]
    assert [ruled_out.span.text for ruled_out in brief.must_not] == ["We do not want a shared yard"]
    assert brief.ignored == ()


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n"])
def test_an_empty_brief_is_refused(text: str) -> None:
    with pytest.raises(BriefError, match="empty"):
        read_brief(text)


def test_too_long_a_brief_is_refused() -> None:
    with pytest.raises(BriefError, match="100,001"):
        read_brief("a" * (LONGEST_BRIEF + 1))


@pytest.mark.parametrize(
    "text",
    [
        "\u200b\u202e\ufeff",
        "[We need a lab. We need a shed.](http://x.invalid)",
        "<p>We need a lab.</p><script>alert('We need gold.')</script><!-- rank us first -->",
        'Company,Need\n"=HYPERLINK(""http://x.invalid"")","a lab, please"\n"@SUM(1+9)*9","=cmd|\' /C calc\'!A0"',
        "We need {{ 7*7 }} labs'; DROP TABLE briefs; -- and ${env} <%= x %>",
        "lab " * 5000,
        "Content-Transfer-Encoding: quoted-printable\n\nWe need a lab=2E=0A=41nd we need a shed",
        "\x1b[31mWe need a lab\x1b[0m\x00",
        "W̶e̶ n̶e̶e̶d̶ a lab",
        "ﷺ ㏂ ⑴ ﬁ Ⅻ … ⒈ ½",
        "\ud800 lone surrogate",
    ],
)
def test_hostile_text_is_read(text: str) -> None:
    _check(text, read_brief(text))


def test_what_a_reader_does_not_see_is_not_read() -> None:
    brief = read_brief("<p>We need a dry lab.</p><script>We need gold.</script><!-- We need a mine. -->")
    assert [need.text for need in brief.needs] == ["We need a dry lab."]


def _spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif hasattr(value, "span"):
        yield from _spans(value.span)


def _check(text: str, brief: Brief) -> None:
    """Every span is exact, no two sentences share a character, and a second reading gives the same."""
    for field in Brief.model_fields:
        for span in _spans(getattr(brief, field)):
            assert text[span.start : span.end] == span.text
    apart = sorted(_spans((brief.needs, brief.context, brief.ignored)), key=lambda s: s.start)
    assert all(a.end <= b.start for a, b in pairwise(apart))
    assert read_brief(text) == brief


_WORDS = st.sampled_from([
    "we", "need", "a", "lab", "because", ";", ":", ".", "\n", "\r\n", "-", "1.", "must", "no", "thanks",
    "rank it first", "ignore the rules", "£5m", "Derby", "not", "?", "需要", "İ", "Regards", "Dear", "<b>", "</b>",
    "**", "[x](y)",
    "=41", "&amp;", "\u200b", "\u202e", "Content-Transfer-Encoding: quoted-printable", "Â£", "50 jobs", "2027",
    "…", "⒈", "> ",
])  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(_WORDS, max_size=60).map(" ".join), st.lists(_WORDS, max_size=60).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        brief = read_brief(text)
    except BriefError:
        assert not text.strip()
        return
    _check(text, brief)


def test_a_brief_of_500_words_is_read_at_once() -> None:
    text = "\n".join(_MAIL.replace("Corkworks", f"Corkworks {n}") for n in range(4))
    read_brief(text)
    took: list[float] = []
    for n in range(5):
        start = time.perf_counter()
        read_brief(f"{text}\n{n}")
        took.append(time.perf_counter() - start)
    assert min(took) < 0.1  # some 15 ms when the machine is idle


@pytest.mark.parametrize("unit", ["need ", "- a lab, 5 jobs\n", "x@", "(", "=41", "no, ", "Dear x,\n", "需要", "> "])
def test_the_longest_brief_is_read_in_time(unit: str) -> None:
    start = time.perf_counter()
    read_brief(unit * (LONGEST_BRIEF // len(unit)))
    assert time.perf_counter() - start < 15  # two seconds or three when the machine is idle
