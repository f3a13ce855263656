"""GET /healthz and /readyz: whether the process lives, and whether it can answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from api.problems import described
from api.running import matcher_in_use
from matcher.matcher import Matcher
from matcher.shortlist import Fingerprints

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    model_config = ConfigDict(extra="forbid")

    alive: bool


class Ready(BaseModel):
    """Briefs can be matched, and with what."""

    model_config = ConfigDict(extra="forbid")

    ready: bool
    opportunities: int
    fingerprints: Fingerprints


@router.get("/healthz", summary="Is the process alive?")
def healthz() -> Alive:
    """Always true while the process answers at all."""
    return Alive(alive=True)


@router.get("/readyz", summary="Can briefs be matched?", responses=described(HTTPStatus.SERVICE_UNAVAILABLE))
def readyz(matcher: Annotated[Matcher, Depends(matcher_in_use)]) -> Ready:
    """Answers 503 until catalogue, snapshot and encoder are loaded."""
    return Ready(ready=True, opportunities=len(matcher.catalogue), fingerprints=matcher.fingerprints)
