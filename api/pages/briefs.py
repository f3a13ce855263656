"""The pages on which a brief is pasted, corrected and matched. Nothing of it is stored: it travels in the form."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

import matcher as matcher_package
from api.pages import choices
from api.pages.answer import answer
from api.pages.answer_form import SIZES, SORTS, AnswerForm, answer_form
from api.pages.rendering import page
from api.running import Running
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
    """The text area with the brief in it, to be changed and matched again."""
    return _paste(request, form)


def _paste(request: Request, form: AnswerForm, error: str = "", status: int = 200) -> HTMLResponse:
    return page(request, "paste.html", status, form=form, samples=SAMPLES, error=error, longest=LONGEST_BRIEF)


@router.get("/shortlist")
def shortlist_without_brief() -> Response:
    """A shortlist has no address of its own, since its brief is not stored."""
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


@router.post("/shortlist")
def shortlist(request: Request, form: Annotated[AnswerForm, Depends(answer_form)]) -> HTMLResponse:
    """The brief as understood, and below it the shortlist."""
    matcher = _matcher_or_none(request)
    if matcher is None:
        waiting = page(request, "loading.html", HTTPStatus.SERVICE_UNAVAILABLE, form=form)
        waiting.headers["Retry-After"] = "5"
        return waiting
    try:
        found = answer(matcher, form)
    except BriefError as error:
        return _paste(request, form, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return page(
        request,
        "shortlist.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        form=form,
        answer=found,
        errors=dict(form.errors),
        sorts=SORTS,
        sizes=SIZES,
        kinds=[kind.value for kind in Kind],
        statuses=[status.value for status in Status if status not in (Status.CLOSED, Status.SUPERSEDED)],
        top_sectors=choices.top_sectors(),
        sectors=choices.sectors_to_pick(),
        places=choices.places_to_pick(),
    )


def _matcher_or_none(request: Request) -> Matcher | None:
    """The matcher, or null while it is loading: the officer's text must not be lost over that."""
    running: Running = request.app.state.running
    try:
        return running.standing.matcher
    except HTTPException as error:
        if error.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            return None
        raise
