"""The pages on which a brief is pasted, corrected, matched and sent. It travels in the form until it is saved."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

import matcher as matcher_package
from api.database.briefs import SavedBrief
from api.database.news import NewsItem
from api.documents.errors import DocumentError
from api.documents.reading import LARGEST_FILE, MOST_FILES
from api.downloads import as_download
from api.exports import ExportFormat
from api.exports.errors import ExportError
from api.pages import choices
from api.pages.answer import Answer, answer
from api.pages.answer_form import ARRANGED, SIZES, SORTS, AnswerForm, answer_form
from api.pages.by_hand import FIELDS
from api.pages.keeping import rework, save, titled
from api.pages.rendering import page
from api.pages.sending import BRIEFS, FORMATS, OFFERED, Sending, sending_of, sent
from api.pages.wording import sentence
from api.people import Person, person
from api.running import Running, Standing
from api.service import Service
from matcher.errors import BriefError
from matcher.matcher import Matcher
from matcher.reading import LONGEST_BRIEF
from opportunities.opportunity import Kind, Status

router = APIRouter()

SAMPLES = {
    "rehabilitation-devices": "A maker of gait trainers looks for a test site",
    "cold-chain-food": "Call notes: a chilled-food factory",
    "pension-fund-mandate": "A pension fund's mandate",
}


@cache
def sample(name: str) -> str:
    """The text of a sample brief."""
    return (Path(matcher_package.__path__[0]) / "samples" / f"{name}.txt").read_text(encoding="utf-8")


@router.get("/")
def paste(request: Request) -> HTMLResponse:
    """An empty text area, or one of the samples in it."""
    name = request.query_params.get("sample", "")
    return _paste(request, AnswerForm(text=sample(name) if name in SAMPLES else ""))


@router.post("/")
def edit(request: Request, form: Annotated[AnswerForm, Depends(answer_form)]) -> HTMLResponse:
    """The text area with the brief in it, to be changed and matched again. A saved one stays; this is a copy."""
    return _paste(request, replace(form, brief_id="", version=0), copy=bool(form.brief_id))


def _paste(
    request: Request, form: AnswerForm, error: str = "", status: int = HTTPStatus.OK, copy: bool = False
) -> HTMLResponse:
    files_error = dict(form.errors).get("files", "")
    return page(
        request,
        "paste.html",
        status,
        form=form,
        samples=SAMPLES,
        error=error,
        files_error=files_error,
        copy=copy,
        longest=LONGEST_BRIEF,
        most_files=MOST_FILES,
        largest_file=LARGEST_FILE // 1_000_000,
    )


@router.get("/static/lists.json")
def lists() -> Response:
    """The sectors and places that fields suggest, for browsers that run scripts."""
    return Response(choices.lists_to_suggest(), media_type="application/json")


@router.get("/shortlist")
def shortlist_without_brief() -> Response:
    """A shortlist that is not saved has no address of its own."""
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


@router.post("/shortlist")
def shortlist(
    request: Request,
    form: Annotated[AnswerForm, Depends(answer_form)],
    who: Annotated[Person, Depends(person)],
) -> Response:
    """The brief as understood, and below it the shortlist; or, if that was pressed, the brief saved or a file."""
    standing = _standing_or_none(request)
    if standing is None:
        waiting = page(request, "loading.html", HTTPStatus.SERVICE_UNAVAILABLE, form=form)
        waiting.headers["Retry-After"] = "5"
        return waiting
    if "files" in dict(form.errors):
        return _paste(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        found = answer(standing.matcher, form)
    except (BriefError, DocumentError) as error:
        return _paste(request, form, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = sending_of(form.fields)
    if form.fields.get("download"):
        try:
            return as_download(sent(found, standing.matcher.catalogue, form.selection, chosen, chosen.file_format))
        except (ExportError, DocumentError) as error:
            form = form.with_error("send", sentence(str(error)))
    service: Service | None = request.app.state.service
    if service is not None and form.fields.get("save") and not form.errors:
        saved = save(service, who, standing, form, found)
        return RedirectResponse(f"/briefs/{saved.id}?saved=yes", HTTPStatus.SEE_OTHER)
    kept = rework(service, who, standing, form, found) if service is not None and form.brief_id else None
    form = replace(form, brief_id=kept.id if kept else "", version=kept.version if kept else 0)
    return show_shortlist(request, standing.matcher, form, found, chosen, kept)


def show_shortlist(
    request: Request,
    matcher: Matcher,
    form: AnswerForm,
    found: Answer,
    chosen: Sending,
    kept: SavedBrief | None,
    news: tuple[NewsItem, ...] = (),
) -> HTMLResponse:
    """The page of a shortlist; ``kept`` is the saved brief that it belongs to, if any."""
    mail = ""
    if chosen.mail and found.listed:
        try:
            mail = sent(found, matcher.catalogue, form.selection, chosen, ExportFormat.MAIL).content.decode()
        except DocumentError as error:
            form = form.with_error("send", sentence(str(error)))
    return page(
        request,
        "shortlist.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        form=form,
        answer=found,
        saved=kept,
        news={item.opportunity_id: item.what for item in news},
        can_save=request.app.state.service is not None,
        just_saved=request.query_params.get("saved") == "yes",
        title_offered=form.title or titled(form.text),
        errors=dict(form.errors),
        sorts={key: words for key, words in SORTS.items() if key != ARRANGED or form.selection.order},
        sizes=SIZES,
        fields=FIELDS,
        sending=chosen,
        mail=mail,
        formats=FORMATS,
        briefs_shown=BRIEFS,
        columns=OFFERED,
        kinds=[kind.value for kind in Kind],
        statuses=[status.value for status in Status if status not in (Status.CLOSED, Status.SUPERSEDED)],
        top_sectors=choices.top_sectors(),
        sectors=choices.sectors_to_pick(),
        places=choices.places_to_pick(),
        lists=choices.lists_address(),
    )


def _standing_or_none(request: Request) -> Standing | None:
    """The matcher, or null while it is loading: the officer's text must not be lost over that."""
    running: Running = request.app.state.running
    try:
        return running.standing
    except HTTPException as error:
        if error.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            return None
        raise
