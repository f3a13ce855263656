"""Demand and exposure over the team's saved briefs: what is asked for, what nothing serves, what always comes up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.pages.rendering import page
from api.pages.suiting import MOST_BRIEFS, last_answers
from api.people import Person, person
from api.running import matcher_in_use
from api.service import Service, service_in_use
from matcher.demand import Asked, AskedNeed, sector_demand, unserved
from matcher.exposure import GONE
from matcher.matcher import Matcher
from opportunities.catalogue import Catalogue
from opportunities.sectors import root

router = APIRouter()

TOP = 10
MOST_SHOWN = 20


@dataclass(frozen=True)
class Shown:
    """How often an opportunity is among the first ten of the briefs' shortlists, and how often first of all."""

    opportunity_id: str
    name: str
    shown: int
    first: int


def asked_of(brief_id: str, answer: dict[str, Any]) -> Asked:
    """What a brief asked for, out of its stored shortlist: a need is met where any match on the list meets it."""
    brief = answer["brief"]
    best: dict[str, float] = defaultdict(lambda: -1.0)
    met: Counter[str] = Counter()
    for match in answer["matches"]:
        for evidence in (*match["met"], *match["unmet"]):
            words = evidence["need"]["text"]
            best[words] = max(best[words], evidence["similarity"])
        met.update(evidence["need"]["text"] for evidence in match["met"])
    return Asked(
        brief_id=brief_id,
        language=brief["language"],
        sectors=tuple(dict.fromkeys(root(s["path"]) for s in sorted(brief["sectors"], key=lambda s: -s["certainty"]))),
        activities=tuple(a["activity"] for a in brief["activities"]),
        places=tuple(dict.fromkeys(p["name"] for p in brief["places_wanted"] if p["authorities"])),
        confidence=answer["confidence"],
        probability=answer["confidence_value"],
        needs=tuple(AskedNeed(text=words, similarity=best[words], met_by=met[words]) for words in best),
    )


def exposed(answers: Iterable[dict[str, Any]], catalogue: Catalogue) -> tuple[tuple[Shown, ...], tuple[Shown, ...]]:
    """The opportunities that come up, most often first, and those that may come up and never do."""
    shown: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for answer in answers:
        shown.update(m["opportunity_id"] for m in answer["matches"] if m["rank"] <= TOP)
        first.update(m["opportunity_id"] for m in answer["matches"] if m["rank"] == 1)
    told = [Shown(o.id, o.name, shown[o.id], first[o.id]) for o in catalogue if shown[o.id] or o.status not in GONE]
    up = sorted((s for s in told if s.shown), key=lambda s: (-s.shown, -s.first, s.name))
    return tuple(up), tuple(sorted((s for s in told if not s.shown), key=lambda s: s.name))


@router.get("/demand")
def demand(
    request: Request,
    who: Annotated[Person, Depends(person)],
    service: Annotated[Service, Depends(service_in_use)],
    matcher: Annotated[Matcher, Depends(matcher_in_use)],
) -> HTMLResponse:
    """What the team's saved briefs ask for, which of it nothing serves, and what comes up too often or never."""
    found: list[tuple[Any, dict[str, Any], Any]] = []
    if service.records.begun:
        with service.records.reading() as session:
            found = list(last_answers(session, who))
    told = [asked_of(brief.id, answer) for brief, answer, _ in found]
    up, never = exposed((answer for _, answer, _ in found), matcher.catalogue)
    return page(
        request,
        "demand.html",
        briefs=len(told),
        most=MOST_BRIEFS,
        sectors=[d for d in sector_demand(matcher, told) if d.briefs],
        unserved=[(brief_id, need.text) for brief_id, need in unserved(told)],
        titles={brief.id: brief.title for brief, _, _ in found},
        up=up[:MOST_SHOWN],
        never=never,
        refused=sum(one.confidence.value == "no credible match" for one in told),
    )
