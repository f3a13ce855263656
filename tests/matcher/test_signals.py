"""Signals: each in [0, 1] on a fixed scale, silent when the brief is, and saying so when the profile is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from index.retrieval import Found
from matcher.brief import ActivityCriterion, Brief, PlaceCriterion, SectorCriterion, Sentence, Span
from matcher.matcher import Matcher
from matcher.offers import Offered
from matcher.signals import (
    SIGNAL_NAMES,
    SIGNALS,
    Evidences,
    activity_fit,
    needs_met,
    overall_similarity,
    place_fit,
    sector_fit,
    sector_strength,
    shared_words,
)
from matcher.weights import read_weights
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Activity
from opportunities.places import gazetteer
from opportunities.sectors import sector_tree
from opportunities.strength import strength_table

SECTORS = st.builds(
    SectorCriterion, path=st.sampled_from(list(sector_tree())), certainty=st.floats(0.01, 1, allow_subnormal=False)
)
ACTIVITIES = st.builds(
    ActivityCriterion, activity=st.sampled_from(list(Activity)), certainty=st.floats(0.01, 1, allow_subnormal=False)
)
PLACES = st.sampled_from(list(gazetteer())).map(lambda place: wanted(place.name))


def span(text: str) -> Span:
    return Span(start=0, end=len(text), text=text)


def wanted(name: str) -> PlaceCriterion:
    return PlaceCriterion(name=name, authorities=gazetteer()[name].authorities, span=span(name))


def needs(count: int) -> tuple[Sentence, ...]:
    return tuple(Sentence(text=f"need {n}", span=span(f"need {n}")) for n in range(count))


def nothing_found(n: int, needs: int = 0) -> Found:
    """What a brief finds that shares nothing with any profile."""
    return Found(
        brief=np.zeros(3, np.float32),
        profile_cosine=np.zeros(n),
        lexical=np.zeros(n),
        need_cosine=np.zeros((needs, n)),
        need_lexical=np.zeros((needs, n)),
        best_passage=np.full((needs, n), -1),
    )


@pytest.fixture(scope="module")
def offered(small_catalogue: Catalogue) -> Offered:
    return Offered(small_catalogue)


def given_to_signals(offered: Offered, brief: Brief, found: Found | None = None) -> Evidences:
    return Evidences(brief, found or nothing_found(len(offered), len(brief.needs)), offered, strength_table())


def test_the_table_of_signals_is_whole() -> None:
    assert tuple(s.name for s in SIGNALS) == SIGNAL_NAMES
    assert len(set(SIGNAL_NAMES)) == len(SIGNAL_NAMES)
    assert set(read_weights().weights) == set(SIGNAL_NAMES)
    for signal in SIGNALS:
        assert 0 <= signal.neutral <= 1
        assert signal.title.endswith(".")
        assert signal.documentation.startswith(signal.title)
        assert "ilent" in signal.documentation or "bstains" in signal.documentation, "what silence does is documented"


def test_a_silent_brief_silences_every_signal_but_whole_similarity(offered: Offered) -> None:
    e = given_to_signals(offered, Brief(text="Hello."))
    assert [s.name for s in SIGNALS if s.measure(e) is not None] == ["overall_similarity"]


def test_whole_similarity_takes_what_is_below_zero_as_zero(offered: Offered) -> None:
    cosine = np.linspace(-1, 1, len(offered))
    found = nothing_found(len(offered))
    values = overall_similarity(
        given_to_signals(
            offered,
            Brief(text="x"),
            replace(found, profile_cosine=cosine),
        )
    )
    assert values is not None
    assert_allclose(values, np.maximum(cosine, 0))


@pytest.mark.parametrize(
    ("column", "expected"),
    [([0.8], 0.8), ([0.8, 0.2], 0.8), ([0.1, 0.9, 0.5], 0.7), ([0.4, -0.9], 0.4), ([-0.5, -0.1], 0.0)],
)
def test_needs_met_is_the_mean_over_the_better_half(offered: Offered, column: list[float], expected: float) -> None:
    blank = nothing_found(len(offered), len(column))
    cosine = blank.need_cosine.copy()
    cosine[:, 3] = column
    found = replace(blank, need_cosine=cosine)
    values = needs_met(given_to_signals(offered, Brief(text="x", needs=needs(len(column))), found))
    assert values is not None
    assert values[3] == pytest.approx(expected)
    assert np.delete(values, 3).max() == 0
    assert (cosine[:, 3] == column).all(), "what was found is not changed"


def test_shared_words_are_passed_on_as_found(offered: Offered) -> None:
    blank = nothing_found(len(offered))
    lexical = np.linspace(0, 0.5, len(offered))
    found = replace(blank, lexical=lexical)
    values = shared_words(given_to_signals(offered, Brief(text="x"), found))
    assert values is not None
    assert_allclose(values, lexical)


def test_sector_fit_weighs_by_certainty_and_leaves_the_silent_open(small_catalogue: Catalogue) -> None:
    silent = small_catalogue[0].model_copy(update={"sectors": ()})
    catalogue = Catalogue([silent, *small_catalogue[1:]])
    at = catalogue.ids.index("magna-park-corby")
    brief = Brief(
        text="x",
        sectors=(SectorCriterion(path="Logistics", certainty=0.9), SectorCriterion(path="Space", certainty=0.3)),
    )
    values = sector_fit(given_to_signals(Offered(catalogue), brief))
    assert values is not None
    assert values[at] == pytest.approx(0.9 / 1.2)
    assert np.isnan(values[catalogue.ids.index(silent.id)])
    assert np.isnan(values).sum() == 1


def test_activity_fit_is_the_share_that_is_hosted(offered: Offered, small_catalogue: Catalogue) -> None:
    brief = Brief(
        text="x",
        activities=(
            ActivityCriterion(activity=Activity.DISTRIBUTION, certainty=0.6),
            ActivityCriterion(activity=Activity.CLINICAL_TRIALS, certainty=0.2),
        ),
    )
    values = activity_fit(given_to_signals(offered, brief))
    assert values is not None
    assert values[small_catalogue.ids.index("magna-park-corby")] == pytest.approx(0.75)
    assert values[small_catalogue.ids.index("melton-stockyard")] == 0
    assert np.isnan(values[small_catalogue.ids.index("midlands-engine-observatory")]), "it states no activity"


def test_place_fit_is_full_inside_and_silent_about_places_elsewhere(
    offered: Offered, small_catalogue: Catalogue
) -> None:
    values = place_fit(given_to_signals(offered, Brief(text="x", places_wanted=(wanted("Birmingham"),))))
    assert values is not None
    assert values[small_catalogue.ids.index("birmingham-health-innovation-campus")] == 1
    assert values[small_catalogue.ids.index("magna-park-corby")] == 0
    abroad = PlaceCriterion(name="Lyon", authorities=frozenset(), span=span("Lyon"))
    assert place_fit(given_to_signals(offered, Brief(text="x", places_wanted=(abroad,)))) is None


def test_sector_strength_tells_places_apart(offered: Offered) -> None:
    brief = Brief(text="x", sectors=(SectorCriterion(path="Automotive", certainty=1),))
    values = sector_strength(given_to_signals(offered, brief))
    assert values is not None
    assert len({round(v, 6) for v in values if not np.isnan(v)}) > 2


@settings(max_examples=60, deadline=None)
@given(
    sectors=st.lists(SECTORS, max_size=3),
    activities=st.lists(ACTIVITIES, max_size=3),
    places=st.lists(PLACES, max_size=3),
    seed=st.integers(0, 1000),
    asked=st.integers(0, 4),
)
def test_every_value_lies_between_zero_and_one_or_is_missing(
    offered: Offered,
    sectors: list[SectorCriterion],
    activities: list[ActivityCriterion],
    places: list[PlaceCriterion],
    seed: int,
    asked: int,
) -> None:
    draw = np.random.default_rng(seed)
    n = len(offered)
    found = Found(
        brief=np.zeros(3, np.float32),
        profile_cosine=draw.uniform(-1, 1.0000001, n),
        lexical=draw.uniform(0, 1, n),
        need_cosine=draw.uniform(-1, 1.0000001, (asked, n)),
        need_lexical=draw.uniform(0, 1, (asked, n)),
        best_passage=np.zeros((asked, n), dtype=np.int64),
    )
    brief = Brief(
        text="x",
        needs=needs(asked),
        sectors=tuple(sectors),
        activities=tuple(activities),
        places_wanted=tuple(places),
    )
    for signal in SIGNALS:
        values = signal.measure(given_to_signals(offered, brief, found))
        if values is None:
            continue
        assert values.shape == (n,)
        stated = values[~np.isnan(values)]
        assert ((stated >= 0) & (stated <= 1 + 1e-12)).all(), signal.name


@pytest.mark.parametrize("sectors", [(), ("Alchemy",)], ids=["none stated", "one that no data reach"])
def test_a_missing_sector_leaves_the_ranking_by_fit_unchanged(matcher: Matcher, sectors: tuple[str, ...]) -> None:
    """However heavy the weight of strength: it abstains without a sector, and is the same for all without data."""
    read = matcher.read("We want to test with patients beside a hospital in Nottingham or Birmingham.")
    brief = read.model_copy(update={"sectors": tuple(SectorCriterion(path=p, certainty=1) for p in sectors)})
    orders = []
    for weight in (0.0, 50.0):
        weights = matcher.weights.model_copy(update={"weights": {**matcher.weights.weights, "sector_strength": weight}})
        one = Matcher(matcher.catalogue, matcher.index, matcher.encoder, weights)
        orders.append(one.rank(brief).eligible)
    assert orders[0] == orders[1]


def test_a_sector_with_data_does_move_the_ranking_when_strength_weighs_enough(matcher: Matcher) -> None:
    read = matcher.read("We want to test with patients beside a hospital in Nottingham or Birmingham.")
    brief = read.model_copy(update={"sectors": (SectorCriterion(path="Automotive", certainty=1),)})
    weights = matcher.weights.model_copy(update={"weights": {**matcher.weights.weights, "sector_strength": 50.0}})
    heavy = Matcher(matcher.catalogue, matcher.index, matcher.encoder, weights)
    assert heavy.rank(brief).eligible != matcher.rank(brief).eligible
