"""Challengers: other ways of learning, measured as the weights are, so that they can be set beside each other."""

from __future__ import annotations

import numpy as np

from matcher.nonlinear import STEPS, number_learner, present_numbers, search
from matcher.signal_table import SignalTable
from matcher.signals import SIGNAL_NAMES
from matcher.trees import tree_learner
from matcher.trials import Trial, grouped_trial
from matcher.weights import Weights

TREES, NUMBERS = "trees (LightGBM)", "non-linear numbers (Optuna)"


def compared(table: SignalTable, weights: Weights, folds: int = 5, steps: int = STEPS) -> dict[str, Trial]:
    """What each challenger gains over some weights: nested validation grouped by brief, as for learnt weights.

    Raises:
        WeightsError: when LightGBM or Optuna is not installed, or the briefs are too few.
    """
    start = [weights[name] for name in SIGNAL_NAMES]
    before = np.nan_to_num(table.values) @ np.array(start)
    learners = {TREES: tree_learner(table, start), NUMBERS: number_learner(table, start, steps)}
    return {
        name: grouped_trial(before, table.grades, table.briefs, learner, folds) for name, learner in learners.items()
    }


def explained(table: SignalTable, weights: Weights, steps: int = STEPS) -> str:
    """Which numbers are searched, what they are and what all briefs together would have them be, one a line."""
    found = search(table, [weights[name] for name in SIGNAL_NAMES], np.arange(len(table.grades)), steps)
    present = present_numbers()
    return "\n".join(
        f"{name.replace('_', ' ')}: {present[name]:.2f} in force, {found[name]:.2f} found" for name in present
    )
