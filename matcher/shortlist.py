"""What the engine answers: matches with their reasons, near misses with what blocked them, and fingerprints."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from index.passages import PassageKind
from matcher.amendments import Amendments
from matcher.brief import Brief, Span
from matcher.investment_value import InvestmentValue
from opportunities.opportunity import Source
from opportunities.strength import SectorStrength
from opportunities.strength_claims import StrengthClaim

Unit01 = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Confidence(StrEnum):
    """How sure the engine is that the catalogue answers the brief at all."""

    STRONG = "strong match"
    POSSIBLE = "possible match"
    NONE = "no credible match"


class Outcome(StrEnum):
    """What a gate found. Unknown is neither pass nor fail: the profile does not say."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNKNOWN = "unknown"


class GateResult(_Answer):
    """One question of eligibility: which gate, what it found, and the words on both sides that decided it.

    ``override`` is the reason for which an officer set a failure aside; null where nobody did.
    """

    gate: str
    outcome: Outcome
    asked: str
    offered: str
    override: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the opportunity out of the ranking."""
        return self.outcome is Outcome.FAIL and self.override is None


class SignalScore(_Answer):
    """One signal of one match.

    ``value`` in [0, 1] on a fixed scale, higher is better; ``contribution`` its share of the score (they add up);
    ``stated`` is false where the profile is silent and the value is the signal's neutral one. ``asked`` and
    ``offered`` are the words on either side, ``detail`` a sentence for the officer.
    """

    signal: str
    value: Unit01
    weight: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    contribution: Unit01
    stated: bool
    asked: str = ""
    offered: str = ""
    detail: str = ""


class Evidence(_Answer):
    """One need of the brief and the passage of the profile that answers it best; null where nothing does.

    ``similarity`` is the cosine between them, ``sources`` where the passage comes from: an original publisher, with
    a copy's address left out.
    """

    need: Span
    passage: str | None
    passage_kind: PassageKind | None
    similarity: Annotated[float, Field(ge=-1, le=1)]
    sources: tuple[Source, ...] = ()


class Match(_Answer):
    """One opportunity on the shortlist: is it eligible (gates), relevant (signals, evidence) and strong.

    ``strength`` tells for the brief's surest sectors how strong each is there, with interval, year and source;
    ``claims`` are what the opportunity's own sources say of rank or size, which moves no figure.
    """

    rank: Annotated[int, Field(ge=1)]
    opportunity_id: str
    name: str
    kind: str
    places: tuple[str, ...]
    summary: str
    status: str
    score: Unit01
    signals: tuple[SignalScore, ...]
    gates: tuple[GateResult, ...]
    strength: tuple[SectorStrength, ...]
    claims: tuple[StrengthClaim, ...] = ()
    met: tuple[Evidence, ...]
    unmet: tuple[Evidence, ...]


class NearMiss(_Answer):
    """An opportunity that would have ranked, and the gates that kept it out."""

    opportunity_id: str
    name: str
    score: Unit01
    blocked_by: tuple[GateResult, ...]


class Fingerprints(_Answer):
    """What a shortlist was made from; the same ones and the same brief give the same bytes."""

    catalogue: str
    encoder: str
    weights: str
    version: str


class Shortlist(_Answer):
    """The answer to a brief, which is given as read and then amended; ``amendments`` tell what an officer changed.

    ``questions`` are what the brief leaves open and an officer should ask; ``investment_value`` is what an investment
    of the size stated would count as, which is the same for every match and moves none of them.
    """

    brief: Brief
    amendments: Amendments = Amendments()
    confidence: Confidence
    confidence_value: Unit01
    matches: tuple[Match, ...]
    near_misses: tuple[NearMiss, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    investment_value: InvestmentValue
    fingerprints: Fingerprints
