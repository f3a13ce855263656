"""Calibration: fitted on briefs whose answer is known; the two kinds come apart where the features tell them apart."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.calibration import Example, fit
from matcher.confidence import FEATURES, Calibration, read_calibration
from matcher.shortlist import Confidence

ANSWERED = np.full(len(FEATURES), 0.7)
UNANSWERED = np.full(len(FEATURES), 0.3)


def examples(seed: int = 0, apart: float = 1.0) -> list[Example]:
    """Forty briefs of either kind around two centres, ``apart`` as far from one another as the centres above."""
    draw = np.random.default_rng(seed)
    middle = (ANSWERED + UNANSWERED) / 2
    return [
        Example(middle + apart * (centre - middle) + draw.normal(0, 0.03, len(FEATURES)), known)
        for centre, known in ((ANSWERED, True), (UNANSWERED, False))
        for _ in range(40)
    ]


def fitted(data: list[Example]) -> Calibration:
    return fit(data, "encoder:abc", "made-up briefs", "2026-11-25")


def mean_probability(calibration: Calibration, data: list[Example], known: bool) -> float:
    return float(np.mean([calibration.probability(e.features) for e in data if e.answered is known]))


def test_what_can_be_told_apart_is() -> None:
    data = examples()
    calibration = fitted(data)
    lowest = min(calibration.probability(e.features) for e in data if e.answered)
    highest = max(calibration.probability(e.features) for e in data if not e.answered)
    assert lowest > highest
    assert calibration.grade(calibration.probability(ANSWERED)) is Confidence.STRONG
    assert calibration.grade(calibration.probability(UNANSWERED)) is Confidence.NONE


def test_it_also_tells_apart_briefs_that_it_did_not_see() -> None:
    calibration, unseen = fitted(examples()), examples(seed=1)
    assert mean_probability(calibration, unseen, True) > 0.9
    assert mean_probability(calibration, unseen, False) < 0.1


def test_what_cannot_be_told_apart_is_not() -> None:
    data = examples(apart=0.0)
    calibration = fitted(data)
    assert abs(mean_probability(calibration, data, True) - mean_probability(calibration, data, False)) < 0.3


def test_it_keeps_what_it_belongs_to() -> None:
    calibration = fitted(examples())
    assert calibration.encoder == "encoder:abc"
    assert calibration.fitted_on == "made-up briefs"
    assert calibration.date == "2026-11-25"
    assert calibration.features == FEATURES
    assert Calibration.model_validate_json(calibration.model_dump_json()) == calibration
    assert set(type(calibration).model_fields) == set(type(read_calibration()).model_fields)


def test_the_same_data_gives_the_same_calibration() -> None:
    assert fitted(examples()) == fitted(examples())


def test_standardising_makes_units_indifferent() -> None:
    data = examples()
    stretched = np.linspace(1, 100, len(FEATURES))
    scaled = fitted([Example(e.features * stretched, e.answered) for e in data])
    plain = fitted(data)
    for example in data[::7]:
        assert scaled.probability(example.features * stretched) == pytest.approx(
            plain.probability(example.features), abs=1e-4
        )


def test_a_feature_that_never_varies_does_no_harm() -> None:
    def held(features: NDArray[np.float64]) -> NDArray[np.float64]:
        changed = features.copy()
        changed[0] = 0.5
        return changed

    calibration = fitted([Example(held(e.features), e.answered) for e in examples()])
    assert calibration.coefficients[0] == pytest.approx(0)
    assert np.isfinite(calibration.probability(held(ANSWERED)))


def test_one_kind_of_brief_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="class"):
        fitted([e for e in examples() if e.answered])
