"""GET /livez and /readyz: whether the process lives, and whether requests should be sent to it."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from api.problems import Fault, described, problem
from api.readiness import Check, State, readiness_of
from api.running import Running
from matcher.shortlist import Fingerprints

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    model_config = ConfigDict(extra="forbid")

    alive: bool


class Ready(BaseModel):
    """Briefs can be matched and records kept, and with what.

    ``sequence`` is the change of the records that matching stands on. A check may be degraded: no reason to ask another
    server, and yet one to look.
    """

    model_config = ConfigDict(extra="forbid")

    ready: bool
    opportunities: int
    sequence: int
    fingerprints: Fingerprints
    checks: tuple[Check, ...]


@router.get("/livez", summary="Is the process alive?")
@router.get("/healthz", summary="Is the process alive? (the older name)")
async def livez() -> Alive:
    """Always true while the process answers at all; nothing that it rests on is asked."""
    return Alive(alive=True)


@router.get(
    "/readyz",
    summary="Should requests be sent here?",
    response_model=Ready,
    responses=described(HTTPStatus.SERVICE_UNAVAILABLE),
)
async def readyz(request: Request, response: Response) -> Ready | Response:
    """Answers 503 while something is missing, and lists what: the matcher not loaded, the database away or of another
    version, the catalogue behind the records, the server about to stop."""
    checks = readiness_of(request).checks()
    failed = [check for check in checks if check.state is State.FAILED]
    running: Running = request.app.state.running
    if not failed or [check.name for check in failed] == ["matcher"]:
        standing = running.standing  # which raises what keeps it from being there, with its own status
        return Ready(
            ready=True,
            opportunities=len(standing.matcher.catalogue),
            sequence=standing.sequence,
            fingerprints=standing.matcher.fingerprints,
            checks=checks,
        )
    detail = "not ready: " + "; ".join(f"{check.name}: {check.detail}" for check in failed)
    answer = problem(
        HTTPStatus.SERVICE_UNAVAILABLE, detail, [Fault(where=check.name, what=check.detail) for check in failed]
    )
    answer.headers["Retry-After"] = "5"
    return answer
