"""Dense search: exact cosines by FAISS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

if TYPE_CHECKING:
    import faiss


class DenseIndex:
    """Exact inner products over unit vectors, shape (n, dimension), float32.

    One FAISS thread: in a busy web worker two are slower than one.
    """

    def __init__(self, vectors: Vectors) -> None:
        import faiss

        faiss.omp_set_num_threads(1)
        self._index: faiss.IndexFlatIP = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def cosines(self, queries: Vectors) -> NDArray[np.float32]:
        """The cosine of every query with every vector, shape (queries, n), in the order the vectors were added."""
        found, at = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), len(self))
        cosines = np.empty_like(found)
        np.put_along_axis(cosines, at, found, axis=1)
        return cosines

    def nearest(self, queries: Vectors, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The k nearest vectors of each query: cosines and positions, shape (queries, k), nearest first."""
        found, at = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), min(k, len(self)))
        return found, at
