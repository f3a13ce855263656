"""Shrinkage of small counts toward the parent place and the parent sector, by a gamma-mixture empirical-Bayes model.

Effective plants of an industry in a place are Poisson with mean ``expected * prior_mean * g``. ``prior_mean`` is what
the neighbours lead one to expect: the quotient of the rest of the parent place and that of the rest of the parent
sector, each to a fitted power. ``g`` follows a mixture of two gammas: most places are much like their neighbours, a
few are not at all (Rolls-Royce is in Derby and nowhere near it). One gamma would be stretched by those few, be too
loose for all others, and still pull a real outlier in beyond its own interval; the mixture lets the data say which of
the two a place is. All seven numbers are fitted by maximum likelihood over the places of a level and never typed.

Sources: Clayton and Kaldor 1987, Biometrics 43(3):671-681 (empirical Bayes for small areas); DuMouchel 1999, The
American Statistician 53(3):177-190 (the two-gamma mixture, for ratios of observed to expected counts).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammainc, gammaln, polygamma, softmax

Array = NDArray[np.float64]
_EXPONENTS, _LOG_SHAPES, _LOG_MEANS, _LOGITS = (0.0, 1.5), (-3.9, 7.6), (-4.0, 4.0), (-6.0, 6.0)
_START = np.array([0.5, 0.5, log(4.0), log(0.7), -0.1, 0.5, -1.5])  # places alike first, then those that are not


@dataclass(frozen=True)
class Component:
    """One gamma of the mixture: its ``weight`` in [0, 1], its shape and its mean."""

    weight: float
    shape: float
    mean: float


@dataclass(frozen=True)
class Prior:
    """A fitted prior: the mixture, the powers of the two neighbours' quotients, how many cells it was fitted on."""

    components: tuple[Component, ...]
    place_power: float
    sector_power: float
    cells: int
    log_likelihood: float

    def expect(self, place: float, sector: float) -> float:
        """What the quotients of the rest of the parent place and of the parent sector lead one to expect."""
        return float(place**self.place_power * sector**self.sector_power)

    @property
    def mean(self) -> float:
        """The mean of ``g``."""
        return sum(c.weight * c.mean for c in self.components)

    @property
    def relative_variance(self) -> float:
        """The variance of ``g`` over its squared mean: how much places differ from what is expected of them."""
        return sum(c.weight * c.mean**2 * (1 + 1 / c.shape) for c in self.components) / self.mean**2 - 1


FLAT = Prior((Component(1.0, 1.0, 1.0),), 1.0, 0.0, 0, 0.0)
"""Where nothing could be fitted: the least informative that still pulls a count of nothing toward its parent."""


@dataclass(frozen=True)
class Posterior:
    """What the counts and the prior say together: the quotient is a mixture of gammas (weight, shape, rate)."""

    parts: tuple[tuple[float, float, float], ...]

    @property
    def mean(self) -> float:
        """The shrunk location quotient."""
        return sum(w * a / b for w, a, b in self.parts)

    @property
    def log_spread(self) -> float:
        """Standard deviation of the quotient's logarithm."""
        means = [float(digamma(a)) - log(b) for _, a, b in self.parts]
        centre = sum(w * m for (w, _, _), m in zip(self.parts, means, strict=True))
        within = sum(w * float(polygamma(1, a)) for w, a, _ in self.parts)
        between = sum(w * (m - centre) ** 2 for (w, _, _), m in zip(self.parts, means, strict=True))
        return sqrt(within + between)

    def below(self, quotient: float) -> float:
        """How likely it is, in [0, 1], that the quotient lies below ``quotient``."""
        return float(sum(w * gammainc(a, b * quotient) for w, a, b in self.parts))

    def interval(self, coverage: float = 0.95) -> tuple[float, float]:
        """The equal-tailed credible interval."""
        from scipy.optimize import brentq

        most = max((a + 40 * sqrt(a) + 40) / b for _, a, b in self.parts)
        low, high = (
            float(brentq(lambda q, tail=tail: self.below(q) - tail, 0.0, most, xtol=1e-12))
            for tail in ((1 - coverage) / 2, (1 + coverage) / 2)
        )
        return low, high

    def draw(self, rng: np.random.Generator, count: int) -> Array:
        """Quotients drawn from the posterior, of shape (count,)."""
        weights, shapes, rates = np.array(self.parts).T
        which = rng.choice(len(weights), size=count, p=weights / weights.sum())
        return np.asarray(rng.gamma(shapes[which]) / rates[which])


def posterior(plants: float, expected: float, prior_mean: float, prior: Prior) -> Posterior:
    """The posterior for ``plants`` effective plants where ``expected`` is the national average.

    Each component is weighed anew by how well it foretold the count.
    """
    parts, logs = [], []
    for c in prior.components:
        mean = expected * prior_mean * c.mean
        logs.append(log(max(c.weight, 1e-300)) + float(_log_margin(plants, mean, c.shape)))
        parts.append((c.shape + plants, c.shape / (prior_mean * c.mean) + expected))
    return Posterior(tuple((float(w), *part) for w, part in zip(softmax(logs), parts, strict=True)))


def _log_margin(plants: Array | float, mean: Array | float, shape: float) -> Array:
    """Log of the negative-binomial margin, continued to fractional counts."""
    both = np.log(shape + mean)
    gammas = gammaln(plants + shape) - gammaln(shape) - gammaln(np.asarray(plants) + 1)
    return np.asarray(gammas + shape * (log(shape) - both) + plants * (np.log(mean) - both), dtype=float)


def fit_prior(plants: Array, expected: Array, place: Array, sector: Array, components: int = 2) -> Prior:
    """The prior of greatest likelihood; ``components`` 1 gives the plain gamma, to compare with.

    All arrays have shape (cells,): effective and expected plants, and the quotients of the rest of the parent place
    and of the parent sector (1 where there is none). Cells in which nothing is expected carry no information and are
    left out; without any cell the prior is ``FLAT``.
    """
    known = np.isfinite(plants) & np.isfinite(expected) & (expected > 0) & (place > 0) & (sector > 0)
    if not known.any():
        return FLAT
    k, offset = plants[known], np.log(expected[known])
    neighbours = np.stack([np.log(place[known]), np.log(sector[known])])
    start = _START if components == 2 else _START[[0, 1, 3, 4]]
    bounds = [_EXPONENTS] * 2 + [_LOG_SHAPES] * components + [_LOG_MEANS] * components + [_LOGITS] * (components - 1)
    from scipy.optimize import minimize  # here: slow to import

    found = minimize(_loss, start, (k, offset, neighbours, components), jac=True, method="L-BFGS-B", bounds=bounds)
    powers, shapes, means, weights = _parted(found.x, components)
    mixture = (Component(*map(float, c)) for c in zip(weights, np.exp(shapes), np.exp(means), strict=True))
    return Prior(
        components=tuple(sorted(mixture, key=lambda c: -c.weight)),
        place_power=float(powers[0]),
        sector_power=float(powers[1]),
        cells=int(known.sum()),
        log_likelihood=-float(found.fun),
    )


def _parted(theta: Array, components: int) -> tuple[Array, Array, Array, Array]:
    """Powers, log shapes, log means and weights in one vector of parameters; the first logit is 0."""
    powers, shapes, means, logits = np.split(theta, [2, 2 + components, 2 + 2 * components])
    return powers, shapes, means, np.asarray(softmax(np.concatenate([[0.0], logits])), dtype=float)


def _loss(theta: Array, plants: Array, offset: Array, neighbours: Array, components: int) -> tuple[float, Array]:
    """The negative log-likelihood and its gradient."""
    powers, shapes, means, weights = _parted(theta, components)
    base = offset + powers @ neighbours
    logs, by_shape, by_mean = [], [], []
    for log_shape, log_mean in zip(shapes, means, strict=True):
        shape, mean = float(np.exp(log_shape)), np.exp(base + log_mean)
        pull = (plants + shape) / (shape + mean)
        logs.append(_log_margin(plants, mean, shape))
        slope = digamma(plants + shape) - digamma(shape) + log_shape - np.log(shape + mean) + 1 - pull
        by_shape.append(shape * slope)
        by_mean.append(plants - pull * mean)
    joint = np.stack(logs) + np.log(weights)[:, None]
    top = joint.max(axis=0)
    whole = top + np.log(np.exp(joint - top).sum(axis=0))
    share = np.exp(joint - whole)
    to_mean = share * np.stack(by_mean)
    gradient = np.concatenate(
        [
            neighbours @ to_mean.sum(axis=0),
            (share * np.stack(by_shape)).sum(axis=1),
            to_mean.sum(axis=1),
            (share.sum(axis=1) - weights * plants.size)[1:],
        ]
    )
    return -float(whole.sum()), -gradient
