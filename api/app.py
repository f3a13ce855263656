"""The web application: the endpoints and the pages, put together in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from api import problems
from api.access_settings import Access
from api.background import Background
from api.describing import describe
from api.limits import BodyLimit, KnownHosts, TimeLimit
from api.metrics import Measured, Metrics
from api.pages.putting_in import install as install_pages
from api.readiness import Readiness
from api.request_log import RequestLog
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
from api.security.guard import Guard, granted
from api.security.permissions import Permissions
from api.security.putting_in import put_in_sign_in
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

ANYBODY_HERE = Access()  # on loopback names


def create_app(
    opener: Callable[[], Matcher],
    service: Service | None = None,
    access: Access = ANYBODY_HERE,
    metrics_token: str | None = None,
) -> FastAPI:
    """The application around a matcher that ``opener`` loads in the background once the server runs.

    Without a ``service`` it keeps no records, and says so when asked for some. Unless told otherwise by ``access`` it
    asks nobody to sign in and answers to loopback names alone, so that a web page cannot reach it under its own name.
    ``metrics_token`` is what /metrics then asks for.

    Raises:
        RuntimeError: when a route is not in the table of permissions.
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
        dependencies=[Depends(granted)],
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
    app.add_middleware(TimeLimit)
    if access.sign_in is None:
        app.add_middleware(Guard)
    else:
        put_in_sign_in(app, service, access)
    app.add_middleware(KnownHosts, names=access.names)
    for module in ROUTES:
        app.include_router(module.router)
    install_pages(app, access)
    app.add_middleware(Measured, metrics=figures)
    app.add_middleware(RequestLog)  # around everything
    app.state.permissions = Permissions(app)
    describe(app)
    return app
