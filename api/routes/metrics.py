"""GET /metrics: figures for Prometheus, for this machine alone or for whoever has the token."""

from __future__ import annotations

import hmac
import ipaddress
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.metrics import Metrics
from api.problems import described, problem

router = APIRouter(tags=["health"])

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@router.get(
    "/metrics",
    summary="Give figures to Prometheus",
    response_class=Response,
    responses=described(HTTPStatus.FORBIDDEN)
    | {200: {"description": "Prometheus' text format.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(request: Request) -> Response:
    """Latency by stage and route, refusals, answers by confidence, the snapshot's age, the queue, and every check.

    Without `MIDLANDS_MATCH_METRICS_TOKEN` they are told to this machine alone, and not through a proxy; with it, to
    whoever sends it as `Authorization: Bearer`.
    """
    if not _allowed(request):
        return problem(
            HTTPStatus.FORBIDDEN,
            "figures are told to this machine alone; set MIDLANDS_MATCH_METRICS_TOKEN and send it as a bearer token",
        )
    found: Metrics = request.app.state.metrics
    return Response(generate_latest(found.registry), media_type=CONTENT_TYPE_LATEST)


def _allowed(request: Request) -> bool:
    token: str | None = request.app.state.metrics_token
    if token is not None:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    if any(name in request.headers for name in _FORWARDED) or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
