"""/v1/shortlists: stored shortlists as they were answered, run again, and what officers decide on them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict

from api.database.decisions import Decision, Decisions, NewDecision, as_decided
from api.database.idempotency import Creations
from api.database.revisions import Revisions
from api.database.shortlists import Shortlists, Stored
from api.manners import IdempotencyKey, IfNoneMatch, asked_hash, created, not_modified
from api.people import Person, person
from api.problems import described
from api.rerunning import Rerun, run_again
from api.routes.briefs import ShortlistView
from api.running import Standing, standing_in_use
from api.service import Service, service_in_use
from opportunities.catalogue import Catalogue

router = APIRouter(prefix="/v1/shortlists", tags=["briefs"])

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
ShortlistId = Annotated[str, Path(max_length=36)]
_READS = described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
_UNCHANGED = {304: {"description": "It is still what the If-None-Match names."}}


class DecisionList(BaseModel):
    """All decisions on a shortlist, oldest first, and the opportunities in the order that they leave."""

    model_config = ConfigDict(extra="forbid")

    decisions: tuple[Decision, ...]
    list: tuple[str, ...]


@router.get("/{shortlist_id}", summary="Show a stored shortlist", responses=_READS)
def show(shortlist_id: ShortlistId, response: Response, who: Who, service: In) -> ShortlistView:
    """A shortlist with what it was made from: catalogue, encoder, weight set, calibration and version."""
    stored = _stored(service, who, shortlist_id)
    response.headers["ETag"] = f'"{stored.record.sha256}"'
    return ShortlistView(**stored.record.model_dump(), shortlist=json.loads(stored.answer))


@router.get(
    "/{shortlist_id}/answer",
    summary="Give a stored shortlist's bytes",
    response_class=Response,
    responses=_READS
    | _UNCHANGED
    | {200: {"description": "The answer.", "content": {"application/json": {"schema": {}}}}},
)
def give(shortlist_id: ShortlistId, who: Who, service: In, if_none_match: IfNoneMatch = None) -> Response:
    """The answer byte for byte as it was given; its ETag is the SHA-256 of the bytes."""
    stored = _stored(service, who, shortlist_id)
    etag = f'"{stored.record.sha256}"'
    answer = Response(stored.answer, media_type="application/json", headers={"ETag": etag})
    return not_modified(if_none_match, etag) or answer


@router.post("/{shortlist_id}/rerun", summary="Run a stored shortlist again", responses=_READS)
def rerun(
    shortlist_id: ShortlistId, who: Who, service: In, standing: Annotated[Standing, Depends(standing_in_use)]
) -> Rerun:
    """Match again what was matched, from the stored fingerprints: the same bytes, or what has changed since."""
    stored = _stored(service, who, shortlist_id)
    with service.records.reading() as session:
        revisions = Revisions(session, who, service.base)
        catalogue = Catalogue(revisions.live(stored.record.made_from.sequence).values())
    return run_again(stored, standing.matcher, catalogue)


@router.post(
    "/{shortlist_id}/decisions",
    summary="Decide on a match",
    status_code=201,
    responses=_READS
    | described(HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
)
def decide(
    shortlist_id: ShortlistId,
    new: NewDecision,
    request: Request,
    response: Response,
    who: Who,
    service: In,
    key: IdempotencyKey = None,
) -> Decision:
    """Keep, drop or move a match, or override the gate that kept one out, with a reason. All is kept."""
    asked = asked_hash(request, who, new)
    with service.records.writing() as session:
        decisions, creations = Decisions(session, who), Creations(session, who)
        earlier = creations.made(key, asked)
        if earlier is None:
            decision = decisions.add(shortlist_id, new)
            creations.keep(key, asked, decision.id)
        else:
            decision = next(d for d in decisions.all(shortlist_id) if d.id == earlier)
    created(response, f"/v1/shortlists/{shortlist_id}/decisions", again=earlier is not None)
    return decision


@router.get("/{shortlist_id}/decisions", summary="List the decisions", responses=_READS)
def list_decisions(shortlist_id: ShortlistId, who: Who, service: In) -> DecisionList:
    """Every decision, oldest first, and the list that they leave: what goes to the investor."""
    with service.records.reading() as session:
        decisions = Decisions(session, who).all(shortlist_id)
        answer = json.loads(Shortlists(session, who).one(shortlist_id).answer)
    return DecisionList(decisions=decisions, list=as_decided(answer, decisions))


def _stored(service: Service, who: Person, shortlist_id: str) -> Stored:
    with service.records.reading() as session:
        return Shortlists(session, who).one(shortlist_id)
