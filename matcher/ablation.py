"""Ablation: how good the ranking is with a signal and without it, brief by brief, and whether that can be told.

Each development brief is measured once and weighed twice, the second time with the signal's weight at nought and all
others as they are. The difference in nDCG@10 is taken within each brief, so that easy and hard briefs cancel; its 95 %
interval is a bootstrap over briefs. Judged briefs have the judges' mean grades as gain; for a landing the destination
alone is relevant, so that nDCG@10 is 1 / log2(1 + its rank), and nought beyond the tenth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from matcher.errors import WeightsError
from matcher.evaluation import Estimate, Progress, Ranking, estimate, judged_values
from matcher.judgements import DevelopmentSet
from matcher.matcher import Matcher
from matcher.ranking import order, weigh
from matcher.signals import SIGNAL_NAMES
from matcher.weights import Weights

CUT = 10
JUDGED, LANDINGS = "judged briefs", "landings"


@dataclass(frozen=True)
class Ablation:
    """What one signal brings on one kind of brief: nDCG@10 with it and without, and the paired difference.

    ``difference`` is with less without, so above zero where the signal helps; ``moved`` counts the briefs whose first
    ten are others, or in another order.
    """

    signal: str
    briefs: str
    with_signal: Estimate
    without: Estimate
    difference: Estimate
    moved: int

    @property
    def told_from_noise(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        return self.difference.low > 0 or self.difference.high < 0

    @property
    def verdict(self) -> str:
        """The plain sentence."""
        if not self.told_from_noise:
            return f"What {self.signal} does to the {self.briefs} cannot be told from noise."
        return f"{self.signal} {'improves' if self.difference.low > 0 else 'harms'} the ranking of the {self.briefs}."


def ablate(
    matcher: Matcher, development: DevelopmentSet, signals: Iterable[str], progress: Progress | None = None
) -> tuple[Ablation, ...]:
    """Every signal named, on the judged briefs and on the landings (with hold-out), in this order.

    Raises:
        WeightsError: a name that is no signal's.
    """
    names = known_signals(signals)
    runs: dict[str | None, dict[str, Ranking]] = {name: {} for name in (None, *names)}
    total = len(development.judged) + len(development.landings)
    tasks: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
        (b.brief_id, b.text, (), ()) for b in development.judged
    ]
    tasks += [(b.brief_id, b.text, b.hold_out.sources, b.hold_out.mentions) for b in development.landings]
    for done, (brief_id, text, sources, mentions) in enumerate(tasks, start=1):
        for name, ranking in _rankings(matcher.without(sources, mentions), text, names).items():
            runs[name][brief_id] = ranking
        if progress:
            progress(done, total)
    judged = [b.brief_id for b in development.judged]
    landings = {b.brief_id: b.destination_id for b in development.landings}
    values: dict[str | None, tuple[dict[str, float], dict[str, float]]] = {
        name: (
            judged_values({b: run[b] for b in judged}, development.judgements)["nDCG@10"] if judged else {},
            {b: _gain(run[b], destination) for b, destination in landings.items()},
        )
        for name, run in runs.items()
    }
    return tuple(
        _compared(name, kind, values[None][at], values[name][at], runs[None], runs[name])
        for name in names
        for at, kind in enumerate((JUDGED, LANDINGS))
        if values[None][at]
    )


def known_signals(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once.

    Raises:
        WeightsError: a name that is no signal's.
    """
    found = tuple(dict.fromkeys(names))
    unknown = [name for name in found if name not in SIGNAL_NAMES]
    if unknown:
        raise WeightsError(f"no signal is called {', '.join(map(repr, unknown))}; there are {', '.join(SIGNAL_NAMES)}")
    return found


def _rankings(matcher: Matcher, text: str, names: Sequence[str]) -> dict[str | None, Ranking]:
    """The ranking as it is (under no name), and without each signal."""
    ranked = matcher.rank(matcher.read(text))
    spoken = list(zip(ranked.scored.signals, ranked.scored.values, strict=True))
    eligible, ids = set(ranked.eligible), matcher.catalogue.ids
    found: dict[str | None, Ranking] = {None: [ids[n] for n in ranked.eligible]}
    for name in names:
        scores = weigh(spoken, _without(matcher.weights, name), len(ids)).scores
        found[name] = [ids[n] for n in order(scores, ids) if n in eligible]
    return found


def _without(weights: Weights, signal: str) -> Weights:
    return weights.model_copy(update={"weights": {**weights.weights, signal: 0.0}})


def _gain(ranking: Ranking, destination: str) -> float:
    top = list(ranking[:CUT])
    return 1 / log2(2 + top.index(destination)) if destination in top else 0.0


def _compared(
    signal: str, briefs: str, before: Mapping[str, float], after: Mapping[str, float],
    ranked: Mapping[str, Ranking], reranked: Mapping[str, Ranking],
) -> Ablation:  # fmt: skip
    return Ablation(
        signal=signal,
        briefs=briefs,
        with_signal=estimate(before.values()),
        without=estimate(after.values()),
        difference=estimate(before[b] - after[b] for b in before),
        moved=sum(list(ranked[b][:CUT]) != list(reranked[b][:CUT]) for b in before),
    )


def ablation_table(found: Iterable[Ablation]) -> str:
    """The figures as a Markdown table, and below it one plain sentence for each row."""
    rows = tuple(found)
    lines = [
        "| signal left out | briefs | nDCG@10 with | without | with less without, paired | first ten change in |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {a.signal} | {a.briefs} (n = {a.difference.n}) | {a.with_signal} | {a.without} | "
        f"{a.difference.mean:+.3f} [{a.difference.low:+.3f} to {a.difference.high:+.3f}] | {a.moved} |"
        for a in rows
    ]
    return "\n".join([*lines, "", *(a.verdict for a in rows)])
