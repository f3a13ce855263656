"""Evaluation: how good the ranking is on the development briefs, beside simple baselines, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.judgements import DevelopmentSet, Judgement
from matcher.matcher import Matcher
from opportunities.catalogue import Catalogue

RESAMPLES = 2_000
SEED = 20_261_125
CUTS = (1, 3, 5, 10)

Ranking = Sequence[str]
"""Opportunity ids, best first."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Estimate:
    """A mean over briefs with a 95 % percentile bootstrap interval, and how many briefs it rests on."""

    mean: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}–{self.high:.3f}]"


def estimate(values: Iterable[float]) -> Estimate:
    """The mean of one value a brief, with its interval: briefs are resampled, seeded, so a figure can be repeated."""
    data = np.array(list(values), dtype=np.float64)
    if not data.size:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    draws = np.random.default_rng(SEED).integers(0, data.size, (RESAMPLES, data.size))
    low, high = np.percentile(data[draws].mean(axis=1), [2.5, 97.5])
    return Estimate(float(data.mean()), float(low), float(high), data.size)


@dataclass(frozen=True)
class System:
    """Something that ranks: a name, and the ranking it gives for a text and a catalogue state."""

    name: str
    rank: Callable[[str, Iterable[str], Iterable[str]], Ranking]


def systems(matcher: Matcher) -> tuple[System, ...]:
    """The engine and, beside it, the baselines: whole-profile cosine with the plain encoder, BM25, their fusion."""
    return (
        System("midlands-match", lambda text, sources, mentions: _engine(matcher, text, sources, mentions)),
        *_baselines(matcher.catalogue),
    )


def _engine(matcher: Matcher, text: str, sources: Iterable[str], mentions: Iterable[str]) -> Ranking:
    held_out = matcher.without(sources, mentions)
    ranked = held_out.rank(held_out.read(text))
    return [held_out.catalogue.ids[n] for n in ranked.eligible]


def _baselines(catalogue: Catalogue) -> tuple[System, ...]:
    from index.baselines import Baselines  # plain encoder: loaded only when baselines are asked for

    baselines = Baselines(catalogue)

    def of(name: str) -> Callable[[str, Iterable[str], Iterable[str]], Ranking]:
        return lambda text, sources, mentions: baselines.rank(name, text, catalogue.without(sources, mentions))

    return tuple(System(name, of(name)) for name in Baselines.NAMES)


@dataclass(frozen=True)
class Report:
    """Figures by system and measure, and the rankings that they were computed from."""

    figures: Mapping[str, Mapping[str, Estimate]]
    rankings: Mapping[str, Mapping[str, Ranking]]


def evaluate(matcher: Matcher, development: DevelopmentSet, progress: Progress | None = None) -> Report:
    """Landings (with hold-out) and judged briefs, for the engine and each baseline.

    Landings: success@k, whether the real destination is among the first k, and its mean reciprocal rank. Judged
    briefs: nDCG and precision as ir-measures computes them, gain the mean grade of the judges, relevant from 2 up;
    Judged@10 is the share of the first ten that some judge graded.
    """
    compared = systems(matcher)
    total = len(compared) * (len(development.landings) + len(development.judged))
    done = 0
    figures: dict[str, Mapping[str, Estimate]] = {}
    rankings: dict[str, Mapping[str, Ranking]] = {}
    for system in compared:
        run: dict[str, Ranking] = {}
        for landing in development.landings:
            run[landing.brief_id] = system.rank(landing.text, landing.hold_out.sources, landing.hold_out.mentions)
            done += 1
            if progress:
                progress(done, total)
        for judged in development.judged:
            run[judged.brief_id] = system.rank(judged.text, (), ())
            done += 1
            if progress:
                progress(done, total)
        rankings[system.name] = run
        figures[system.name] = {
            **landing_figures(run, {b.brief_id: b.destination_id for b in development.landings}),
            **judged_figures({b.brief_id: run[b.brief_id] for b in development.judged}, development.judgements),
        }
    return Report(figures, rankings)


def landing_figures(run: Mapping[str, Ranking], destinations: Mapping[str, str]) -> dict[str, Estimate]:
    """Success@1, 3, 5, 10 and MRR of the real destinations. One that was not ranked at all counts as never found."""
    ranks = [
        run[brief].index(destination) + 1 if destination in run[brief] else float("inf")
        for brief, destination in destinations.items()
    ]
    found = {f"success@{k}": estimate(float(rank <= k) for rank in ranks) for k in CUTS}
    return found | {"MRR": estimate(1 / rank for rank in ranks)}


def judged_figures(run: Mapping[str, Ranking], judgements: Sequence[Judgement]) -> dict[str, Estimate]:
    """nDCG@5, nDCG@10, P@5 and Judged@10 over the briefs of the run. Gain is the judges' mean grade."""
    return {name: estimate(values.values()) for name, values in judged_values(run, judgements).items()}


def judged_values(run: Mapping[str, Ranking], judgements: Sequence[Judgement]) -> dict[str, dict[str, float]]:
    """The same by measure and brief, in the order of the run; a brief without judgements has nought.

    Source: ir-measures (doi:10.1007/978-3-030-99739-7_38); checked once against scikit-learn in the tests.
    """
    import ir_measures
    from ir_measures import Judged, P, nDCG

    grades: dict[tuple[str, str], list[int]] = {}
    for judgement in judgements:
        if judgement.brief_id in run:
            grades.setdefault((judgement.brief_id, judgement.opportunity_id), []).append(judgement.relevance)
    # Gains are whole numbers there: a common multiple of the means, by which neither order nor nDCG changes.
    whole = math.lcm(*map(len, grades.values()))
    qrels = [
        ir_measures.Qrel(brief, doc, sum(values) * whole // len(values)) for (brief, doc), values in grades.items()
    ]
    scores = [
        ir_measures.ScoredDoc(brief, doc, float(-rank))
        for brief, ranking in run.items()
        for rank, doc in enumerate(ranking)
    ]
    measures = {
        "nDCG@5": nDCG(dcg="log2") @ 5,
        "nDCG@10": nDCG(dcg="log2") @ 10,
        "P@5": P(rel=2 * whole) @ 5,
        "Judged@10": Judged @ 10,
    }
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(run, 0.0) for name in measures}
    names = {str(measure): name for name, measure in measures.items()}
    for metric in ir_measures.iter_calc(list(measures.values()), qrels, scores):
        values[names[str(metric.measure)]][metric.query_id] = metric.value
    return values


def table(report: Report) -> str:
    """The figures as a Markdown table, one row a measure, one column a system."""
    names = list(report.figures)
    measures = list(report.figures[names[0]])
    lines = ["| measure | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    lines += [
        f"| {measure} (n = {report.figures[names[0]][measure].n}) | "
        + " | ".join(str(report.figures[name][measure]) for name in names)
        + " |"
        for measure in measures
    ]
    return "\n".join(lines)
