"""The pages on which the catalogue is changed: create, edit, history, compare, retire, restore, import."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.database.errors import RecordConflict, StaleRecord, UnusableRecord
from api.database.importing import Import, ImportFault, import_rows
from api.database.profiles import differences
from api.database.revisions import RETIRED, Revisions
from api.pages.profile_fields import EMPTY, FIELDS, FURTHER, profile_of, texts_of
from api.pages.rendering import page
from api.people import Person, person
from api.service import Service, service_in_use
from opportunities.errors import ImportProblems, Misplaced
from opportunities.exchange import Form as FileForm
from opportunities.exchange import read_rows

router = APIRouter(prefix="/opportunities")

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
Id = Annotated[str, InPath(max_length=80)]
LONGEST_NOTE = 2_000
_FORMS = {".csv": FileForm.CSV, ".xlsx": FileForm.XLSX, ".jsonl": FileForm.JSON_LINES, ".yaml": FileForm.YAML,
          ".yml": FileForm.YAML}  # fmt: skip


async def typed(request: Request) -> Mapping[str, str]:
    """The fields of a form, as text."""
    form = await request.form(max_files=0, max_fields=100)
    return {name: value for name, value in form.items() if isinstance(value, str)}


Typed = Annotated[Mapping[str, str], Depends(typed)]


@router.get("/new")
def new(request: Request, service: In) -> HTMLResponse:
    """An empty form."""
    return _form(request, "", EMPTY)


@router.post("/new")
def create(request: Request, said: Typed, who: Who, service: In) -> Response:
    """Adds an opportunity, or shows the form again with what is wrong."""
    opportunity_id = re.sub(r"[^a-z0-9]+", "-", said.get("name", "").casefold()).strip("-")[:80].strip("-")
    with service.records.writing() as session:
        revisions = Revisions(session, who, service.base)
        made, errors = profile_of(opportunity_id, said, sorted(revisions.ids()))
        if made is None:
            return _form(request, "", said, errors)
        try:
            revisions.create(made, _note(said))
        except (RecordConflict, UnusableRecord) as error:
            session.rollback()
            return _form(request, "", said, (("name", str(error)),))
    request.app.state.following.look()
    return RedirectResponse(f"/opportunities/{opportunity_id}/history?done=created", HTTPStatus.SEE_OTHER)


@router.get("/import")
def ask_for_import(request: Request, service: In) -> HTMLResponse:
    """Asks for a file."""
    return page(request, "import.html")


@router.post("/import")
def take_import(
    request: Request,
    file: UploadFile,
    who: Who,
    service: In,
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    write: Annotated[str, Form(max_length=10)] = "",
) -> HTMLResponse:
    """Tells what a file would do or, once that is asked for, does it: all of its rows, or none."""
    suffix = PurePath(file.filename or "").suffix.casefold()
    if suffix not in _FORMS:
        what = "Choose a file that ends with .csv, .xlsx, .jsonl or .yaml."
        return page(request, "import.html", HTTPStatus.UNPROCESSABLE_ENTITY, error=what, note=note)
    done: Import | None = None
    problems: Sequence[Misplaced | ImportFault] = ()
    try:
        rows = read_rows(_FORMS[suffix], file.file.read())
        if write:
            with service.records.writing() as session:
                done = import_rows(Revisions(session, who, service.base), rows, False, note)
            request.app.state.following.look()
        else:
            with service.records.reading() as session:
                done = import_rows(Revisions(session, who, service.base), rows, True, note)
    except ImportProblems as error:
        problems = error.problems
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems or (done and done.problems) else HTTPStatus.OK
    return page(
        request, "import.html", status, done=done, problems=problems or (done.problems if done else ()), note=note
    )


@router.get("/{opportunity_id}/edit")
def edit(request: Request, opportunity_id: Id, who: Who, service: In) -> HTMLResponse:
    """The profile as a form."""
    with service.records.reading() as session:
        profile, last = Revisions(session, who, service.base).latest(opportunity_id)
    return _form(request, opportunity_id, {**texts_of(profile), "revision": str(last.revision)})


@router.post("/{opportunity_id}/edit")
def change(request: Request, opportunity_id: Id, said: Typed, who: Who, service: In) -> Response:
    """Puts the profile of the form in place of the present one, or shows the form again with what is wrong."""
    expected = said.get("revision", "")
    with service.records.writing() as session:
        revisions = Revisions(session, who, service.base)
        revisions.latest(opportunity_id)
        made, errors = profile_of(opportunity_id, said, sorted(revisions.ids()))
        if made is None:
            return _form(request, opportunity_id, said, errors)
        try:
            revisions.edit(made, int(expected) if expected.isdigit() and len(expected) < 7 else 0, _note(said))
        except StaleRecord:
            session.rollback()
            told = "Somebody has changed this opportunity since this form was opened. Open it again in another tab."
            return _form(request, opportunity_id, said, (("name", told),))
        except (RecordConflict, UnusableRecord) as error:
            session.rollback()
            return _form(request, opportunity_id, said, (("name", str(error)),))
    request.app.state.following.look()
    return RedirectResponse(f"/opportunities/{opportunity_id}/history?done=edited", HTTPStatus.SEE_OTHER)


@router.get("/{opportunity_id}/history")
def history(request: Request, opportunity_id: Id, who: Who, service: In) -> HTMLResponse:
    """Who changed what, when and why; two revisions compared; and retiring or restoring."""
    asked = request.query_params
    numbers = [int(n) if n.isdigit() and len(n) < 7 else 0 for n in (asked.get("before", ""), asked.get("after", ""))]
    with service.records.reading() as session:
        revisions = Revisions(session, who, service.base)
        told = revisions.history(opportunity_id)
        profile, last = revisions.latest(opportunity_id)
        known = {r.revision for r in told}
        if not set(numbers) <= known:
            numbers = [max(1, last.revision - 1), last.revision]
        before, after = (revisions.profile(opportunity_id, n) for n in numbers)
    return page(
        request,
        "history.html",
        o=profile,
        revisions=told[::-1],
        last=last,
        retired=last.change == RETIRED,
        numbers=numbers,
        differences=differences(before, after),
        done=asked.get("done", ""),
        labels={f.name: f.label for f in (*FIELDS, *FURTHER)},
    )


@router.post("/{opportunity_id}/retire")
def retire(request: Request, opportunity_id: Id, said: Typed, who: Who, service: In) -> Response:
    """Takes an opportunity out of the catalogue."""
    with service.records.writing() as session:
        Revisions(session, who, service.base).retire(opportunity_id, _revision(said), _note(said))
    request.app.state.following.look()
    return RedirectResponse(f"/opportunities/{opportunity_id}/history?done=retired", HTTPStatus.SEE_OTHER)


@router.post("/{opportunity_id}/restore")
def restore(request: Request, opportunity_id: Id, said: Typed, who: Who, service: In) -> Response:
    """Puts a retired opportunity back."""
    with service.records.writing() as session:
        Revisions(session, who, service.base).restore(opportunity_id, _revision(said), _note(said))
    request.app.state.following.look()
    return RedirectResponse(f"/opportunities/{opportunity_id}/history?done=restored", HTTPStatus.SEE_OTHER)


def _form(
    request: Request, opportunity_id: str, texts: Mapping[str, str], errors: tuple[tuple[str, str], ...] = ()
) -> HTMLResponse:
    """The form, with what is wrong beside its fields."""
    wrong: dict[str, str] = {}
    for name, what in errors:
        wrong[name] = f"{wrong[name]}; {what}" if name in wrong else what
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return page(
        request,
        "profile_form.html",
        status,
        opportunity_id=opportunity_id,
        texts=texts,
        errors=wrong,
        fields=FIELDS,
        further=FURTHER,
        open_further=any(f.name in wrong for f in FURTHER),
    )


def _note(said: Mapping[str, str]) -> str:
    return said.get("note", "").strip()[:LONGEST_NOTE]


def _revision(said: Mapping[str, str]) -> int:
    number = said.get("revision", "")
    return int(number) if number.isdigit() and len(number) < 7 else 0
