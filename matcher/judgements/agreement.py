"""Agreement: how far judges grade alike beyond chance, with how sure one may be of that."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matcher.errors import JudgementsError
from matcher.judgements.judgement import GRADES, Judgement

RESAMPLES = 1_000
SEED = 20_261_125


@dataclass(frozen=True)
class Agreed:
    """A coefficient of agreement with its 95 % bootstrap interval over briefs: 1 perfect, 0 as by chance.

    ``pairs`` is how many pairs of brief and opportunity at least two of the judges graded, in ``briefs`` briefs. All
    NaN where it is not defined: when every grade is the same.
    """

    value: float
    low: float
    high: float
    pairs: int
    briefs: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}–{self.high:.3f}] ({self.pairs} pairs, {self.briefs} briefs)"


@dataclass(frozen=True)
class Agreement:
    """How far judges agree.

    ``alpha`` is Krippendorff's for ordered grades, over all judges at once; ``kappas`` Cohen's with quadratic weights
    for each two judges; ``tables`` how often the first of two gave one grade (row) and the second another (column).
    """

    alpha: Agreed
    kappas: Mapping[tuple[str, str], Agreed]
    tables: Mapping[tuple[str, str], NDArray[np.int64]]


def agreement(judgements: Iterable[Judgement]) -> Agreement:
    """The agreement of judges on the pairs that at least two of them graded. What one left out counts for nothing.

    Raises:
        JudgementsError: when no pair was graded by two judges.

    Source: Krippendorff 2019, Content Analysis, 4th edition, chapter 12; Cohen 1968, doi:10.1037/h0026256.
    """
    judgements = tuple(judgements)
    graded: dict[tuple[str, str], dict[str, int]] = {}
    for one in judgements:
        graded.setdefault((one.brief_id, one.opportunity_id), {})[one.judge] = one.relevance
    shared = {pair: grades for pair, grades in sorted(graded.items()) if len(grades) > 1}
    if not shared:
        judges = ", ".join(sorted({one.judge for one in judgements})) or "none"
        raise JudgementsError(f"no pair was graded by two judges (judges: {judges}); have a second one grade some")
    counts = np.zeros((len(shared), len(GRADES)), dtype=np.int64)
    for row, grades in enumerate(shared.values()):
        np.add.at(counts[row], list(grades.values()), 1)
    kappas: dict[tuple[str, str], Agreed] = {}
    tables: dict[tuple[str, str], NDArray[np.int64]] = {}
    for two in combinations(sorted({judge for grades in shared.values() for judge in grades}), 2):
        both = {pair: [grades[judge] for judge in two] for pair, grades in shared.items() if set(two) <= grades.keys()}
        if both:
            given = np.array(list(both.values()))
            kappas[two] = _with_interval([brief for brief, _ in both], partial(_kappa, given))
            tables[two] = np.zeros((len(GRADES), len(GRADES)), dtype=np.int64)
            np.add.at(tables[two], (given[:, 0], given[:, 1]), 1)
    return Agreement(_with_interval([brief for brief, _ in shared], partial(_alpha, counts)), kappas, tables)


@dataclass(frozen=True)
class Disagreement:
    """A pair that judges grade differently, with each one's grade."""

    brief_id: str
    opportunity_id: str
    grades: Mapping[str, int]

    @property
    def apart(self) -> int:
        """By how many steps the grades differ."""
        return max(self.grades.values()) - min(self.grades.values())


def disagreements(judgements: Iterable[Judgement], at_least: int = 2) -> tuple[Disagreement, ...]:
    """The pairs whose grades lie at least so many steps apart, widest first: worth talking over."""
    graded: dict[tuple[str, str], dict[str, int]] = {}
    for one in judgements:
        graded.setdefault((one.brief_id, one.opportunity_id), {})[one.judge] = one.relevance
    found = [Disagreement(brief, opportunity, grades) for (brief, opportunity), grades in graded.items()]
    return tuple(
        sorted((d for d in found if d.apart >= at_least), key=lambda d: (-d.apart, d.brief_id, d.opportunity_id))
    )


def _with_interval(briefs: Sequence[str], measure: Callable[[NDArray[np.int64]], float]) -> Agreed:
    """A measure of some rows, each of a brief: on all of them, and on briefs drawn with replacement."""
    names = sorted(set(briefs))
    rows = [np.flatnonzero(np.array(briefs) == name) for name in names]
    draws = np.random.default_rng(SEED).integers(0, len(names), (RESAMPLES, len(names)))
    drawn = np.array([measure(np.concatenate([rows[n] for n in draw])) for draw in draws])
    defined = drawn[np.isfinite(drawn)]  # a draw in which every grade is the same tells nothing
    low, high = np.percentile(defined, [2.5, 97.5]) if defined.size else (np.nan, np.nan)
    return Agreed(measure(np.arange(len(briefs))), float(low), float(high), len(briefs), len(names))


def _alpha(counts: NDArray[np.int64], at: NDArray[np.int64]) -> float:
    import krippendorff

    counts = counts[at]
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, value_domain=list(GRADES), level_of_measurement="ordinal"))


def _kappa(given: NDArray[np.int64], at: NDArray[np.int64]) -> float:
    from sklearn.metrics import cohen_kappa_score

    given = given[at]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it is not defined is told by the NaN
        return float(cohen_kappa_score(given[:, 0], given[:, 1], weights="quadratic", labels=list(GRADES)))
