"""Dense search gives the cosines that brute force gives, value by value."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import DenseIndex


def unit_vectors(rows: int, columns: int, seed: int) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(rows, columns)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize(("rows", "queries", "columns"), [(1, 1, 8), (50, 7, 32), (301, 3, 384)])
def test_cosines_are_those_of_brute_force_in_the_order_added(rows: int, queries: int, columns: int) -> None:
    vectors, asked = unit_vectors(rows, columns, 1), unit_vectors(queries, columns, 2)
    expected = asked.astype(np.float64) @ vectors.astype(np.float64).T
    found = DenseIndex(vectors).cosines(asked)
    assert found.shape == (queries, rows)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_equal_vectors_each_get_their_cosine() -> None:
    """FAISS may return ties in any order; no position may be left unwritten or written twice."""
    one = unit_vectors(1, 16, 3)
    vectors = np.vstack([one, one, -one, one, np.zeros((1, 16), np.float32)])
    np.testing.assert_allclose(DenseIndex(vectors).cosines(one), [[1, 1, -1, 1, 0]], atol=1e-6)


def test_nearest_are_the_best_of_brute_force_best_first() -> None:
    vectors, asked = unit_vectors(200, 24, 4), unit_vectors(5, 24, 5)
    brute = asked @ vectors.T
    found, at = DenseIndex(vectors).nearest(asked, 10)
    np.testing.assert_array_equal(at, np.argsort(-brute, axis=1)[:, :10])
    np.testing.assert_allclose(found, -np.sort(-brute, axis=1)[:, :10], atol=1e-6)


def test_nearest_of_more_than_there_are_gives_all() -> None:
    vectors = unit_vectors(3, 8, 6)
    found, at = DenseIndex(vectors).nearest(vectors[:1], 99)
    assert found.shape == at.shape == (1, 3)
    assert sorted(at[0]) == [0, 1, 2]


def test_float64_and_transposed_input_are_read_right() -> None:
    """A caller may hand over a view; FAISS itself would read its memory in the wrong order."""
    vectors = np.asfortranarray(unit_vectors(20, 12, 7).astype(np.float64))
    index = DenseIndex(vectors)  # type: ignore[arg-type]
    assert len(index) == 20
    np.testing.assert_allclose(index.cosines(vectors), vectors @ vectors.T, atol=1e-6)  # type: ignore[arg-type]
