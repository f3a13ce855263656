"""Shrinkage of small counts toward the parent place, by an empirical-Bayes gamma-Poisson model.

Effective plants of an industry in a place are Poisson with mean ``expected * prior_mean * g``, where ``prior_mean`` is
the parent place's location quotient and ``g`` is gamma with mean 1 and shape ``shape``. The shape is fitted by maximum
likelihood over the places of a level (negative-binomial margin, continued to fractional counts), and is never typed.
A large shape means that places of that level are much like their parent; a small one that they differ.

Source: Clayton and Kaldor 1987, Biometrics 43(3):671-681 (empirical-Bayes estimates for small areas).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincinv, gammaln, polygamma

Array = NDArray[np.float64]
_LEAST, _MOST = 0.02, 2000.0
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Prior:
    """A fitted prior: ``shape``, and how many pairs of place and industry it was fitted on."""

    shape: float
    cells: int


@dataclass(frozen=True)
class Posterior:
    """What the counts and the prior say together: the quotient is gamma with this shape and rate."""

    shape: float
    rate: float

    @property
    def mean(self) -> float:
        """The shrunk location quotient."""
        return self.shape / self.rate

    @property
    def log_spread(self) -> float:
        """Standard deviation of the quotient's logarithm."""
        return sqrt(float(polygamma(1, self.shape)))

    def below(self, quotient: float) -> float:
        """How likely it is, in [0, 1], that the quotient lies below ``quotient``."""
        return float(gammainc(self.shape, self.rate * quotient))

    def interval(self, coverage: float = 0.95) -> tuple[float, float]:
        """The equal-tailed credible interval."""
        tail = (1 - coverage) / 2
        return float(gammaincinv(self.shape, tail)) / self.rate, float(gammaincinv(self.shape, 1 - tail)) / self.rate


def posterior(plants: float, expected: float, prior_mean: float, shape: float) -> Posterior:
    """The gamma posterior for ``plants`` effective plants where ``expected`` is the national average."""
    return Posterior(shape + plants, shape / prior_mean + expected)


def log_likelihood(plants: Array, expected: Array, prior_mean: Array, shape: float) -> float:
    """Of the effective plants, all arrays of shape (cells,), up to a constant that does not depend on ``shape``."""
    mean = expected * prior_mean
    both = np.log(shape + mean)
    terms = gammaln(plants + shape) - gammaln(shape) + shape * (np.log(shape) - both) - plants * both
    return float(terms.sum())


def fit_prior(plants: Array, expected: Array, prior_mean: Array) -> Prior:
    """The shape of greatest likelihood, between 0.02 and 2000, by golden-section search on its logarithm.

    Cells in which nothing is expected carry no information and are left out. Without any cell the shape is 1,
    the least informative that still pulls a count of nothing toward its parent.
    """
    known = np.isfinite(expected) & (expected > 0) & (prior_mean > 0) & np.isfinite(plants)
    if not known.any():
        return Prior(1.0, 0)
    data = plants[known], expected[known], prior_mean[known]
    low, high = float(np.log(_LEAST)), float(np.log(_MOST))
    while high - low > 1e-4:
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if log_likelihood(*data, float(np.exp(left))) >= log_likelihood(*data, float(np.exp(right))):
            high = right
        else:
            low = left
    return Prior(float(np.exp((low + high) / 2)), int(known.sum()))
