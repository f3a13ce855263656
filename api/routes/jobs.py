"""/v1/jobs: batches of briefs, matched beside requests, with progress."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.database.idempotency import Creations
from api.database.jobs import Job, Jobs
from api.manners import Cut, IdempotencyKey, asked_hash, created
from api.people import Person, person
from api.problems import described
from api.service import Service, service_in_use
from matcher.matcher import MOST_MATCHES
from matcher.reading import LONGEST_BRIEF

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

MOST_BRIEFS = 2_000
Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
JobId = Annotated[str, Path(max_length=36)]
_READS = described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)


class OneOfMany(BaseModel):
    """A brief of a batch; ``brief_id`` is a name of your own, by which its answer is found."""

    model_config = ConfigDict(extra="forbid")

    brief_id: Annotated[str, Field(min_length=1, max_length=200, description="A name of your own.")]
    text: Annotated[str, Field(max_length=LONGEST_BRIEF, description="The brief as plain text.")]


class NewJob(BaseModel):
    """A batch of briefs to match."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"briefs": [{"brief_id": "1", "text": "A wet laboratory near Birmingham."}], "k": 5}]
        },
    )

    briefs: Annotated[tuple[OneOfMany, ...], Field(min_length=1, max_length=MOST_BRIEFS)]
    k: Annotated[int, Field(ge=1, le=MOST_MATCHES, strict=True, description="How many matches to give.")] = 10


class JobPage(BaseModel):
    """A page of the team's batches, newest first. ``next_offset`` is null on the last page."""

    model_config = ConfigDict(extra="forbid")

    total: int
    next_offset: int | None
    jobs: tuple[Job, ...]


@router.post(
    "",
    summary="Match a batch of briefs",
    status_code=202,
    responses=_READS
    | described(HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
)
def queue(new: NewJob, request: Request, response: Response, who: Who, service: In, key: IdempotencyKey = None) -> Job:
    """Put a batch in the queue. Ask for the job to see how far it is; it goes on after a restart."""
    asked = asked_hash(request, who, new)
    with service.records.writing() as session:
        jobs, creations = Jobs(session, who), Creations(session, who)
        earlier = creations.made(key, asked)
        if earlier is None:
            job = jobs.add([(b.brief_id, b.text) for b in new.briefs], new.k)
            creations.keep(key, asked, job.id)
        else:
            job = jobs.one(earlier)
    created(response, f"/v1/jobs/{job.id}", again=earlier is not None)
    request.app.state.working.call()
    return job


@router.get("", summary="List batches", responses=_READS)
def list_jobs(asked: Annotated[Cut, Query()], who: Who, service: In) -> JobPage:
    """The team's batches, newest first, with their progress."""
    with service.records.reading() as session:
        page = Jobs(session, who).page(asked.limit, asked.offset)
    return JobPage(total=page.total, next_offset=page.next_offset, jobs=page.records)


@router.get("/{job_id}", summary="Tell how far a batch is", responses=_READS)
def show(job_id: JobId, who: Who, service: In) -> Job:
    """A batch: queued, running or done, and how many of its briefs are."""
    with service.records.reading() as session:
        return Jobs(session, who).one(job_id)


@router.get(
    "/{job_id}/answers",
    summary="Give a batch's answers",
    response_class=Response,
    responses=_READS | {200: {"description": "JSON Lines.", "content": {"application/jsonl": {"schema": {}}}}},
)
def give(job_id: JobId, who: Who, service: In) -> Response:
    """One line a brief, in the form of `midlands-match batch`; those answered so far. A brief that could not be
    matched has a `problem` instead."""
    with service.records.reading() as session:
        lines = Jobs(session, who).answers(job_id)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return Response(text, media_type="application/jsonl")


@router.delete("/{job_id}", summary="Delete a batch", status_code=204, responses=_READS)
def delete(job_id: JobId, request: Request, who: Who, service: In) -> None:
    """Delete a batch with its briefs and answers; one that runs stops."""
    with service.records.writing() as session:
        Jobs(session, who).delete(job_id)
    request.app.state.compacting.due()
