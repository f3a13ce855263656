"""Logistic regression on standardised features, some of whose coefficients are held at zero or above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin

Floats = NDArray[np.float64]


class BoundedLogistic(ClassifierMixin, BaseEstimator):  # type: ignore[misc] # scikit-learn ships no types
    """Both classes weigh the same; ``lowest`` gives each feature's least coefficient, null for none.

    After ``fit``: ``coef_``, one a standardised feature and the intercept last; ``means_`` and ``scales_`` standardise.
    """

    def __init__(self, lowest: Sequence[float | None], strength: float = 1.0) -> None:
        self.lowest = lowest
        self.strength = strength

    def fit(self, X: Floats, y: NDArray[np.bool_]) -> Self:
        """Learn from features ``X`` (rows, features) and classes ``y`` (rows,).

        Raises:
            ValueError: when there is one class alone.
        """
        self.classes_ = np.unique(y)
        if len(self.classes_) != 2:
            raise ValueError(f"there must be two classes, and there is {len(self.classes_)}")
        self.means_, scales = X.mean(axis=0), X.std(axis=0)
        self.scales_ = np.where(scales > 0, scales, 1.0)
        rows = np.column_stack([(X - self.means_) / self.scales_, np.ones(len(X))])
        right = np.asarray(y == self.classes_[1], dtype=np.float64)
        weights = np.where(right == 1, len(y) / (2 * right.sum()), len(y) / (2 * (1 - right).sum()))

        def loss(coefficients: Floats) -> tuple[float, Floats]:
            logits = rows @ coefficients
            penalty = coefficients[:-1] / self.strength
            value = weights @ (np.logaddexp(0, logits) - right * logits) + penalty @ coefficients[:-1] / 2
            return float(value), rows.T @ (weights * (expit(logits) - right)) + np.append(penalty, 0.0)

        bounds = [*((low, None) for low in self.lowest), (None, None)]
        start = np.zeros(rows.shape[1])
        self.coef_: Floats = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
        return self

    def predict(self, X: Floats) -> NDArray[np.bool_]:
        """The likelier class of each row."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])

    def predict_proba(self, X: Floats) -> Floats:
        """The probability of either class, shape (rows, 2)."""
        logits = (X - self.means_) / self.scales_ @ self.coef_[:-1] + self.coef_[-1]
        return np.column_stack([expit(-logits), expit(logits)])
