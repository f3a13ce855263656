"""Trials: what a way of learning brings on briefs that it did not see, and whether that can be told from noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.model_selection import GroupKFold

from matcher.errors import WeightsError
from matcher.evaluation import Estimate, estimate
from matcher.tuning import SEED, Floats, WeightTuner, choose_alpha, ndcg_by_brief

FLIPS = 5_000
FEWEST = 4

Rows = NDArray[np.int64]
Learner = Callable[[Rows, Rows], Floats]
"""Learns from some rows of a table and gives the scores of others: (learn from, to score) -> (to score,)."""


@dataclass(frozen=True)
class Trial:
    """What learning brings on briefs that were not learnt from.

    ``before`` and ``after`` are mean nDCG@10, ``gain`` their difference with its 95 % bootstrap interval over briefs,
    ``p`` the two-sided sign-flip test of no difference. ``names`` are the briefs, ``gains`` what each gained.
    """

    briefs: int
    before: float
    after: float
    gain: float
    low: float
    high: float
    p: float
    names: tuple[str, ...]
    gains: tuple[float, ...]

    @property
    def distinguishable(self) -> bool:
        """Whether the interval of the gain leaves out zero."""
        return self.low > 0 or self.high < 0

    def __str__(self) -> str:
        return (
            f"nDCG@10 {self.before:.3f} before, {self.after:.3f} after, on {self.briefs} briefs that were not fitted: "
            f"gain {self.gain:+.3f} [{self.low:+.3f} to {self.high:+.3f}], p = {self.p:.3f}. "
            f"This gain {'is' if self.distinguishable else 'is not'} distinguishable from noise."
        )


def paired(names: Sequence[str], before: Floats, after: Floats) -> Trial:
    """Two values a brief set against each other. No learning here: the two may come from anywhere."""
    gains = after - before
    told = estimate(gains)
    flipped = (np.random.default_rng(SEED).choice([-1.0, 1.0], (FLIPS, len(gains))) * gains).mean(axis=1)
    return Trial(
        briefs=len(names),
        before=float(before.mean()),
        after=float(after.mean()),
        gain=told.mean,
        low=told.low,
        high=told.high,
        p=float((1 + (np.abs(flipped) >= abs(gains.mean()) - 1e-12).sum()) / (1 + len(flipped))),
        names=tuple(names),
        gains=tuple(gains.tolist()),
    )


def grouped_trial(before: ArrayLike, y: ArrayLike, groups: ArrayLike, learner: Learner, folds: int = 5) -> Trial:
    """A learner against the scores ``before``, each brief scored by what was learnt from other briefs.

    Whatever the learner chooses for itself it must choose within the rows that it is given: the trial is then nested.
    Few briefs are left out one at a time. Raises ``WeightsError`` when there are fewer than four.
    """
    scores, grades, briefs = np.asarray(before, dtype=np.float64), np.asarray(y), np.asarray(groups)
    names = np.unique(briefs)
    if len(names) < FEWEST:
        raise WeightsError(f"{len(names)} graded briefs are too few to tell a gain; grade at least {FEWEST}")
    folds = len(names) if len(names) < 4 * folds else folds
    after = np.zeros(len(names))
    for train, test in GroupKFold(folds).split(scores, grades, briefs):
        at = np.searchsorted(names, np.unique(briefs[test]))
        after[at] = ndcg_by_brief(learner(train, test), grades[test], briefs[test])
    return paired([str(n) for n in names], ndcg_by_brief(scores, grades, briefs), after)


def weight_learner(
    X: ArrayLike, y: ArrayLike, groups: ArrayLike, start: Sequence[float], alpha: float | None = None
) -> Learner:
    """Learns weights, ``alpha`` chosen anew within the rows it learns from unless one is given."""
    values, grades, briefs = np.asarray(X, dtype=np.float64), np.asarray(y), np.asarray(groups)

    def learn(train: Rows, test: Rows) -> Floats:
        data = values[train], grades[train], briefs[train]
        pull = choose_alpha(*data, start) if alpha is None else alpha
        return WeightTuner(start, pull).fit(*data).predict(values[test])

    return learn


def trial(X: ArrayLike, y: ArrayLike, groups: ArrayLike, start: Sequence[float], folds: int = 5) -> Trial:
    """Learnt weights against the present ones: nested validation grouped by brief."""
    before = np.nan_to_num(np.asarray(X, dtype=np.float64)) @ np.asarray(start, dtype=np.float64)
    return grouped_trial(before, y, groups, weight_learner(X, y, groups, start), folds)


@dataclass(frozen=True)
class CurvePoint:
    """What weights learnt from so many briefs bring on the others: nDCG@10 and its gain, each with its interval."""

    briefs: int
    reached: Estimate
    gain: Estimate


def learning_curve(
    X: ArrayLike,
    y: ArrayLike,
    groups: ArrayLike,
    start: Sequence[float],
    alpha: float,
    sizes: Sequence[int],
    draws: int = 3,
    folds: int = 5,
) -> tuple[CurvePoint, ...]:
    """How the gain grows with the number of graded briefs. Each size is drawn ``draws`` times from each fold's rest.

    A size that the rest does not hold is left out. Raises ``WeightsError`` when there are fewer than four briefs.
    """
    values, grades, briefs = np.asarray(X, dtype=np.float64), np.asarray(y), np.asarray(groups)
    names = np.unique(briefs)
    if len(names) < FEWEST:
        raise WeightsError(f"{len(names)} graded briefs are too few for a curve; grade at least {FEWEST}")
    splits = list(GroupKFold(min(folds, len(names))).split(values, grades, briefs))
    most = min(len(np.unique(briefs[train])) for train, _ in splits)
    before = ndcg_by_brief(np.nan_to_num(values) @ np.asarray(start), grades, briefs)
    points: list[CurvePoint] = []
    generator = np.random.default_rng(SEED)
    for size in (size for size in sizes if size <= most):
        reached = np.zeros((draws, len(names)))
        for draw in range(draws):
            for train, test in splits:
                drawn = generator.choice(np.unique(briefs[train]), size, replace=False)
                seen = train[np.isin(briefs[train], drawn)]
                tuner = WeightTuner(start, alpha).fit(values[seen], grades[seen], briefs[seen])
                at = np.searchsorted(names, np.unique(briefs[test]))
                reached[draw, at] = ndcg_by_brief(tuner.predict(values[test]), grades[test], briefs[test])
        mean = reached.mean(axis=0)
        points.append(CurvePoint(size, estimate(mean), estimate(mean - before)))
    return tuple(points)
