"""The pages of saved briefs: the team's list, each opened as it was left, what is new for it, and deleting it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.answering import fitting
from api.database.briefs import Briefs
from api.database.news import News
from api.pages.answer import answer
from api.pages.answer_form import form_of
from api.pages.briefs import show_shortlist
from api.pages.rendering import page
from api.pages.sending import Sending
from api.people import Person, person
from api.running import Standing, standing_in_use
from api.service import Service, service_in_use

router = APIRouter(prefix="/briefs")

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
Now = Annotated[Standing, Depends(standing_in_use)]
BriefId = Annotated[str, Path(max_length=36)]
PAGE_SIZE = 40


@router.get("")
def list_briefs(request: Request, who: Who, service: In, standing: Now) -> HTMLResponse:
    """The team's saved briefs, newest first, with how much is new for each."""
    asked = request.query_params.get("page", "1")
    at = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    mine = request.query_params.get("whose") == "mine"
    told = {
        "at": at,
        "mine": mine,
        "days": service.retention_days,
        "request_deleted": "deleted" in request.query_params,
    }
    if not service.records.begun:  # nothing is created by looking
        return page(request, "briefs.html", found=None, counts={}, **told)
    with service.records.reading() as session:
        found = Briefs(session, who).page(PAGE_SIZE, (at - 1) * PAGE_SIZE, who.name if mine else None)
        news = News(session, who).all(dict.fromkeys(standing.matcher.catalogue.ids))
    counts: dict[str, int] = {}
    for item in news:
        counts[item.brief_id] = counts.get(item.brief_id, 0) + 1
    return page(request, "briefs.html", found=found, counts=counts, **told)


@router.get("/{brief_id}")
def open_brief(request: Request, brief_id: BriefId, who: Who, service: In, standing: Now) -> Response:
    """A saved brief with its corrections and selection, matched with what the catalogue is now."""
    with service.records.reading() as session:
        saved = Briefs(session, who).one(brief_id)
        news = News(session, who).all(dict.fromkeys(standing.matcher.catalogue.ids), brief_id)
    amendments = fitting(standing.matcher, standing.matcher.read(saved.text), saved.amendments)
    form = form_of(saved.model_copy(update={"amendments": amendments}))
    return show_shortlist(request, standing.matcher, form, answer(standing.matcher, form), Sending(), saved, news)


@router.get("/{brief_id}/delete")
def ask_to_delete(request: Request, brief_id: BriefId, who: Who, service: In) -> HTMLResponse:
    """Asks whether the brief is to be deleted."""
    with service.records.reading() as session:
        return page(request, "brief_delete.html", brief=Briefs(session, who).one(brief_id))


@router.post("/{brief_id}/delete")
def delete(request: Request, brief_id: BriefId, who: Who, service: In) -> Response:
    """Deletes a brief with all that holds words of it."""
    with service.records.writing() as session:
        Briefs(session, who).delete(brief_id)
    request.app.state.compacting.due()
    return RedirectResponse("/briefs?deleted=yes", HTTPStatus.SEE_OTHER)


@router.post("/{brief_id}/seen")
def seen(brief_id: BriefId, who: Who, service: In) -> Response:
    """Marks what is new for a brief as seen."""
    with service.records.writing() as session:
        News(session, who).seen(brief_id)
    return RedirectResponse(f"/briefs/{brief_id}", HTTPStatus.SEE_OTHER)
