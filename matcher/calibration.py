"""Calibration: fitting how sure the engine may be, on briefs of which it is known whether anything answers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.confidence import FEATURES, Calibration, features_of
from matcher.judgements.reading import SHIPPED, read_jsonl
from matcher.matcher import Matcher
from matcher.unanswered import OddBrief, UnansweredBrief

MOST_REFUSED = 0.05  # of the answered briefs, which are harder than most: the aim for real ones
STRONG_PRECISION = 0.95  # of what is called strong


@dataclass(frozen=True)
class Example:
    """A brief with its features, and whether anything in the catalogue answers it."""

    features: NDArray[np.float64]
    answered: bool


def examples(matcher: Matcher, progress: Callable[[int, int], None] | None = None) -> list[Example]:
    """The shipped calibration briefs, measured: odd ones that have an answer, and ones that have none.

    The encoder was trained on neither, so that its cosines are those that a new brief will get.
    """
    texts = [(b.text, True) for b in read_jsonl(SHIPPED / "train_answered.jsonl", OddBrief)]
    texts += [(b.text, False) for b in read_jsonl(SHIPPED / "train_nomatch.jsonl", UnansweredBrief)]
    measured: list[Example] = []
    for done, (text, known) in enumerate(texts, start=1):
        ranked = matcher.rank(matcher.read(text))
        measured.append(Example(features_of(ranked.brief, ranked.found, ranked.eligible), known))
        if progress:
            progress(done, len(texts))
    return measured


def fit(data: Sequence[Example], encoder: str, fitted_on: str, date: str) -> Calibration:
    """A logistic regression, the two classes weighing the same, and thresholds read off cross-validated probabilities.

    Raises nothing of its own; scikit-learn refuses data of one class.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x = np.stack([e.features for e in data])
    y = np.array([e.answered for e in data])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, class_weight="balanced", max_iter=1000))
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    out_of_fold = cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1]
    model.fit(x, y)
    scaler, regression = model[0], model[1]
    return Calibration(
        encoder=encoder,
        fitted_on=fitted_on,
        date=date,
        features=FEATURES,
        means=tuple(map(float, scaler.mean_)),
        scales=tuple(map(float, scaler.scale_)),
        coefficients=tuple(map(float, regression.coef_[0])),
        intercept=float(regression.intercept_[0]),
        none_below=float(np.quantile(out_of_fold[y], MOST_REFUSED)),
        strong_from=_strong_from(out_of_fold, y),
    )


def _strong_from(probability: NDArray[np.float64], answered: NDArray[np.bool_]) -> float:
    """The lowest probability above which, both kinds of brief being as frequent, so many are answered."""
    for threshold in np.unique(probability):
        above = probability >= threshold
        right, wrong = above[answered].mean(), above[~answered].mean()
        if right / max(right + wrong, 1e-12) >= STRONG_PRECISION:
            return float(threshold)
    return 1.0
