"""Ranking: one formula for all, on fixed scales, with the same answer however the catalogue is laid out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from index.encoder import SentenceTransformersEncoder
from index.retrieval import Index
from matcher.matcher import Matcher, Ranked
from matcher.ranking import Scored, order, weigh
from matcher.signals import SIGNAL_NAMES, SIGNALS, Signal, Values
from matcher.weights import Weights, read_weights
from opportunities.catalogue import Catalogue

TEXT = (
    "We make battery cells for vans and want to test them at pilot scale near Coventry before we build a factory. "
    "We would invest GBP 12m and create 80 jobs. Grants for research are welcome."
)
UNRELATED = "melton-stockyard"
WEIGHTS = st.lists(st.integers(0, 1000).map(lambda n: n / 100), min_size=len(SIGNALS), max_size=len(SIGNALS))
Spoken = list[tuple[Signal, Values]]


@st.composite
def measured(draw: st.DrawFn) -> Spoken:
    """Some of the signals with values of one to eight opportunities, of which some are silent."""
    n = draw(st.integers(1, 8))
    value = st.one_of(st.integers(0, 64).map(lambda v: v / 64), st.just(float("nan")))
    speaking = draw(st.lists(st.sampled_from(SIGNALS), min_size=1, unique=True))
    return [(signal, np.array(draw(st.lists(value, min_size=n, max_size=n)))) for signal in speaking]


def weights_of(numbers: list[float]) -> Weights:
    return Weights(name="drawn", weights=dict(zip(SIGNAL_NAMES, numbers, strict=True)))


def changed(weights: Weights, **numbers: float) -> Weights:
    return weights.model_copy(update={"weights": weights.weights | numbers})


def weighed(spoken: Spoken, weights: Weights) -> Scored:
    return weigh(spoken, weights, len(spoken[0][1]))


@pytest.fixture(scope="module")
def ranked(matcher: Matcher) -> Ranked:
    return matcher.rank(matcher.read(TEXT))


@pytest.fixture(scope="module")
def without_one(
    small_catalogue: Catalogue, small_index: Index, encoder: SentenceTransformersEncoder
) -> tuple[Matcher, Ranked]:
    """The same brief over the catalogue without one opportunity that has nothing to do with it."""
    fewer = Catalogue(o for o in small_catalogue if o.id != UNRELATED)
    matcher = Matcher(fewer, Index.build(fewer, encoder, small_index.vectors_by_key()), encoder)
    return matcher, matcher.rank(matcher.read(TEXT))


@settings(max_examples=50, deadline=None)
@given(measured(), WEIGHTS)
def test_a_score_is_the_weighed_mean_over_what_the_brief_speaks_to(spoken: Spoken, numbers: list[float]) -> None:
    weights = weights_of(numbers)
    total = sum(weights[s.name] for s, _ in spoken)
    assume(total > 0)
    scored = weighed(spoken, weights)
    for at in range(len(scored.scores)):
        said = [(weights[s.name], s.neutral if np.isnan(v[at]) else v[at]) for s, v in spoken]
        assert scored.scores[at] == pytest.approx(sum(w * v for w, v in said) / total, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(measured(), WEIGHTS)
def test_contributions_add_up_and_scores_lie_between_zero_and_one(spoken: Spoken, numbers: list[float]) -> None:
    scored = weighed(spoken, weights_of(numbers))
    assert np.isfinite(scored.contributions).all(), "silence never leaks into the sum"
    assert np.isfinite(scored.used).all()
    assert (scored.contributions >= 0).all()
    assert_allclose(scored.contributions.sum(axis=0), scored.scores, atol=1e-9)
    assert (scored.scores >= 0).all()
    assert (scored.scores <= 1 + 1e-12).all()


@pytest.mark.parametrize("number", [1e-320, 1e-300, 1e-9, 1e300, 1.7e308])
def test_only_the_ratio_of_weights_counts_however_small_or_large_they_are(number: float) -> None:
    spoken = [(signal, np.array([0.0, 0.3, 1.0])) for signal in SIGNALS]
    scored = weighed(spoken, weights_of([number] * len(SIGNALS)))
    assert_allclose(scored.scores, [0.0, 0.3, 1.0], atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(measured(), WEIGHTS)
def test_a_signal_at_weight_zero_changes_nothing(spoken: Spoken, numbers: list[float]) -> None:
    assume(len(spoken) > 1)
    idle = spoken[-1][0].name
    weights = changed(weights_of(numbers), **{idle: 0.0})
    assert_allclose(weighed(spoken, weights).scores, weighed(spoken[:-1], weights).scores, atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(measured(), WEIGHTS, st.integers(1, 500))
def test_a_weight_raised_never_pushes_its_leader_down(spoken: Spoken, numbers: list[float], more: int) -> None:
    before = weights_of(numbers)
    signal = spoken[0][0].name
    after = changed(before, **{signal: before[signal] + more / 100})
    assume(sum(before[s.name] for s, _ in spoken) > 0)
    one, other = weighed(spoken, before), weighed(spoken, after)
    leader, last = int(one.used[0].argmax()), int(one.used[0].argmin())
    assert above(leader, other.scores) <= above(leader, one.scores)
    if one.scores[leader] >= one.scores[last] + 1e-9:
        assert other.scores[leader] >= other.scores[last] - 1e-9


def above(at: int, scores: NDArray[np.float64]) -> int:
    return int((scores > scores[at] + 1e-9).sum())


@settings(max_examples=50, deadline=None)
@given(measured(), WEIGHTS)
def test_a_silent_profile_gets_the_neutral_value_and_no_more(spoken: Spoken, numbers: list[float]) -> None:
    scored = weighed(spoken, weights_of(numbers))
    for row, (signal, values) in enumerate(spoken):
        assert (scored.used[row][np.isnan(values)] == signal.neutral).all()
        assert (scored.used[row][~np.isnan(values)] == values[~np.isnan(values)]).all()
        assert signal.neutral < 1, "silence never beats a good stated value"


def test_all_weights_at_zero_score_zero() -> None:
    spoken = [(SIGNALS[0], np.array([0.5, 1.0]))]
    assert weighed(spoken, weights_of([0.0] * len(SIGNALS))).scores.tolist() == [0, 0]


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3]), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_order_is_by_score_then_id_whatever_the_catalogue_s_order(scores: list[float], random: object) -> None:
    ids = [f"o{n}" for n in range(len(scores))]
    pairs = list(zip(scores, ids, strict=True))
    random.shuffle(pairs)  # type: ignore[attr-defined]
    shuffled, names = np.array([s for s, _ in pairs]), tuple(i for _, i in pairs)
    found = [(float(shuffled[n]), names[n]) for n in order(shuffled, names)]
    assert found == sorted(found, key=lambda pair: (-pair[0], pair[1]))
    assert sorted(found) == sorted(zip(scores, ids, strict=True))


def test_a_real_ranking_is_in_order(ranked: Ranked) -> None:
    for one, next_ in pairwise(ranked.eligible):
        assert (-ranked.scored.scores[one], ranked.catalogue.ids[one]) < (
            -ranked.scored.scores[next_],
            ranked.catalogue.ids[next_],
        )
    assert sorted([*ranked.eligible, *ranked.blocked]) == list(range(len(ranked.catalogue)))


def test_twins_rank_by_id(small_catalogue: Catalogue, small_index: Index, encoder: SentenceTransformersEncoder) -> None:
    original = small_catalogue.opportunity("uk-battery-industrialisation-centre")
    twins = Catalogue(
        [original.model_copy(update={"id": name}) for name in ("twin-b", "twin-a", "twin-c")] + [small_catalogue[0]]
    )
    matcher = Matcher(twins, Index.build(twins, encoder, small_index.vectors_by_key()), encoder)
    ids = [m.opportunity_id for m in matcher.match(TEXT).matches]
    assert ids[:3] == ["twin-a", "twin-b", "twin-c"]


def test_permuting_the_catalogue_changes_nothing(
    small_catalogue: Catalogue, small_index: Index, encoder: SentenceTransformersEncoder, matcher: Matcher
) -> None:
    permuted = Catalogue(reversed(list(small_catalogue)))
    other = Matcher(permuted, Index.build(permuted, encoder, small_index.vectors_by_key()), encoder)
    assert other.match(TEXT, 50).model_dump_json() == matcher.match(TEXT, 50).model_dump_json()


def test_an_opportunity_more_changes_no_signal_of_another_but_the_rarity_of_words(
    ranked: Ranked, without_one: tuple[Matcher, Ranked]
) -> None:
    """BM25 asks how rare a word is among all profiles, so that ``shared_words`` alone may move."""
    fewer = without_one[1]
    assert ranked.scored.signals == fewer.scored.signals
    kept = [n for n, name in enumerate(ranked.catalogue.ids) if name != UNRELATED]
    for row, signal in enumerate(ranked.scored.signals):
        if signal.name != "shared_words":
            assert_allclose(ranked.scored.used[row, kept], fewer.scored.used[row], atol=1e-6, err_msg=signal.name)


def test_an_irrelevant_opportunity_more_reorders_near_ties_at_most(
    ranked: Ranked, without_one: tuple[Matcher, Ranked]
) -> None:
    """A dozen profiles are the worst case: in a whole catalogue one more hardly changes how rare a word is."""
    before, after = scores_by_id(without_one[1]), scores_by_id(ranked)
    del after[UNRELATED]
    assert after == pytest.approx(before, abs=0.01)
    for one in before:
        for other in before:
            if before[one] > before[other] + 0.02:
                assert after[one] > after[other]


def scores_by_id(ranked: Ranked) -> dict[str, float]:
    return dict(zip(ranked.catalogue.ids, ranked.scored.scores.tolist(), strict=True))


def test_without_shared_words_an_opportunity_more_changes_no_score(
    matcher: Matcher, without_one: tuple[Matcher, Ranked]
) -> None:
    weights = changed(read_weights(), shared_words=0.0)
    before, after = (
        scores_by_id(Matcher(one.catalogue, one.index, one.encoder, weights).rank(one.read(TEXT)))
        for one in (without_one[0], matcher)
    )
    del after[UNRELATED]
    assert after == pytest.approx(before, abs=1e-6)
