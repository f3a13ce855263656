"""Comparing a weight set with the one in force on the judged briefs, before anybody publishes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.evaluation import judged_figures
from matcher.judgements import Judgement, read_development_set
from matcher.matcher import Matcher
from matcher.ranking import order, weigh
from matcher.weights import Weights

TOP = 10


def compare(
    matcher: Matcher, weights: Weights, own_briefs: Mapping[str, str], own: Sequence[Judgement]
) -> dict[str, Any]:
    """Both sets on the shipped judged briefs, and on a team's own saved briefs (texts by id) that it has judged.

    Each figure is a mean over briefs with a 95 % bootstrap interval and how many briefs it rests on; ``moved`` is
    how many of the briefs get other opportunities, or another order, among their first ten.
    """
    shipped = read_development_set()
    texts = {brief.brief_id: brief.text for brief in shipped.judged}
    told: dict[str, Any] = {"in_force": matcher.weights.fingerprint, "proposed": weights.fingerprint}
    told["shipped briefs"] = _compared(matcher, weights, texts, shipped.judgements)
    if own:
        told["own briefs"] = _compared(matcher, weights, own_briefs, own)
    return told


def _compared(
    matcher: Matcher, weights: Weights, texts: Mapping[str, str], judgements: Sequence[Judgement]
) -> dict[str, Any]:
    runs: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    for brief_id, text in texts.items():
        ranked = matcher.rank(matcher.read(text))  # measured once: only the weighing differs
        spoken = list(zip(ranked.scored.signals, ranked.scored.values, strict=True))
        eligible = set(ranked.eligible)
        for run, chosen in zip(runs, (matcher.weights, weights), strict=True):
            ordered = order(weigh(spoken, chosen, len(matcher.catalogue)).scores, matcher.catalogue.ids)
            run[brief_id] = [matcher.catalogue.ids[n] for n in ordered if n in eligible]
    figures = [judged_figures(run, judgements) for run in runs]
    before, after = runs
    return {
        "briefs": len(texts),
        "moved": sum(before[b][:TOP] != after[b][:TOP] for b in texts),
        "figures": {
            measure: {
                name: {"mean": e.mean, "low": e.low, "high": e.high, "n": e.n}
                for name, e in (("in_force", figures[0][measure]), ("proposed", figures[1][measure]))
            }
            for measure in figures[0]
        },
    }
