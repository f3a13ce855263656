"""Tests of the weight tuner: on data whose weights are known, on noise, and on bad input."""

from __future__ import annotations

import ir_measures
import numpy as np
import pytest
from ir_measures import nDCG

from matcher.errors import WeightsError
from matcher.trials import grouped_trial, learning_curve, trial, weight_learner
from matcher.tuning import WeightTuner, choose_alpha, ndcg_by_brief, rows_by_brief, weight_intervals

BRIEFS, ANSWERS = 24, 30


def made(weights: list[float], noise: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Graded briefs whose three best answers are those that ``weights`` put first."""
    generator = np.random.default_rng(seed)
    values = generator.uniform(size=(BRIEFS * ANSWERS, len(weights)))
    truth = values @ np.array(weights) + noise * generator.normal(size=len(values))
    groups = np.repeat([f"brief-{n:02}" for n in range(BRIEFS)], ANSWERS)
    grades = np.zeros(len(values))
    for brief in np.unique(groups):
        rows = np.flatnonzero(groups == brief)
        grades[rows[np.argsort(-truth[rows])[:3]]] = (3, 2, 2)
    return values, grades, groups


def test_known_weights_are_recovered() -> None:
    values, grades, groups = made([1.0, 0.0, 0.5], 0.02)
    tuner = WeightTuner([1.0, 1.0, 1.0], 0.001).fit(values, grades, groups)
    first, second, third = tuner.coef_ / tuner.coef_[0]
    assert first == 1
    assert second < 0.1
    assert third == pytest.approx(0.5, abs=0.15)
    assert tuner.score(values, grades, groups) > 0.9


def test_weights_are_never_negative() -> None:
    values, grades, groups = made([1.0, -2.0], 0.1)
    assert (WeightTuner([1.0, 1.0], 0.001).fit(values, grades, groups).coef_ >= 0).all()


def test_a_strong_pull_keeps_the_start() -> None:
    values, grades, groups = made([1.0, 0.0, 0.5], 0.1)
    tuner = WeightTuner([0.2, 0.9, 0.4], 1e6).fit(values, grades, groups)
    assert tuner.coef_ == pytest.approx([0.2, 0.9, 0.4], abs=1e-3)


def test_the_order_of_rows_changes_nothing() -> None:
    values, grades, groups = made([1.0, 0.0, 0.5], 0.1)
    shuffled = np.random.default_rng(1).permutation(len(values))
    one = WeightTuner([1.0, 1.0, 1.0], 0.1).fit(values, grades, groups).coef_
    other = WeightTuner([1.0, 1.0, 1.0], 0.1).fit(values[shuffled], grades[shuffled], groups[shuffled]).coef_
    assert one == pytest.approx(other, rel=1e-3)


def test_a_signal_that_abstains_is_as_if_it_were_zero_throughout() -> None:
    values, grades, groups = made([1.0, 0.5], 0.1)
    silent = values.copy()
    silent[groups == "brief-00", 1] = np.nan
    tuner = WeightTuner([1.0, 1.0], 0.1).fit(silent, grades, groups)
    assert np.isfinite(tuner.coef_).all()
    assert np.isfinite(tuner.predict(silent)).all()


def test_a_gain_is_told_from_noise_and_noise_from_a_gain() -> None:
    values, grades, groups = made([1.0, 0.0, 0.5], 0.05)
    real = trial(values, grades, groups, [0.1, 1.0, 0.1], folds=3)
    assert real.low > 0
    assert real.p < 0.05
    assert str(real).endswith("This gain is distinguishable from noise.")
    shuffled = np.random.default_rng(3).permutation(grades)
    none = trial(values, shuffled, groups, [1.0, 1.0, 1.0], folds=3)
    assert none.low <= 0
    assert str(none).endswith("This gain is not distinguishable from noise.")


def test_a_learner_never_sees_the_briefs_it_is_measured_on() -> None:
    values, grades, groups = made([1.0, 0.0, 0.5], 0.05)
    seen: list[str] = []

    def learner(train: np.ndarray, test: np.ndarray) -> np.ndarray:
        assert not set(groups[train]) & set(groups[test])
        seen.extend(set(groups[test]))
        return grades[test]

    found = grouped_trial(values[:, 1], grades, groups, learner)
    assert sorted(seen) == sorted(set(groups))
    assert found.after == 1
    assert list(found.names) == sorted(set(groups))
    assert found.gains == pytest.approx(1 - ndcg_by_brief(values[:, 1], grades, groups))


def test_gains_are_told_brief_by_brief() -> None:
    values, grades, groups = made([1.0, 0.0, 0.5], 0.05)
    found = trial(values, grades, groups, [0.1, 1.0, 0.1], folds=3)
    assert np.mean(found.gains) == pytest.approx(found.gain)
    assert found.after - found.before == pytest.approx(found.gain)


def test_the_curve_rises_with_what_is_graded() -> None:
    values, grades, groups = made([1.0, 0.0, 0.5], 0.05)
    few, many = learning_curve(values, grades, groups, [0.3, 1.0, 0.3], 0.01, sizes=(1, 16, 200), folds=3)
    assert (few.briefs, many.briefs) == (1, 16)
    assert many.gain.mean > few.gain.mean
    whole = grouped_trial(
        values @ [0.3, 1.0, 0.3], grades, groups, weight_learner(values, grades, groups, [0.3, 1.0, 0.3], 0.01), 3
    )
    assert many.reached.mean == pytest.approx(whole.after, abs=1e-9)


def test_rows_are_found_by_brief() -> None:
    assert [r.tolist() for r in rows_by_brief(["b", "a", "b", "c", "a"])] == [[1, 4], [0, 2], [3]]


def test_intervals_hold_the_truth() -> None:
    values, grades, groups = made([1.0, 0.0, 0.5], 0.1)
    low, high = weight_intervals(values, grades, groups, [1.0, 0.0, 0.5], 0.1, draws=20)
    assert (low <= [1.0, 0.02, 0.5]).all()
    assert (high >= [0.98, 0.0, 0.48]).all()
    assert choose_alpha(values, grades, groups, [1.0, 0.0, 0.5]) > 0


def test_ndcg_is_that_of_the_field() -> None:
    values, grades, groups = made([1.0, 0.3], 1.0)
    scores = values[:, 1]
    names = [str(n) for n in range(len(values))]
    rows = list(zip(groups, names, grades, scores, strict=True))
    qrels = [ir_measures.Qrel(g, n, int(y)) for g, n, y, _ in rows]
    run = [ir_measures.ScoredDoc(g, n, float(s)) for g, n, _, s in rows]
    theirs = {m.query_id: m.value for m in ir_measures.iter_calc([nDCG(dcg="log2") @ 10], qrels, run)}
    assert ndcg_by_brief(scores, grades, groups) == pytest.approx([theirs[b] for b in np.unique(groups)])


@pytest.mark.parametrize(
    ("values", "grades", "groups", "words"),
    [
        (np.ones((3, 2)), [0, 1, 2], ["a"] * 3, "do not fit 3 weights"),
        (np.ones((3, 3)), [0, 1], ["a"] * 3, "do not fit"),
        (np.ones((3, 3)), [1, 1, 1], ["a"] * 3, "grade more answers"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(
    values: np.ndarray, grades: list[int], groups: list[str], words: str
) -> None:
    with pytest.raises(WeightsError, match=words):
        WeightTuner([1.0, 1.0, 1.0]).fit(values, grades, groups)
    with pytest.raises(WeightsError, match="too few"):
        trial(np.ones((3, 3)), [0, 1, 2], ["a"] * 3, [1.0, 1.0, 1.0])
