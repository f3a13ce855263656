"""POST /v1/catalogue/import and GET /v1/catalogue/export: opportunities in and out of files."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.database.importing import Import, import_rows
from api.database.revisions import Revisions
from api.people import Person, person
from api.problems import described
from api.service import Service, service_in_use
from opportunities.exchange import MEDIA_TYPES, Form, read_rows, write_form
from opportunities.exchange.data_hub import data_hub_fields

router = APIRouter(prefix="/v1/catalogue", tags=["catalogue"])

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
DATA_HUB = "data-hub"
_FILES = {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA_TYPES.values()}


class Take(BaseModel):
    """How to take a file in."""

    model_config = ConfigDict(extra="forbid")

    dry_run: Annotated[bool, Field(description="Only tell what would be done, and every problem.")] = False
    note: Annotated[str, Field(max_length=2_000, description="Why, for the history of each opportunity.")] = ""


class Give(BaseModel):
    """In which form to give the catalogue."""

    model_config = ConfigDict(extra="forbid")

    form: Annotated[
        str,
        Field(
            pattern=f"^({'|'.join([*Form, DATA_HUB])})$",
            description="csv, xlsx, jsonl or yaml, which read back as they were; data-hub for its field names in JSON.",
            examples=["csv"],
        ),
    ] = "csv"


async def file_in(request: Request) -> tuple[Form, bytes]:
    """The file that a request carries, and the form that its Content-Type names.

    Raises:
        HTTPException: 415 when that is none that can be read.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    form = next((form for form, known in MEDIA_TYPES.items() if known == media), None)
    if form is None:
        raise HTTPException(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type is {media[:80]!r}; use {', '.join(MEDIA_TYPES.values())}"
        )
    return form, await request.body()


@router.post(
    "/import",
    summary="Import opportunities",
    openapi_extra={"requestBody": {"required": True, "content": _FILES}},
    responses=described(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
)
def import_file(
    request: Request,
    asked: Annotated[Take, Query()],
    file: Annotated[tuple[Form, bytes], Depends(file_in)],
    who: Who,
    service: In,
) -> Import:
    """Create and edit opportunities from a CSV, XLSX, JSON Lines or YAML file: all of its rows, or none.

    A row with the `revision` that it was exported with is refused when somebody has changed the opportunity since.
    """
    rows = read_rows(*file)
    if asked.dry_run:
        with service.records.reading() as session:
            return import_rows(Revisions(session, who, service.base), rows, True, asked.note)
    with service.records.writing() as session:
        done = import_rows(Revisions(session, who, service.base), rows, False, asked.note)
    request.app.state.following.look()
    return done


@router.get(
    "/export",
    summary="Export the catalogue",
    response_class=Response,
    responses=described(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
    | {200: {"description": "The file.", "content": {m: {"schema": {}} for m in (*_FILES, "application/json")}}},
)
def export(asked: Annotated[Give, Query()], who: Who, service: In) -> Response:
    """Every opportunity that can be matched, as it stands now."""
    with service.records.reading() as session:
        revisions = Revisions(session, who, service.base)
        live = sorted(revisions.live().values(), key=lambda o: o.id)
        numbers = revisions.numbers()
    if asked.form == DATA_HUB:
        results = [data_hub_fields(o) for o in live]
        body = json.dumps({"count": len(results), "results": results}, ensure_ascii=False).encode()
        return _file(body, "application/json", "large-capital-opportunities.json")
    form = Form(asked.form)
    return _file(write_form(form, live, numbers), MEDIA_TYPES[form], f"opportunities.{form.value}")


def _file(body: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=media_type, headers=headers)
