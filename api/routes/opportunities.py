"""Changing the catalogue: create, edit, retire and restore opportunities; their history, and what changed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.database.errors import UnusableRecord
from api.database.idempotency import Creations
from api.database.profiles import Difference, differences
from api.database.revisions import Revision, Revisions, etag_of
from api.manners import IdempotencyKey, IfMatch, asked_hash, created, require_match
from api.people import Person, person
from api.problems import described
from api.service import Service, service_in_use
from opportunities.opportunity import Opportunity

router = APIRouter(prefix="/v1", tags=["catalogue"])

Id = Annotated[str, Path(max_length=80, examples=["melton-stockyard"])]
Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
Note = Annotated[str, Query(max_length=2_000, description="Why, for the history.")]

_CHANGES = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.PRECONDITION_REQUIRED,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_READS = described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)


_EXAMPLE = {
    "id": "example-innovation-park",
    "name": "Example Innovation Park",
    "kind": "site",
    "summary": {
        "text": "A park of workshops and laboratories beside the university, with plots for new buildings.",
        "sources": [0],
    },
    "places": [{"name": "Leicester", "areas": ["Leicester"]}],
    "all_sectors": True,
    "offers": [{"text": "Serviced plots of 0.5 to 4 ha", "sources": [0]}],
    "status": "open",
    "status_as_of": "2026-11",
    "sources": [{"document": "site-brochure", "publisher": "Example Council", "title": "Site brochure"}],
}


class History(BaseModel):
    """The revisions of an opportunity, oldest first. The first of a shipped one is the shipped profile."""

    model_config = ConfigDict(extra="forbid")

    revisions: tuple[Revision, ...]


class Comparison(BaseModel):
    """Two revisions of an opportunity, and the fields in which they differ."""

    model_config = ConfigDict(extra="forbid")

    before: Revision
    after: Revision
    differences: tuple[Difference, ...]


class Compared(BaseModel):
    """Which two revisions."""

    model_config = ConfigDict(extra="forbid")

    before: Annotated[int, Field(ge=1, le=1_000_000, description="The earlier revision.")]
    after: Annotated[int, Field(ge=1, le=1_000_000, description="The later revision.")]


@router.post("/opportunities", summary="Create an opportunity", status_code=201, responses=_CHANGES)
def create(
    opportunity: Annotated[Opportunity, Body(examples=[_EXAMPLE])],
    request: Request,
    response: Response,
    who: Who,
    service: In,
    note: Note = "",
    key: IdempotencyKey = None,
) -> Revision:
    """Add an opportunity to the catalogue; it can be matched within two seconds."""
    asked = asked_hash(request, who, opportunity)
    with service.records.writing() as session:
        revisions, creations = Revisions(session, who, service.base), Creations(session, who)
        earlier = creations.made(key, asked)
        if earlier is None:
            revisions.create(opportunity, note)
            creations.keep(key, asked, opportunity.id)
        profile, last = revisions.latest(opportunity.id)
    created(response, f"/v1/opportunities/{opportunity.id}", etag_of(profile, last), again=earlier is not None)
    _changed(request)
    return last


@router.put("/opportunities/{opportunity_id}", summary="Edit an opportunity", responses=_CHANGES)
def edit(
    opportunity_id: Id,
    opportunity: Annotated[Opportunity, Body(examples=[_EXAMPLE | {"id": "melton-stockyard"}])],
    request: Request,
    response: Response,
    who: Who,
    service: In,
    note: Note = "",
    if_match: IfMatch = None,
) -> Revision:
    """Put a whole profile in place of the present one. An edit can be matched within two seconds."""
    if opportunity.id != opportunity_id:
        raise UnusableRecord("the profile's id is another than the address's", [("body.id", "ids never change")])
    with service.records.writing() as session:
        revisions = _expected(session, who, service, opportunity_id, if_match)
        last = revisions.edit(opportunity, None, note)
    response.headers["ETag"] = etag_of(opportunity, last)
    _changed(request)
    return last


@router.post("/opportunities/{opportunity_id}/retire", summary="Retire an opportunity", responses=_CHANGES)
def retire(
    opportunity_id: Id, request: Request, who: Who, service: In, note: Note = "", if_match: IfMatch = None
) -> Revision:
    """Take an opportunity out of the catalogue. Its history stays, and it can be restored."""
    with service.records.writing() as session:
        last = _expected(session, who, service, opportunity_id, if_match).retire(opportunity_id, None, note)
    _changed(request)
    return last


@router.post("/opportunities/{opportunity_id}/restore", summary="Restore an opportunity", responses=_CHANGES)
def restore(
    opportunity_id: Id, request: Request, who: Who, service: In, note: Note = "", if_match: IfMatch = None
) -> Revision:
    """Put a retired opportunity back as it was. Its ETag is that of the history."""
    with service.records.writing() as session:
        last = _expected(session, who, service, opportunity_id, if_match).restore(opportunity_id, None, note)
    _changed(request)
    return last


@router.get("/opportunities/{opportunity_id}/history", summary="Tell an opportunity's history", responses=_READS)
def history(opportunity_id: Id, response: Response, who: Who, service: In) -> History:
    """Every revision: who changed which fields, when, and why. The ETag is the present state's, retired or not."""
    with service.records.reading() as session:
        revisions = Revisions(session, who, service.base)
        response.headers["ETag"] = etag_of(*revisions.latest(opportunity_id))
        return History(revisions=revisions.history(opportunity_id))


@router.get("/opportunities/{opportunity_id}/revisions/{revision}", summary="Show an earlier state", responses=_READS)
def show_revision(
    opportunity_id: Id,
    revision: Annotated[int, Path(ge=1, le=1_000_000, examples=[1])],
    who: Who,
    service: In,
) -> Opportunity:
    """The whole profile as it was after a revision."""
    with service.records.reading() as session:
        return Revisions(session, who, service.base).profile(opportunity_id, revision)


@router.get("/opportunities/{opportunity_id}/compare", summary="Compare two revisions", responses=_READS)
def compare(opportunity_id: Id, asked: Annotated[Compared, Query()], who: Who, service: In) -> Comparison:
    """What differs between two revisions, field by field; of lists, what came and what went."""
    with service.records.reading() as session:
        revisions = Revisions(session, who, service.base)
        before, after = (revisions.profile(opportunity_id, n) for n in (asked.before, asked.after))
        told = {r.revision: r for r in revisions.history(opportunity_id)}
    return Comparison(before=told[asked.before], after=told[asked.after], differences=differences(before, after))


def _expected(session: Session, who: Person, service: Service, opportunity_id: str, if_match: str | None) -> Revisions:
    """The revisions, once it is sure that the request was made from the present state, within the transaction."""
    revisions = Revisions(session, who, service.base)
    require_match(if_match, etag_of(*revisions.latest(opportunity_id)))
    return revisions


def _changed(request: Request) -> None:
    """Have the matcher follow at once."""
    request.app.state.following.look()
