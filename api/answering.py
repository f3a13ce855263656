"""Answering saved briefs: a shortlist as bytes, with everything that it was made from."""

from __future__ import annotations

from dataclasses import dataclass

from api.database.shortlists import MadeFrom
from api.running import Standing
from matcher.amendments import Amendments
from matcher.brief import Brief
from matcher.matcher import Matcher, Ranked
from matcher.shortlist import Shortlist


@dataclass(frozen=True)
class Answer:
    """A shortlist, its bytes as they are kept and answered, and what it was made from."""

    shortlist: Shortlist
    body: bytes
    made_from: MadeFrom
    weights_toml: str


def answer(standing: Standing, text: str, k: int, amendments: Amendments | None = None) -> Answer:
    """Match a brief as an officer corrected it. What no longer fits the catalogue is left out of the corrections.

    Raises:
        BriefError: when the text is empty or too long.
    """
    brief = standing.matcher.read(text)
    return as_answer(standing, standing.matcher.rank(brief, fitting(standing.matcher, brief, amendments)), k)


def fitting(matcher: Matcher, brief: Brief, amendments: Amendments | None) -> Amendments | None:
    """The corrections without removals and overrides of what is no longer there."""
    if amendments is None:
        return None
    there = tuple(o for o in amendments.overrides if o.opportunity_id in matcher.catalogue.ids)
    return amendments.fitting(brief).model_copy(update={"overrides": there})


def as_answer(standing: Standing, ranked: Ranked, k: int) -> Answer:
    """A ranking as an answer to be kept."""
    shortlist = standing.matcher.shortlist(ranked, k)
    return Answer(
        shortlist=shortlist,
        body=body_of(shortlist),
        made_from=made_from(standing.matcher, standing.sequence),
        weights_toml=standing.matcher.weights.as_toml(),
    )


def body_of(shortlist: Shortlist) -> bytes:
    """A shortlist's bytes, the same that POST /v1/match answers with."""
    return shortlist.model_dump_json(by_alias=True).encode()


def made_from(matcher: Matcher, sequence: int) -> MadeFrom:
    """What a matcher's shortlists are made from."""
    prints = matcher.fingerprints
    return MadeFrom(
        sequence=sequence,
        catalogue=prints.catalogue,
        encoder=prints.encoder,
        weights=prints.weights,
        weights_name=matcher.weights.name,
        calibration=matcher.calibration.fingerprint,
        version=prints.version,
    )
