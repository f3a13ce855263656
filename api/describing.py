"""The OpenAPI document: what FastAPI cannot see of it, because handlers and the guard answer before or after routes."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI

from api import problems
from api.security.permissions import PERMISSIONS

_GUARDED = problems.described(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token, for programs."},
    "session": {"type": "apiKey", "in": "cookie", "name": "midlands-match", "description": "A session of the pages."},
}


def describe(app: FastAPI) -> None:
    """Add the schema of problems to the OpenAPI document, and who may ask: least role, scope, and the refusals."""
    made = app.openapi

    def openapi() -> dict[str, object]:
        document = made()
        schemas = document["components"]["schemas"]
        if "Problem" not in schemas:
            schema = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {}) | {"Problem": schema}
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            document["components"]["securitySchemes"] = _SCHEMES
            for path, methods in document["paths"].items():
                for method, operation in methods.items():
                    permission = PERMISSIONS[f"{method.upper()} {path}"]
                    if permission.role is None:
                        continue
                    for status, response in _GUARDED.items():
                        operation["responses"].setdefault(str(status), response)
                    operation["x-least-role"] = permission.role.value
                    operation["x-scope"] = permission.scope.value if permission.scope else None
        return document

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way to extend the document
