"""The pages a public service owes: accessibility, privacy, algorithmic transparency, and how good it is.

What they say of the service is read from the configuration that runs, so that it cannot drift from it.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.pages.quality_figures import quality_figures
from api.pages.rendering import page
from api.pages.transparency import transparency_record
from api.running import matcher_in_use
from api.service import Service
from matcher.matcher import Matcher

router = APIRouter()


@router.get("/accessibility")
def accessibility(request: Request) -> HTMLResponse:
    """The accessibility statement."""
    return page(request, "accessibility.html")


@router.get("/privacy")
def privacy(request: Request) -> HTMLResponse:
    """What happens to what is pasted, and what is stored when a brief is saved."""
    service: Service | None = request.app.state.service
    return page(request, "privacy.html", keeps=service is not None, days=service.retention_days if service else 0)


@router.get("/transparency")
def transparency(request: Request, matcher: Annotated[Matcher, Depends(matcher_in_use)]) -> HTMLResponse:
    """The algorithmic transparency record, tiers 1 and 2, of the service as it runs."""
    return page(request, "transparency.html", tiers=transparency_record(matcher))


@router.get("/quality")
def quality(request: Request, matcher: Annotated[Matcher, Depends(matcher_in_use)]) -> HTMLResponse:
    """The quality figures, and whether they were measured on the catalogue that is served."""
    figures = quality_figures()
    belong = figures is not None and figures.belong_to(matcher.catalogue.fingerprint)
    return page(request, "quality.html", figures=figures, belong=belong)
