"""Manners of HTTP that records keep: entity tags, conditional changes, keys of creations, pages."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.database.errors import MissingPrecondition, StaleRecord
from api.people import Person

MOST_ON_A_PAGE = 200

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=1_000, description="The ETag of the state that is changed."),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", max_length=1_000, description="An ETag: while it is still that, 304 and no body."),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Any text of your own: the same request with the same key, within a day, makes nothing twice.",
    ),
]


class Cut(BaseModel):
    """Which page of a list. A parameter that is not here is refused."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


def tag(*parts: object) -> str:
    """A strong entity tag for a state that these parts tell from every other."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()
    return f'"{digest[:24]}"'


def require_match(given: str | None, present: str) -> None:
    """See that a change was made from the present state.

    Raises:
        MissingPrecondition: when the request does not say from which.
        StaleRecord: when it was another.
    """
    if given is None:
        raise MissingPrecondition("send If-Match with the ETag of what you read, so that nobody's change is lost")
    if not _among(given, present):
        raise StaleRecord("this has been changed since you read it; read it again and repeat the change on that")


def not_modified(given: str | None, present: str) -> Response | None:
    """The answer to whoever has the present state already, if they do."""
    if given is None or not _among(given.replace("W/", ""), present):
        return None
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": present})


def _among(given: str, present: str) -> bool:
    return given.strip() == "*" or present in re.findall(r'"[^"]*"', re.sub(r'W/"[^"]*"', "", given))


def asked_hash(request: Request, who: Person, body: Any) -> str:
    """What was asked for, as a hash: by whom, where, and with which body."""
    text = body.model_dump_json() if isinstance(body, BaseModel) else str(body)
    return hashlib.sha256(f"{who.team}\0{who.name}\0{request.url.path}\0{text}".encode()).hexdigest()


def created(response: Response, location: str, etag: str | None = None, again: bool = False) -> None:
    """Tell where what was made lies; ``again`` when an earlier request with the same key made it."""
    response.headers["Location"] = location
    if etag:
        response.headers["ETag"] = etag
    if again:
        response.headers["Idempotency-Replayed"] = "true"
