"""GET /v1/strength and /v1/strength/places: how strong a sector is in a place, and in all of them compared."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.naming import authorities_named, sector_named
from api.problems import described
from api.running import matcher_in_use
from matcher.matcher import Matcher
from opportunities.strength import SectorStrength, strength_table
from opportunities.strength_claims import StrengthClaim, claims
from opportunities.strength_comparison import PlaceComparison, compare_places

router = APIRouter(prefix="/v1", tags=["strength"])


class Sector(BaseModel):
    """Which sector. A parameter that is not here is refused."""

    model_config = ConfigDict(extra="forbid")

    sector: Annotated[
        str,
        Field(
            min_length=1, max_length=200, description="A sector's path, or words of one.", examples=["medical devices"]
        ),
    ]


class Claimed(Sector):
    """Which sector, and where. A parameter that is not here is refused."""

    place: Annotated[
        str | None, Field(max_length=100, description="An area; anywhere unless told.", examples=["Leicester"])
    ] = None


class Question(Sector):
    """Which sector, and where. A parameter that is not here is refused."""

    place: Annotated[
        str | None, Field(max_length=100, description="An area; all of a level unless told.", examples=["Leicester"])
    ] = None
    level: Annotated[
        Literal["lad", "itl3", "itl2", "region"], Field(description="The level to compare places at, without a place.")
    ] = "itl2"


@router.get(
    "/strength",
    summary="Tell how strong a sector is",
    responses=described(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
)
def sector_strength(asked: Annotated[Question, Query()]) -> list[SectorStrength]:
    """Location quotient with 95 % interval, count, year and source, for one place or all of a level, strongest first.

    Growth stands beside it where two years of one survey count the sector, and is no part of grade or score.

    No data for the sector and place give an empty list.
    """
    path = sector_named(asked.sector)
    table = strength_table()
    if asked.place is None:
        return list(table.places(path, asked.level))
    found = table.strength(path, authorities_named(asked.place))
    return [found] if found else []


@router.get(
    "/strength/claims",
    summary="List what promoters claim of a sector",
    responses=described(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
)
def strength_claims(
    asked: Annotated[Claimed, Query()], matcher: Annotated[Matcher, Depends(matcher_in_use)]
) -> list[StrengthClaim]:
    """Statements of national rank, and clusters' own counts, each with who said so and when; none is in any figure.

    Those about the fewest authorities come first, then the latest. Without a place: of the whole catalogue.
    """
    authorities = authorities_named(asked.place) if asked.place else frozenset[str]()
    return list(claims(matcher.catalogue, sector_named(asked.sector), authorities))


@router.get(
    "/strength/places",
    summary="Compare all places for a sector",
    responses=described(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
)
def places_compared(asked: Annotated[Sector, Query()]) -> PlaceComparison:
    """How strong the Midlands are in a sector: every place of the narrowest level with enough data, strongest first.

    Each has value, interval, count, year, source and level. Levels passed over and places without a figure are named
    with the reason.
    """
    return compare_places(strength_table(), sector_named(asked.sector))
