"""Highlights: the pieces are the brief, whatever was marked in it, and marks nest and never cross."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.criteria_shown import GROUPS
from api.pages.highlights import Marked, highlighted
from matcher.amendments import Criterion, criteria
from matcher.brief import Condition, Span
from matcher.reading import read_brief

SAMPLES = sorted((Path(__file__).parents[2] / "matcher" / "samples").glob("*.txt"))
TEXT = "We need a wet laboratory in Derby for £3m and not in Corby."
FIELDS = [group.field for group in GROUPS]


def leaves(pieces: tuple[Marked, ...]) -> Iterator[str]:
    """The text that a page shows."""
    for piece in pieces:
        if piece.within:
            assert "".join(leaves(piece.within)) == piece.text
            yield from leaves(piece.within)
        else:
            yield piece.text


def marks(pieces: tuple[Marked, ...]) -> Iterator[Marked]:
    """Every mark, at any depth."""
    for piece in pieces:
        if piece.field:
            yield piece
        yield from marks(piece.within)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_a_sample_is_shown_whole_and_every_single_criterion_is_marked(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    brief = read_brief(text)
    pieces = highlighted(text, criteria(brief), brief.ignored)
    assert "".join(leaves(pieces)) == text
    shown = {(m.field, m.text) for m in marks(pieces)}
    for field in ("investment", "jobs", "timeline"):
        item = getattr(brief, field)
        if item is not None:
            assert (field, item.span.text) in shown


def spans(text: str) -> st.SearchStrategy[Criterion]:
    """A criterion of any field somewhere in the text."""

    def made(ends: tuple[int, int], field: str) -> Criterion:
        start, end = sorted(ends)
        return Criterion(field, "x", Condition(span=Span(start=start, end=end, text=text[start:end])))

    position = st.integers(0, len(text))
    return st.builds(made, st.tuples(position, position), st.sampled_from(FIELDS))


@settings(max_examples=300, deadline=None)
@given(st.lists(spans(TEXT), max_size=12))
def test_whatever_is_marked_the_text_is_whole(found: list[Criterion]) -> None:
    pieces = highlighted(TEXT, found)
    assert "".join(leaves(pieces)) == TEXT
    if any(c.item.span.text for c in found):
        assert any(True for _ in marks(pieces))
