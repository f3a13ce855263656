"""Windows: whatever is pasted, every word of it is read and no text is longer than the encoder reads."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.encoder import SentenceTransformersEncoder
from index.windows import windows

SENTENCE = "We need a laboratory near a teaching hospital, with room to grow to 400 people by 2030. "


def letters(texts: list[str]) -> str:
    """All that is not white space, in order: an endless word is cut, so that its words cannot be compared."""
    return re.sub(r"\s+", "", "".join(texts))


def assert_whole(parts: list[str], encoder: SentenceTransformersEncoder, header: str = "") -> list[str]:
    cut = windows(parts, encoder, header)
    assert all(n <= encoder.longest for n in encoder.count_tokens(cut))
    assert all(window.startswith(header) for window in cut)
    assert letters([window[len(header) :] for window in cut]) == letters(parts)
    return cut


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "word",
        "x" * 3000,
        "ab1-" * 1000,
        "." * 2000,
        "的" * 900,
        "各,각," * 400,
        "각,각," * 400,
        "🙂" * 700,
        "👩‍🔬 " * 400,
        "é.à." * 500,
        "ﷺ." * 400,
        "\u0301" * 900,
        "नमस्ते।" * 300,
        SENTENCE * 60,
        SENTENCE.replace(".", "") * 60,
        "one\n" * 900,
        "https://example.org/" + "a/b-c_d?e=f&" * 200,
    ],
    ids=lambda text: f"{text[:6]!r}x{len(text)}",
)
def test_nothing_is_lost_and_nothing_is_too_long(text: str, encoder: SentenceTransformersEncoder) -> None:
    assert_whole([text], encoder)
    assert_whole(["First of all.", text, "And last."], encoder, header="Birmingham Campus, a site.")


@given(
    st.lists(
        st.lists(st.sampled_from(["battery", "£5m", "각,", "antidisestablishmentarianism", "的", "x.y", "end."]))
        .map(lambda words: " ".join(words * 9)),
        max_size=6,
    ),
    st.sampled_from(["", "A header, of a few words."]),
)  # fmt: skip
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_word_is_kept_in_its_order(encoder: SentenceTransformersEncoder, parts: list[str], header: str) -> None:
    cut = assert_whole(parts, encoder, header)
    assert " ".join(window[len(header) :] for window in cut).split() == " ".join(parts).split()


@given(st.text(max_size=1500))
@settings(max_examples=40, deadline=None)
def test_any_text_at_all(encoder: SentenceTransformersEncoder, text: str) -> None:
    assert_whole([text], encoder)


def test_no_parts_give_the_header_alone(encoder: SentenceTransformersEncoder) -> None:
    assert windows([], encoder) == []
    assert windows([" "], encoder) == []
    assert windows([], encoder, "A header") == ["A header"]


def test_short_parts_share_a_window(encoder: SentenceTransformersEncoder) -> None:
    assert windows(["One.", "Two.", "Three."], encoder) == ["One. Two. Three."]


def test_long_text_is_cut_at_sentence_ends(encoder: SentenceTransformersEncoder) -> None:
    cut = windows([SENTENCE * 40], encoder)
    assert len(cut) < 6
    assert all(window.endswith("2030.") for window in cut)
