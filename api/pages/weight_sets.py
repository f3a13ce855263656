"""Weight sets: proposed from a file, compared on the judged briefs, published by a second person, rolled back."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.database.errors import NotForThisPerson, RecordConflict, UnusableRecord
from api.database.weight_sets import Publication, WeightSets
from api.database.weight_sets import Standing as SetStanding
from api.limits import LARGEST_BODY
from api.pages.editing import typed
from api.pages.rendering import page
from api.people import Person, person
from api.routes import weight_sets as machine
from api.running import Standing, standing_in_use
from api.service import Service, service_in_use
from matcher.errors import WeightsError
from matcher.signals import SIGNAL_NAMES
from matcher.weights import parse_weights

router = APIRouter(prefix="/weight-sets")

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
Now = Annotated[Standing, Depends(standing_in_use)]
SetId = Annotated[str, Path(max_length=36)]
LONGEST_FILE = 50_000
PAGE_SIZE = 40


async def file_sent(request: Request) -> str:
    """The text of the weights file in a form, chosen or pasted."""
    form = await request.form(max_files=1, max_fields=20, max_part_size=LARGEST_BODY)
    try:
        file = form.get("file")
        data = b"" if file is None or isinstance(file, str) else await file.read()
        text = data.decode("utf-8-sig", "replace") if data else str(form.get("toml") or "")
        return text[: LONGEST_FILE + 1]
    finally:
        await form.close()


@router.get("")
def list_sets(request: Request, who: Who, service: In, standing: Now) -> HTMLResponse:
    """The weight sets, what is in force, what ever was, and a form to propose one."""
    return _list(request, who, service, standing)


def _list(
    request: Request, who: Person, service: Service, standing: Standing, error: str = "", toml: str = ""
) -> HTMLResponse:
    sets = None
    publications: tuple[Publication, ...] = ()
    if service.records.begun:
        with service.records.reading() as session:
            repository = WeightSets(session, who)
            sets, publications = repository.page(PAGE_SIZE, 0), repository.publications()
    return page(
        request,
        "weight_sets.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        sets=sets,
        publications=publications[::-1],
        in_force=standing.matcher.weights,
        can_roll_back=bool(publications) and standing.weight_set_id is not None,
        own_weights=service.own_weights,
        error=error,
        toml=toml,
    )


@router.post("")
def propose(
    request: Request, text: Annotated[str, Depends(file_sent)], who: Who, service: In, standing: Now
) -> Response:
    """Adds a set for others to look at, or tells what is wrong with the file."""
    try:
        if len(text) > LONGEST_FILE:
            raise WeightsError(f"the file has more than {LONGEST_FILE:,} characters; that is no weights file")
        weights = parse_weights(text, "the file").checked(SIGNAL_NAMES)
        standing.matcher.changed(standing.matcher.catalogue, weights)  # refuses those of another encoder
        with service.records.writing() as session:
            made = WeightSets(session, who).propose(weights)
    except (WeightsError, UnusableRecord) as error:
        return _list(request, who, service, standing, str(error), text[:LONGEST_FILE])
    return RedirectResponse(f"/weight-sets/{made.id}", HTTPStatus.SEE_OTHER)


@router.get("/{weight_set_id}")
def show(request: Request, weight_set_id: SetId, who: Who, service: In, standing: Now) -> HTMLResponse:
    """One set beside the weights in force, how it compared, and what can be done with it."""
    return _one(request, weight_set_id, who, service, standing)


def _one(
    request: Request, weight_set_id: str, who: Person, service: Service, standing: Standing, error: str = ""
) -> HTMLResponse:
    with service.records.reading() as session:
        found = WeightSets(session, who).one(weight_set_id)
    return page(
        request,
        "weight_set.html",
        HTTPStatus.CONFLICT if error else HTTPStatus.OK,
        found=found,
        in_force=standing.matcher.weights,
        published=found.standing is SetStanding.PUBLISHED,
        own=found.proposed_by == who.name,
        error=error,
    )


@router.post("/{weight_set_id}/compare")
def compare(weight_set_id: SetId, who: Who, service: In, standing: Now) -> Response:
    """Ranks the judged briefs with it and with the set in force, which takes some time."""
    machine.compare(weight_set_id, who, service, standing)
    return RedirectResponse(f"/weight-sets/{weight_set_id}#compared", HTTPStatus.SEE_OTHER)


@router.post("/{weight_set_id}/publish")
def publish(request: Request, weight_set_id: SetId, who: Who, service: In, standing: Now) -> Response:
    """Puts it in force, or says why not."""
    try:
        machine.publish(weight_set_id, request, who, service)
    except (NotForThisPerson, RecordConflict) as error:
        return _one(request, weight_set_id, who, service, standing, str(error))
    request.app.state.following.wait(5)
    return RedirectResponse("/weight-sets", HTTPStatus.SEE_OTHER)


@router.post("/back/roll-back")
def roll_back(
    request: Request, said: Annotated[Mapping[str, str], Depends(typed)], who: Who, service: In, standing: Now
) -> Response:
    """Puts back in force what was before."""
    try:
        machine.roll_back(request, who, service)
    except RecordConflict as error:
        return _list(request, who, service, standing, str(error))
    request.app.state.following.wait(5)
    return RedirectResponse("/weight-sets", HTTPStatus.SEE_OTHER)
