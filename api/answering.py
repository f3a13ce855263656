"""Answering saved briefs: a shortlist as bytes, with everything that it was made from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from api.database.shortlists import MadeFrom
from api.running import Standing
from matcher.matcher import Matcher
from matcher.shortlist import Shortlist


@dataclass(frozen=True)
class Answer:
    """A shortlist, its bytes as they are kept and answered, and what it was made from."""

    shortlist: Shortlist
    body: bytes
    made_from: MadeFrom
    weights_toml: str


def answer(standing: Standing, text: str, k: int) -> Answer:
    """Match a brief.

    Raises:
        BriefError: when the text is empty or too long.
    """
    shortlist = standing.matcher.match(text, k)
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
        calibration=hashlib.sha256(matcher.calibration.model_dump_json().encode()).hexdigest(),
        version=prints.version,
    )
