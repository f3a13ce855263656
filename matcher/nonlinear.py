"""The few numbers in which the score is not linear, so that no weight can make up for them, searched with Optuna.

They are: which share of a brief's needs counts (the better half), and the neutral values that stand in where a profile
is silent on sector, activity, place or strength. Not among them: from which cosine a passage counts as evidence, which
moves no rank, and BM25's two constants, for which the catalogue would have to be indexed anew at every step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from matcher.errors import WeightsError
from matcher.signal_table import SignalTable
from matcher.signals import NEEDS_SHARE, SIGNAL_NAMES, SIGNALS
from matcher.trials import Learner, Rows
from matcher.tuning import SEED, Floats, ndcg_by_brief

SHARE = "share of needs"
NEUTRAL = ("sector_fit", "activity_fit", "place_fit", "sector_strength")
HIGHEST_NEUTRAL = 0.6  # above it, silence would beat what is stated and middling
STEPS = 60

Numbers = Mapping[str, float]


def present_numbers() -> dict[str, float]:
    """The numbers in force."""
    return {SHARE: NEEDS_SHARE} | {s.name: s.neutral for s in SIGNALS if s.name in NEUTRAL}


def revalued(table: SignalTable, numbers: Numbers, rows: Rows) -> Floats:
    """The values of some rows of a table (rows, signals), had these numbers been in force."""
    values = table.values[rows].copy()
    for name in NEUTRAL:
        column = SIGNAL_NAMES.index(name)
        silent = ~table.stated[rows, column] & ~np.isnan(values[:, column])
        values[silent, column] = numbers[name]
    needs = table.needs[rows].astype(np.float64)
    asked = (~np.isnan(needs)).sum(axis=1)
    if needs.size:
        counted = np.maximum(1, np.ceil(numbers[SHARE] * asked - 1e-9)).astype(np.int64)
        within = np.arange(needs.shape[1]) < counted[:, None]
        mean = np.where(within, np.nan_to_num(needs), 0.0).sum(axis=1) / counted
        values[:, SIGNAL_NAMES.index("needs_met")] = np.where(asked > 0, mean, np.nan)
    return values


def search(table: SignalTable, weights: Sequence[float], rows: Rows, steps: int = STEPS) -> dict[str, float]:
    """The numbers with the best mean nDCG@10 on these rows, the weights being left as they are.

    Raises:
        WeightsError: when Optuna is not installed.
    """
    optuna = _optuna()
    grades, briefs = table.grades[rows], table.briefs[rows]

    def reached(attempt: Any) -> float:
        numbers = {SHARE: attempt.suggest_float(SHARE, 0.1, 1.0)}
        numbers |= {name: attempt.suggest_float(name, 0.0, HIGHEST_NEUTRAL) for name in NEUTRAL}
        return float(ndcg_by_brief(_scores(table, numbers, rows, weights), grades, briefs).mean())

    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED % 2**31))
    study.enqueue_trial(present_numbers())
    study.optimize(reached, n_trials=steps)
    return {name: float(value) for name, value in study.best_params.items()}


def number_learner(table: SignalTable, weights: Sequence[float], steps: int = STEPS) -> Learner:
    """Learns the numbers from some rows and scores others with them."""

    def learn(train: Rows, test: Rows) -> Floats:
        return _scores(table, search(table, weights, train, steps), test, weights)

    return learn


def _scores(table: SignalTable, numbers: Numbers, rows: Rows, weights: Sequence[float]) -> Floats:
    return np.asarray(np.nan_to_num(revalued(table, numbers, rows)) @ np.asarray(weights, dtype=np.float64))


def _optuna() -> Any:
    try:
        import optuna
    except ImportError as error:
        raise WeightsError('Optuna is not installed; `pip install "midlands-match[learn]"` brings it') from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna
