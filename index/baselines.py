"""Baselines that the engine is measured against: the simple things that somebody would build in an afternoon."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from index.encoder import PLAIN, load_encoder
from index.lexical import LexicalIndex
from index.passages import passages_of, text_key
from opportunities.catalogue import Catalogue


class Baselines:
    """Whole-profile MiniLM cosine, BM25 over whole profiles, and their equal-weight min-max fusion.

    The profile is one text, cut where the encoder stops reading, as such systems do.
    """

    NAMES: ClassVar[tuple[str, ...]] = ("MiniLM cosine", "BM25", "fusion")

    def __init__(self, catalogue: Catalogue) -> None:
        self._encoder = load_encoder(PLAIN)
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._encode([_text(catalogue, n) for n in range(len(catalogue))])
        self._lexical: dict[str, LexicalIndex] = {}

    def rank(self, name: str, text: str, catalogue: Catalogue) -> list[str]:
        """Every opportunity id, best first; ties by id."""
        scores = {"MiniLM cosine": self._cosine, "BM25": self._bm25, "fusion": self._fusion}[name](text, catalogue)
        return [catalogue.ids[n] for n in sorted(range(len(catalogue)), key=lambda n: (-scores[n], catalogue.ids[n]))]

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        missing = {text_key(t): t for t in texts if text_key(t) not in self._vectors}
        if missing:
            self._vectors.update(zip(missing, self._encoder.encode(list(missing.values())), strict=True))
        return np.stack([self._vectors[text_key(t)] for t in texts])

    def _cosine(self, text: str, catalogue: Catalogue) -> NDArray[np.float64]:
        profiles = self._encode([_text(catalogue, n) for n in range(len(catalogue))])
        return np.asarray(profiles @ self._encode([text])[0], dtype=np.float64)

    def _bm25(self, text: str, catalogue: Catalogue) -> NDArray[np.float64]:
        if catalogue.fingerprint not in self._lexical:
            texts = [_text(catalogue, n) for n in range(len(catalogue))]
            self._lexical = {catalogue.fingerprint: LexicalIndex.build(texts)}
        return self._lexical[catalogue.fingerprint].scores(text)

    def _fusion(self, text: str, catalogue: Catalogue) -> NDArray[np.float64]:
        return _min_max(self._cosine(text, catalogue)) + _min_max(self._bm25(text, catalogue))


def _text(catalogue: Catalogue, at: int) -> str:
    return " ".join(p.text for p in passages_of(catalogue[at]))


def _min_max(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = float(scores.max() - scores.min())
    return (scores - scores.min()) / spread if spread else np.zeros_like(scores)
