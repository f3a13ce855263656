"""Problems: every refusal as RFC 9457 problem details, with one table that gives each error its HTTP status."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.database.errors import (
    MissingPrecondition,
    NotForThisPerson,
    RecordConflict,
    RecordsError,
    StaleRecord,
    UnknownRecord,
    UnusableRecord,
)
from api.documents.errors import DocumentError, DocumentTooLarge, ReadersBusy, UnsupportedDocument
from api.exports.errors import ExportError, ExportUnavailable
from api.security.errors import AccessError, AccountError, NotAllowed, NotSignedIn, ProviderError, TooManyRequests
from api.setting import SettingsError
from index.errors import EncoderError, IndexingError, SnapshotError
from index.watching import outcome
from matcher.errors import AmendmentsError, BriefError, JudgementsError, MatchingError, WeightsError
from opportunities.errors import (
    CatalogueError,
    ImportProblems,
    MatchingEngineError,
    ProfileProblems,
    UnknownOpportunity,
)

STATUSES: dict[type[MatchingEngineError], HTTPStatus] = {
    BriefError: HTTPStatus.UNPROCESSABLE_ENTITY,
    AmendmentsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    WeightsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    JudgementsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProfileProblems: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownOpportunity: HTTPStatus.NOT_FOUND,
    SnapshotError: HTTPStatus.SERVICE_UNAVAILABLE,
    EncoderError: HTTPStatus.SERVICE_UNAVAILABLE,
    IndexingError: HTTPStatus.SERVICE_UNAVAILABLE,
    CatalogueError: HTTPStatus.SERVICE_UNAVAILABLE,
    UnknownRecord: HTTPStatus.NOT_FOUND,
    RecordConflict: HTTPStatus.CONFLICT,
    NotForThisPerson: HTTPStatus.FORBIDDEN,
    StaleRecord: HTTPStatus.PRECONDITION_FAILED,
    MissingPrecondition: HTTPStatus.PRECONDITION_REQUIRED,
    UnusableRecord: HTTPStatus.UNPROCESSABLE_ENTITY,
    ImportProblems: HTTPStatus.UNPROCESSABLE_ENTITY,
    RecordsError: HTTPStatus.SERVICE_UNAVAILABLE,
    DocumentError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnsupportedDocument: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    DocumentTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ReadersBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    ExportError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ExportUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    AccessError: HTTPStatus.FORBIDDEN,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    AccountError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProviderError: HTTPStatus.BAD_GATEWAY,
    SettingsError: HTTPStatus.SERVICE_UNAVAILABLE,
    MatchingError: HTTPStatus.INTERNAL_SERVER_ERROR,
    MatchingEngineError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The status of each error; a test walks the tree of errors and fails on one that is not here."""

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 20  # told of one request: a body may hold a hundred thousand


class Fault(BaseModel):
    """One thing wrong in a request: where, and what."""

    model_config = ConfigDict(extra="forbid")

    where: str
    what: str


class Problem(BaseModel):
    """Problem details as of RFC 9457. ``type`` is ``about:blank``: the title is the status's own."""

    model_config = ConfigDict(extra="forbid")

    type: str = "about:blank"
    title: str = Field(examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["the brief is empty; paste the investor's e-mail, notes or requirements"])
    faults: list[Fault] = []


def problem(status: HTTPStatus, detail: str, faults: list[Fault] | None = None) -> JSONResponse:
    """An answer that says what was wrong."""
    body = Problem(title=status.phrase, status=status.value, detail=detail, faults=faults or [])
    return JSONResponse(body.model_dump(), status_code=status.value, media_type=MEDIA_TYPE)


def described(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The same for OpenAPI: which problems an endpoint may answer with."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {s.value: {"description": s.phrase, "content": {MEDIA_TYPE: schema}} for s in statuses}


def engine_problem(error: MatchingEngineError) -> JSONResponse:
    """An error of the engine as an answer."""
    kind = next(k for k in type(error).__mro__ if k in STATUSES)
    outcome("error", kind.__name__)
    faults = [Fault(where=where, what=what) for where, what in getattr(error, "faults", ())]
    answer = problem(STATUSES[kind], str(error), faults)
    if isinstance(error, NotSignedIn):
        answer.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyRequests):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _engine_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, MatchingEngineError):
        raise error
    return engine_problem(error)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    outcome("error", "invalid request")
    faults = [Fault(where=".".join(map(str, e["loc"])), what=e["msg"]) for e in error.errors()]
    if isinstance(error.body, bytes):  # FastAPI parses no body that does not say that it is JSON
        return problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send the body as JSON, with the header Content-Type: application/json"
        )
    more = len(faults) - MOST_FAULTS
    told = "; ".join(f"{f.where}: {f.what}" for f in faults[:MOST_FAULTS]) + (f"; and {more:,} more" * (more > 0))
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"the request cannot be used: {told}", faults[:MOST_FAULTS])


def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    detail = str(error.detail)
    if isinstance(error.__cause__, ValueError | RecursionError):  # what FastAPI calls "an error parsing the body"
        detail = "the body cannot be read as JSON: it must be UTF-8, not deeply nested, its numbers not overlong"
    answer = problem(HTTPStatus(error.status_code), detail)
    answer.headers.update(error.headers or {})
    return answer


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    outcome("error", "unexpected")
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the server made a mistake; its log tells which")


def install(app: FastAPI) -> None:
    """Have an application answer every refusal as a problem."""
    app.add_exception_handler(MatchingEngineError, _engine_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
