"""Weights: one number a signal, refused with a reason when it is not, and known by a fingerprint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from matcher.errors import WeightsError
from matcher.signals import SIGNAL_NAMES
from matcher.weights import BY_HAND, Weights, read_weights

EVEN = dict.fromkeys(SIGNAL_NAMES, 1.0)


def weights(**changes: Any) -> Weights:
    return Weights(name="mine", weights=EVEN | changes)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_weights_fit_the_signals() -> None:
    shipped = read_weights()
    assert shipped.checked(SIGNAL_NAMES) is shipped
    assert shipped.name
    assert shipped.date


def test_the_shipped_weights_come_from_those_set_by_hand() -> None:
    by_hand = read_weights(BY_HAND).checked(SIGNAL_NAMES)
    assert read_weights().parent == by_hand.fingerprint


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"loveliness": 1.0}, "no signal is called 'loveliness'"),
        ({"place_fit": -0.1}, "the weight of 'place_fit' is -0.1, below zero"),
        ({"place_fit": float("nan")}, "the weight of 'place_fit' is nan, not a number"),
        ({"place_fit": float("inf")}, "the weight of 'place_fit' is inf, not a number"),
        (dict.fromkeys(SIGNAL_NAMES, 0.0), "every weight is zero"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(changes: dict[str, float], said: str) -> None:
    with pytest.raises(WeightsError, match="mine") as refused:
        weights(**changes).checked(SIGNAL_NAMES)
    assert said in str(refused.value)
    assert all(name in str(refused.value) for name in SIGNAL_NAMES), "it says what to give instead"


def test_a_missing_weight_is_named() -> None:
    with pytest.raises(WeightsError, match="'sector_fit' has no weight"):
        Weights(name="mine", weights={k: v for k, v in EVEN.items() if k != "sector_fit"}).checked(SIGNAL_NAMES)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(WeightsError) as refused:
        weights(place_fit=-1.0, sector_fit=float("nan"), charm=2.0).checked(SIGNAL_NAMES)
    assert all(name in str(refused.value) for name in ("'place_fit'", "'sector_fit'", "'charm'"))


@pytest.mark.parametrize("wrong", [True, False, "1", "high", None, [1.0]])
def test_what_is_no_number_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError, match="place_fit"):
        weights(place_fit=wrong)


def test_a_whole_number_is_a_number() -> None:
    assert weights(place_fit=2)["place_fit"] == 2.0


def test_the_fingerprint_follows_the_numbers_alone() -> None:
    assert weights().fingerprint == weights().fingerprint
    assert weights().fingerprint == Weights(name="other", note="n", weights=dict(reversed(EVEN.items()))).fingerprint
    assert weights().fingerprint == weights(place_fit=1).fingerprint
    assert weights().fingerprint != weights(place_fit=1.0000001).fingerprint
    swapped = weights(place_fit=2.0), weights(sector_fit=2.0)
    assert swapped[0].fingerprint != swapped[1].fingerprint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'x'\n[weights\n", "is not valid TOML"),
        ("name = 'x'\n", "weights: Field required"),
        ("[weights]\nplace_fit = 1\n", "name: Field required"),
        ("name = 'x'\ncolour = 'red'\n[weights]\n", "colour"),
        ("name = 'x'\n[weights]\nplace_fit = true\n", "weights.place_fit"),
        ("name = 'x'\n[weights]\nplace_fit = '1'\n", "weights.place_fit"),
    ],
)
def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WeightsError, match=r"mine\.toml") as refused:
        read_weights(written(tmp_path / "mine.toml", text))
    assert said in str(refused.value)


def test_a_file_that_is_missing_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="name a file that exists"):
        read_weights(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WeightsError, match=r"bytes\.toml"):
        read_weights(tmp_path / "bytes.toml")


def test_infinity_in_a_file_is_read_and_then_refused(tmp_path: Path) -> None:
    lines = "\n".join(f"{name} = inf" for name in SIGNAL_NAMES)
    read = read_weights(written(tmp_path / "mine.toml", f"name = 'mine'\n[weights]\n{lines}\n"))
    with pytest.raises(WeightsError, match="is inf, not a number"):
        read.checked(SIGNAL_NAMES)
