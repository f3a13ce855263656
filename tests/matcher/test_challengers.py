"""Challengers: trees and non-linear numbers find what is there, keep their promises, and are measured fairly."""

from __future__ import annotations

import dataclasses
import sys

import numpy as np
import pytest

from matcher.challengers import NUMBERS, TREES, compared, explained
from matcher.errors import WeightsError
from matcher.nonlinear import NEUTRAL, SHARE, present_numbers, revalued, search
from matcher.signal_table import SignalTable
from matcher.signals import SIGNAL_NAMES
from matcher.trees import tree_learner
from matcher.trials import grouped_trial
from matcher.weights import Weights, read_weights

pytest.importorskip("lightgbm")
pytest.importorskip("optuna")
BRIEFS, ANSWERS, NEEDS = 24, 40, 4
EVEN = [1.0] * len(SIGNAL_NAMES)


def table_of(seed: int = 0) -> SignalTable:
    """Values, stated or not, without any grade yet."""
    draw = np.random.default_rng(seed)
    rows = BRIEFS * ANSWERS
    values = draw.uniform(size=(rows, len(SIGNAL_NAMES)))
    stated = draw.uniform(size=values.shape) > 0.2
    needs = np.sort(draw.uniform(size=(rows, NEEDS)), axis=1)[:, ::-1].astype(np.float32)
    numbers = present_numbers()
    for column, name in enumerate(SIGNAL_NAMES):
        if name in NEUTRAL:
            values[~stated[:, column], column] = numbers[name]
        else:
            stated[:, column] = True
    values[:, SIGNAL_NAMES.index("needs_met")] = needs[:, : NEEDS // 2].mean(axis=1)
    return SignalTable(
        values=values,
        stated=stated,
        needs=needs,
        grades=np.zeros(rows),
        briefs=np.repeat([f"b{n:02}" for n in range(BRIEFS)], ANSWERS),
        opportunities=np.array([f"o{n % ANSWERS:02}" for n in range(rows)]),
        judgements="made",
        asked=(),
    )


def graded(table: SignalTable, truth: np.ndarray) -> SignalTable:
    """The same, the three best of each brief by some truth being its answers."""
    grades = np.zeros(len(truth))
    for brief in np.unique(table.briefs):
        rows = np.flatnonzero(table.briefs == brief)
        grades[rows[np.argsort(-truth[rows])[:3]]] = (3, 2, 2)
    return dataclasses.replace(table, grades=grades)


ALL = np.arange(BRIEFS * ANSWERS)


def test_the_present_numbers_give_the_present_values() -> None:
    table = table_of()
    assert revalued(table, present_numbers(), ALL) == pytest.approx(table.values, abs=1e-6)


def test_a_share_of_needs_counts_the_best_of_them() -> None:
    table = table_of()
    at = SIGNAL_NAMES.index("needs_met")
    for share, most in ((0.1, 1), (0.25, 1), (0.26, 2), (1.0, 4)):
        found = revalued(table, present_numbers() | {SHARE: share}, ALL)[:, at]
        assert found == pytest.approx(table.needs[:, :most].mean(axis=1), abs=1e-6)


def test_a_neutral_value_moves_only_what_is_silent() -> None:
    table = table_of()
    at = SIGNAL_NAMES.index("sector_fit")
    found = revalued(table, present_numbers() | {"sector_fit": 0.123}, ALL)
    assert (found[~table.stated[:, at], at] == 0.123).all()
    assert (found[table.stated[:, at], at] == table.values[table.stated[:, at], at]).all()


def test_the_search_finds_a_number_that_matters() -> None:
    table = table_of()
    truth = revalued(table, present_numbers() | {SHARE: 1.0}, ALL)[:, SIGNAL_NAMES.index("needs_met")]
    alone = [float(name == "needs_met") for name in SIGNAL_NAMES]
    assert search(graded(table, truth), alone, ALL, steps=25)[SHARE] > 0.75


def test_trees_find_what_no_weight_can_say() -> None:
    table = table_of()
    both = np.minimum(table.values[:, 0], table.values[:, 2])  # worth something only together
    made = graded(table, both)
    start = [float(n == 4) for n in range(len(SIGNAL_NAMES))]
    found = grouped_trial(made.values @ start, made.grades, made.briefs, tree_learner(made, start), folds=3)
    assert found.gain > 0.3
    assert found.distinguishable


def test_trees_leave_well_alone() -> None:
    table = table_of()
    made = graded(table, table.values @ np.array(EVEN))
    found = grouped_trial(made.values @ EVEN, made.grades, made.briefs, tree_learner(made, EVEN), folds=3)
    assert found.before == 1
    assert found.after > 0.97


def test_a_higher_signal_never_lowers_what_trees_give() -> None:
    table = table_of()
    made = graded(table, -table.values[:, 0] + 0.3 * table.values[:, 1])  # a signal that misleads
    learn = tree_learner(made, [0.1] * len(SIGNAL_NAMES))
    raised = made.values.copy()
    raised[:ANSWERS, 0] = np.minimum(1.0, raised[:ANSWERS, 0] + 0.3)
    both = dataclasses.replace(made, values=raised)
    train, test = ALL[ANSWERS:], ALL[:ANSWERS]
    assert (tree_learner(both, [0.1] * len(SIGNAL_NAMES))(train, test) >= learn(train, test) - 1e-9).all()


def test_both_are_measured_and_told() -> None:
    table = table_of()
    made = graded(table, table.values @ np.array(EVEN))
    found = compared(made, read_weights(), folds=3, steps=3)
    assert set(found) == {TREES, NUMBERS}
    assert all("distinguishable from noise" in str(trial) for trial in found.values())
    assert len({trial.before for trial in found.values()}) == 1
    told = explained(made, Weights(name="even", weights=dict.fromkeys(SIGNAL_NAMES, 1.0)), steps=2)
    assert "share of needs: 0.50 in force" in told
    assert told.count("\n") == len(NEUTRAL)


@pytest.mark.parametrize("missing", ["lightgbm", "optuna"])
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(WeightsError, match=r"midlands-match\[learn\]"):
        compared(graded(table_of(), table_of().values[:, 0]), read_weights(), steps=1)
