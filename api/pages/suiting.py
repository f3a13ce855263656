"""Who would this suit: the team's saved briefs on whose shortlist an opportunity stands."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.database.briefs import BriefLine, Briefs
from api.database.shortlists import Shortlists
from api.pages.rendering import page
from api.people import Person, person
from api.running import matcher_in_use
from api.service import Service, service_in_use
from matcher.matcher import Matcher

router = APIRouter()

MOST_BRIEFS = 100  # the newest; each has its last shortlist read


@dataclass(frozen=True)
class Suited:
    """A saved brief whose last shortlist has the opportunity: at which rank, with how many of its needs met."""

    brief: BriefLine
    rank: int
    score: float
    met: int
    needs: int
    at: datetime.datetime


def last_answers(session: Session, who: Person) -> Iterator[tuple[BriefLine, dict[str, Any], datetime.datetime]]:
    """The last stored shortlist of each of the team's newest saved briefs, and when it was made."""
    shortlists = Shortlists(session, who)
    for brief in Briefs(session, who).page(MOST_BRIEFS, 0).records:
        stored = shortlists.latest(brief.id)
        if stored is not None:
            yield brief, json.loads(stored.answer), stored.record.at


def suited(session: Session, who: Person, opportunity_id: str) -> tuple[Suited, ...]:
    """The team's briefs that an opportunity suits, those where it ranks highest first."""
    found = [
        Suited(brief, m["rank"], m["score"], len(m["met"]), len(m["met"]) + len(m["unmet"]), at)
        for brief, answer, at in last_answers(session, who)
        for m in answer["matches"]
        if m["opportunity_id"] == opportunity_id
    ]
    return tuple(sorted(found, key=lambda one: (one.rank, one.brief.id)))


@router.get("/opportunities/{opportunity_id}/briefs")
def briefs(
    request: Request,
    opportunity_id: Annotated[str, Path(max_length=80)],
    who: Annotated[Person, Depends(person)],
    service: Annotated[Service, Depends(service_in_use)],
    matcher: Annotated[Matcher, Depends(matcher_in_use)],
) -> HTMLResponse:
    """The team's saved briefs that this opportunity would suit."""
    opportunity = matcher.catalogue.opportunity(opportunity_id)
    found: tuple[Suited, ...] = ()
    if service.records.begun:
        with service.records.reading() as session:
            found = suited(session, who, opportunity_id)
    return page(request, "suits.html", o=opportunity, found=found, most=MOST_BRIEFS)
