"""Confidence: a fitted probability that belongs to one encoder, and says so when it is asked for another."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from matcher.brief import Brief, PlaceCriterion, SectorCriterion, Span
from matcher.confidence import (
    ALL_FEATURES,
    FEATURES,
    NEVER_AGAINST,
    SHIPPED_CALIBRATION,
    Calibration,
    confidence_of,
    features_of,
    read_calibration,
)
from matcher.errors import WeightsError
from matcher.matcher import Matcher, Ranked
from matcher.shortlist import Confidence
from opportunities.places import gazetteer

TEXT = "We want a laboratory for rehabilitation devices beside a hospital in Birmingham, where clinicians test with us."
LONDON_ONLY = "We need a warehouse. It must be in London."


@pytest.fixture(scope="module")
def ranked(matcher: Matcher) -> Ranked:
    return matcher.rank(matcher.read(TEXT))


@pytest.fixture(scope="module")
def own(matcher: Matcher) -> Calibration:
    """The shipped numbers, as if they had been fitted to the plain encoder."""
    return read_calibration().model_copy(update={"encoder": matcher.encoder.fingerprint})


def place(name: str) -> PlaceCriterion:
    authorities = gazetteer()[name].authorities if name in gazetteer() else frozenset[str]()
    return PlaceCriterion(name=name, authorities=authorities, span=Span(start=0, end=len(name), text=name))


def features(brief: Brief, ranked: Ranked, eligible: tuple[int, ...]) -> dict[str, float]:
    return dict(zip(FEATURES, features_of(brief, ranked.found, eligible).tolist(), strict=True))


def test_the_shipped_calibration_fits_the_features() -> None:
    shipped = read_calibration()
    assert shipped.features == ALL_FEATURES
    assert len(shipped.means) == len(shipped.scales) == len(shipped.coefficients) == len(ALL_FEATURES)
    assert all(scale > 0 for scale in shipped.scales)
    assert 0 <= shipped.none_below < shipped.strong_from <= 1


@pytest.mark.parametrize("feature", FEATURES)
def test_the_probability_moves_as_the_coefficient_says(feature: str) -> None:
    shipped = read_calibration()
    at = FEATURES.index(feature)
    told = []
    for step in np.linspace(-2, 2, 9):
        values = np.array(shipped.means)
        values[at] += step * shipped.scales[at]
        told.append(shipped.probability(values))
    assert all(0 < p < 1 for p in told)
    assert (np.sign(np.diff(told)) == np.sign(shipped.coefficients[at])).all()


@pytest.mark.parametrize("feature", sorted(NEVER_AGAINST))
def test_better_evidence_never_makes_an_answer_less_likely(feature: str) -> None:
    assert read_calibration().coefficients[FEATURES.index(feature)] >= 0


def test_the_two_thresholds_make_three_grades(own: Calibration) -> None:
    assert own.grade(own.none_below - 1e-9) is Confidence.NONE
    assert own.grade(own.none_below) is Confidence.POSSIBLE
    assert own.grade(own.strong_from - 1e-9) is Confidence.POSSIBLE
    assert own.grade(own.strong_from) is Confidence.STRONG


def test_another_encoder_s_calibration_gives_possible_and_says_why(ranked: Ranked) -> None:
    grade, value, notes = confidence_of(ranked.brief, ranked.found, ranked.eligible, "other:abc", read_calibration())
    assert grade is Confidence.POSSIBLE
    assert 0 <= value <= 1
    assert any("no calibration belongs to this encoder" in note for note in notes)


def test_its_own_calibration_gives_the_probability_it_grades(ranked: Ranked, own: Calibration) -> None:
    grade, value, notes = confidence_of(ranked.brief, ranked.found, ranked.eligible, own.encoder, own)
    assert value == own.probability(own.measure(ranked.brief, ranked.found, ranked.eligible))
    assert grade is own.grade(value)
    assert notes == ()


def test_a_brief_in_another_language_is_never_strong(ranked: Ranked, own: Calibration) -> None:
    sure = own.model_copy(update={"none_below": 0.0, "strong_from": 0.0})
    assert confidence_of(ranked.brief, ranked.found, ranked.eligible, own.encoder, sure)[0] is Confidence.STRONG
    german = ranked.brief.model_copy(update={"language": "de"})
    grade, _, notes = confidence_of(german, ranked.found, ranked.eligible, own.encoder, sure)
    assert grade is Confidence.POSSIBLE
    assert any("German" in note for note in notes)


def test_words_set_aside_are_told(ranked: Ranked, own: Calibration) -> None:
    brief = ranked.brief.model_copy(update={"ignored": (Span(start=0, end=2, text="We"),)})
    assert any("set aside" in n for n in confidence_of(brief, ranked.found, ranked.eligible, own.encoder, own)[2])


def test_features_are_finite_and_of_the_eligible_alone(ranked: Ranked) -> None:
    every = features(ranked.brief, ranked, ranked.eligible)
    assert all(np.isfinite(value) for value in every.values())
    best = int(ranked.found.profile_cosine[list(ranked.eligible)].argmax())
    fewer = tuple(at for n, at in enumerate(ranked.eligible) if n != best)
    assert features(ranked.brief, ranked, fewer)["best_profile"] < every["best_profile"]


def test_features_of_criteria(ranked: Ranked) -> None:
    asked = Brief(text="x", places_wanted=(place("Derby"), place("Lyon")))
    assert features(asked, ranked, ranked.eligible)["in_the_midlands"] == 1
    assert features(asked, ranked, ranked.eligible)["elsewhere_only"] == 0
    abroad = Brief(text="x", places_wanted=(place("Lyon"),), sectors=(SectorCriterion(path="Space", certainty=0.4),))
    assert features(abroad, ranked, ranked.eligible)["elsewhere_only"] == 1
    assert features(abroad, ranked, ranked.eligible)["sector_certainty"] == 0.4


def test_nothing_eligible_is_no_accident(matcher: Matcher, own: Calibration) -> None:
    calibrated = Matcher(matcher.catalogue, matcher.index, matcher.encoder, calibration=own)
    brief = calibrated.read(LONDON_ONLY)
    only = brief.model_copy(update={"places_wanted": (place("London").model_copy(update={"firm": True}),)})
    ranked = calibrated.rank(only)
    assert ranked.eligible == ()
    shortlist = calibrated.shortlist(ranked)
    assert shortlist.matches == ()
    assert shortlist.near_misses
    assert 0 <= shortlist.confidence_value <= 1
    assert shortlist.confidence is not Confidence.STRONG


def test_a_calibration_file_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    shipped = json.loads(SHIPPED_CALIBRATION.read_text(encoding="utf-8"))
    written = {
        "foreign": json.dumps(shipped | {"features": ["height", *shipped["features"][1:]]}),
        "fewer": json.dumps(shipped | {"features": shipped["features"][:-1]}),
        "unknown": json.dumps(shipped | {"colour": "red"}),
        "broken": "{",
        "list": "[]",
    }
    for name, text in written.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    for name in (*written, "missing"):
        with pytest.raises(WeightsError, match=rf"(?s){name}\.json.*midlands-match calibrate"):
            read_calibration(tmp_path / f"{name}.json")
