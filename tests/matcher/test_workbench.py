"""What notebooks show: other weights, pools, comparisons, stability, exposure, each against what it must be."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.comparing import compare, orders, ranks, scores
from matcher.exposure import exposure
from matcher.judgements import Judgement
from matcher.matcher import Matcher, Ranked
from matcher.pooling import pool
from matcher.reweighing import Move, moves, reordered, runs
from matcher.signal_table import GradedBrief, SignalTable, signal_table
from matcher.signals import SIGNAL_NAMES
from matcher.stability import under_weights, under_words
from matcher.weights import Weights

TEXT = (
    "We make blood tests and want 700 sq m of wet laboratory. It should be near a teaching hospital in Birmingham. "
    "Our sister company distributes fresh food and looks for a cold store. We have 140 people."
)
CAMPUS = "birmingham-health-innovation-campus"


def only(**weights: float) -> Weights:
    return Weights(name="only", weights=dict.fromkeys(SIGNAL_NAMES, 0.0) | weights)


@pytest.fixture(scope="module")
def ranked(matcher: Matcher) -> Ranked:
    return matcher.rank(matcher.read(TEXT))


@pytest.fixture(scope="module")
def table(matcher: Matcher) -> SignalTable:
    briefs = (
        GradedBrief(brief_id="b1", text=TEXT, grades={CAMPUS: 3.0, "melton-stockyard": 2.0}),
        GradedBrief(brief_id="b2", text="A warehouse for parcels beside the A14.", grades={"magna-park-corby": 3.0}),
        GradedBrief(brief_id="b3", text="Equity for start-ups in the West Midlands.", grades={"forging-ahead": 2.0}),
        GradedBrief(brief_id="b4", text="A place to try batteries.", grades={"uk-battery-industrialisation-centre": 3}),
    )
    return signal_table(matcher, briefs)


# Other weights


def test_the_same_weights_give_the_same_order(matcher: Matcher, ranked: Ranked) -> None:
    assert reordered(ranked, matcher.weights) == [matcher.catalogue.ids[n] for n in ranked.eligible]


def test_one_signal_alone_orders_by_it(matcher: Matcher, ranked: Ranked) -> None:
    lexical = ranked.found.lexical
    found = reordered(ranked, only(shared_words=1.0))
    values = [lexical[matcher.catalogue.ids.index(name)] for name in found]
    assert values == sorted(values, reverse=True)
    assert runs(ranked, {"words": only(shared_words=1.0)}) == {"words": found}


def test_moves_are_those_within_the_first_places() -> None:
    assert moves(["a", "b", "c", "d"], ["b", "a", "d", "c"], top=2) == (Move("b", 2, 1), Move("a", 1, 2))
    assert moves(["a", "b", "c"], ["c", "a", "b"], top=1) == (Move("c", 3, 1), Move("a", 1, 2))
    assert moves(["a", "b"], ["a", "b"]) == ()


# Pools


def test_a_pool_is_the_union_of_the_first_and_the_unjudged_come_first() -> None:
    given = [Judgement(brief_id="b", opportunity_id="x", judge="ann", relevance=0)]
    elsewhere = [Judgement(brief_id="other", opportunity_id="y", judge="ann", relevance=2)]
    found = pool("b", {"one": ["x", "y", "z"], "two": ["w", "x", "y"]}, [*given, *elsewhere], depth=2)
    assert {p.opportunity_id for p in found} == {"x", "y", "w"}
    assert found[-1].opportunity_id == "x"
    assert found[-1].grades == {"ann": 0}, "a nought is a judgement"
    assert {p.opportunity_id: dict(p.ranks) for p in found}["y"] == {"one": 2, "two": 3}
    assert {p.opportunity_id: p.best for p in found} == {"x": 1, "y": 2, "w": 1}


def test_a_second_judge_sees_what_she_has_not_graded() -> None:
    given = [Judgement(brief_id="b", opportunity_id="x", judge="ann", relevance=3)]
    found = pool("b", {"one": ["x", "y"]}, [*given], judge="bea")
    assert not any("bea" in p.grades for p in found)
    assert pool("b", {"one": ["x", "y"]}, given, judge="ann")[-1].opportunity_id == "x"


def test_the_order_of_a_pool_shows_no_rank_and_is_the_same_for_all() -> None:
    names = [f"o{n:02}" for n in range(20)]
    one = [p.opportunity_id for p in pool("b", {"run": names}, depth=20)]
    assert one != names
    assert one == [p.opportunity_id for p in pool("b", {"run": names[::-1]}, depth=20)]
    assert one != [p.opportunity_id for p in pool("c", {"run": names}, depth=20)], "drawn anew for each brief"


# Comparing


def test_scores_and_ranks_are_those_of_the_ranking(matcher: Matcher, ranked: Ranked, table: SignalTable) -> None:
    rows = table.briefs == "b1"
    at = [matcher.catalogue.ids.index(str(name)) for name in table.opportunities[rows]]
    assert scores(table, matcher.weights)[rows] == pytest.approx(ranked.scored.scores[at], abs=1e-12)
    by_rank = table.opportunities[rows][np.argsort(ranks(table, matcher.weights)[rows])]
    assert by_rank.tolist() == reordered(ranked, matcher.weights)
    assert orders(table, matcher.weights)["b1"] == reordered(ranked, matcher.weights)
    assert list(orders(table, matcher.weights)) == ["b1", "b2", "b3", "b4"]


def test_a_weight_set_neither_wins_nor_loses_against_itself(matcher: Matcher, table: SignalTable) -> None:
    found = compare(table, matcher.weights, matcher.weights)
    assert found.trial.gain == 0
    assert not found.trial.distinguishable
    assert all(m.before == m.after for m in found.moves)
    assert len(found.moves) == 5


def test_what_one_set_wins_the_other_loses(matcher: Matcher, table: SignalTable) -> None:
    one = compare(table, matcher.weights, only(sector_strength=1.0))
    other = compare(table, only(sector_strength=1.0), matcher.weights)
    assert one.trial.gains == pytest.approx([-g for g in other.trial.gains])
    assert {(m.brief_id, m.opportunity_id): m.after for m in one.moves} == {
        (m.brief_id, m.opportunity_id): m.before for m in other.moves
    }
    assert one.trial.gain < 0


# Stability


def test_ranks_do_not_vary_where_nothing_does(matcher: Matcher, ranked: Ranked) -> None:
    for band in under_weights(ranked, matcher.weights, spread=0.0, draws=3):
        assert band.low == band.rank == band.high
        assert band.stays == float(band.rank <= 10)


def test_the_more_weights_vary_the_wider_the_bands(matcher: Matcher, ranked: Ranked) -> None:
    narrow, wide = (under_weights(ranked, matcher.weights, spread=s, draws=60) for s in (0.05, 1.0))
    assert sum(b.high - b.low for b in wide) > sum(b.high - b.low for b in narrow)
    assert all(b.low <= b.median <= b.high for b in wide)
    assert under_weights(ranked, matcher.weights, draws=20) == under_weights(ranked, matcher.weights, draws=20)


def test_a_sentence_that_carries_a_match_is_found(matcher: Matcher) -> None:
    bands, words = under_words(matcher, TEXT, top=7)
    assert len(bands) == 11, "two are closed or superseded"
    (cold,) = [w for w in words if "cold store" in w.sentence]
    assert "melton-stockyard" in cold.left
    assert under_words(matcher, "A cold store.")[1] == ()


# Exposure


def test_places_are_shared_out_as_the_ranking_does(matcher: Matcher, table: SignalTable) -> None:
    found = exposure(table, matcher.catalogue, matcher.weights, k=2)
    assert sum(e.shown for e in found.opportunities) == 8
    assert sum(e.first for e in found.opportunities) == 4
    assert {e.opportunity_id: e.answers for e in found.opportunities}[CAMPUS] == 1
    shown = {e.opportunity_id for e in found.opportunities if e.shown}
    gone = {o.id for o in matcher.catalogue if o.status.value in ("closed", "superseded")}
    assert set(found.never) == set(matcher.catalogue.ids) - shown - gone
    assert gone
    assert 0 < found.gini < 1


def test_showing_everything_to_everyone_is_even(matcher: Matcher, table: SignalTable) -> None:
    found = exposure(table, matcher.catalogue, matcher.weights, k=100)
    assert found.gini < 0.15
    assert found.never == ()
