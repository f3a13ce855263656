"""Tuning: weights learnt from graded answers, with an interval on each. Whether it paid is asked in ``trials``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from sklearn.base import BaseEstimator
from sklearn.model_selection import GroupKFold
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from matcher.errors import WeightsError

Floats = NDArray[np.float64]
CUT = 10
ROUNDS = 4  # how often the pairs are weighed anew by what swapping them would change
GRID = (0.01, 0.1, 1.0, 10.0)
SEED = 20_261_125


class WeightTuner(BaseEstimator):  # type: ignore[misc] # scikit-learn ships no types
    """Non-negative weights by pairwise logistic regression, drawn towards the weights that one starts from.

    Each pair of answers to one brief with different grades votes that the better one should score higher; a pair
    counts as much as swapping it would change nDCG@10 (Burges 2010, LambdaRank). ``start`` are the present weights,
    one a column; ``alpha`` says how hard it is to leave them. A column that is NaN throughout a brief abstains there.

    After ``fit``: ``coef_``, one weight a column, on the scale of ``start``; times ``scale_`` they give log odds. A
    linear model with weights of at least zero keeps the rule that a signal raised never pushes its leader down.
    """

    def __init__(self, start: Sequence[float], alpha: float = 1.0) -> None:
        self.start = start
        self.alpha = alpha

    def fit(self, X: ArrayLike, y: ArrayLike, groups: ArrayLike) -> Self:
        """Learn from values ``X`` (rows, signals) in [0, 1], grades ``y`` (rows,) and the brief of each row.

        Raises:
            WeightsError: when the shapes do not fit, or no brief has two answers of different grades.
        """
        values, grades, briefs = _checked(X, y, groups, len(self.start))
        start = np.asarray(self.start, dtype=np.float64)
        rows = rows_by_brief(briefs)
        pairs = [(r, *_pairs(grades[r])) for r in rows]
        pairs = [(r, better, worse) for r, better, worse in pairs if better.size]
        if not pairs:
            raise WeightsError("no brief has two answers of different grades; grade more answers")
        # The logistic loss has a scale of its own: found first, so that ``start`` and ``coef_`` share theirs.
        scale = min(np.geomspace(2, 200, 15), key=lambda s: _loss(s * start, values, grades, pairs, start, s, 0.0)[0])
        weights = scale * start
        with threadpool_limits(1):  # a handful of weights: threads that wait for one another cost ten times the work
            for _ in range(ROUNDS):
                weighed = _weighed(weights, values, grades, pairs)
                weights = minimize(
                    _objective,
                    weights,
                    args=(weighed, start, scale, self.alpha),
                    jac=True,
                    bounds=[(0, None)] * len(start),
                    method="L-BFGS-B",
                    options={"ftol": 1e-7, "maxiter": 100},
                ).x
        self.coef_: Floats = weights / scale
        self.scale_ = float(scale)
        self.n_features_in_ = len(start)
        return self

    def predict(self, X: ArrayLike) -> Floats:
        """The score of each row, up to what is the same for all rows of a brief."""
        check_is_fitted(self)
        return np.asarray(np.nan_to_num(np.asarray(X, dtype=np.float64)) @ self.coef_)

    def score(self, X: ArrayLike, y: ArrayLike, groups: ArrayLike) -> float:
        """Mean nDCG@10 over the briefs."""
        return float(ndcg_by_brief(self.predict(X), y, groups).mean())


def _checked(X: ArrayLike, y: ArrayLike, groups: ArrayLike, columns: int) -> tuple[Floats, Floats, NDArray[np.int64]]:
    values = np.asarray(X, dtype=np.float64)
    grades = np.asarray(y, dtype=np.float64)
    briefs = np.unique(np.asarray(groups), return_inverse=True)[1]
    if values.ndim != 2 or values.shape[1] != columns or not len(values) == len(grades) == len(briefs):
        raise WeightsError(
            f"values {values.shape}, grades {grades.shape} and groups {briefs.shape} do not fit {columns} weights; "
            "give one row an answer and one column a weight"
        )
    return np.nan_to_num(values), grades, briefs.astype(np.int64)


def _pairs(grades: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    better, worse = np.nonzero(grades[:, None] > grades[None, :])
    return better, worse


_Pairs = list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]


def _weighed(weights: Floats, values: Floats, grades: Floats, pairs: _Pairs) -> tuple[Floats, Floats]:
    """Differences of all pairs, and how much each counts: by what swapping it would change nDCG@10."""
    differences: list[Floats] = []
    counts: list[Floats] = []
    for rows, better, worse in pairs:
        gain = grades[rows]
        ranks = np.empty(len(rows))
        ranks[np.argsort(-(values[rows] @ weights), kind="stable")] = np.arange(len(rows))
        discount = np.where(ranks < CUT, 1 / np.log2(ranks + 2), 0.0)
        ideal = (np.sort(gain)[::-1][:CUT] / np.log2(np.arange(2, 2 + min(CUT, len(gain))))).sum()
        swap = np.abs((gain[better] - gain[worse]) * (discount[better] - discount[worse])) / ideal
        kept = swap > 0
        differences.append(values[rows[better[kept]]] - values[rows[worse[kept]]])
        counts.append(swap[kept])
    return np.concatenate(differences), np.concatenate(counts) / len(pairs)


def _objective(
    weights: Floats, weighed: tuple[Floats, Floats], start: Floats, scale: float, alpha: float
) -> tuple[float, Floats]:
    differences, counts = weighed
    margin = differences @ weights
    away = weights / scale - start
    loss = float(counts @ np.logaddexp(0, -margin) + 0.5 * alpha * away @ away)
    slope = -counts / (1 + np.exp(np.clip(margin, -500, 500)))
    return loss, differences.T @ slope + alpha * away / scale


def _loss(
    weights: Floats, values: Floats, grades: Floats, pairs: _Pairs, start: Floats, scale: float, alpha: float
) -> tuple[float, Floats]:
    return _objective(weights, _weighed(weights, values, grades, pairs), start, scale, alpha)


def rows_by_brief(groups: ArrayLike) -> list[NDArray[np.int64]]:
    """The rows of each brief, in the order of ``np.unique(groups)``."""
    _, number, counts = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    return np.split(np.argsort(number, kind="stable"), np.cumsum(counts)[:-1])


def ndcg_by_brief(scores: ArrayLike, y: ArrayLike, groups: ArrayLike, k: int = CUT) -> Floats:
    """nDCG@k of each brief, in the order of ``np.unique(groups)``; linear gain, ties by the order of rows.

    Source: Järvelin and Kekäläinen 2002 with the discount 1/log2(rank + 1); the same as ir-measures' nDCG.
    """
    values, grades, briefs = np.asarray(scores), np.asarray(y, dtype=np.float64), np.asarray(groups)
    found: list[float] = []
    for rows in rows_by_brief(briefs):
        gain = grades[rows][np.argsort(-values[rows], kind="stable")][:k]
        ideal = np.sort(grades[rows])[::-1][:k]
        discount = 1 / np.log2(np.arange(2, 2 + len(gain)))
        best = float(ideal @ discount)
        found.append(float(gain @ discount) / best if best else 0.0)
    return np.array(found)


def choose_alpha(X: ArrayLike, y: ArrayLike, groups: ArrayLike, start: Sequence[float]) -> float:
    """The alpha of ``GRID`` with the best mean nDCG@10 over held-out briefs; of equals the one that moves least."""
    values, grades, briefs = np.asarray(X, dtype=np.float64), np.asarray(y), np.asarray(groups)
    folds = GroupKFold(min(5, len(np.unique(briefs))))
    best, found = -1.0, GRID[-1]
    for alpha in reversed(GRID):
        reached = np.concatenate(
            [
                ndcg_by_brief(
                    WeightTuner(start, alpha).fit(values[a], grades[a], briefs[a]).predict(values[b]),
                    grades[b],
                    briefs[b],
                )
                for a, b in folds.split(values, grades, briefs)
            ]
        ).mean()
        if reached > best + 1e-9:
            best, found = float(reached), alpha
    return found


def weight_intervals(
    X: ArrayLike,
    y: ArrayLike,
    groups: ArrayLike,
    start: Sequence[float],
    alpha: float,
    draws: int = 200,
) -> tuple[Floats, Floats]:
    """95 % bootstrap bounds of each weight: briefs are drawn with replacement, the weights learnt anew each time."""
    values, grades, briefs = np.asarray(X, dtype=np.float64), np.asarray(y), np.asarray(groups)
    rows = rows_by_brief(briefs)
    generator = np.random.default_rng(SEED)
    learnt: list[Floats] = []
    for _ in range(draws):
        drawn = generator.integers(0, len(rows), len(rows))
        at = np.concatenate([rows[n] for n in drawn])
        label = np.concatenate([np.full(len(rows[n]), place) for place, n in enumerate(drawn)])
        learnt.append(WeightTuner(start, alpha).fit(values[at], grades[at], label).coef_)
    low, high = np.percentile(np.stack(learnt), [2.5, 97.5], axis=0)
    return low, high
