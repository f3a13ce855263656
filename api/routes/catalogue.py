"""GET /v1/opportunities and /v1/signals: what can be matched, and by what it is measured."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.database.revisions import RETIRED, Revisions, etag_of, shipped_revision
from api.manners import IfNoneMatch, not_modified
from api.naming import authorities_named, sector_named
from api.people import LOCAL
from api.problems import described
from api.running import matcher_in_use
from api.service import Service
from matcher.matcher import Matcher
from matcher.signals import SIGNALS
from opportunities.errors import UnknownOpportunity
from opportunities.opportunity import Kind, Opportunity, Status
from opportunities.sectors import ancestors

router = APIRouter(prefix="/v1", tags=["catalogue"])

MOST_ON_A_PAGE = 300


class OpportunityLine(BaseModel):
    """An opportunity in a list."""

    model_config = ConfigDict(extra="forbid")

    id: str
    name: str
    kind: Kind
    status: Status
    places: list[str]
    sectors: list[str]
    summary: str


class OpportunityPage(BaseModel):
    """A page of the catalogue. ``next_offset`` is null on the last page."""

    model_config = ConfigDict(extra="forbid")

    total: int
    next_offset: int | None
    opportunities: list[OpportunityLine]


class Filter(BaseModel):
    """What to list. A parameter that is not here is refused: a slip in its name would list everything."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[Kind | None, Field(description="Only of this kind.")] = None
    status: Annotated[Status | None, Field(description="Only of this status.")] = None
    sector: Annotated[str | None, Field(max_length=200, description="A sector's path, or words of one.")] = None
    place: Annotated[str | None, Field(max_length=100, description="An area: authority, county, region.")] = None
    limit: Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class SignalDescription(BaseModel):
    """A signal: its name in weights and answers, its weight now, its value for a silent profile, its meaning."""

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str
    documentation: str
    weight: float
    neutral: float


@router.get(
    "/opportunities",
    summary="List opportunities",
    responses=described(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
)
def list_opportunities(
    asked: Annotated[Filter, Query()], matcher: Annotated[Matcher, Depends(matcher_in_use)]
) -> OpportunityPage:
    """Opportunities by id, filtered and cut into pages."""
    area = frozenset[str]() if asked.place is None else authorities_named(asked.place)
    path = None if asked.sector is None else sector_named(asked.sector)
    chosen = [
        o
        for o in matcher.catalogue
        if (asked.kind is None or o.kind is asked.kind)
        and (asked.status is None or o.status is asked.status)
        and (path is None or any(path in ancestors(own) for own in o.sectors))
        and (asked.place is None or o.authorities & area)
    ]
    end = asked.offset + asked.limit
    page = chosen[asked.offset : end]
    return OpportunityPage(
        total=len(chosen),
        next_offset=end if end < len(chosen) else None,
        opportunities=[
            OpportunityLine(
                id=o.id,
                name=o.name,
                kind=o.kind,
                status=o.status,
                places=[p.name for p in o.places],
                sectors=list(o.sectors),
                summary=o.summary.text,
            )
            for o in page
        ],
    )


@router.get(
    "/opportunities/{opportunity_id}",
    summary="Show one opportunity",
    response_model=Opportunity,
    responses=described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
    | {304: {"description": "It is still what the If-None-Match names."}},
)
def show_opportunity(
    opportunity_id: Annotated[str, Path(max_length=80, examples=["birmingham-health-innovation-campus"])],
    request: Request,
    response: Response,
    matcher: Annotated[Matcher, Depends(matcher_in_use)],
    if_none_match: IfNoneMatch = None,
) -> Opportunity | Response:
    """The whole profile with its cited facts, figures and sources, as it stands now. A retired one is not found."""
    service: Service | None = request.app.state.service
    if service is None or not service.records.begun:
        profile = matcher.catalogue.opportunity(opportunity_id)
        revision = shipped_revision(opportunity_id)
    else:
        with service.records.reading() as session:  # not the matcher's, which follows a moment later
            profile, revision = Revisions(session, LOCAL, service.base).latest(opportunity_id)
        if revision.change == RETIRED:
            raise UnknownOpportunity(
                f"{opportunity_id!r} is retired; its history tells since when, and it can be restored"
            )
    etag = etag_of(profile, revision)
    response.headers["ETag"] = etag
    return not_modified(if_none_match, etag) or profile


@router.get("/signals", summary="List the signals", responses=described(HTTPStatus.SERVICE_UNAVAILABLE))
def list_signals(matcher: Annotated[Matcher, Depends(matcher_in_use)]) -> list[SignalDescription]:
    """What each part of a score means, and how much it weighs now."""
    return [
        SignalDescription(
            name=signal.name,
            title=signal.title,
            documentation=signal.documentation,
            weight=matcher.weights[signal.name],
            neutral=signal.neutral,
        )
        for signal in SIGNALS
    ]
