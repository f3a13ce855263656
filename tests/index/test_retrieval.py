"""Retrieval: what a brief finds belongs to its owner, is citable, and does not depend on the order of things."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.encoder import Progress, SentenceTransformersEncoder, Vectors
from index.passages import PassageKind, passages_of
from index.retrieval import LEXICAL_IN_EVIDENCE, Found, Index, profile_windows
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Statement

WHOLE = ["We make battery cells and want to test them at pilot scale before we build.", "Grants are welcome."]
NEEDS = [
    "test battery cells at pilot scale",
    "a freeport tax site with customs reliefs",
    "equity of up to one million pounds from a fund",
]


class CountingEncoder:
    """The real encoder, with a note of every text that it is asked to encode."""

    def __init__(self, encoder: SentenceTransformersEncoder) -> None:
        self._encoder = encoder
        self.encoded: list[str] = []
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.dimension, self.longest = encoder.dimension, encoder.longest

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.count_tokens(texts)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.encoded += texts
        return self._encoder.encode(texts, progress)


@pytest.fixture(scope="module")
def found(small_index: Index, encoder: SentenceTransformersEncoder) -> Found:
    return small_index.find(WHOLE, NEEDS, encoder)


def test_shapes_and_ranges(found: Found, small_catalogue: Catalogue) -> None:
    n, m = len(small_catalogue), len(NEEDS)
    assert found.profile_cosine.shape == found.lexical.shape == (n,)
    assert found.need_cosine.shape == found.need_lexical.shape == found.best_passage.shape == (m, n)
    for values, least in (
        (found.profile_cosine, -1), (found.need_cosine, -1), (found.lexical, 0), (found.need_lexical, 0)
    ):  # fmt: skip
        assert np.isfinite(values).all()
        assert values.min() >= least - 1e-6
        assert values.max() <= 1 + 1e-6


def test_values_are_those_of_brute_force(
    found: Found, small_index: Index, small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    """Worked out again from the index's own parts, an opportunity and a need at a time, with plain loops."""
    brief = encoder.encode(WHOLE).mean(axis=0)
    needs = encoder.encode(NEEDS)
    lexical = [small_index.lexical_passages.scores(need) for need in NEEDS]
    for at, opportunity in enumerate(small_catalogue):
        windows = small_index.window_vectors[small_index.window_owner == at]
        centre = windows.sum(axis=0)
        cosine = float(centre @ brief / np.linalg.norm(centre) / np.linalg.norm(brief))
        assert found.profile_cosine[at] == pytest.approx(cosine, abs=1e-5)
        own = [n for n, p in enumerate(small_index.passages) if p.opportunity_id == opportunity.id]
        for need in range(len(NEEDS)):
            cosines = small_index.passage_vectors[own] @ needs[need]
            assert found.need_cosine[need, at] == pytest.approx(float(cosines.max()), abs=1e-5)
            assert found.need_lexical[need, at] == pytest.approx(lexical[need][own].max(), abs=1e-9)
            answer = {
                n: float(c) + LEXICAL_IN_EVIDENCE * float(lexical[need][n])
                for n, c in zip(own, cosines, strict=True)
                if small_index.passages[n].sources
            }
            best = int(found.best_passage[need, at])
            assert answer[best] == pytest.approx(max(answer.values()), abs=1e-5)


def test_best_passages_belong_to_their_opportunity_and_can_be_cited(
    found: Found, small_index: Index, small_catalogue: Catalogue
) -> None:
    for at, opportunity in enumerate(small_catalogue):
        for need in range(len(NEEDS)):
            passage = small_index.passages[found.best_passage[need, at]]
            assert passage.opportunity_id == opportunity.id
            assert passage.sources
            assert passage.kind is not PassageKind.PROFILE
            assert passage in list(passages_of(opportunity))


def test_needs_are_met_by_those_who_meet_them(found: Found, small_catalogue: Catalogue) -> None:
    best = [small_catalogue.ids[at] for at in found.need_cosine.argmax(axis=1)]
    assert best == [
        "uk-battery-industrialisation-centre",
        "east-midlands-freeport",
        "west-midlands-co-investment-fund",
    ]


def test_an_index_holds_every_passage_in_the_catalogues_order(small_index: Index, small_catalogue: Catalogue) -> None:
    assert small_index.opportunity_ids == small_catalogue.ids
    assert list(small_index.passages) == [p for o in small_catalogue for p in passages_of(o)]
    assert len(small_index.passage_vectors) == len(small_index.passages) == len(small_index.lexical_passages)
    assert len(small_index.window_vectors) == len(small_index.window_keys) == len(small_index.window_owner)
    np.testing.assert_allclose(np.linalg.norm(small_index.profile_vectors, axis=1), 1, atol=1e-5)


def test_every_passage_has_its_own_texts_vector(small_index: Index, encoder: SentenceTransformersEncoder) -> None:
    picked = np.random.default_rng(3).choice(len(small_index.passages), 20, replace=False)
    again = encoder.encode([small_index.passages[n].text for n in picked])
    np.testing.assert_allclose(small_index.passage_vectors[picked], again, atol=1e-5)


def test_no_part_of_a_profile_is_truncated(small_catalogue: Catalogue, encoder: SentenceTransformersEncoder) -> None:
    for opportunity in small_catalogue:
        cut = profile_windows(opportunity, encoder)
        assert max(encoder.count_tokens(cut)) <= encoder.longest
        everything = " ".join(cut)
        assert all(p.text in everything for p in passages_of(opportunity))


def test_a_profile_with_a_very_long_name_is_read_whole_too(
    small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    """Its first passage is too long to begin every window with."""
    long = small_catalogue[0].model_copy(update={"name": " ".join(f"name{n}" for n in range(200))})
    cut = profile_windows(long, encoder)
    assert max(encoder.count_tokens(cut)) <= encoder.longest
    words = " ".join(p.text for p in passages_of(long)).split()
    assert " ".join(cut).split() == words


def test_permuting_the_catalogue_changes_no_opportunitys_values(
    found: Found, small_index: Index, small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    shuffled = [small_catalogue[n] for n in np.random.default_rng(7).permutation(len(small_catalogue))]
    again = Index.build(Catalogue(shuffled), encoder, small_index.vectors_by_key())
    other = again.find(WHOLE, NEEDS, encoder)
    assert again.opportunity_ids == small_index.opportunity_ids
    for name in ("profile_cosine", "lexical", "need_cosine", "need_lexical", "best_passage"):
        np.testing.assert_array_equal(getattr(other, name), getattr(found, name))


def test_dense_values_do_not_depend_on_who_else_is_in_the_catalogue(
    found: Found, small_index: Index, small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    """Only word rarity, which is a property of the whole catalogue, may move with it."""
    kept = small_catalogue[3:8]
    part = Index.build(Catalogue(kept), encoder, small_index.vectors_by_key()).find(WHOLE, NEEDS, encoder)
    np.testing.assert_allclose(part.profile_cosine, found.profile_cosine[3:8], atol=1e-6)
    np.testing.assert_allclose(part.need_cosine, found.need_cosine[:, 3:8], atol=1e-6)


def test_the_same_search_gives_the_same_bits(
    found: Found, small_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    again = small_index.find(WHOLE, NEEDS, encoder)
    np.testing.assert_array_equal(again.need_cosine, found.need_cosine)
    np.testing.assert_array_equal(again.profile_cosine, found.profile_cosine)


@pytest.mark.parametrize(("whole", "needs"), [([], []), ([], NEEDS[:1]), (WHOLE, []), ([""], [""])])
def test_little_or_no_text_finds_little_or_nothing(
    small_index: Index, encoder: SentenceTransformersEncoder, whole: list[str], needs: list[str]
) -> None:
    found = small_index.find(whole, needs, encoder)
    n = len(small_index.opportunity_ids)
    assert found.need_cosine.shape == found.best_passage.shape == (len(needs), n)
    assert np.isfinite(found.profile_cosine).all()
    if not whole:
        assert not found.profile_cosine.any()
        assert not found.lexical.any()


# --- builds that go on from another


def test_an_incremental_build_equals_a_full_one_and_encodes_only_what_changed(
    small_index: Index, small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    changed = small_catalogue.opportunity("melton-stockyard")
    new = Statement(text="A cold store for zeppelin parts, with its own quay", sources=(0,))
    changed = changed.model_copy(update={"offers": (*changed.offers, new)})
    catalogue = Catalogue([changed, *(o for o in small_catalogue if o.id not in (changed.id, "magna-park-corby"))])

    counting = CountingEncoder(encoder)
    grown = Index.build(catalogue, counting, small_index.vectors_by_key())
    old_texts = {p.text for p in small_index.passages} | {
        text for o in small_catalogue for text in profile_windows(o, encoder)
    }
    new_texts = {p.text for p in passages_of(changed)} | set(profile_windows(changed, encoder))
    assert set(counting.encoded) == new_texts - old_texts
    assert len(counting.encoded) == len(set(counting.encoded)) <= 1 + len(profile_windows(changed, encoder))
    assert new.text in counting.encoded

    # The whole build again would take many seconds; what it must give is every text's own vector, in other batches.
    own = CountingEncoder(encoder)
    few = [changed, *(o for o in catalogue if o.id in ("micra-midlands", "midlands-engine-observatory"))]
    full = Index.build(Catalogue(few), own)
    assert len(own.encoded) > len(counting.encoded)
    partly = Index.build(Catalogue(few), encoder, small_index.vectors_by_key())
    np.testing.assert_allclose(partly.passage_vectors, full.passage_vectors, atol=1e-6)
    np.testing.assert_allclose(partly.window_vectors, full.window_vectors, atol=1e-6)
    assert partly.window_keys == full.window_keys
    a, b = (index.find(WHOLE, NEEDS, encoder) for index in (partly, full))
    for name in ("profile_cosine", "need_cosine"):
        np.testing.assert_allclose(getattr(a, name), getattr(b, name), atol=1e-6)
        np.testing.assert_array_equal(np.argsort(getattr(a, name)), np.argsort(getattr(b, name)))
    np.testing.assert_array_equal(a.lexical, b.lexical)
    np.testing.assert_array_equal(a.need_lexical, b.need_lexical)
    np.testing.assert_array_equal(a.best_passage, b.best_passage)

    at = catalogue.ids.index(changed.id)
    seen = grown.find([], ["cold store for zeppelin parts"], encoder)
    assert grown.passages[seen.best_passage[0, at]].text == new.text


def test_building_again_encodes_nothing(
    small_index: Index, small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    counting = CountingEncoder(encoder)
    again = Index.build(small_catalogue, counting, small_index.vectors_by_key())
    assert counting.encoded == []
    np.testing.assert_array_equal(again.passage_vectors, small_index.passage_vectors)
    np.testing.assert_array_equal(again.window_vectors, small_index.window_vectors)
    np.testing.assert_array_equal(again.profile_vectors, small_index.profile_vectors)


def test_a_text_that_two_profiles_share_is_encoded_once(
    encoder: SentenceTransformersEncoder, catalogue: Catalogue
) -> None:
    one = catalogue.opportunity("midlands-engine-observatory")
    twin = one.model_copy(update={"id": "twin"})
    counting = CountingEncoder(encoder)
    index = Index.build(Catalogue([one, twin]), counting)
    assert len(counting.encoded) == len(set(counting.encoded))
    half = len(index.passages) // 2
    np.testing.assert_array_equal(index.passage_vectors[:half], index.passage_vectors[half:])


def test_holding_out_encodes_only_what_it_rewrote(
    small_index: Index, small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    url = small_catalogue.opportunity("melton-stockyard").sources[0].url
    assert url is not None
    counting = CountingEncoder(encoder)
    reduced = small_catalogue.without([url])
    index = Index.build(reduced, counting, small_index.vectors_by_key())
    assert len(counting.encoded) <= 4
    assert [p.text for p in index.passages] == [p.text for o in reduced for p in passages_of(o)]
