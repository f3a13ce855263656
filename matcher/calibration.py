"""Calibration: fitting how sure the engine may be, on briefs of which it is known whether anything answers them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.bounded_logistic import BoundedLogistic
from matcher.confidence import ALL_FEATURES, KINDS, NEVER_AGAINST, WORDS_WEIGH, Calibration, features_of, log_odds
from matcher.judgements.reading import SHIPPED, read_jsonl
from matcher.matcher import Matcher
from matcher.reading.label_features import terms_of, word_features
from matcher.unanswered import OddBrief, UnansweredBrief

MOST_REFUSED = 0.05  # of the answered briefs, which are harder than most: the aim for real ones
STRONG_PRECISION = 0.95  # of what is called strong
READER_STRENGTH = 3.0  # inverse of the penalty on the weights of vector and words
FEWEST_TEXTS = 4  # that a term must occur in
MOST_TERMS = 4000


@dataclass(frozen=True)
class Example:
    """A text with its features and vector, and which of ``KINDS`` it is: the first is answered by the catalogue."""

    text: str
    features: NDArray[np.float64]
    vector: NDArray[np.float32]
    kind: int

    @property
    def answered(self) -> bool:
        return self.kind == 0


def examples(matcher: Matcher, progress: Callable[[int, int], None] | None = None) -> list[Example]:
    """The shipped calibration texts, measured: briefs that have an answer, and texts that have none.

    The encoder was trained on neither, so that its cosines are those that a new brief will get.
    """
    texts = [(b.text, 0) for b in read_jsonl(SHIPPED / "train_answered.jsonl", OddBrief)]
    texts += [(b.text, KINDS.index(b.kind)) for b in read_jsonl(SHIPPED / "train_nomatch.jsonl", UnansweredBrief)]
    measured: list[Example] = []
    for done, (text, known) in enumerate(texts, start=1):
        ranked = matcher.rank(matcher.read(text))
        measured.append(
            Example(text, features_of(ranked.brief, ranked.found, ranked.eligible), ranked.found.brief, known)
        )
        if progress:
            progress(done, len(texts))
    return measured


def fit(data: Sequence[Example], encoder: str, fitted_on: str, date: str) -> Calibration:
    """Two logistic regressions, and thresholds read off cross-validated probabilities.

    The first tells from the vector what a text reads like; the second weighs that, as told of texts that the first had
    not seen, with the other features, both answers weighing the same.

    Raises nothing of its own; scikit-learn refuses data of one class.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    vocabulary, idf = _vocabulary([terms_of(e.text) for e in data])
    vectors = np.stack([_row(e, vocabulary, idf) for e in data])
    kinds = np.array([e.kind for e in data])
    reader = LogisticRegression(C=READER_STRENGTH, max_iter=2000)
    unseen = cross_val_predict(
        reader, vectors, kinds, cv=StratifiedKFold(10, shuffle=True, random_state=0), method="decision_function"
    )
    reader.fit(vectors, kinds)
    x = np.hstack([np.stack([e.features for e in data]), log_odds(unseen)])
    y = kinds == 0
    lowest = [0.0 if name in NEVER_AGAINST else None for name in ALL_FEATURES]
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    out_of_fold = cross_val_predict(BoundedLogistic(lowest), x, y, cv=folds, method="predict_proba")[:, 1]
    model = BoundedLogistic(lowest).fit(x, y)
    return Calibration(
        encoder=encoder,
        fitted_on=fitted_on,
        date=date,
        vocabulary=tuple(vocabulary),
        idf=tuple(map(float, idf)),
        kinds=tuple(
            tuple(map(float, np.round([*row, end], 3)))
            for row, end in zip(reader.coef_, reader.intercept_, strict=True)
        ),
        features=ALL_FEATURES,
        means=tuple(map(float, model.means_)),
        scales=tuple(map(float, model.scales_)),
        coefficients=tuple(map(float, model.coef_[:-1])),
        intercept=float(model.coef_[-1]),
        none_below=float(np.quantile(out_of_fold[y], MOST_REFUSED)),
        strong_from=_strong_from(out_of_fold, y),
    )


def _vocabulary(texts: Sequence[set[str]]) -> tuple[dict[str, int], NDArray[np.float64]]:
    """The terms that most texts share, up to ``MOST_TERMS``, with what each weighs."""
    counts = Counter(term for terms in texts for term in terms)
    often = [term for term, n in counts.items() if n >= FEWEST_TEXTS]
    kept = sorted(sorted(often, key=lambda term: (-counts[term], term))[:MOST_TERMS])
    idf = np.array([np.log((1 + len(texts)) / (1 + counts[term])) + 1 for term in kept])
    return {term: n for n, term in enumerate(kept)}, np.round(idf, 3)


def _row(example: Example, vocabulary: Mapping[str, int], idf: NDArray[np.float64]) -> NDArray[np.float64]:
    """The vector of an example and, beside it, its words."""
    words = np.zeros(len(vocabulary))
    at, weights = word_features(terms_of(example.text), vocabulary, idf)
    words[at] = WORDS_WEIGH * weights
    return np.concatenate([example.vector.astype(np.float64), words])


def _strong_from(probability: NDArray[np.float64], answered: NDArray[np.bool_]) -> float:
    """The lowest probability above which, both kinds of brief being as frequent, so many are answered."""
    for threshold in np.unique(probability):
        above = probability >= threshold
        right, wrong = above[answered].mean(), above[~answered].mean()
        if right / max(right + wrong, 1e-12) >= STRONG_PRECISION:
            return float(threshold)
    return 1.0
