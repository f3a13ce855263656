"""Putting the pages into the application: their routes, their static files, and what guards them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api.access_settings import Access
from api.pages import (
    about,
    administering,
    briefs,
    catalogue,
    demand,
    editing,
    judging,
    saved,
    signing_in,
    strength,
    suiting,
    weighing,
    weight_sets,
)
from api.pages.refusals import RefusalPages
from api.pages.rendering import STATIC
from api.pages.same_origin import SameOrigin
from api.pages.security_headers import SecurityHeaders


def install(app: FastAPI, access: Access) -> None:
    """Add the pages. To be called after the application's other middleware was added: theirs must lie outside it."""
    for module in (
        briefs,
        saved,
        editing,
        suiting,
        catalogue,
        strength,
        weighing,
        weight_sets,
        judging,
        demand,
        about,
        signing_in,
        administering,
    ):
        app.include_router(module.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(SameOrigin, secure=access.secure)
    app.add_middleware(RefusalPages)  # around all that refuses, so that a browser is told in words
    app.add_middleware(SecurityHeaders, secure=access.secure)
    app.add_middleware(GZipMiddleware, minimum_size=2000)
