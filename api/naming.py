"""Names that a request gives to areas and sectors: found, or refused as the asker's slip and not the server's."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException

from opportunities.errors import CatalogueError
from opportunities.places import gazetteer
from opportunities.sectors import sector_tree


def authorities_named(place: str) -> frozenset[str]:
    """The local authorities of the area that a request names.

    Raises:
        HTTPException: 422 when no area is called so.
    """
    known = gazetteer()
    try:
        return known[place].authorities
    except CatalogueError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error


def sector_named(words: str) -> str:
    """The path of the sector that a request names.

    Raises:
        HTTPException: 422 when no sector is called so.
    """
    known = sector_tree()
    try:
        return known.named(words)
    except CatalogueError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
