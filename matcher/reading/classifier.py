"""The label classifier at reading time: a few dot products over words, trade words and, if there is one, the vector.

Two stages. The first scores every label by its own logistic regression; the second, one for all labels, weighs that
score with the trade words and with how the other labels fare, so that rare labels profit from the frequent ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.brief import Span
from matcher.errors import WeightsError
from matcher.reading.label_features import (
    Floats,
    lexicon_features,
    ranked_features,
    terms_of,
    word_features,
)
from matcher.reading.lexicon import Hit, lexicon

WEIGHTS = Path(__file__).parent.parent / "weights"
SCALES = {"vector": 5.0, "words": 4.5, "lexicon": 0.7}
"""How much each group of features counts before regularisation."""
FEWEST_WORDS = 0.25
"""Share of a text's words that the vocabulary must hold; below, it is another language and only trade words count."""


@dataclass(frozen=True)
class Verdict:
    """A label, its probability, and whether it is above the threshold of its rank."""

    label: str
    probability: float
    chosen: bool


def sigmoid(values: Floats) -> Floats:
    """1 / (1 + e^-x), safe for any x."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)), dtype=np.float64)


def chosen(probabilities: Floats, thresholds: Sequence[float]) -> NDArray[np.bool_]:
    """Which labels a text has: the n-th most probable if it is above the n-th threshold."""
    picked = np.zeros(len(probabilities), dtype=np.bool_)
    for n, threshold in zip(np.argsort(-probabilities, kind="stable"), thresholds, strict=False):
        picked[n] = probabilities[n] > threshold
    return picked


class LabelClassifier:
    """The numbers of one task ("sectors", "activities", "investors") and how they are applied."""

    def __init__(self, about: dict[str, Any], numbers: dict[str, NDArray[Any]]) -> None:
        self.task: str = about["task"]
        self.labels: tuple[str, ...] = tuple(about["labels"])
        self.encoder: str = about["encoder"]
        self._thresholds: dict[str, list[float]] = about["thresholds"]
        self._vocabulary = {term: n for n, term in enumerate(about["vocabulary"])}
        self._numbers = {name: array.astype(np.float64) for name, array in numbers.items()}
        self._prior = self._numbers["prior"]
        self._singles = frozenset(term for term in self._vocabulary if " " not in term)

    def judge(
        self,
        text: str,
        hits: Sequence[Hit],
        vector: NDArray[np.float32] | None,
        negated: Sequence[Span],
        label_of: Callable[[str], str] = str,
    ) -> tuple[Verdict, ...]:
        """Every label with its probability, most probable first.

        ``vector`` must come from the encoder trained for (``self.encoder``); None, or one of another length, is left
        out.
        """
        lexical = lexicon_features(hits, self.labels, label_of)
        terms = terms_of(text, negated)
        head, scores = self._first(terms, lexical, vector)
        features = ranked_features(scores, lexical, self._prior)
        logits = features @ self._numbers[f"{head}_second"] + self._numbers[f"{head}_second_bias"]
        probabilities = sigmoid(np.asarray(logits, dtype=np.float64))
        picked = chosen(probabilities, self._thresholds[head])
        if head == "lexicon":
            picked &= lexical.any(axis=1)
        order = np.argsort(-probabilities, kind="stable")
        return tuple(Verdict(self.labels[n], float(probabilities[n]), bool(picked[n])) for n in order)

    def _first(self, terms: set[str], lexical: Floats, vector: NDArray[np.float32] | None) -> tuple[str, Floats]:
        single = [term for term in terms if " " not in term]
        known = sum(term in self._singles for term in single)
        if not single or known < FEWEST_WORDS * len(single):
            return "lexicon", np.zeros(len(self.labels))
        with_vector = vector is not None and vector.shape == (self._numbers["full_vector"].shape[0],)
        head = "full" if with_vector else "words"
        at, weights = word_features(terms, self._vocabulary, self._numbers["idf"])
        scores = self._numbers[f"{head}_bias"].copy()
        scores += SCALES["words"] * (weights @ self._numbers[f"{head}_words"][at])
        scores += SCALES["lexicon"] * (lexical.T.ravel() @ self._numbers[f"{head}_lexicon"])
        if with_vector and vector is not None:
            safe = np.nan_to_num(vector.astype(np.float64))
            scores += SCALES["vector"] * (safe @ self._numbers["full_vector"])
        return head, scores


@cache
def classifier(task: str, folder: Path = WEIGHTS) -> LabelClassifier:
    """The shipped classifier of a task, read once.

    Raises:
        WeightsError: when its files are missing or do not belong together.
    """
    table, sidecar = folder / f"labels_{task}.npz", folder / f"labels_{task}.json"
    try:
        about = json.loads(sidecar.read_text(encoding="utf-8"))
        found = hashlib.sha256(table.read_bytes()).hexdigest()
        with np.load(table, allow_pickle=False) as arrays:
            numbers = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError) as error:
        raise WeightsError(f"cannot read {table.name}: {error}; reinstall the package") from error
    if found != about.get("sha256"):
        raise WeightsError(f"{table.name} is not the file that {sidecar.name} describes; reinstall the package")
    return LabelClassifier(about, numbers)


def hits_of(task: str, text: str, negated: Sequence[Span]) -> tuple[Hit, ...]:
    """The trade words of a task in a text, outside what it negates."""
    return lexicon(task).hits(text, negated)
