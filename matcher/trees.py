"""Trees on top of the present score: LightGBM's lambdarank with monotone constraints, as the challenger to weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from matcher.errors import WeightsError
from matcher.signal_table import SignalTable
from matcher.trials import Learner, Rows
from matcher.tuning import SEED, Floats, WeightTuner, ndcg_by_brief, rows_by_brief

LEAVES = (2, 4, 8)
TREES = (0, 10, 25, 50, 100)  # none at all is the present score, and the choice where trees do not pay
STEP = 0.05
INNER_FOLDS = 3
_HALVES = 2  # labels are whole numbers there; a mean of two judges' grades may be a half


def tree_learner(table: SignalTable, start: Sequence[float]) -> Learner:
    """Learns trees that correct the present score. A signal raised never lowers what they add.

    How many trees, with how many leaves, is chosen by grouped validation within the rows learnt from.

    Raises:
        WeightsError: when LightGBM is not installed.

    Source: Burges 2010, From RankNet to LambdaRank to LambdaMART; LightGBM, Ke and others 2017.
    """
    lightgbm = _lightgbm()

    def fit(rows: Rows, leaves: int, scale: float) -> Any:
        rows = rows[np.concatenate(rows_by_brief(table.briefs[rows]))]  # its groups are stretches of rows
        most = int(_HALVES * table.grades.max())
        data = lightgbm.Dataset(
            table.values[rows],
            label=np.rint(_HALVES * table.grades[rows]),
            group=[len(r) for r in rows_by_brief(table.briefs[rows])],
            init_score=scale * _present(table, rows, start),
            free_raw_data=True,
        )
        parameters = {
            "objective": "lambdarank",
            "monotone_constraints": [1] * table.values.shape[1],
            "num_leaves": leaves,
            "min_data_in_leaf": 20,
            "learning_rate": STEP,
            "label_gain": [n / _HALVES for n in range(most + 1)],
            "lambdarank_truncation_level": 20,
            "seed": SEED % 2**31,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": 1,
            "verbose": -1,
        }
        return lightgbm.train(parameters, data, num_boost_round=max(TREES))

    def scores(model: Any, rows: Rows, trees: int, scale: float) -> Floats:
        score = scale * _present(table, rows, start)
        return score + model.predict(table.values[rows], num_iteration=trees, raw_score=True) if trees else score

    def learn(train: Rows, test: Rows) -> Floats:
        scale = WeightTuner(start, 1e6).fit(table.values[train], table.grades[train], table.briefs[train]).scale_
        reached: dict[tuple[int, int], list[float]] = {(trees, leaves): [] for trees in TREES for leaves in LEAVES}
        for inner, held in GroupKFold(INNER_FOLDS).split(train, groups=table.briefs[train]):
            for leaves in LEAVES:
                model = fit(train[inner], leaves, scale)
                for trees in TREES:
                    given = scores(model, train[held], trees, scale)
                    reached[trees, leaves] += ndcg_by_brief(
                        given, table.grades[train[held]], table.briefs[train[held]]
                    ).tolist()
        trees, leaves = max(reached, key=lambda choice: (round(float(np.mean(reached[choice])), 9), -choice[0]))
        return scores(fit(train, leaves, scale), test, trees, scale)

    return learn


def _present(table: SignalTable, rows: Rows, start: Sequence[float]) -> Floats:
    return np.asarray(np.nan_to_num(table.values[rows]) @ np.asarray(start, dtype=np.float64))


def _lightgbm() -> Any:
    try:
        import lightgbm
    except ImportError as error:
        raise WeightsError('LightGBM is not installed; `pip install "midlands-match[learn]"` brings it') from error
    return lightgbm
