"""/v1/judgements: how well opportunities answer saved briefs, by the people who know."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.database.idempotency import Creations
from api.database.judgements import JudgementRecord, Judgements, NewJudgement, as_csv
from api.manners import Cut, IdempotencyKey, asked_hash, created
from api.people import Person, person
from api.problems import described
from api.running import Standing, standing_in_use
from api.service import Service, service_in_use

router = APIRouter(prefix="/v1/judgements", tags=["judgements"])

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
_READS = described(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)


class JudgementPage(BaseModel):
    """A page of the team's judgements, newest first. ``next_offset`` is null on the last page."""

    model_config = ConfigDict(extra="forbid")

    total: int
    next_offset: int | None
    judgements: tuple[JudgementRecord, ...]


class JudgementFilter(Cut):
    """Which judgements to list."""

    brief_id: Annotated[str | None, Field(max_length=36, description="Only of this brief.")] = None
    judge: Annotated[str | None, Field(max_length=200, description="Only those that this person gave.")] = None


@router.post(
    "",
    summary="Judge an opportunity for a saved brief",
    status_code=201,
    responses=_READS
    | described(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ),
)
def judge(
    new: NewJudgement,
    request: Request,
    response: Response,
    who: Who,
    service: In,
    standing: Annotated[Standing, Depends(standing_in_use)],
    key: IdempotencyKey = None,
) -> JudgementRecord:
    """Grade an opportunity from 0 to 3, whether or not it was on a shortlist. A judge's later grade prevails."""
    standing.matcher.catalogue.opportunity(new.opportunity_id)  # or it is not found
    asked = asked_hash(request, who, new)
    with service.records.writing() as session:
        judgements, creations = Judgements(session, who), Creations(session, who)
        earlier = creations.made(key, asked)
        if earlier is None:
            record = judgements.add(new)
            creations.keep(key, asked, record.id)
        else:
            record = judgements.one(earlier)
    created(response, f"/v1/judgements?brief_id={record.brief_id}", again=earlier is not None)
    return record


@router.get("", summary="List judgements", responses=_READS | described(HTTPStatus.NOT_FOUND))
def list_judgements(asked: Annotated[JudgementFilter, Query()], who: Who, service: In) -> JudgementPage:
    """The team's judgements, newest first, also those that a later one of the same judge prevails over."""
    with service.records.reading() as session:
        page = Judgements(session, who).page(asked.limit, asked.offset, asked.brief_id, asked.judge)
    return JudgementPage(total=page.total, next_offset=page.next_offset, judgements=page.records)


@router.get(
    "/export",
    summary="Export judgements",
    response_class=Response,
    responses=_READS | {200: {"description": "The table.", "content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def export(who: Who, service: In) -> Response:
    """The grades that stand, as matcher/judgements/judgements.csv has them: a row a pair, a column a judge."""
    with service.records.reading() as session:
        text = as_csv(Judgements(session, who).standing())
    headers = {"Content-Disposition": 'attachment; filename="judgements.csv"', "X-Content-Type-Options": "nosniff"}
    return Response(text, media_type="text/csv", headers=headers)
