"""How it ranks: what each signal means, how much it weighs, and a sample ranked again under other weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.pages.briefs import SAMPLES, sample
from api.pages.rendering import page
from api.running import matcher_in_use
from matcher.matcher import Matcher, Ranked
from matcher.ranking import order, weigh
from matcher.signals import SIGNALS
from matcher.weights import Weights

router = APIRouter()

SHOWN = 10
HEAVIEST = 3.0  # the right end of a slider


@dataclass(frozen=True)
class Moved:
    """An opportunity's rank under other weights and, before, under those in force."""

    opportunity_id: str
    name: str
    rank: int
    before: int
    score: float

    @property
    def up(self) -> int:
        """By how many ranks it rose; negative where it fell."""
        return self.before - self.rank


@lru_cache(maxsize=3)
def _ranked(matcher: Matcher, name: str) -> Ranked:
    return matcher.rank(matcher.read(sample(name)))


def ranked_again(matcher: Matcher, name: str, weights: Weights) -> tuple[Moved, ...]:
    """The first of a sample's ranking under some weights, each with its rank under those in force."""
    ranked = _ranked(matcher, name)
    spoken = list(zip(ranked.scored.signals, ranked.scored.values, strict=True))
    scored = weigh(spoken, weights, len(matcher.catalogue))
    eligible = set(ranked.eligible)
    now = [at for at in order(scored.scores, matcher.catalogue.ids) if at in eligible]
    before = {at: rank for rank, at in enumerate(ranked.eligible, start=1)}
    return tuple(
        Moved(matcher.catalogue.ids[at], matcher.catalogue[at].name, rank, before[at], float(scored.scores[at]))
        for rank, at in enumerate(now[:SHOWN], start=1)
    )


def _asked_weights(request: Request, matcher: Matcher) -> Weights:
    """The weights on the sliders; what is missing or no number from 0 to ``HEAVIEST`` is as in force."""
    given = dict(matcher.weights.weights)
    for signal in given:
        try:
            value = float(request.query_params.get(signal, ""))
        except ValueError:
            continue
        if 0 <= value <= HEAVIEST:
            given[signal] = value
    if not any(given.values()):
        given = dict(matcher.weights.weights)
    return Weights(name="on trial", weights=given)


@router.get("/weights")
def weights(request: Request, matcher: Annotated[Matcher, Depends(matcher_in_use)]) -> HTMLResponse:
    """The weights in force, sliders to try others on a sample, and what each signal measures."""
    asked = request.query_params.get("sample", "")
    name = asked if asked in SAMPLES else next(iter(SAMPLES))
    on_trial = _asked_weights(request, matcher)
    total = sum(matcher.weights.weights.values())
    return page(
        request,
        "weights.html",
        samples=SAMPLES,
        name=name,
        signals=[(s, matcher.weights[s.name], on_trial[s.name], matcher.weights[s.name] / total) for s in SIGNALS],
        changed=on_trial.weights != matcher.weights.weights,
        moved=ranked_again(matcher, name, on_trial),
        in_force=matcher.weights,
        heaviest=HEAVIEST,
    )
