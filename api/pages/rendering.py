"""Rendering: templates filled in, always escaped, with static files named by their digest."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.types import Scope

from api.pages import wording

HERE = Path(__file__).parent
STATIC = HERE / "static"


@cache
def static(name: str) -> str:
    """The address of a static file, which changes with its contents so that browsers may keep it for ever."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


class Unindented(jinja2.FileSystemLoader):
    """Templates without their lines' indentation, which readers of templates need and browsers do not."""

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        """The source of a template, its lines begun at the margin."""
        source, *rest = super().get_source(environment, template)
        return (re.sub(r"(?m)^[ \t]+", "", source), *rest)


@cache
def environment() -> jinja2.Environment:
    """The templates, and those of govuk-frontend-jinja, whose macros are called without arguments here and there."""
    found = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                Unindented(HERE / "templates"),
                jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=jinja2.ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"static": static, "money": wording.ticket}
    found.filters |= wording.FILTERS
    return found


def rendered(template: str, **context: Any) -> str:
    """A template as text."""
    return environment().get_template(template).render(**context)


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page as an answer to a request; ``here`` is its path, by which the navigation tells where one is."""
    return HTMLResponse(rendered(template, **surroundings(request.scope), **context), status)


def surroundings(scope: Scope) -> dict[str, Any]:
    """What every page shows around its contents: where one is, who one is, and whether one can sign out."""
    state = scope["state"]
    identity = state.get("identity")
    return {
        "here": scope["path"],
        "cspNonce": state["nonce"],
        "who": identity.person if identity else None,
        "signed_in": bool(identity and identity.session),
    }
