"""Highlights: the pasted brief with the words marked from which each criterion was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.criteria_shown import LABELS
from matcher.amendments import Criterion
from matcher.brief import Span

OUTER = frozenset({"needs", "must", "must_not"})  # whole clauses, in which other criteria stand


@dataclass(frozen=True)
class Marked:
    """A stretch of the brief: plain text, or words that a criterion was read from, with what stands within them."""

    text: str
    field: str = ""
    label: str = ""
    within: tuple[Marked, ...] = ()


@dataclass(frozen=True)
class _Note:
    start: int
    end: int
    field: str
    label: str


def highlighted(text: str, found: Sequence[Criterion], ignored: Sequence[Span] = ()) -> tuple[Marked, ...]:
    """The text in pieces that together are the text, marks nested where one lies within another.

    Where two overlap otherwise, the shorter is marked: it says more about fewer words.
    """
    notes = [
        _Note(c.item.span.start, c.item.span.end, c.field, LABELS[c.field])
        for c in found
        if getattr(c.item, "span", None) is not None and c.item.span.text and c.item.span.end <= len(text)
    ]
    notes += [_Note(s.start, s.end, "ignored", "set aside") for s in ignored if s.text]
    kept: list[_Note] = []
    for note in sorted(notes, key=lambda n: (n.field in OUTER, n.end - n.start, n.start)):
        if all(_nests(note, other) for other in kept):
            kept.append(note)
    kept.sort(key=lambda n: (n.start, -n.end, n.field not in OUTER))
    pieces, _ = _pieces(text, 0, len(text), kept, 0)
    return pieces


def _nests(one: _Note, other: _Note) -> bool:
    """Whether two stretches are apart or one holds the other; the same words are marked once for one field."""
    if (one.start, one.end) == (other.start, other.end):
        return (one.field in OUTER) != (other.field in OUTER)
    apart = one.end <= other.start or other.end <= one.start
    return (
        apart
        or (one.start <= other.start and other.end <= one.end)
        or (other.start <= one.start and one.end <= other.end)
    )


def _pieces(text: str, start: int, end: int, notes: list[_Note], at: int) -> tuple[tuple[Marked, ...], int]:
    """The pieces from ``start`` to ``end``, and how many of the notes they took."""
    out: list[Marked] = []
    reached = start
    while at < len(notes) and notes[at].start < end:
        note = notes[at]
        if note.start > reached:
            out.append(Marked(text[reached : note.start]))
        within, at = _pieces(text, note.start, note.end, notes, at + 1)
        out.append(Marked(text[note.start : note.end], note.field, note.label, within))
        reached = note.end
    if reached < end:
        out.append(Marked(text[reached:end]))
    return tuple(out), at
