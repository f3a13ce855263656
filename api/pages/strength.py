"""How strong a sector is, place by place: a table with an interval plot, its sources, years and caveats."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.pages.by_hand import sector_named
from api.pages.choices import sectors_to_pick
from api.pages.rendering import page
from api.running import matcher_in_use
from matcher.matcher import Matcher
from opportunities.errors import CatalogueError
from opportunities.strength import SectorStrength, strength_table
from opportunities.strength_areas import LEVELS, Level
from opportunities.strength_claims import claims
from opportunities.strength_sensitivity import RANK_INTERVAL, sensitivity

router = APIRouter()

LEVEL_WORDS: dict[Level, str] = {
    "region": "The two regions",
    "itl2": "Six sub-regions (ITL2)",
    "itl3": "Counties and cities (ITL3)",
    "lad": "Local authorities",
}
LEAST, MOST = 0.1, 10.0  # ends of the plot's axis; what lies beyond is drawn at the end
TICKS = (0.1, 0.25, 0.5, 1, 2, 4, 10)
MOST_CLAIMS = 6


def across(quotient: float) -> float:
    """Where a location quotient lies on the axis, in hundredths: logarithmic, so that half and double are as far."""
    held = min(max(quotient, LEAST), MOST)
    return round(100 * (log10(held) - log10(LEAST)) / (log10(MOST) - log10(LEAST)), 2)


@dataclass(frozen=True)
class Plotted:
    """A place's strength with where its dot and its interval lie on the axis, in hundredths."""

    strength: SectorStrength
    dot: float
    low: float | None
    high: float | None

    @property
    def in_words(self) -> str:
        """The same for whoever does not see the plot."""
        s = self.strength
        limits = "no interval" if s.low is None or s.high is None else f"95% interval {s.low:.2f} to {s.high:.2f}"
        return f"Location quotient {s.raw:.2f}, {limits}; 1 is the national average"


def plotted(strength: SectorStrength) -> Plotted:
    """A strength laid on the axis."""
    low, high = (None if end is None else across(end) for end in (strength.low, strength.high))
    return Plotted(strength, across(strength.raw), low, high)


@router.get("/strength")
def compare_places(request: Request, matcher: Annotated[Matcher, Depends(matcher_in_use)]) -> HTMLResponse:
    """Choose a sector and a level; compares its places."""
    words = request.query_params.get("sector", "").strip()[:200]
    level: Level = next((each for each in LEVELS if each == request.query_params.get("level")), "itl2")
    path, error = "", ""
    if words:
        try:
            path = sector_named(words)
        except CatalogueError:
            error = f"No sector is called “{words}”. Choose one from the list."
    found = strength_table().places(path, level) if path else ()
    return page(
        request,
        "strength.html",
        422 if error else 200,
        words=words,
        path=path,
        error=error,
        level=level,
        levels=LEVEL_WORDS,
        places=[plotted(s) for s in found],
        sources=tuple(dict.fromkeys(s.source for s in found)),
        ticks=[(tick, across(tick)) for tick in TICKS],
        order=_order(path, level) if found else "",
        claimed=claims(matcher.catalogue, path, frozenset())[:MOST_CLAIMS] if path else (),
        sectors=sectors_to_pick(),
    )


def _order(path: str, level: Level) -> str:
    """How far the order of the places can be trusted; empty where too few places have every indicator."""
    try:
        index = strength_table().index(path, level)
    except CatalogueError:
        return ""
    tested = sensitivity(index, draws=300)
    ranks = "; ".join(
        f"{r.place} {r.low:.0f} to {r.high:.0f}" if r.low != r.high else f"{r.place} {r.low:.0f}" for r in tested.ranks
    )
    return (
        f"By an index of {', '.join(index.indicators[:-1])} and {index.indicators[-1]}, equally weighted, the places "
        f"take these ranks in {RANK_INTERVAL:.0%} of draws: {ranks}. {tested}"
    )
