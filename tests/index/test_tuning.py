"""Tuning: it learns, it can be stopped and taken up again without a trace, and knows its own checkpoint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open

from index.encoder import PLAIN_SHA256, SentenceTransformersEncoder, load_encoder, plain_encoder
from index.errors import EncoderError
from index.tuning import Plan, TrainingBrief, TrainingDocument, Tuner

# Half precision on a processor is slow and warns of nothing; a few short texts are enough for two steps.
PLAN = Plan(epochs=1, batch=2, longest=24, learning_rate=1e-3, warm_up=0.0)
DOCUMENTS = {
    "battery": TrainingDocument("A battery centre.", ("Pilot lines for cells.", "Open to firms.")),
    "freeport": TrainingDocument("A freeport.", ("Customs reliefs.", "Tax sites by the airport.")),
    "fund": TrainingDocument("A fund.", ("Equity for small firms.",)),
    "campus": TrainingDocument("A health campus.", ("Laboratories by the hospital.", "Clinical trials.")),
}
BRIEFS = (
    TrainingBrief(("We test battery cells.", "Cells need piloting."), "battery", wrong=("fund", "campus")),
    TrainingBrief(("We import parts by air.",), "freeport", also=("fund",)),
    TrainingBrief(("We want equity.",), "fund", wrong=("freeport",)),
    TrainingBrief(("We need a laboratory near a hospital.",), "campus", also=("battery",), wrong=("fund",)),
)
Weights = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def own() -> SentenceTransformersEncoder:
    """An encoder of this module's own to train; the session's must stay plain."""
    return plain_encoder()


@pytest.fixture(scope="module")
def plain(own: SentenceTransformersEncoder) -> Weights:
    return weights(own)


@pytest.fixture
def learner(own: SentenceTransformersEncoder, plain: Weights) -> Iterator[SentenceTransformersEncoder]:
    own.transformer().load_state_dict(plain)
    yield own
    own.transformer().load_state_dict(plain)


def weights(encoder: SentenceTransformersEncoder) -> Weights:
    return {name: value.detach().clone() for name, value in encoder.transformer().state_dict().items()}


class Interrupted(Exception):
    pass


def interrupt_after(steps: int):  # type: ignore[no-untyped-def]
    def report(step: int, of: int, loss: float) -> None:
        if step > steps:
            raise Interrupted

    return report


def test_two_steps_move_the_layers_and_leave_the_words(learner: SentenceTransformersEncoder, plain: Weights) -> None:
    told: list[tuple[int, int, float]] = []
    tuner = Tuner(learner, DOCUMENTS, BRIEFS, PLAN)
    assert (tuner.step, tuner.steps) == (0, 2)
    tuner.run(lambda *step: told.append(step))
    assert [(step, of) for step, of, _ in told] == [(1, 2), (2, 2)]
    assert all(0 < loss < 20 for *_, loss in told)
    after = weights(learner)
    moved = {name for name, value in after.items() if not torch.equal(value, plain[name])}
    assert any(name.startswith("encoder.layer.0.") for name in moved)
    assert any(name.startswith("encoder.layer.5.") for name in moved)
    assert not any(name.startswith("embeddings.") for name in moved), "word vectors stay"
    assert all(torch.isfinite(value).all() for value in after.values())
    assert not learner.transformer().training, "it is ready to encode again"


def test_it_learns_which_documents_answer(learner: SentenceTransformersEncoder) -> None:
    """Over a few more steps the loss of the very same batch falls."""
    losses: list[float] = []
    Tuner(learner, DOCUMENTS, BRIEFS, replace(PLAN, epochs=6, batch=4, learning_rate=1e-4, dropped=0.0)).run(
        lambda step, of, loss: losses.append(loss)
    )
    assert losses[-1] < losses[0]


def test_the_same_run_gives_the_same_weights_and_another_seed_others(
    own: SentenceTransformersEncoder, learner: SentenceTransformersEncoder, plain: Weights
) -> None:
    results = []
    for plan in (PLAN, PLAN, replace(PLAN, seed=1)):
        own.transformer().load_state_dict(plain)
        Tuner(learner, DOCUMENTS, BRIEFS, plan).run()
        results.append(weights(learner))
    assert all(torch.allclose(results[0][n], results[1][n], atol=1e-6) for n in plain)
    assert any(not torch.allclose(results[0][n], results[2][n], atol=1e-6) for n in plain)


def test_interrupted_and_resumed_equals_uninterrupted(
    own: SentenceTransformersEncoder, learner: SentenceTransformersEncoder, plain: Weights, tmp_path: Path
) -> None:
    plan, checkpoint = replace(PLAN, epochs=2), tmp_path / "run.safetensors"  # four steps: the order is drawn twice
    Tuner(learner, DOCUMENTS, BRIEFS, plan).run()
    expected = weights(learner)

    own.transformer().load_state_dict(plain)
    with pytest.raises(Interrupted):
        Tuner(learner, DOCUMENTS, BRIEFS, plan).run(interrupt_after(2), checkpoint, every=1)
    with safe_open(checkpoint, framework="pt") as kept:
        assert kept.metadata()["step"] == "2"

    own.transformer().load_state_dict(plain)  # another process begins with plain weights
    steps: list[int] = []
    again = Tuner(learner, DOCUMENTS, BRIEFS, plan)
    again.run(lambda step, of, loss: steps.append(step), checkpoint)
    assert steps == [3, 4]
    found = weights(learner)
    assert max(float((found[n].float() - expected[n].float()).abs().max()) for n in plain) <= 1e-6

    own.transformer().load_state_dict(plain)  # a finished run, taken up again, does nothing and is what it was
    finished = Tuner(learner, DOCUMENTS, BRIEFS, plan)
    finished.run(interrupt_after(0), checkpoint)
    assert finished.step == finished.steps == 4
    assert all(torch.equal(value, found[name]) for name, value in weights(learner).items())
    assert [p.name for p in tmp_path.iterdir()] == ["run.safetensors"], "nothing half written is left"


def test_a_checkpoint_of_another_run_is_refused(
    learner: SentenceTransformersEncoder, plain: Weights, tmp_path: Path
) -> None:
    checkpoint = tmp_path / "run.safetensors"
    with pytest.raises(Interrupted):
        Tuner(learner, DOCUMENTS, BRIEFS, PLAN).run(interrupt_after(1), checkpoint, every=1)
    learner.transformer().load_state_dict(plain)
    changed = DOCUMENTS | {"fund": TrainingDocument("Another fund.", ())}
    for documents, briefs, plan in (
        (DOCUMENTS, BRIEFS, replace(PLAN, seed=7)),
        (DOCUMENTS, BRIEFS, replace(PLAN, learning_rate=2e-3)),
        (DOCUMENTS, BRIEFS[:3], PLAN),
        (changed, BRIEFS, PLAN),
    ):
        foreign = Tuner(learner, documents, briefs, plan)
        with pytest.raises(EncoderError, match="belongs to another run; remove it or name another"):
            foreign.run(checkpoint=checkpoint)
        assert foreign.step == 0
    assert all(torch.equal(value, plain[name]) for name, value in weights(learner).items()), "nothing was changed"


def test_a_checkpoint_that_is_none_is_refused(learner: SentenceTransformersEncoder, tmp_path: Path) -> None:
    (tmp_path / "run.safetensors").write_bytes(b"garbage" * 99)
    with pytest.raises(EncoderError, match="cannot be read"):
        Tuner(learner, DOCUMENTS, BRIEFS, PLAN).run(checkpoint=tmp_path / "run.safetensors")


def test_nothing_to_learn_from_is_refused(learner: SentenceTransformersEncoder) -> None:
    with pytest.raises(EncoderError, match="nothing can be learnt"):
        Tuner(learner, DOCUMENTS, (), PLAN)


def test_what_was_learnt_is_kept_as_an_adapter(
    learner: SentenceTransformersEncoder, encoder: SentenceTransformersEncoder, tmp_path: Path
) -> None:
    tuner = Tuner(learner, DOCUMENTS, BRIEFS, replace(PLAN, learning_rate=1e-4))
    tuner.run()
    tuner.adapter(tmp_path / "learnt.safetensors", rank=384, strength=1.0, about={"made": "in a test"})
    with safe_open(tmp_path / "learnt.safetensors", framework="pt") as kept:
        told = kept.metadata()
    assert (told["base"], told["rank"], told["made"]) == (PLAIN_SHA256, "384", "in a test")
    texts = ["We test battery cells.", "A freeport."]
    again = load_encoder(str(tmp_path / "learnt.safetensors")).encode(texts)
    assert abs(again - learner.encode(texts)).max() < 2e-3, "of full rank, it is the tuned encoder again"
    assert abs(again - encoder.encode(texts)).max() > 5e-3
