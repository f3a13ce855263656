"""The columns of an export: what may be chosen of each opportunity, and how each stands in a cell."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.exports.report import Row


class Column(StrEnum):
    """Something told of each opportunity."""

    RANK = "rank"
    NAME = "name"
    KIND = "kind"
    STATUS = "status"
    PLACES = "places"
    SUMMARY = "summary"
    SCORE = "score"
    PARTS = "parts"
    ELIGIBLE = "eligible"
    RELEVANT = "relevant"
    STRONG = "strong"
    REASONS = "reasons"
    UNMET = "unmet"
    FIGURES = "figures"
    CHECK = "check"
    NOTE = "note"
    SOURCES = "sources"
    ID = "id"


EVERY_COLUMN = tuple(Column)
ALWAYS = (Column.RANK, Column.NAME)
"""A row without these could not be told from another."""

HEADINGS: dict[Column, str] = {
    Column.RANK: "Rank",
    Column.NAME: "Opportunity",
    Column.KIND: "Kind",
    Column.STATUS: "Status",
    Column.PLACES: "Where",
    Column.SUMMARY: "What it is",
    Column.SCORE: "Score",
    Column.PARTS: "What the score is made of",
    Column.ELIGIBLE: "Eligible",
    Column.RELEVANT: "Relevant",
    Column.STRONG: "Strong",
    Column.REASONS: "Why it fits",
    Column.UNMET: "Nothing found for",
    Column.FIGURES: "Figures",
    Column.CHECK: "To check",
    Column.NOTE: "Note",
    Column.SOURCES: "Sources",
    Column.ID: "Id",
}
HOPED = {"planned": "planned, not yet so", "expected": "expected, a projection"}
"""How what is not a fact is labelled, wherever it stands."""


def ordered(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The chosen columns, each once, as chosen; rank and name first if they were left out."""
    return tuple(dict.fromkeys((*(c for c in ALWAYS if c not in columns), *columns)))


def cell(row: Row, column: Column) -> str | int | float:
    """What stands in a cell: a number for rank and score, text for all else."""
    whole: dict[Column, str | int | float] = {
        Column.RANK: row.rank,
        Column.NAME: row.name,
        Column.KIND: row.kind,
        Column.STATUS: row.status,
        Column.PLACES: row.places,
        Column.SUMMARY: row.summary,
        Column.SCORE: round(row.score, 2),
        Column.ELIGIBLE: row.eligible,
        Column.RELEVANT: row.relevant,
        Column.STRONG: row.strong,
        Column.NOTE: row.note,
        Column.ID: row.opportunity_id,
    }
    if column in whole:
        return whole[column]
    lines: dict[Column, list[str]] = {
        Column.PARTS: [f"{p.contribution:.2f} {p.signal}{'' if p.stated else ' (not stated)'}" for p in row.parts],
        Column.REASONS: [
            f"Asked: “{r.asked}” Offers: “{r.offered}”{labelled(r.hoped)}{marks(r.sources)}" for r in row.reasons
        ],
        Column.UNMET: list(row.unmet),
        Column.FIGURES: [
            f"{f.measure}: {f.value} ({f.date}){labelled(f.hoped)}{f'; {f.note}' if f.note else ''}{marks(f.sources)}"
            for f in row.figures
        ],
        Column.CHECK: list(row.check),
        Column.SOURCES: [str(s) for s in row.sources],
    }
    return "\n".join(lines[column])


def labelled(hoped: str) -> str:
    """The label of what is not a fact, ready to follow it; empty for a fact."""
    return f" ({HOPED[hoped]})" if hoped else ""


def marks(sources: tuple[int, ...]) -> str:
    """The numbers of sources, ready to follow what they carry."""
    return "".join(f" [{n}]" for n in sources)
