"""The catalogue's pages: browse and search all opportunities, and one page for each with its facts and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import URL
from starlette.exceptions import HTTPException

from api.pages.answer import authorities_of
from api.pages.profile_shown import profile_shown
from api.pages.rendering import page
from api.running import matcher_in_use
from matcher.matcher import Matcher
from opportunities.errors import UnknownOpportunity
from opportunities.opportunity import Opportunity
from opportunities.places import gazetteer
from opportunities.sectors import root

router = APIRouter()

PAGE_SIZE = 40
REGIONS = ("East Midlands", "West Midlands")


@dataclass(frozen=True)
class Search:
    """What to list: words that must all occur, and one value of each facet; an empty string means any."""

    words: str = ""
    kind: str = ""
    status: str = ""
    region: str = ""
    sector: str = ""

    def address(self, **changes: object) -> str:
        """The address of this search with some things changed."""
        fields = {k: v for k, v in (vars(self) | changes).items() if v}
        return str(URL("/opportunities").include_query_params(**fields))


FACETS: dict[str, Callable[[Opportunity], Iterable[str]]] = {
    "kind": lambda o: (o.kind.value,),
    "status": lambda o: (o.status.value,),
    "region": lambda o: _regions(o),
    "sector": lambda o: dict.fromkeys(root(path) for path in o.sectors),
}
FACET_NAMES = {"kind": "Kind", "status": "Status", "region": "Region", "sector": "Sector"}
ANY = {"kind": "All kinds", "status": "Any status", "region": "Both regions", "sector": "All sectors"}


def _regions(opportunity: Opportunity) -> tuple[str, ...]:
    here = authorities_of(opportunity)
    return tuple(region for region in REGIONS if gazetteer()[region].authorities & here)


def _text(opportunity: Opportunity) -> str:
    parts = (
        opportunity.name,
        *opportunity.aliases,
        opportunity.summary.text,
        *opportunity.themes,
        *opportunity.promoters,
        *opportunity.sectors,
        *(p.name for p in opportunity.places),
        *(area for p in opportunity.places for area in p.areas),
        *(s.text for s in opportunity.offers),
    )
    return " ".join(parts).casefold()


def found(opportunities: Iterable[Opportunity], search: Search) -> list[Opportunity]:
    """The opportunities of a search: those whose name has the words first, then by name."""
    words = search.words.casefold().split()

    def fits(o: Opportunity) -> bool:
        facets = all(not (value := getattr(search, name)) or value in of(o) for name, of in FACETS.items())
        return facets and (not words or all(word in _text(o) for word in words))

    def order(o: Opportunity) -> tuple[bool, str]:
        names = " ".join((o.name, *o.aliases)).casefold()
        return not all(word in names for word in words), o.name.casefold()

    return sorted(filter(fits, opportunities), key=order)


def facet_counts(opportunities: Iterable[Opportunity], search: Search) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with how many a choice of each would leave, given all else that is chosen."""
    counts = {}
    every = list(opportunities)
    for name, of in FACETS.items():
        open_ = found(every, replace(search, **{name: ""}))
        counted = Counter(value for o in open_ for value in of(o))
        chosen = getattr(search, name)
        values = sorted({*counted, chosen} - {""})
        counts[name] = [(value, counted[value]) for value in values]
    return counts


@router.get("/opportunities")
def browse(request: Request, matcher: Annotated[Matcher, Depends(matcher_in_use)]) -> HTMLResponse:
    """All opportunities, or those of a search."""
    asked = request.query_params
    search = Search(words=asked.get("words", "").strip()[:200], **{n: asked.get(n, "")[:200] for n in FACETS})
    hits = found(matcher.catalogue, search)
    pages = max(1, -(-len(hits) // PAGE_SIZE))
    number = asked.get("page", "1")
    at = min(pages, max(1, int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1))
    return page(
        request,
        "catalogue.html",
        search=search,
        hits=hits[(at - 1) * PAGE_SIZE : at * PAGE_SIZE],
        total=len(hits),
        whole=len(matcher.catalogue),
        counts=facet_counts(matcher.catalogue, search),
        facet_names=FACET_NAMES,
        any_of=ANY,
        at=at,
        pages=pages,
        narrowed=search != Search(),
        can_edit=request.app.state.service is not None,
    )


@router.get("/opportunities/{opportunity_id}")
def profile(
    request: Request, opportunity_id: str, matcher: Annotated[Matcher, Depends(matcher_in_use)]
) -> HTMLResponse:
    """One opportunity with every fact, figure and source."""
    try:
        opportunity = matcher.catalogue.opportunity(opportunity_id)
    except UnknownOpportunity as error:
        raise HTTPException(
            HTTPStatus.NOT_FOUND, "No opportunity is at this address. It may have been renamed or taken out."
        ) from error
    return page(
        request,
        "profile.html",
        p=profile_shown(opportunity, matcher.catalogue),
        can_edit=request.app.state.service is not None,
    )
