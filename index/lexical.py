"""Lexical search: BM25 by bm25s over stemmed words, on a scale that means the same for every brief."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import bm25s
    import Stemmer

_WORD = r"(?u)\b\w[\w&+-]*\b"


@cache
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer

    return Stemmer.Stemmer("english")


def _tokenise(texts: Sequence[str]) -> list[list[str]]:
    import bm25s

    tokens = bm25s.tokenize(
        list(texts), stopwords="en", stemmer=_stemmer(), token_pattern=_WORD, return_ids=False, show_progress=False
    )
    return [list(words) for words in tokens]


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """The words of a text as lexical search compares them, in order: small, stemmed, without function words."""
    return tuple(_tokenise([text])[0])


class LexicalIndex:
    """BM25 (Lucene's variant, k1 1.2, b 0.75) over texts.

    A score is the share of the query's weight that a text carries: the BM25 sum over the sum of the query words'
    inverse document frequencies, which is the most it could be; a word that no text carries counts in the whole.
    So it lies in [0, 1], and repeating a word in the query changes nothing.
    Source: Robertson and Zaragoza (2009), doi:10.1561/1500000019; the scale is the theoretical minimum and maximum
    of Bruch, Gai and Ingber (2023), doi:10.1145/3596512.
    """

    def __init__(self, bm25: bm25s.BM25 | None, size: int) -> None:
        """Around an index that bm25s built; null when no text has a word. Use ``build`` or ``load``."""
        self._bm25 = bm25
        self._size = size
        self._vocabulary: dict[str, int] = bm25.vocab_dict if bm25 is not None else {}
        documents = np.diff(bm25.scores["indptr"]) if bm25 is not None else np.zeros(0)
        self._idf = np.log(1 + (size - documents + 0.5) / (documents + 0.5))
        self._unknown_idf = float(np.log(1 + (size + 0.5) / 0.5))

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """The index of some texts; a text without words can never be found."""
        import bm25s

        corpus = _tokenise(texts)
        vocabulary: dict[str, int] = {}
        for words in corpus:
            for word in words:
                vocabulary.setdefault(word, len(vocabulary))
        if not vocabulary:
            return cls(None, len(texts))
        bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        ids = [[vocabulary[word] for word in words] for words in corpus]
        bm25.index(bm25s.tokenization.Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        return cls(bm25, len(texts))

    def save(self, folder: Path) -> None:
        """Keep it in a new folder, in bm25s's own files: plain arrays and JSON, no pickle."""
        folder.mkdir()
        if self._bm25 is not None:
            self._bm25.save(folder, allow_pickle=False, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """The index kept in a folder, over ``size`` texts."""
        import bm25s

        if not any(folder.iterdir()):
            return cls(None, size)
        return cls(bm25s.BM25.load(folder, allow_pickle=False, show_progress=False), size)

    def __len__(self) -> int:
        return self._size

    def scores(self, query: str) -> NDArray[np.float64]:
        """The score of every text for a query, in [0, 1], shape (n,). Nothing in common gives 0."""
        words = dict.fromkeys(_tokenise([query])[0])
        known = np.array(sorted(self._vocabulary[w] for w in words if w in self._vocabulary), dtype=np.int64)
        if self._bm25 is None or not known.size:
            return np.zeros(self._size)
        most = float(self._idf[known].sum()) + self._unknown_idf * (len(words) - known.size)
        found = np.asarray(self._bm25.get_scores_from_ids(known.tolist()), dtype=np.float64)
        return np.clip(found / most, 0.0, 1.0)
