"""Amendments: what an officer corrects in a brief as it was read, and which gates an officer overrides, with a reason.

They are applied purely, after reading: the text of the brief stays as it was pasted, and the answer echoes what was
amended, so that a shortlist always tells which of its premises are the engine's reading and which a person's word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from matcher.brief import (
    ActivityCriterion,
    Brief,
    Condition,
    Investment,
    Jobs,
    PlaceCriterion,
    SectorCriterion,
    Sentence,
    Span,
    Timeline,
)
from matcher.errors import AmendmentsError
from opportunities.opportunity import Activity
from opportunities.places import Place, find_place, gazetteer
from opportunities.sectors import sector_tree

MOST = 50  # of each kind: no officer corrects more by hand
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class _Amendment(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Override(_Amendment):
    """One failed gate of one opportunity that an officer sets aside, and why."""

    opportunity_id: Annotated[str, Field(min_length=1, max_length=80)]
    gate: Annotated[str, Field(min_length=1, max_length=40)]
    reason: Reason


class InvestmentGiven(_Amendment):
    """Money as the officer knows it, in whole units of ``currency`` (ISO 4217). A null end is open."""

    low: Annotated[int, Field(ge=0, lt=10**15)] | None = None
    high: Annotated[int, Field(ge=0, lt=10**15)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "GBP"

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("give a low or a high end; leave the investment out when neither is known")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class JobsGiven(_Amendment):
    """Jobs as the officer knows them. A null end is open."""

    low: Annotated[int, Field(ge=0, lt=10**9)] | None = None
    high: Annotated[int, Field(ge=0, lt=10**9)] | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("give a low or a high end; leave the jobs out when neither is known")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class TimelineGiven(_Amendment):
    """When, as the officer knows it: months, both inclusive. A null end is open."""

    start: Month | None = None
    end: Month | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.start is None and self.end is None:
            raise ValueError("give a first or a last month; leave the timing out when neither is known")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"start {self.start} is after end {self.end}")
        return self


class Amendments(_Amendment):
    """What an officer changes: criteria taken out, others put in, and gates set aside.

    ``removed`` holds keys as ``criteria`` gives them. ``sectors`` are paths of the tree, ``places_wanted`` and
    ``places_excluded`` names that the gazetteer knows; they join what was read, as ``activities``, ``must`` and
    ``must_not`` do. A ``must`` in an officer's words is a need as well, which profiles are measured against; a
    ``must_not`` asks the gate of that name. ``investment``, ``jobs`` and ``timeline`` replace what was read.
    """

    removed: Annotated[tuple[Annotated[str, Field(max_length=300)], ...], Field(max_length=10 * MOST)] = ()
    sectors: Annotated[tuple[Words, ...], Field(max_length=MOST)] = ()
    places_wanted: Annotated[tuple[Words, ...], Field(max_length=MOST)] = ()
    places_excluded: Annotated[tuple[Words, ...], Field(max_length=MOST)] = ()
    activities: Annotated[tuple[Activity, ...], Field(max_length=MOST)] = ()
    investment: InvestmentGiven | None = None
    jobs: JobsGiven | None = None
    timeline: TimelineGiven | None = None
    must: Annotated[tuple[Words, ...], Field(max_length=MOST)] = ()
    must_not: Annotated[tuple[Words, ...], Field(max_length=MOST)] = ()
    overrides: Annotated[tuple[Override, ...], Field(max_length=MOST)] = ()

    def fitting(self, brief: Brief) -> Amendments:
        """These amendments without the removals that no longer name anything, as after an edit of the text."""
        known = {c.key for c in criteria(brief)}
        return self.model_copy(update={"removed": tuple(key for key in self.removed if key in known)})

    def check(self, brief: Brief, opportunity_ids: Collection[str], gates: Collection[str]) -> None:
        """See that all of it can be applied to the brief as it was read.

        Raises:
            AmendmentsError: naming every key, sector, place, opportunity and gate that is not there.
        """
        known = {c.key for c in criteria(brief)}
        problems = [f"the brief has no criterion {key!r}" for key in self.removed if key not in known]
        problems += [f"no sector has the path {path!r}" for path in self.sectors if path not in sector_tree()]
        problems += [
            f"no place in the Midlands is called {name!r}"
            for name in (*self.places_wanted, *self.places_excluded)
            if place_named(name) is None
        ]
        for override in self.overrides:
            if override.opportunity_id not in opportunity_ids:
                problems.append(f"no opportunity has the id {override.opportunity_id!r}")
            if override.gate not in gates:
                problems.append(f"no gate is called {override.gate!r}; there are {', '.join(gates)}")
        if problems:
            raise AmendmentsError(f"the amendments cannot be applied: {'; '.join(problems)}")


@dataclass(frozen=True)
class Criterion:
    """One thing that was read from a brief: the brief's field that holds it, its key, and itself.

    The key is the field's name, followed where the field holds several by what tells them apart: a path, a name, or
    a digest of the words. It stays the same however often the same text is read.
    """

    field: str
    key: str
    item: Any


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


_IDENTITY: dict[str, Callable[[Any], str]] = {
    "sectors": lambda item: item.path,
    "sectors_excluded": lambda item: item.path,
    "activities": lambda item: item.activity.value,
    "places_wanted": lambda item: item.name,
    "places_excluded": lambda item: item.name,
    "kinds_wanted": lambda item: item.kind.value,
    "kinds_excluded": lambda item: item.kind.value,
    "extents": lambda item: _digest(item.span.text),
    "must": lambda item: _digest(item.span.text),
    "must_not": lambda item: _digest(item.span.text),
    "needs": lambda item: _digest(item.span.text),
}
_SINGLE = ("investment", "jobs", "timeline", "investor_type")


def criteria(brief: Brief) -> tuple[Criterion, ...]:
    """Every criterion of a brief that an officer may take out, field by field, in the order of the text."""
    several = (
        Criterion(field, f"{field}:{identity(item)}", item)
        for field, identity in _IDENTITY.items()
        for item in getattr(brief, field)
    )
    single = (Criterion(f, f, getattr(brief, f)) for f in _SINGLE if getattr(brief, f) is not None)
    return (*several, *single)


def place_named(name: str) -> Place | None:
    """The Midlands place that a name stands for, official or everyday; null where there is none."""
    known = gazetteer()
    found = known[name] if name in known else find_place(name)
    return found if found is not None and found.authorities else None


def amended(brief: Brief, amendments: Amendments) -> Brief:
    """The brief with an officer's corrections; the same object where there are none.

    What was read and is put in again by hand counts once, as put in: its certainty is 1 and it has no span.
    """
    gone = frozenset(amendments.removed)
    changes: dict[str, Any] = {}
    for field, identity in _IDENTITY.items():
        kept = tuple(item for item in getattr(brief, field) if f"{field}:{identity(item)}" not in gone)
        if len(kept) < len(getattr(brief, field)):
            changes[field] = kept
    changes |= {field: None for field in _SINGLE if field in gone}
    if amendments.sectors:
        given = dict.fromkeys(amendments.sectors)
        read = (s for s in changes.get("sectors", brief.sectors) if s.path not in given)
        changes["sectors"] = (*(SectorCriterion(path=path, certainty=1.0) for path in given), *read)
    for field, names in (
        ("places_wanted", amendments.places_wanted),
        ("places_excluded", amendments.places_excluded),
    ):
        if names:
            put_in = _places(names)
            read_places = changes.get(field, getattr(brief, field))
            known = {p.name for p in put_in}
            changes[field] = (*(p for p in read_places if p.name not in known), *put_in)
    if amendments.activities:
        wanted = dict.fromkeys(amendments.activities)
        others = (a for a in changes.get("activities", brief.activities) if a.activity not in wanted)
        changes["activities"] = (*(ActivityCriterion(activity=a) for a in wanted), *others)
    if amendments.investment is not None:
        changes["investment"] = Investment(**amendments.investment.model_dump(), span=None)
    if amendments.jobs is not None:
        changes["jobs"] = Jobs(**amendments.jobs.model_dump(), span=None)
    if amendments.timeline is not None:
        changes["timeline"] = Timeline(**amendments.timeline.model_dump(), span=None)
    changes |= _said(brief, changes, amendments)
    return brief.model_copy(update=changes) if changes else brief


def _said(brief: Brief, changes: dict[str, Any], amendments: Amendments) -> dict[str, Any]:
    """The fields with an officer's own words in them, whose spans follow one another beyond the end of the text."""
    at = len(brief.text)
    added: dict[str, list[Any]] = {}
    for field, words in (("must", amendments.must), ("must_not", amendments.must_not)):
        for text in dict.fromkeys(words):
            span = Span(start=at, end=at + len(text), text=text)
            at += len(text)
            added.setdefault(field, []).append(Condition(span=span))
            if field == "must":
                added.setdefault("needs", []).append(Sentence(text=text, span=span))
    return {field: (*changes.get(field, getattr(brief, field)), *items) for field, items in added.items()}


def _places(names: Iterable[str]) -> tuple[PlaceCriterion, ...]:
    places = {place.name: place for place in map(place_named, names) if place is not None}
    return tuple(PlaceCriterion(name=p.name, authorities=p.authorities, span=None) for p in places.values())
