"""Permissions: the one table of which role, and which scope of a token, each route asks for. Unlisted is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount, compile_path

from api.people import Role


class Scope(StrEnum):
    """What an API token may be used for. A token never allows more than its person's role."""

    MATCH = "match"  # match, export, read documents, and look at catalogue, strength and signals
    BRIEFS = "briefs"  # saved briefs, their shortlists, decisions and news, and batches
    JUDGEMENTS = "judgements"
    WEIGHTS = "weights"
    CATALOGUE = "catalogue"  # changes to it


@dataclass(frozen=True)
class Permission:
    """The least role; null when a route is open to anybody. Without a scope no token is accepted.

    ``costly`` routes have a stricter rate; ``signs_in`` marks those on which passwords could be tried; ``own`` ones
    stay open to whoever must change their password first.
    """

    role: Role | None
    scope: Scope | None = None
    costly: bool = False
    signs_in: bool = False
    own: bool = False


_ANYBODY = Permission(None)
_SIGN_IN = Permission(None, signs_in=True)
_OWN = Permission(Role.OFFICER, own=True)
_PAGE = Permission(Role.OFFICER)
_COSTLY_PAGE = Permission(Role.OFFICER, costly=True)
_ANALYSTS_PAGE = Permission(Role.ANALYST, costly=True)
_ADMINISTRATORS_PAGE = Permission(Role.ADMINISTRATOR)
_ASK = Permission(Role.OFFICER, Scope.MATCH)
_ASK_COSTLY = Permission(Role.OFFICER, Scope.MATCH, costly=True)
_BRIEFS = Permission(Role.OFFICER, Scope.BRIEFS)
_BRIEFS_COSTLY = Permission(Role.OFFICER, Scope.BRIEFS, costly=True)
_JUDGE = Permission(Role.OFFICER, Scope.JUDGEMENTS)
_JUDGEMENTS = Permission(Role.ANALYST, Scope.JUDGEMENTS)
_WEIGHTS = Permission(Role.ANALYST, Scope.WEIGHTS)
_WEIGHTS_COSTLY = Permission(Role.ANALYST, Scope.WEIGHTS, costly=True)
_CATALOGUE = Permission(Role.ADMINISTRATOR, Scope.CATALOGUE)

PERMISSIONS: dict[str, Permission] = {
    "GET /livez": _ANYBODY,
    "GET /healthz": _ANYBODY,
    "GET /metrics": _ANYBODY,  # which asks for a token of its own, or answers this machine alone
    "GET /readyz": _ANYBODY,
    "MOUNT /static": _ANYBODY,
    "GET /static/lists.json": _ANYBODY,
    "GET /accessibility": _ANYBODY,
    "GET /privacy": _ANYBODY,
    "GET /sign-in": _ANYBODY,
    "POST /sign-in": _SIGN_IN,
    "GET /sign-in/provider": _SIGN_IN,
    "GET /sign-in/callback": _SIGN_IN,
    "POST /sign-out": _ANYBODY,
    "GET /account": _OWN,
    "POST /account": Permission(Role.OFFICER, own=True, signs_in=True),
    "GET /openapi.json": _ASK,
    "HEAD /openapi.json": _ASK,
    # asking
    "POST /v1/match": _ASK_COSTLY,
    "POST /v1/documents": _ASK_COSTLY,
    "POST /v1/export": _ASK_COSTLY,
    "GET /v1/opportunities": _ASK,
    "GET /v1/opportunities/{opportunity_id}": _ASK,
    "GET /v1/opportunities/{opportunity_id}/history": _ASK,
    "GET /v1/opportunities/{opportunity_id}/revisions/{revision}": _ASK,
    "GET /v1/opportunities/{opportunity_id}/compare": _ASK,
    "GET /v1/catalogue/export": _ASK,
    "GET /v1/signals": _ASK,
    "GET /v1/strength": _ASK,
    "GET /v1/strength/places": _ASK,
    "GET /v1/strength/claims": _ASK,
    # the team's briefs
    "POST /v1/briefs": _BRIEFS,
    "GET /v1/briefs": _BRIEFS,
    "GET /v1/briefs/{brief_id}": _BRIEFS,
    "PATCH /v1/briefs/{brief_id}": _BRIEFS,
    "DELETE /v1/briefs/{brief_id}": _BRIEFS,
    "POST /v1/briefs/{brief_id}/shortlists": _BRIEFS_COSTLY,
    "GET /v1/briefs/{brief_id}/shortlists": _BRIEFS,
    "DELETE /v1/briefs/{brief_id}/news": _BRIEFS,
    "GET /v1/news": _BRIEFS,
    "GET /v1/shortlists/{shortlist_id}": _BRIEFS,
    "GET /v1/shortlists/{shortlist_id}/answer": _BRIEFS,
    "POST /v1/shortlists/{shortlist_id}/rerun": _BRIEFS_COSTLY,
    "POST /v1/shortlists/{shortlist_id}/decisions": _BRIEFS,
    "GET /v1/shortlists/{shortlist_id}/decisions": _BRIEFS,
    "POST /v1/jobs": _BRIEFS_COSTLY,
    "GET /v1/jobs": _BRIEFS,
    "GET /v1/jobs/{job_id}": _BRIEFS,
    "GET /v1/jobs/{job_id}/answers": _BRIEFS,
    "DELETE /v1/jobs/{job_id}": _BRIEFS,
    # judgements and weights
    "POST /v1/judgements": _JUDGE,
    "GET /v1/judgements": _JUDGE,
    "GET /v1/judgements/export": _JUDGEMENTS,
    "POST /v1/weight-sets": _WEIGHTS,
    "GET /v1/weight-sets": _WEIGHTS,
    "GET /v1/weight-sets/publications": _WEIGHTS,
    "GET /v1/weight-sets/{weight_set_id}": _WEIGHTS,
    "POST /v1/weight-sets/{weight_set_id}/compare": _WEIGHTS_COSTLY,
    "POST /v1/weight-sets/{weight_set_id}/publish": _WEIGHTS,
    "POST /v1/weight-sets/roll-back": _WEIGHTS,
    # the catalogue
    "POST /v1/opportunities": _CATALOGUE,
    "PUT /v1/opportunities/{opportunity_id}": _CATALOGUE,
    "POST /v1/opportunities/{opportunity_id}/retire": _CATALOGUE,
    "POST /v1/opportunities/{opportunity_id}/restore": _CATALOGUE,
    "POST /v1/catalogue/import": _CATALOGUE,
    # pages
    "GET /": _PAGE,
    "POST /": _PAGE,
    "GET /shortlist": _PAGE,
    "POST /shortlist": _COSTLY_PAGE,
    "GET /opportunities": _PAGE,
    "GET /opportunities/{opportunity_id}": _PAGE,
    "GET /opportunities/{opportunity_id}/briefs": _COSTLY_PAGE,
    "GET /opportunities/{opportunity_id}/history": _PAGE,
    "GET /briefs": _PAGE,
    "GET /briefs/{brief_id}": _PAGE,
    "GET /briefs/{brief_id}/delete": _PAGE,
    "POST /briefs/{brief_id}/delete": _PAGE,
    "POST /briefs/{brief_id}/seen": _PAGE,
    "GET /strength": _PAGE,
    "GET /weights": _PAGE,
    "GET /transparency": _PAGE,
    "GET /quality": _PAGE,
    # analysts' pages
    "GET /judgements": _PAGE,
    "GET /judgements/{brief_id}": _PAGE,
    "POST /judgements/{brief_id}": _PAGE,
    "GET /demand": _ANALYSTS_PAGE,
    "GET /weight-sets": _ANALYSTS_PAGE,
    "POST /weight-sets": _ANALYSTS_PAGE,
    "GET /weight-sets/{weight_set_id}": _ANALYSTS_PAGE,
    "POST /weight-sets/{weight_set_id}/compare": _ANALYSTS_PAGE,
    "POST /weight-sets/{weight_set_id}/publish": _ANALYSTS_PAGE,
    "POST /weight-sets/back/roll-back": _ANALYSTS_PAGE,
    # administrators' pages
    "GET /opportunities/new": _ADMINISTRATORS_PAGE,
    "POST /opportunities/new": _ADMINISTRATORS_PAGE,
    "GET /opportunities/import": _ADMINISTRATORS_PAGE,
    "POST /opportunities/import": _ADMINISTRATORS_PAGE,
    "GET /opportunities/{opportunity_id}/edit": _ADMINISTRATORS_PAGE,
    "POST /opportunities/{opportunity_id}/edit": _ADMINISTRATORS_PAGE,
    "POST /opportunities/{opportunity_id}/retire": _ADMINISTRATORS_PAGE,
    "POST /opportunities/{opportunity_id}/restore": _ADMINISTRATORS_PAGE,
    "GET /admin": _ADMINISTRATORS_PAGE,
    "GET /admin/people": _ADMINISTRATORS_PAGE,
    "POST /admin/people": _ADMINISTRATORS_PAGE,
    "GET /admin/people/{account_id}": _ADMINISTRATORS_PAGE,
    "POST /admin/people/{account_id}": _ADMINISTRATORS_PAGE,
    "GET /admin/tokens": _ADMINISTRATORS_PAGE,
    "POST /admin/tokens": _ADMINISTRATORS_PAGE,
    "POST /admin/tokens/{token_id}/revoke": _ADMINISTRATORS_PAGE,
    "GET /admin/audit": _ADMINISTRATORS_PAGE,
    "GET /admin/retention": _ADMINISTRATORS_PAGE,
}
"""Every route there is: ``METHOD /path`` as declared, and what it asks for."""


@dataclass(frozen=True)
class _Row:
    methods: frozenset[str]
    pattern: re.Pattern[str]
    route: str  # without method


class Permissions:
    """The table, bound to the routes of an application in the order in which they are tried.

    Raises:
        RuntimeError: when a route of the application is not in the table.
    """

    def __init__(self, app: FastAPI, table: dict[str, Permission] = PERMISSIONS) -> None:
        self._table = table
        self._rows: list[_Row] = []
        for name, methods, pattern in _routes(app):
            self._rows.append(_Row(methods, pattern, name))
        unlisted = sorted(route for route in self.routes if route not in table)
        if unlisted:
            raise RuntimeError(f"api/security/permissions.py does not say who may ask {', '.join(unlisted)}")

    @property
    def routes(self) -> list[str]:
        """Every route, as the table names it."""
        return [f"{method} {row.route}" for row in self._rows for method in sorted(row.methods)]

    def of(self, method: str, path: str) -> tuple[str, Permission] | None:
        """The route that a request reaches, with what it asks for; null when there is none."""
        for row in self._rows:
            asked = "MOUNT" if "MOUNT" in row.methods else method
            if asked in row.methods and row.pattern.match(path):
                route = f"{asked} {row.route}"
                return route, self._table[route]
        return None


def _routes(app: FastAPI) -> list[tuple[str, frozenset[str], re.Pattern[str]]]:
    found: list[tuple[str, frozenset[str], re.Pattern[str]]] = []
    for context in iter_route_contexts(app.routes):
        path = str(getattr(context, "path", ""))
        if isinstance(context.original_route, Mount):
            found.append((path, frozenset({"MOUNT"}), context.original_route.path_regex))
        else:
            found.append((path, frozenset(context.methods or ()), compile_path(path)[0]))
    return found
