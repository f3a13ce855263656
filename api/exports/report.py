"""The report: everything that an export says, decided once, so that all formats say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.exports.columns import EVERY_COLUMN, Column


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BriefShown(StrEnum):
    """How much of the investor's brief goes out."""

    ANONYMISED = "anonymised"  # criteria and needs, without the investor's name, people, addresses and numbers
    TEXT = "anonymised text"  # these, and the text of the brief likewise
    WHOLE = "whole"  # these as they were written, and the brief itself
    NONE = "none"


class Choices(_Told):
    """What an officer chooses of an export.

    ``order`` are the ids of the opportunities as they stand on the page: exactly these, in this order; null is every
    match in its rank. ``marking`` replaces the protective marking that the brief bears: it may add, never take away.
    ``corrections`` are lines on what an officer changed in the reading, ``notes`` remarks by opportunity.
    """

    columns: tuple[Column, ...] = EVERY_COLUMN
    order: tuple[str, ...] | None = None
    brief: BriefShown = BriefShown.ANONYMISED
    marking: Annotated[str, Field(max_length=200)] = ""
    corrections: tuple[str, ...] = ()
    notes: Mapping[str, str] = {}


class SourceLine(_Told):
    """A source under its number in the row. ``url`` is null where there is none that is the authority."""

    number: int
    publisher: str
    title: str
    date: str
    url: str | None

    def __str__(self) -> str:
        return f"[{self.number}] {self.publisher}, {self.title}, {self.date}" + (f", {self.url}" if self.url else "")


class Reason(_Told):
    """A need, the statement that meets it, and the numbers of its sources.

    ``hoped`` is "planned" or "expected" where the statement tells of what is not yet so; else empty.
    """

    asked: str
    offered: str
    hoped: str
    sources: tuple[int, ...]


class FigureLine(_Told):
    """A figure in words; ``hoped`` as in a reason."""

    measure: str
    value: str
    date: str
    hoped: str
    note: str
    sources: tuple[int, ...]


class ScorePart(_Told):
    """What one signal adds to the score."""

    signal: str
    contribution: float
    stated: bool


class Row(_Told):
    """One opportunity. ``rank`` is its place on the page, ``engine_rank`` the engine's."""

    rank: int
    engine_rank: int
    opportunity_id: str
    name: str
    kind: str
    status: str
    places: str
    summary: str
    score: float
    parts: tuple[ScorePart, ...]
    eligible: str
    relevant: str
    strong: str
    reasons: tuple[Reason, ...]
    unmet: tuple[str, ...]
    strength: tuple[str, ...]
    figures: tuple[FigureLine, ...]
    check: tuple[str, ...]
    note: str
    sources: tuple[SourceLine, ...]


class Miss(_Told):
    """A near miss, with what kept it out."""

    name: str
    opportunity_id: str
    blocked_by: tuple[str, ...]


class Report(_Told):
    """A shortlist as it is sent. All text is printable, and the investor's names are out of it unless asked for."""

    title: str
    about: str
    headline: str
    made_on: date
    marking: str
    columns: tuple[Column, ...]
    criteria: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    corrections: tuple[str, ...]
    brief: str | None
    anonymised: bool
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    near_misses: tuple[Miss, ...]
    questions: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]

    @property
    def chosen(self) -> frozenset[Column]:
        """The columns that are shown."""
        return frozenset(self.columns)

    @property
    def stamp(self) -> str:
        """The versions and the day, on one line."""
        return f"{self.made_on:%-d %B %Y}; " + ", ".join(f"{name} {value}" for name, value in self.versions)
