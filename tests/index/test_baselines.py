"""Baselines: the simple things are what they say they are, worked out again by hand."""

from __future__ import annotations

import numpy as np
import pytest

from index.baselines import Baselines
from index.encoder import SentenceTransformersEncoder
from index.lexical import LexicalIndex
from index.passages import passages_of
from opportunities.catalogue import Catalogue

BRIEF = "Battery maker seeks equity funding of one million pounds and a test line."
FEW = ("magna-park-corby", "micra-midlands", "midlands-engine-observatory", "melton-stockyard", "midlands-rail-hub")


@pytest.fixture(scope="module")
def few(catalogue: Catalogue) -> Catalogue:
    return Catalogue(catalogue.opportunity(opportunity_id) for opportunity_id in FEW)


@pytest.fixture(scope="module")
def baselines(few: Catalogue) -> Baselines:
    return Baselines(few)


def texts(catalogue: Catalogue) -> list[str]:
    return [" ".join(p.text for p in passages_of(o)) for o in catalogue]


def by_score(catalogue: Catalogue, scores: np.ndarray) -> list[str]:
    return [i for _, i in sorted(zip(-scores, catalogue.ids, strict=True))]


def min_max(scores: np.ndarray) -> np.ndarray:
    return (scores - scores.min()) / (scores.max() - scores.min())


def test_each_ranks_as_it_says(baselines: Baselines, few: Catalogue, encoder: SentenceTransformersEncoder) -> None:
    cosine = (encoder.encode(texts(few)) @ encoder.encode([BRIEF])[0]).astype(np.float64)
    bm25 = LexicalIndex.build(texts(few)).scores(BRIEF)
    assert baselines.rank("MiniLM cosine", BRIEF, few) == by_score(few, cosine)
    assert baselines.rank("BM25", BRIEF, few) == by_score(few, bm25)
    assert baselines.rank("fusion", BRIEF, few) == by_score(few, min_max(cosine) + min_max(bm25))


@pytest.mark.parametrize("name", Baselines.NAMES)
def test_every_opportunity_is_ranked_once(baselines: Baselines, few: Catalogue, name: str) -> None:
    assert sorted(baselines.rank(name, BRIEF, few)) == list(few.ids)


@pytest.mark.parametrize("text", ["zzyzx", ""])
def test_ties_go_by_id(baselines: Baselines, few: Catalogue, text: str) -> None:
    assert baselines.rank("BM25", text, few) == list(few.ids)


def test_what_is_held_out_is_not_seen(baselines: Baselines, few: Catalogue) -> None:
    """A reduced catalogue is ranked by its own texts, and the whole one afterwards by its own again."""
    text = few.opportunity("micra-midlands").offers[0].text
    whole = {name: baselines.rank(name, text, few) for name in Baselines.NAMES}
    assert whole["BM25"][0] == "micra-midlands"
    url = few.opportunity("micra-midlands").sources[0].url
    assert url is not None
    reduced = few.without([url])
    assert reduced.fingerprint != few.fingerprint
    fresh = Baselines(reduced)
    for name in Baselines.NAMES:
        assert baselines.rank(name, text, reduced) == fresh.rank(name, text, reduced)
        assert baselines.rank(name, text, few) == whole[name]


def test_a_name_that_is_no_baseline_is_an_error(baselines: Baselines, few: Catalogue) -> None:
    with pytest.raises(KeyError):
        baselines.rank("oracle", BRIEF, few)
