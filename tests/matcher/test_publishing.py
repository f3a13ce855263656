"""Publishing weights: provenance kept, bad sets refused, every step back possible."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import WeightsError
from matcher.evaluation import Estimate
from matcher.publishing import Measured, history, publish, roll_back, weights_in_force
from matcher.signals import SIGNAL_NAMES
from matcher.weights import BY_HAND, Weights, read_weights

SAME = Estimate(0.7, 0.6, 0.8, 29)


def measured(low: float = -0.01, high: float = 0.03) -> Measured:
    return Measured(
        judgements="j" * 64,
        catalogue="c" * 64,
        encoder="mine",
        before=SAME,
        after=SAME,
        gain=Estimate((low + high) / 2, low, high, 29),
        p=0.5,
        verdict="This gain is not distinguishable from noise.",
    )


def weights(name: str, **numbers: float) -> Weights:
    return Weights(name=name, weights=dict.fromkeys(SIGNAL_NAMES, 1.0) | numbers)


ONE, TWO = weights("one", place_fit=0.1), weights("two", place_fit=0.2)


def test_before_anything_is_published_the_shipped_weights_are_in_force(tmp_path: Path) -> None:
    assert weights_in_force(tmp_path) == read_weights()
    assert history(tmp_path) == ()


def test_what_is_published_is_in_force_with_its_provenance(tmp_path: Path) -> None:
    first = publish(tmp_path, ONE, " A. Name ", measured())
    second = publish(tmp_path, TWO, "B. Name", measured())
    assert weights_in_force(tmp_path) == TWO
    assert history(tmp_path) == (first, second)
    assert (first.number, first.action, first.author) == (1, "published", "A. Name")
    assert first.parent == read_weights().fingerprint
    assert second.parent == ONE.fingerprint
    assert second.measured == measured()
    assert (tmp_path / "weights" / first.file).read_text(encoding="utf-8") == ONE.as_toml()


def test_steps_back_lead_to_what_was_there_before(tmp_path: Path) -> None:
    publish(tmp_path, ONE, "A", measured())
    publish(tmp_path, TWO, "A", measured())
    back = roll_back(tmp_path, "B")
    assert weights_in_force(tmp_path) == ONE
    assert (back.number, back.action, back.parent, back.measured) == (3, "rolled back", TWO.fingerprint, None)
    roll_back(tmp_path, "B", to=0)
    assert weights_in_force(tmp_path) == read_weights()
    assert history(tmp_path)[-1].file == ""
    roll_back(tmp_path, "B", to=2)
    assert weights_in_force(tmp_path) == TWO
    assert len(history(tmp_path)) == 5


def test_the_first_publication_can_be_taken_back(tmp_path: Path) -> None:
    publish(tmp_path, ONE, "A", measured())
    roll_back(tmp_path, "A")
    assert weights_in_force(tmp_path) == read_weights()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"loveliness": 1.0}, "no signal is called 'loveliness'"),
        ({"place_fit": -1.0}, "below zero"),
        ({"place_fit": float("nan")}, "not a number"),
        ({"place_fit": float("inf")}, "not a number"),
        (dict.fromkeys(SIGNAL_NAMES, 0.0), "every weight is zero"),
    ],
)
def test_a_set_that_cannot_be_used_is_refused(tmp_path: Path, change: dict[str, float], said: str) -> None:
    with pytest.raises(WeightsError, match=said):
        publish(tmp_path, weights("bad", **change), "A", measured())
    assert weights_in_force(tmp_path) == read_weights()
    assert not (tmp_path / "weights").exists()


def test_a_missing_weight_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="'place_fit' has no weight"):
        publish(tmp_path, Weights(name="bad", weights={n: 1.0 for n in SIGNAL_NAMES[:5]}), "A", measured())


def test_every_reason_not_to_publish_is_told(tmp_path: Path) -> None:
    other = read_weights().model_copy(update={"encoder": "another"})
    with pytest.raises(WeightsError) as refused:
        publish(tmp_path, other, " ", measured(low=-0.2, high=-0.1))
    for words in ("name an author", "in force already", "another encoder", "worse than what is in force"):
        assert words in str(refused.value)


def test_a_loss_beyond_noise_must_be_meant(tmp_path: Path) -> None:
    publish(tmp_path, ONE, "A", measured(low=-0.2, high=-0.1), anyway=True)
    assert weights_in_force(tmp_path) == ONE


def test_a_file_that_was_changed_is_not_used_and_can_be_stepped_over(tmp_path: Path) -> None:
    publish(tmp_path, ONE, "A", measured())
    second = publish(tmp_path, TWO, "A", measured())
    path = tmp_path / "weights" / second.file
    path.write_text(path.read_text(encoding="utf-8").replace("0.2", "0.9"), encoding="utf-8")
    with pytest.raises(WeightsError, match="is not what was published as number 2"):
        weights_in_force(tmp_path)
    path.unlink()
    with pytest.raises(WeightsError, match="cannot read"):
        weights_in_force(tmp_path)
    roll_back(tmp_path, "A")
    assert weights_in_force(tmp_path) == ONE
    with pytest.raises(WeightsError, match="cannot read"):
        roll_back(tmp_path, "A", to=2)


@pytest.mark.parametrize(("to", "said"), [(2, "goes from 0"), (-1, "goes from 0"), (1, "nothing would change")])
def test_a_step_to_nowhere_is_refused(tmp_path: Path, to: int, said: str) -> None:
    with pytest.raises(WeightsError, match="nothing was published"):
        roll_back(tmp_path, "A", to)
    publish(tmp_path, ONE, "A", measured())
    with pytest.raises(WeightsError, match=said):
        roll_back(tmp_path, "A", to)
    with pytest.raises(WeightsError, match="name an author"):
        roll_back(tmp_path, "")


@pytest.mark.parametrize("damage", ["{not json\n", '{"number": 1}\n', "gap"])
def test_a_broken_history_is_told(tmp_path: Path, damage: str) -> None:
    publish(tmp_path, ONE, "A", measured())
    publish(tmp_path, read_weights(BY_HAND), "A", measured())
    path = tmp_path / "weights" / "history.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[1] if damage == "gap" else lines[0] + damage, encoding="utf-8")
    with pytest.raises(WeightsError, match="the history of published weights"):
        weights_in_force(tmp_path)
