"""/v1/briefs: saving briefs, matching them, and what a change of the catalogue brought for them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answering import answer
from api.database.briefs import BriefLine, Briefs, SavedBrief
from api.database.idempotency import Creations
from api.database.news import News, NewsItem
from api.database.revisions import Revisions
from api.database.shortlists import ShortlistRecord, Shortlists
from api.manners import Cut, IdempotencyKey, IfMatch, IfNoneMatch, asked_hash, created, not_modified, require_match, tag
from api.people import Person, person
from api.problems import described
from api.running import Standing, standing_in_use
from api.service import Service, service_in_use
from matcher.amendments import Amendments
from matcher.matcher import MOST_MATCHES
from matcher.reading import LONGEST_BRIEF

router = APIRouter(prefix="/v1", tags=["briefs"])

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
BriefId = Annotated[str, Path(max_length=36)]
How_many = Annotated[int, Field(ge=1, le=MOST_MATCHES, strict=True, description="How many matches to give.")]
Title = Annotated[str, Field(max_length=300, description="What the team calls it.")]

_READS = described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
_WRITES = _READS | described(
    HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE
)


class NewBrief(BaseModel):
    """A brief to save, as the investor wrote it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"title": "Danish blood tests", "text": "700 sq m of wet laboratory near Birmingham.", "k": 5}]
        },
    )

    title: Title = ""
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_BRIEF, description="The brief as plain text.")]
    k: How_many = 10
    amendments: Annotated[Amendments, Field(description="What an officer corrects in the reading.")] = Amendments()
    marking: Annotated[
        str, Field(max_length=200, description="The protective marking that it bears, for every export.")
    ] = ""


class NewTitle(BaseModel):
    """Another title for a brief. Its text never changes: what was matched stays what it was."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "Blood tests, Birmingham"}]})

    title: Title


class BriefPage(BaseModel):
    """A page of the team's briefs, newest first. ``next_offset`` is null on the last page."""

    model_config = ConfigDict(extra="forbid")

    total: int
    next_offset: int | None
    briefs: tuple[BriefLine, ...]


class BriefFilter(Cut):
    """Which briefs to list."""

    owner: Annotated[str | None, Field(max_length=200, description="Only those that this person saved.")] = None


class ShortlistView(ShortlistRecord):
    """A stored shortlist with its answer: the weight set that it used stands in ``made_from``."""

    shortlist: dict[str, Any]


class ShortlistPage(BaseModel):
    """A page of a brief's shortlists, newest first. ``next_offset`` is null on the last page."""

    model_config = ConfigDict(extra="forbid")

    total: int
    next_offset: int | None
    shortlists: tuple[ShortlistRecord, ...]


class NewsList(BaseModel):
    """What is new or has changed for saved briefs."""

    model_config = ConfigDict(extra="forbid")

    news: tuple[NewsItem, ...]


class NewsFilter(BaseModel):
    """Whose news."""

    model_config = ConfigDict(extra="forbid")

    brief_id: Annotated[str | None, Field(max_length=36, description="Only of this brief.")] = None


class HowMany(BaseModel):
    """How many matches, where the brief's own number is not wanted."""

    model_config = ConfigDict(extra="forbid")

    k: Annotated[int | None, Field(ge=1, le=MOST_MATCHES, description="How many matches to give.")] = None


def etag_of(brief: SavedBrief) -> str:
    """The entity tag of a saved brief."""
    return tag(brief.id, brief.version)


@router.post("/briefs", summary="Save a brief", status_code=201, responses=_WRITES)
def save(
    new: NewBrief, request: Request, response: Response, who: Who, service: In, key: IdempotencyKey = None
) -> SavedBrief:
    """Keep a brief for the team. It is matched again whenever the catalogue changes, and deleted when it is too old."""
    asked = asked_hash(request, who, new)
    with service.records.writing() as session:
        briefs, creations = Briefs(session, who), Creations(session, who)
        earlier = creations.made(key, asked)
        if earlier is None:
            brief = briefs.add(
                new.title,
                new.text,
                new.k,
                Revisions.sequence_of(session),
                new.amendments,
                marking=new.marking,
            )
            creations.keep(key, asked, brief.id)
        else:
            brief = briefs.one(earlier)
    created(response, f"/v1/briefs/{brief.id}", etag_of(brief), again=earlier is not None)
    return brief


@router.get("/briefs", summary="List saved briefs", responses=_READS)
def list_briefs(asked: Annotated[BriefFilter, Query()], who: Who, service: In) -> BriefPage:
    """The team's briefs, newest first, without their texts."""
    with service.records.reading() as session:
        page = Briefs(session, who).page(asked.limit, asked.offset, asked.owner)
    return BriefPage(total=page.total, next_offset=page.next_offset, briefs=page.records)


@router.get(
    "/briefs/{brief_id}",
    summary="Show a saved brief",
    response_model=SavedBrief,
    responses=_READS | {304: {"description": "It is still what the If-None-Match names."}},
)
def show(
    brief_id: BriefId, response: Response, who: Who, service: In, if_none_match: IfNoneMatch = None
) -> SavedBrief | Response:
    """The brief as it was pasted. Another team's is not found."""
    with service.records.reading() as session:
        brief = Briefs(session, who).one(brief_id)
    response.headers["ETag"] = etag_of(brief)
    return not_modified(if_none_match, etag_of(brief)) or brief


@router.patch(
    "/briefs/{brief_id}",
    summary="Rename a saved brief",
    responses=_WRITES | described(HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED),
)
def rename(
    brief_id: BriefId, new: NewTitle, response: Response, who: Who, service: In, if_match: IfMatch = None
) -> SavedBrief:
    """Give a brief another title."""
    with service.records.writing() as session:
        briefs = Briefs(session, who)
        present = briefs.one(brief_id)
        require_match(if_match, etag_of(present))
        brief = briefs.rename(brief_id, new.title, present.version)
    response.headers["ETag"] = etag_of(brief)
    return brief


@router.delete("/briefs/{brief_id}", summary="Delete a saved brief", status_code=204, responses=_READS)
def delete(brief_id: BriefId, request: Request, who: Who, service: In) -> None:
    """Delete a brief with its shortlists, decisions and judgements. Within a minute no trace of its text is left."""
    with service.records.writing() as session:
        Briefs(session, who).delete(brief_id)
    request.app.state.compacting.due()


@router.post("/briefs/{brief_id}/shortlists", summary="Match a saved brief", status_code=201, responses=_READS)
def match(
    brief_id: BriefId,
    asked: Annotated[HowMany, Query()],
    request: Request,
    response: Response,
    who: Who,
    service: In,
    standing: Annotated[Standing, Depends(standing_in_use)],
    key: IdempotencyKey = None,
) -> ShortlistView:
    """Match a brief and keep the shortlist for good, with what it was made from."""
    wanted = asked_hash(request, who, asked)
    with service.records.reading() as session:
        brief = Briefs(session, who).one(brief_id)
        earlier = Creations(session, who).made(key, wanted)
    made = None if earlier else answer(standing, brief.text, asked.k or brief.k, brief.amendments)
    with service.records.writing() as session:
        shortlists, creations = Shortlists(session, who), Creations(session, who)
        earlier = creations.made(key, wanted)
        if made is not None and earlier is None:
            record = shortlists.add(brief_id, made.body, asked.k or brief.k, made.made_from, made.weights_toml)
            creations.keep(key, wanted, record.id)
            body = made.body
        else:
            stored = shortlists.one(earlier or "")
            record, body = stored.record, stored.answer
    created(response, f"/v1/shortlists/{record.id}", f'"{record.sha256}"', again=earlier is not None)
    return ShortlistView(**record.model_dump(), shortlist=json.loads(body))


@router.get("/briefs/{brief_id}/shortlists", summary="List a brief's shortlists", responses=_READS)
def list_shortlists(brief_id: BriefId, asked: Annotated[Cut, Query()], who: Who, service: In) -> ShortlistPage:
    """A brief's shortlists, newest first, without their matches."""
    with service.records.reading() as session:
        page = Shortlists(session, who).page(brief_id, asked.limit, asked.offset)
    return ShortlistPage(total=page.total, next_offset=page.next_offset, shortlists=page.records)


@router.get("/news", summary="List what is new for saved briefs", responses=_READS)
def news(asked: Annotated[NewsFilter, Query()], who: Who, service: In) -> NewsList:
    """Opportunities that a change of the catalogue brought onto saved briefs' shortlists, or that changed there.

    Retired ones drop out. Each names the shortlist that tells why it matches.
    """
    with service.records.reading() as session:
        live = Revisions(session, who, service.base).live()
        return NewsList(news=News(session, who).all(live, asked.brief_id))


@router.delete("/briefs/{brief_id}/news", summary="Mark a brief's news as seen", status_code=204, responses=_READS)
def seen(brief_id: BriefId, who: Who, service: In) -> None:
    """What was listed for this brief is no news any more."""
    with service.records.writing() as session:
        News(session, who).seen(brief_id)
