"""Ranking: signals weighed into one score, and the order that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.signals import SIGNALS, Evidences, Signal, Values
from matcher.weights import Weights


@dataclass(frozen=True)
class Scored:
    """Scores of n opportunities, with m signals to which the brief speaks.

    ``signals`` (m), ``values`` (m, n) with NaN where a profile is silent, ``used`` (m, n) with the neutral value in
    its place, ``contributions`` (m, n), and ``scores`` (n,) which are their sums, in [0, 1].
    """

    signals: tuple[Signal, ...]
    values: NDArray[np.float64]
    used: NDArray[np.float64]
    contributions: NDArray[np.float64]
    scores: NDArray[np.float64]


def score(evidences: Evidences, weights: Weights) -> Scored:
    """Score = sum of w·v over the sum of w, over the signals to which the brief speaks: the same for all."""
    spoken: list[tuple[Signal, Values]] = []
    for signal in SIGNALS:
        values = signal.measure(evidences)
        if values is not None:
            spoken.append((signal, values))
    return weigh(spoken, weights, len(evidences.offered))


def weigh(spoken: list[tuple[Signal, Values]], weights: Weights, n: int) -> Scored:
    """The scores of measured signals. All of them at weight zero score zero."""
    signals = tuple(signal for signal, _ in spoken)
    values = np.array([v for _, v in spoken], dtype=np.float64).reshape(len(spoken), n)
    neutral = np.array([signal.neutral for signal in signals]).reshape(-1, 1)
    used = np.where(np.isnan(values), neutral, values)
    weight = np.array([weights[signal.name] for signal in signals], dtype=np.float64).reshape(-1, 1)
    weight = weight / (weight.max(initial=0.0) or 1.0)  # so that no sum overflows and no product vanishes
    total = float(weight.sum())
    contributions = used * weight / total if total > 0 else np.zeros_like(used)
    return Scored(signals, values, used, contributions, contributions.sum(axis=0))


def order(scores: NDArray[np.float64], ids: tuple[str, ...]) -> list[int]:
    """Positions by falling score, then by id: permuting the catalogue changes nothing."""
    return sorted(range(len(ids)), key=lambda n: (-scores[n], ids[n]))
