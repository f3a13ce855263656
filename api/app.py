"""The web application: the endpoints, put together in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import problems
from api.limits import BodyLimit, LoopbackOnly
from api.routes import catalogue, documents, exports, health, matching, strength
from api.running import Running
from matcher.matcher import Matcher, product_version


def create_app(opener: Callable[[], Matcher]) -> FastAPI:
    """The application around a matcher that ``opener`` loads in the background once the server runs.

    It answers to loopback names alone, so that a web page cannot reach it under a name of its own.
    """
    running = Running(opener)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        running.start()
        yield

    app = FastAPI(
        title="midlands-match",
        version=product_version(),
        summary="Ranks investment opportunities of the English Midlands against an investor's brief, and says why.",
        lifespan=lifespan,
        docs_url=None,  # the usual pages load scripts from elsewhere; /openapi.json is served
        redoc_url=None,
    )
    app.state.running = running
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(LoopbackOnly)
    for module in (matching, documents, exports, catalogue, strength, health):
        app.include_router(module.router)
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
