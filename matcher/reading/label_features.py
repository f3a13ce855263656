"""What a text shows of each label, in numbers: the features shared by training and reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.brief import Span
from matcher.reading.lexicon import Hit, folded

Floats = NDArray[np.float64]
NEAR = 300
"""Characters from the beginning at which an early word is worth half."""
KINDS = 4
"""Numbers a label has from the lexicon: words, words where the firm describes itself, words wished for, how early."""
RANKS = 3
_TOKEN = re.compile(r"[^\W\d_]{2,}")


def lexicon_features(hits: Sequence[Hit], labels: Sequence[str], label_of: Callable[[str], str]) -> Floats:
    """For each label the ``KINDS`` numbers, shape (labels, KINDS). A word counts once however often it stands."""
    at = {label: n for n, label in enumerate(labels)}
    seen: tuple[dict[int, set[str]], ...] = ({}, {}, {})
    first: dict[int, int] = {}
    for hit in hits:
        n = at.get(label_of(hit.label))
        if n is None or (hit.weak and not hit.own):
            continue
        for which, counts in enumerate((True, hit.own, hit.wish)):
            if counts:
                seen[which].setdefault(n, set()).add(hit.term)
        first[n] = min(first.get(n, hit.start), hit.start)
    features = np.zeros((len(labels), KINDS))
    for which, terms in enumerate(seen):
        for n, words in terms.items():
            features[n, which] = np.log1p(len(words))
    for n, start in first.items():
        features[n, 3] = 1 / (1 + start / NEAR)
    return features


def terms_of(text: str, skipped: Sequence[Span] = ()) -> set[str]:
    """The words and pairs of neighbouring words of a text, folded, outside ``skipped``. Repetition adds nothing."""
    pieces: list[str] = []
    last = 0
    for span in sorted(skipped, key=lambda s: s.start):
        pieces.append(text[last : span.start])
        last = max(last, span.end)
    pieces.append(text[last:])
    found: set[str] = set()
    for piece in pieces:
        words = _TOKEN.findall(folded(piece)[0])
        found.update(words)
        found.update(f"{a} {b}" for a, b in pairwise(words))
    return found


def word_features(terms: set[str], vocabulary: Mapping[str, int], idf: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Places in the vocabulary of a text's terms, and their weights, of unit length together."""
    at = np.array(sorted(vocabulary[term] for term in terms if term in vocabulary), dtype=np.intp)
    weights = idf[at]
    norm = float(np.linalg.norm(weights))
    return at, weights / norm if norm else weights


def ranked_features(scores: Floats, lexical: Floats, prior: Floats) -> Floats:
    """What is known of each label beside the others, shape (labels, 10): the second stage's features."""
    count = len(scores)
    rank = np.empty(count, dtype=np.intp)
    rank[np.argsort(-scores, kind="stable")] = np.arange(count)
    ordered = np.sort(scores)[::-1]
    other = np.where(rank == 0, ordered[1], ordered[0])
    share = lexical[:, :3] / np.maximum(lexical[:, :3].sum(axis=0), 1e-6)
    columns = [scores, scores - other, *(rank == n for n in range(RANKS)), *lexical.T, *share.T, np.log(prior)]
    return np.stack([np.asarray(c, dtype=np.float64) for c in columns], axis=1)
