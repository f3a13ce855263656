"""Judging: grades to fill in for a saved brief, what nobody graded first, in an order that shows no rank."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.database.briefs import Briefs
from api.database.judgements import Judgements, NewJudgement
from api.database.shortlists import Shortlists
from api.pages.editing import typed
from api.pages.rendering import page
from api.people import Person, person
from api.running import matcher_in_use
from api.service import Service, service_in_use
from matcher.matcher import Matcher
from matcher.pooling import pool

router = APIRouter(prefix="/judgements")

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
BriefId = Annotated[str, Path(max_length=36)]
DEPTH = 15
GRADES = ((3, "Top of the list"), (2, "Belongs on it"), (1, "Marginal"), (0, "Not at all"))
LONGEST_NOTE = 5_000


@router.get("")
def choose(request: Request, who: Who, service: In) -> HTMLResponse:
    """The saved briefs to judge, with how many grades each has."""
    briefs = None
    counts: dict[str, int] = {}
    if service.records.begun:
        with service.records.reading() as session:
            briefs = Briefs(session, who).page(100, 0)
            for one in Judgements(session, who).standing():
                counts[one.brief_id] = counts.get(one.brief_id, 0) + 1
    return page(request, "judgements.html", briefs=briefs, counts=counts)


@router.get("/{brief_id}")
def judge(
    request: Request, brief_id: BriefId, who: Who, service: In, matcher: Annotated[Matcher, Depends(matcher_in_use)]
) -> HTMLResponse:
    """The brief, and the opportunities that its shortlists put first, to be graded."""
    with service.records.reading() as session:
        brief = Briefs(session, who).one(brief_id)
        page_of = Shortlists(session, who).page(brief_id, 5, 0)
        answers = [json.loads(Shortlists(session, who).one(record.id).answer) for record in page_of.records]
        given = Judgements(session, who).standing()
    runs = {str(n): [m["opportunity_id"] for m in answer["matches"]] for n, answer in enumerate(answers)}
    pooled = pool(brief_id, runs, given, DEPTH, who.name)
    known = frozenset(matcher.catalogue.ids)
    return page(
        request,
        "judge.html",
        brief=brief,
        pooled=[(p, matcher.catalogue.opportunity(p.opportunity_id)) for p in pooled if p.opportunity_id in known],
        mine={p.opportunity_id: p.grades.get(who.name) for p in pooled},
        grades=GRADES,
        kept=request.query_params.get("kept", "")[:4],
    )


@router.post("/{brief_id}")
def keep(brief_id: BriefId, said: Annotated[Mapping[str, str], Depends(typed)], who: Who, service: In) -> Response:
    """Keeps every grade that was filled in and differs from the judge's last."""
    with service.records.writing() as session:
        judgements = Judgements(session, who)
        mine = {
            j.opportunity_id: j.relevance
            for j in judgements.standing()
            if j.brief_id == brief_id and j.judge == who.name
        }
        kept = 0
        for name, value in said.items():
            about = name.removeprefix("grade:")
            note = said.get(f"note:{about}", "").strip()[:LONGEST_NOTE]
            if about == name or value not in {"0", "1", "2", "3"} or (mine.get(about) == int(value) and not note):
                continue
            new = {"brief_id": brief_id, "opportunity_id": about, "relevance": int(value), "note": note}
            judgements.add(NewJudgement.model_validate(new))
            kept += 1
    return RedirectResponse(f"/judgements/{brief_id}?kept={kept}", HTTPStatus.SEE_OTHER)
