"""Training of what the words around a number of people are worth, on the labelled training briefs.

``python -m matcher.reading.jobs_training`` writes ``weights/jobs.json``.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from matcher.reading.job_weights import WEIGHTS
from matcher.reading.jobs import counts_of
from matcher.reading.label_training import Example, read_examples

FOLDS = 5
STRENGTH = 1.0
"""Inverse of the L2 penalty."""
SURE = 2.0
"""How far above the threshold a count is sure enough to outdo "3 shifts x 18" (log-odds)."""


def tabulate(examples: Sequence[Example]) -> tuple[list[Mapping[str, float]], NDArray[np.bool_], NDArray[np.intp]]:
    """Every count of people in the examples: what is said of it, whether it is the jobs, and its example."""
    said: list[Mapping[str, float]] = []
    right: list[bool] = []
    of: list[int] = []
    for n, example in enumerate(examples):
        label = example.labels.get("jobs")
        for count in counts_of(example.text):
            said.append(count.said)
            right.append(label is not None and _is(label, count.low, count.high))
            of.append(n)
    return said, np.array(right), np.array(of, dtype=np.intp)


def _is(label: Mapping[str, Any], low: int | None, high: int | None) -> bool:
    """Whether a count is the labelled one, or an end of the labelled range."""
    return bool({low, high} - {None} and {low, high} <= {label["low"], label["high"], None})


def threshold(scores: NDArray[np.float64], right: NDArray[np.bool_], of: NDArray[np.intp], wanted: int) -> float:
    """The score from which the best count of a text is given: the one with the best F1. ``wanted`` texts have jobs."""
    best = [max(np.flatnonzero(of == n), key=lambda at: scores[at]) for n in np.unique(of)]
    top, hit = scores[best], right[best]
    steps = np.quantile(top, np.linspace(0.02, 0.98, 97))
    f1 = [2 * hit[top >= s].sum() / ((top >= s).sum() + wanted) for s in steps]
    return float(steps[int(np.argmax(f1))])


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """The weights, and the threshold read off scores of texts that were not fitted."""
    said, right, of = tabulate(examples)
    table = DictVectorizer(sparse=False)
    x = table.fit_transform(said)
    groups = np.array([examples[n].group for n in of])
    unseen = np.zeros(len(right))
    for seen, held in GroupKFold(FOLDS).split(x, groups=groups):
        unseen[held] = _fit(x[seen], right[seen]).decision_function(x[held])
    least = threshold(unseen, right, of, sum("jobs" in e.labels for e in examples))
    worth = _fit(x, right).coef_[0]
    return {
        "worth": {name: round(float(w), 3) for name, w in zip(table.feature_names_, worth, strict=True)},
        "least": round(least, 3),
        "sure": round(least + SURE, 3),
        "trained_on": f"{len(right):,} counts in {len(examples):,} labelled briefs",
    }


def _fit(x: NDArray[np.float64], right: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000).fit(x, right)


def main(examples: Iterable[Example] | None = None) -> dict[str, Any]:
    """Train and write the file; returns what it holds."""
    about = train(tuple(examples) if examples is not None else read_examples())
    about["date"] = datetime.datetime.now(datetime.UTC).date().isoformat()
    WEIGHTS.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return about


if __name__ == "__main__":
    main()
