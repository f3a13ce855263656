"""What an investor asked for: the text, its needs, and criteria, each with the words it was read from."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_serializer, model_validator

from opportunities.opportunity import Activity, Kind


class _Read(BaseModel):
    """Base of everything read from a brief: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Read):
    """Some words of the brief: ``text == brief.text[start:end]``, offsets in characters.

    Words that an officer put in by hand begin at or beyond the end of the text.
    """

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}:{self.end} does not hold {len(self.text)} characters")
        return self


class Investment(_Read):
    """Money the investor means to put in, in whole units of ``currency`` (ISO 4217). A null end is open.

    ``span`` is null where an officer put the sum in by hand.
    """

    low: int | None
    high: int | None
    currency: str
    span: Span | None

    @property
    def words(self) -> str:
        """The words of the brief, or the sum in figures where it was put in by hand."""
        if self.span is not None:
            return self.span.text
        low, high = (None if end is None else f"{self.currency} {end:,}" for end in (self.low, self.high))
        if low is None or high is None:
            return f"up to {high}" if low is None else f"from {low}"
        return low if low == high else f"{low} to {high}"


class Jobs(_Read):
    """Jobs the investor means to create or house. A null end is open ("8,000+": high is null).

    ``span`` is null where an officer put the number in by hand.
    """

    low: int | None
    high: int | None
    span: Span | None

    @property
    def words(self) -> str:
        """The words of the brief, or the number where it was put in by hand."""
        if self.span is not None:
            return self.span.text
        low, high = (None if end is None else f"{end:,}" for end in (self.low, self.high))
        if low is None or high is None:
            return f"up to {high} jobs" if low is None else f"from {low} jobs"
        return f"{low} jobs" if low == high else f"{low} to {high} jobs"


class Extent(_Read):
    """Floor space in square metres (``kind`` "floor space") or land in hectares ("land"). A null end is open."""

    kind: str
    low: float | None
    high: float | None
    span: Span


class Timeline(_Read):
    """When: the words, and the months they stand for (``YYYY-MM``, both ends inclusive; null where open or vague).

    ``span`` is null where an officer put the months in by hand.
    """

    start: str | None
    end: str | None
    span: Span | None

    @property
    def words(self) -> str:
        """The words of the brief, or the months where they were put in by hand."""
        if self.span is not None:
            return self.span.text
        if self.start is None or self.end is None:
            return f"by {self.end}" if self.start is None else f"from {self.start}"
        return self.start if self.start == self.end else f"{self.start} to {self.end}"


class Sentence(_Read):
    """A sentence or bullet: ``text`` as the engine reads it, and the words of the brief that it stands for.

    The two differ where the paste was encoded, full of mark-up or of invisible characters, and where a need also rules
    something out, which ``text`` leaves away.
    """

    text: str
    span: Span


class SectorCriterion(_Read):
    """A sector the investor is in or asks about: a path of the tree, and how sure the reading is, in (0, 1].

    ``span`` is null where the sector was read from the whole text rather than from certain words.
    """

    path: str
    certainty: Annotated[float, Field(gt=0, le=1)]
    span: Span | None = None


class ActivityCriterion(_Read):
    """What the investor wants to do, and how sure the reading is, in (0, 1]."""

    activity: Activity
    certainty: Annotated[float, Field(gt=0, le=1)] = 1.0
    span: Span | None = None


class PlaceCriterion(_Read):
    """A place the investor wants or excludes.

    ``name`` is the everyday name; ``authorities`` the Midlands local authorities that it stands for: empty for a
    place elsewhere. ``firm`` when the text insists on it, rather than prefers it. ``span`` is null where an officer
    put the place in by hand.
    """

    name: str
    authorities: frozenset[str]
    firm: bool = False
    span: Span | None

    @field_serializer("authorities")
    def _in_order(self, authorities: frozenset[str]) -> list[str]:
        """A set has another order in every process; what is written down has one."""
        return sorted(authorities)

    @property
    def words(self) -> str:
        """The words of the brief, or the name of a place that was put in by hand."""
        return self.name if self.span is None else self.span.text


class KindCriterion(_Read):
    """A kind of opportunity that the investor asks for or rules out. ``firm`` when the text insists on it.

    ``span`` is null where an officer put the kind in by hand.
    """

    kind: Kind
    firm: bool = False
    span: Span | None

    @property
    def words(self) -> str:
        """The words of the brief, or the kind that was put in by hand."""
        return self.kind.value if self.span is None else self.span.text


class Condition(_Read):
    """Words that insist (must) or rule out (must not)."""

    span: Span


class Brief(_Read):
    """What the investor asked: the text, its needs, and criteria, each with the words it came from.

    ``text`` is what was pasted, unchanged. ``needs`` are the sentences that ask for something, by which similarity
    is measured; ``context`` the other informative ones; ``ignored`` stretches that address the machine. An empty
    field means that the text is silent, and the signals that it would feed abstain. ``language`` is an ISO 639-1
    code. Field names follow the opportunity's for the same things.
    """

    text: str
    language: str = "en"
    needs: tuple[Sentence, ...] = ()
    context: tuple[Sentence, ...] = ()
    sectors: tuple[SectorCriterion, ...] = ()
    sectors_excluded: tuple[SectorCriterion, ...] = ()
    activities: tuple[ActivityCriterion, ...] = ()
    investment: Investment | None = None
    jobs: Jobs | None = None
    extents: tuple[Extent, ...] = ()
    places_wanted: tuple[PlaceCriterion, ...] = ()
    places_excluded: tuple[PlaceCriterion, ...] = ()
    timeline: Timeline | None = None
    investor_type: str | None = None
    must: tuple[Condition, ...] = ()
    must_not: tuple[Condition, ...] = ()
    kinds_wanted: tuple[KindCriterion, ...] = ()
    kinds_excluded: tuple[KindCriterion, ...] = ()
    ignored: tuple[Span, ...] = ()
