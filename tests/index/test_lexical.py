"""Lexical scores lie on a fixed scale, and an index that was kept gives the same ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import LexicalIndex

TEXTS = (
    "battery cells for electric vehicles",
    "laboratory space near the hospital, with clinical trials and battery charging",
    "a rail freight terminal at the airport",
    "",
    "R&D grants for battery-cell makers, net-zero and AI",
)
WORDS = st.lists(
    st.sampled_from(["battery", "cells", "rail", "the", "zeppelin", "R&D", "hospital", "AI", "!", "电池", "café"]),
    max_size=12,
)


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def bm25_by_hand(query: list[str], texts: list[list[str]]) -> np.ndarray:
    """Lucene's BM25 over the most it could be, from the formula in the class's own words."""
    n, mean = len(texts), sum(map(len, texts)) / len(texts)
    idf = {w: np.log(1 + (n - sum(w in t for t in texts) + 0.5) / (sum(w in t for t in texts) + 0.5)) for w in query}
    return np.array(
        [
            sum(idf[w] * t.count(w) / (t.count(w) + 1.2 * (0.25 + 0.75 * len(t) / mean)) for w in query)
            / sum(idf.values())
            for t in texts
        ]
    )


def test_values_are_the_formulas() -> None:
    # Words that the stemmer leaves alone and no stop list holds, so that the formula can be worked by hand.
    texts = [["cell", "cell", "gold"], ["gold"], ["tin", "iron", "cell", "lead", "zinc"], ["rail"]]
    index = LexicalIndex.build([" ".join(t) for t in texts])
    for query in (["cell"], ["cell", "gold"], ["cell", "unheard", "tin"]):
        np.testing.assert_allclose(index.scores(" ".join(query)), bm25_by_hand(query, texts), rtol=1e-5)


@given(WORDS)
@settings(max_examples=60, deadline=None)
def test_scores_lie_in_0_to_1_and_repetition_changes_nothing(words: list[str]) -> None:
    index = LexicalIndex.build(TEXTS)
    once, thrice = index.scores(" ".join(words)), index.scores(" ".join(words * 3))
    assert once.shape == (len(TEXTS),)
    assert np.isfinite(once).all()
    assert (once >= 0).all()
    assert (once <= 1).all()
    np.testing.assert_array_equal(once, thrice)


def test_the_order_of_words_changes_nothing(index: LexicalIndex) -> None:
    np.testing.assert_array_equal(index.scores("battery cells rail"), index.scores("rail battery cells"))


def test_a_word_that_no_text_has_lowers_the_score(index: LexicalIndex) -> None:
    plain, with_unknown = index.scores("battery cells"), index.scores("battery cells zeppelin")
    assert plain[0] > with_unknown[0] > 0
    assert (with_unknown <= plain).all()


def test_only_texts_with_a_word_are_found(index: LexicalIndex) -> None:
    found = index.scores("rail")
    assert found[2] > 0
    assert not found[[0, 1, 3, 4]].any()
    assert not index.scores("zeppelin").any()


@pytest.mark.parametrize("query", ["", "   ", "the of and", "!?…", "🙂", "zeppelin"])
def test_a_query_without_known_words_finds_nothing(index: LexicalIndex, query: str) -> None:
    np.testing.assert_array_equal(index.scores(query), np.zeros(len(TEXTS)))


@pytest.mark.parametrize("texts", [[""], ["", "  "], ["the of"], []])
def test_texts_without_words_are_never_found_and_can_be_kept(texts: list[str], tmp_path: Path) -> None:
    built = LexicalIndex.build(texts)
    built.save(tmp_path / "kept")
    for index in (built, LexicalIndex.load(tmp_path / "kept", len(texts))):
        assert len(index) == len(texts)
        np.testing.assert_array_equal(index.scores("battery"), np.zeros(len(texts)))


def test_case_and_inflection_do_not_matter(index: LexicalIndex) -> None:
    np.testing.assert_array_equal(index.scores("BATTERIES"), index.scores("battery"))


def test_a_kept_index_gives_the_same_scores_and_holds_no_pickle(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "kept")
    again = LexicalIndex.load(tmp_path / "kept", len(TEXTS))
    assert len(again) == len(index)
    for query in ("battery cells", "rail zeppelin", "R&D AI", "", "the"):
        np.testing.assert_array_equal(again.scores(query), index.scores(query))
    assert {p.suffix for p in (tmp_path / "kept").iterdir()} <= {".npy", ".json"}
    for kept in (tmp_path / "kept").glob("*.npy"):
        np.load(kept, allow_pickle=False)


def test_saving_over_something_is_refused(index: LexicalIndex, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        index.save(tmp_path)
