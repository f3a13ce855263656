"""POST /v1/export: a pasted brief in, the shortlist out as a file that an officer can send."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.corrections import corrections
from api.downloads import as_download
from api.exports import BriefShown, Choices, Column, ExportFormat, export
from api.exports.columns import EVERY_COLUMN
from api.exports.files import MEDIA_TYPES
from api.problems import described
from api.running import matcher_in_use
from api.selection import LONGEST_NOTE
from matcher.amendments import Amendments
from matcher.matcher import MOST_MATCHES, Matcher
from matcher.reading import LONGEST_BRIEF
from opportunities.opportunity import Slug

router = APIRouter(prefix="/v1", tags=["exports"])

_EXAMPLE: dict[str, Any] = {
    "text": "A chilled-food firm wants a 12,000 sq m factory in Leicestershire, £35m, 220 jobs.",
    "k": 3,
    "format": "csv",
    "columns": ["rank", "name", "places", "score", "reasons", "sources"],
    "brief": "anonymised",
}


class ExportRequest(BaseModel):
    """A brief, and how its shortlist is to be written.

    ``order`` are the ids of the opportunities as the page shows them: exactly these, in this order; null is all ``k``
    in their rank. ``brief`` says how much of the brief goes out: by default what was asked, without names.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_BRIEF, description="The brief as plain text.")]
    k: Annotated[int, Field(ge=1, le=MOST_MATCHES, strict=True, description="How many matches to give.")] = 10
    format: Annotated[ExportFormat, Field(description="What is written; `eml-text` is text to paste into a mail.")]
    columns: Annotated[
        tuple[Column, ...], Field(min_length=1, max_length=len(EVERY_COLUMN), description="What is told of each.")
    ] = EVERY_COLUMN
    order: Annotated[
        tuple[Annotated[str, Field(max_length=80)], ...] | None, Field(min_length=1, max_length=MOST_MATCHES)
    ] = None
    brief: BriefShown = BriefShown.ANONYMISED
    marking: Annotated[
        str, Field(max_length=200, description="A protective marking to carry beside those in the text.")
    ] = ""
    amendments: Annotated[
        Amendments, Field(description="What an officer corrects in the reading; the file tells it.")
    ] = Amendments()
    notes: Annotated[
        dict[Slug, Annotated[str, Field(max_length=LONGEST_NOTE)]],
        Field(max_length=MOST_MATCHES, description="Remarks by an opportunity's id."),
    ] = {}


@router.post(
    "/export",
    summary="Write the shortlist for a brief as a file",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {kind.split(";")[0]: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()},
        },
        **described(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    },
)
def export_shortlist(request: ExportRequest, matcher: Annotated[Matcher, Depends(matcher_in_use)]) -> Response:
    """Rank as `POST /v1/match` does and write the answer as Word, accessible PDF, Excel, CSV or the text of a mail.

    Each row tells whether it is eligible, relevant and strong, with quoted reasons, dated sources, and what to check;
    what is planned or expected is labelled so. Markings of the brief stand on every page; nothing is stored.
    """
    read = matcher.read(request.text)
    choices = Choices(
        columns=request.columns,
        order=request.order,
        brief=request.brief,
        marking=request.marking,
        corrections=corrections(read, request.amendments),
        notes=request.notes,
    )
    shortlist = matcher.shortlist(matcher.rank(read, request.amendments), request.k)
    return as_download(export(shortlist, matcher.catalogue, request.format, choices))
