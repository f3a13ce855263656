"""The web application: the endpoints and the pages, put together in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import problems
from api.background import Background
from api.limits import BodyLimit, LoopbackOnly
from api.metrics import Measured, Metrics
from api.pages.putting_in import install as install_pages
from api.readiness import Readiness
from api.routes import (
    briefs,
    catalogue,
    documents,
    exchange,
    exports,
    health,
    jobs,
    judgements,
    matching,
    metrics,
    opportunities,
    shortlists,
    strength,
    weight_sets,
)
from api.running import Running
from api.service import Service
from matcher.matcher import Matcher, product_version

ROUTES = (
    matching,
    documents,
    exports,
    briefs,
    shortlists,
    jobs,
    catalogue,
    opportunities,
    exchange,
    judgements,
    weight_sets,
    strength,
    health,
    metrics,
)


def create_app(
    opener: Callable[[], Matcher], service: Service | None = None, metrics_token: str | None = None
) -> FastAPI:
    """The application around a matcher that ``opener`` loads in the background once the server runs.

    Without a ``service`` it keeps no records, and says so when asked for some. It answers to loopback names alone,
    so that a web page cannot reach it under a name of its own. ``metrics_token`` is what /metrics then asks for.
    """
    running = Running(opener)
    background = Background(running, service) if service else None
    probing = background.probing if background else None
    readiness = Readiness(running, probing)
    figures = Metrics(running, readiness, probing)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        running.start()
        if background:
            background.start()
        yield
        running.stop()
        if background:
            background.stop()

    app = FastAPI(
        title="midlands-match",
        version=product_version(),
        summary="Ranks investment opportunities of the English Midlands against an investor's brief, and says why.",
        lifespan=lifespan,
        docs_url=None,  # the usual pages load scripts from elsewhere; /openapi.json is served
        redoc_url=None,
    )
    app.state.running = running
    app.state.service = service
    app.state.readiness = readiness
    app.state.metrics = figures
    app.state.metrics_token = metrics_token
    if background:
        app.state.following = background.following
        app.state.working = background.working
        app.state.compacting = background.compacting
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(LoopbackOnly)
    for module in ROUTES:
        app.include_router(module.router)
    install_pages(app)
    app.add_middleware(Measured, metrics=figures)
    _describe_problems(app)
    return app


def _describe_problems(app: FastAPI) -> None:
    """Add the schema of problems to the OpenAPI document, which FastAPI does not see: handlers make them."""
    made = app.openapi

    def openapi() -> dict[str, object]:
        document = made()
        schemas = document["components"]["schemas"]
        if "Problem" not in schemas:
            schema = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {}) | {"Problem": schema}
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
        return document

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way to extend the document
