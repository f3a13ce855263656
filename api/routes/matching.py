"""POST /v1/match: a pasted brief in, a ranked and explained shortlist out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.people import Person, Role, person
from api.problems import described
from api.running import matcher_in_use
from matcher.amendments import Amendments
from matcher.matcher import MOST_MATCHES, Matcher
from matcher.reading import LONGEST_BRIEF
from matcher.shortlist import Shortlist
from matcher.signals import SIGNAL_NAMES
from matcher.weights import Weights

router = APIRouter(prefix="/v1", tags=["matching"])

_EXAMPLE = (
    "We are a Danish maker of blood tests, 140 people. We want about 700 sq m, half wet laboratory, near a large "
    "teaching hospital in the West Midlands, from autumn 2027. Budget £3m–£4m, 25 jobs. No shared laboratories."
)


Weight = Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False, strict=True)]


class MatchRequest(BaseModel):
    """A brief as the investor wrote it, how many matches to give, and what an officer corrects in the reading."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": _EXAMPLE, "k": 5}]})

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_BRIEF, description="The brief as plain text.")]
    k: Annotated[int, Field(ge=1, le=MOST_MATCHES, strict=True, description="How many matches to give.")] = 10
    amendments: Annotated[
        Amendments,
        Field(description="Criteria taken out or put in after reading, and gates set aside, each with a reason."),
    ] = Amendments()
    weights: Annotated[
        dict[str, Weight] | None,
        Field(
            max_length=len(SIGNAL_NAMES),
            description="Weights for this request alone, one for each signal. For analysts.",
        ),
    ] = None


@router.post(
    "/match",
    summary="Rank the catalogue against a brief",
    responses=described(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
)
def match(
    request: MatchRequest,
    matcher: Annotated[Matcher, Depends(matcher_in_use)],
    who: Annotated[Person, Depends(person)],
) -> Shortlist:
    """Read the brief, rank every opportunity, and give the best with their reasons.

    Each match tells whether it is eligible (gates), relevant (signals whose contributions add up to the score, needs
    with the passages that meet them and their sources) and strong. `confidence` says whether anything fits at all.
    The fingerprint of the weights that were used is in the answer, the request's own included.
    """
    if request.weights is not None:
        who.check(Role.ANALYST, "weights of one's own")
        weights = Weights(name="of the request", author=who.name, weights=request.weights).checked(SIGNAL_NAMES)
        matcher = matcher.changed(matcher.catalogue, weights)
    return matcher.match(request.text, request.k, request.amendments)
