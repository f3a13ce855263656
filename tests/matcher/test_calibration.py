"""Calibration: fitted on briefs whose answer is known; the two kinds come apart where the features tell them apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.calibration import Example, fit
from matcher.confidence import ALL_FEATURES, FEATURES, KINDS, Calibration, read_calibration
from matcher.shortlist import Confidence

WORDS = ["plant", "lab", "fund", "campus", "rail", "food"]
ANSWERED = np.full(len(FEATURES), 0.7)
UNANSWERED = np.full(len(FEATURES), 0.3)


def examples(seed: int = 0, apart: float = 1.0) -> list[Example]:
    """Forty briefs of either kind around two centres, ``apart`` as far from one another as the centres above."""
    draw = np.random.default_rng(seed)
    middle = (ANSWERED + UNANSWERED) / 2
    return [
        Example(
            text=" ".join(draw.choice(WORDS, 6)),
            features=middle + apart * (centre - middle) + draw.normal(0, 0.03, len(FEATURES)),
            vector=np.asarray(draw.normal(0, 1, 8), dtype=np.float32),
            kind=0 if known else 1 + n % 3,
        )
        for centre, known in ((ANSWERED, True), (UNANSWERED, False))
        for n in range(40)
    ]


def probability(calibration: Calibration, features: NDArray[np.float64]) -> float:
    """The probability for a text that reads like nothing in particular."""
    return calibration.probability(np.concatenate([features, np.zeros(len(KINDS))]))


def fitted(data: list[Example]) -> Calibration:
    return fit(data, "encoder:abc", "made-up briefs", "2026-11-25")


def mean_probability(calibration: Calibration, data: list[Example], known: bool) -> float:
    return float(np.mean([probability(calibration, e.features) for e in data if e.answered is known]))


def test_what_can_be_told_apart_is() -> None:
    data = examples()
    calibration = fitted(data)
    lowest = min(probability(calibration, e.features) for e in data if e.answered)
    highest = max(probability(calibration, e.features) for e in data if not e.answered)
    assert lowest > highest
    assert calibration.grade(probability(calibration, ANSWERED)) is Confidence.STRONG
    assert calibration.grade(probability(calibration, UNANSWERED)) is Confidence.NONE


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
    assert calibration.features == ALL_FEATURES
    assert Calibration.model_validate_json(calibration.model_dump_json()) == calibration
    assert set(type(calibration).model_fields) == set(type(read_calibration()).model_fields)


def test_the_same_data_gives_the_same_calibration() -> None:
    assert fitted(examples()) == fitted(examples())


def test_standardising_makes_units_indifferent() -> None:
    data = examples()
    stretched = np.linspace(1, 100, len(FEATURES))
    scaled = fitted([replace(e, features=e.features * stretched) for e in data])
    plain = fitted(data)
    for example in data[::7]:
        assert probability(scaled, example.features * stretched) == pytest.approx(
            probability(plain, example.features), abs=1e-4
        )


def test_a_feature_that_never_varies_does_no_harm() -> None:
    def held(features: NDArray[np.float64]) -> NDArray[np.float64]:
        changed = features.copy()
        changed[0] = 0.5
        return changed

    calibration = fitted([replace(e, features=held(e.features)) for e in examples()])
    assert calibration.coefficients[0] == pytest.approx(0)
    assert np.isfinite(probability(calibration, held(ANSWERED)))


def test_one_kind_of_brief_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="class"):
        fitted([e for e in examples() if e.answered])


def test_what_may_not_speak_against_an_answer_does_not() -> None:
    """A feature that the data hold against an answer, and that can only speak for one, is left out."""
    at = FEATURES.index("best_profile")
    turned = [
        replace(e, features=np.where(np.arange(len(FEATURES)) == at, 1 - e.features, e.features)) for e in examples()
    ]
    assert fitted(turned).coefficients[at] == 0
    assert fitted(examples()).coefficients[at] > 0


def test_what_a_text_reads_like_is_told_by_its_words() -> None:
    """Texts of one word a kind: the words alone tell the kinds apart."""
    told = [replace(e, text=WORDS[e.kind] * 2 + " " + WORDS[e.kind]) for e in examples()]
    calibration = fitted(told)
    for example in told[::9]:
        assert calibration.reads_like(example.text, example.vector).argmax() == example.kind
