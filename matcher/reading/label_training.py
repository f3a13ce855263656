"""Training of the label classifiers on the labelled training briefs; run again for another encoder or more labels.

``python -m matcher.reading.label_training [--encoder NAME] [--date YYYY-MM-DD] [--folder FOLDER]``
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from index.encoder import DEFAULT_ENCODER, Encoder, load_encoder
from index.windows import windows
from matcher.reading.classifier import SCALES, WEIGHTS, chosen, hits_of, sigmoid
from matcher.reading.label_features import Floats, lexicon_features, ranked_features, terms_of, word_features
from matcher.reading.negation import negated_stretches
from opportunities.sectors import root

JUDGEMENTS = Path(__file__).parent.parent / "judgements"
FOLDS = 5
FEWEST_TEXTS = 4
"""Texts that a word or pair must occur in to be in the vocabulary."""
STRENGTH = 0.67
"""Inverse of the first stage's L2 penalty."""
SEED = 20261125
HEADS = {"full": ("vector", "words", "lexicon"), "words": ("words", "lexicon"), "lexicon": ()}
TASKS: dict[str, tuple[str, Callable[[str], str]]] = {
    "sectors": ("sectors", root), "activities": ("activities", str), "investors": ("investor_type", str),
}  # fmt: skip
"""Each task with the key of its labels and the way from a lexicon's heading to a label."""
Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Example:
    """A training brief with its labels."""

    brief_id: str
    group: str
    text: str
    labels: dict[str, Any]


def read_examples(folder: Path = JUDGEMENTS) -> tuple[Example, ...]:
    """The labelled training briefs, in the order of the files. An unlabelled brief is left out.

    Briefs of one opportunity form a group; a brief of the calibration files is a group of its own.
    """
    labels = {row["brief_id"]: row["labels"] for row in _rows(folder / "train_labels.jsonl")}
    found = [
        Example(b["brief_id"], b["opportunity_id"], b["text"], labels[b["brief_id"]])
        for b in _rows(folder / "train_briefs.jsonl")
        if b["brief_id"] in labels
    ]
    found += [
        Example(b["brief_id"], b["brief_id"], b["text"], b["labels"])
        for name in ("train_answered.jsonl", "train_nomatch.jsonl", "train_labelled.jsonl")
        for b in _rows(folder / name)
        if "labels" in b
    ]
    return tuple(found)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def vectors_of(texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    """The unit vector of each text: the mean of its windows'."""
    found = []
    for text in texts:
        mean = encoder.encode(windows([text], encoder)).mean(axis=0)
        found.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
    return np.array(found, dtype=np.float32)


@dataclass(frozen=True)
class Table:
    """All that training needs of the texts for one task."""

    labels: tuple[str, ...]
    truth: Truth
    lexical: Floats
    terms: tuple[set[str], ...]
    vectors: NDArray[np.float32]
    groups: NDArray[np.str_]


def tabulate(task: str, examples: Sequence[Example], vectors: NDArray[np.float32], more: Sequence[str] = ()) -> Table:
    """The features and labels of the examples. ``more`` are labels of which there may be no example."""
    key, label_of = TASKS[task]
    given = [_as_list(e.labels.get(key)) for e in examples]
    labels = tuple(sorted({label for row in given for label in row} | set(more)))
    negated = [negated_stretches(e.text) for e in examples]
    lexical = np.array(
        [lexicon_features(hits_of(task, e.text, n), labels, label_of) for e, n in zip(examples, negated, strict=True)]
    )
    truth = np.array([[label in row for label in labels] for row in given])
    terms = tuple(terms_of(e.text, n) for e, n in zip(examples, negated, strict=True))
    return Table(labels, truth, lexical, terms, vectors, np.array([e.group for e in examples]))


def _as_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _vocabulary(terms: Sequence[set[str]]) -> tuple[dict[str, int], Floats]:
    counts = Counter(term for found in terms for term in found)
    kept = sorted(term for term, n in counts.items() if n >= FEWEST_TEXTS)
    idf = np.array([np.log((1 + len(terms)) / (1 + counts[term])) + 1 for term in kept])
    return {term: n for n, term in enumerate(kept)}, idf


@dataclass(frozen=True)
class First:
    """The first stage of one head: weights for each group of features, and the bias of each label."""

    vocabulary: dict[str, int]
    idf: Floats
    weights: dict[str, Floats]
    bias: Floats

    def scores(self, table: Table, rows: NDArray[np.intp]) -> Floats:
        found = np.tile(self.bias, (len(rows), 1))
        for group, weights in self.weights.items():
            found += _matrix(group, table, rows, self.vocabulary, self.idf) @ weights
        return found


def _matrix(group: str, table: Table, rows: NDArray[np.intp], vocabulary: dict[str, int], idf: Floats) -> Floats:
    if group == "vector":
        return SCALES[group] * table.vectors[rows].astype(np.float64)
    if group == "lexicon":
        return SCALES[group] * table.lexical[rows].transpose(0, 2, 1).reshape(len(rows), -1)
    matrix = np.zeros((len(rows), len(vocabulary)))
    for n, row in enumerate(rows):
        at, weights = word_features(table.terms[row], vocabulary, idf)
        matrix[n, at] = weights
    return SCALES[group] * matrix


def fit_first(table: Table, rows: NDArray[np.intp], head: str) -> First:
    """One-vs-rest logistic regression, solved in the span of the texts: exact, and much smaller than the vocabulary."""
    vocabulary, idf = _vocabulary([table.terms[n] for n in rows])
    groups = HEADS[head]
    parts = [_matrix(group, table, rows, vocabulary, idf) for group in groups]
    bias = np.full(len(table.labels), -4.0)
    if not groups:
        return First(vocabulary, idf, {}, np.zeros(len(table.labels)))
    matrix = np.hstack(parts)
    values, basis = np.linalg.eigh(matrix @ matrix.T)
    kept = values > 1e-8 * values.max()
    basis, roots = basis[:, kept], np.sqrt(values[kept])
    back = (matrix.T @ basis) / roots
    weights = np.zeros((matrix.shape[1], len(table.labels)))
    for n in range(len(table.labels)):
        yes = table.truth[rows, n]
        if 1 < yes.sum() < len(yes):
            rare = float(np.sqrt((~yes).sum() / yes.sum()))
            model = LogisticRegression(C=STRENGTH, max_iter=300, class_weight={0: 1.0, 1: max(rare, 1.0)})
            model.fit(basis * roots, yes)
            weights[:, n], bias[n] = back @ model.coef_[0], model.intercept_[0]
    ends = np.cumsum([part.shape[1] for part in parts])
    return First(vocabulary, idf, dict(zip(groups, np.split(weights, ends[:-1]), strict=True)), bias)


def _second_features(table: Table, rows: NDArray[np.intp], scores: Floats, prior: Floats) -> Floats:
    return np.concatenate([ranked_features(s, table.lexical[n], prior) for s, n in zip(scores, rows, strict=True)])


def _fit_second(features: Floats, truth: Truth) -> tuple[Floats, float]:
    model = LogisticRegression(C=1.0, max_iter=500, random_state=SEED).fit(features, truth.ravel())
    return model.coef_[0], float(model.intercept_[0])


def scored(picked: Truth, truth: Truth) -> tuple[float, float, float]:
    """Micro precision, recall and F1."""
    right = int((picked & truth).sum())
    return (
        right / max(int(picked.sum()), 1),
        right / max(int(truth.sum()), 1),
        2 * right / max(int(picked.sum() + truth.sum()), 1),
    )


def tune(probabilities: Floats, truth: Truth, most: int) -> list[float]:
    """The thresholds of the first, second and third label that give the best micro F1."""
    best, kept = -1.0, [0.5]
    steps = [float(x) for x in np.arange(0.1, 0.8, 0.04)]
    for first in steps:
        for second in [s for s in steps if s >= first] if most > 1 else [9.0]:
            for third in (0.3, 0.4, 0.5, 0.6, 9.0) if most > 2 else (9.0,):
                row = [first, second, max(third, second)][:most]
                f1 = scored(np.array([chosen(p, row) for p in probabilities]), truth)[2]
                if f1 > best:
                    best, kept = f1, row
    return [round(x, 2) for x in kept]


@dataclass(frozen=True)
class Trained:
    """A head's numbers, thresholds, and what cross-validation measured."""

    numbers: dict[str, Floats]
    vocabulary: dict[str, int]
    idf: Floats
    thresholds: list[float]
    measured: tuple[float, float, float]


def train_head(table: Table, head: str, most: int) -> Trained:
    """Both stages of one head; the second and the thresholds on scores of texts that the first had not seen."""
    everything = np.arange(len(table.terms))
    folds = list(GroupKFold(FOLDS).split(everything, groups=table.groups))
    prior = np.maximum(table.truth.mean(axis=0), 0.002)
    unseen = np.zeros(table.truth.shape)
    for seen, held in folds:
        unseen[held] = fit_first(table, seen, head).scores(table, held)
    features = _second_features(table, everything, unseen, prior)
    by_text = features.reshape(*table.truth.shape, -1)
    probabilities = np.zeros(table.truth.shape)
    for seen, held in folds:
        weights, bias = _fit_second(by_text[seen].reshape(-1, by_text.shape[2]), table.truth[seen])
        probabilities[held] = sigmoid(by_text[held] @ weights + bias)
    thresholds = tune(probabilities, table.truth, most)
    picked = np.array([chosen(p, thresholds) for p in probabilities])
    first = fit_first(table, everything, head)
    weights, bias = _fit_second(features, table.truth)
    numbers = {f"{head}_second": weights, f"{head}_second_bias": np.array([bias]), f"{head}_bias": first.bias}
    numbers |= {f"{head}_{group}": part for group, part in first.weights.items()}
    return Trained(numbers, first.vocabulary, first.idf, thresholds, scored(picked, table.truth))


def train(task: str, examples: Sequence[Example], encoder: Encoder, vectors: NDArray[np.float32], date: str,
          folder: Path, more: Sequence[str] = ()) -> dict[str, Any]:  # fmt: skip
    """Train a task and write its ``labels_<task>.npz`` and sidecar; returns the sidecar."""
    table = tabulate(task, examples, vectors, more)
    heads = {head: train_head(table, head, 1 if task == "investors" else 3) for head in HEADS}
    numbers: dict[str, NDArray[Any]] = {}
    for head in heads.values():
        numbers |= {name: array.astype(np.float16) for name, array in head.numbers.items()}
    numbers["idf"] = heads["full"].idf.astype(np.float16)
    numbers["prior"] = np.maximum(table.truth.mean(axis=0), 0.002).astype(np.float32)
    path = folder / f"labels_{task}.npz"
    np.savez_compressed(path, allow_pickle=False, **numbers)
    names = ("precision", "recall", "f1")
    about = {
        "task": task,
        "labels": table.labels,
        "encoder": encoder.fingerprint,
        "features": {head: groups for head, groups in HEADS.items()},
        "scales": SCALES,
        "thresholds": {head: trained.thresholds for head, trained in heads.items()},
        "cross_validated": {
            h: dict(zip(names, (round(x, 4) for x in t.measured), strict=True)) for h, t in heads.items()
        },
        "trained_on": f"{len(examples)} labelled training briefs, {FOLDS} folds by opportunity",
        "date": date,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "vocabulary": sorted(heads["full"].vocabulary, key=heads["full"].vocabulary.__getitem__),
    }
    sidecar = path.with_suffix(".json")
    sidecar.write_text(json.dumps(about, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return about


def main(arguments: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Train every task and write its files; returns the sidecars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", default=DEFAULT_ENCODER)
    parser.add_argument("--date", default=datetime.datetime.now(datetime.UTC).date().isoformat())
    parser.add_argument("--folder", type=Path, default=WEIGHTS)
    given = parser.parse_args(arguments)
    encoder = load_encoder(given.encoder)
    examples = read_examples()
    vectors = vectors_of([e.text for e in examples], encoder)
    more = {"sectors": ("Mining", "Maritime", "Water")}
    return [train(t, examples, encoder, vectors, given.date, given.folder, more.get(t, ())) for t in TASKS]


if __name__ == "__main__":
    main()
