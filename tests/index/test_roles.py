"""The role network: what a mention means where it stands, and how the network is trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from index.errors import EncoderError
from index.role_tuning import RolePlan, RoleText, train_roles
from index.roles import LONGEST_TEXT, ROLES, Mention, RoleReader, load_roles

TEXT = (
    "We make gear pumps in Lyon (210 staff, sales of €48m). For the new plant, 60 jobs and £9m, we look at Derby or "
    "Stafford. Manchester has been studied and our board said no; Leeds is too far."
)
CONTRASTS = {
    "Lyon": "context",
    "Derby": "wanted",
    "Stafford": "wanted",
    "Manchester": "excluded",
    "Leeds": "excluded",
    "210 staff": "other",
    "60 jobs": "jobs",
    "€48m": "other",
    "£9m": "investment",
}


def mention(text: str, words: str) -> Mention:
    kind = "place" if words[0].isupper() else "amount" if words[0] in "€£" else "count"
    return kind, text.index(words), text.index(words) + len(words)


def role(reader: RoleReader, text: str, words: str) -> str:
    asked = mention(text, words)
    return ROLES[asked[0]][int(reader.read(text, [asked])[0].argmax())]


@pytest.mark.parametrize(("words", "expected"), CONTRASTS.items())
def test_it_tells_what_a_mention_means(words: str, expected: str) -> None:
    assert role(load_roles(), TEXT, words) == expected


def test_probabilities_are_those_of_all_roles_and_do_not_depend_on_what_else_is_asked() -> None:
    asked = [mention(TEXT, words) for words in CONTRASTS]
    together = load_roles().read(TEXT, asked)
    assert [len(p) for p in together] == [len(ROLES[kind]) for kind, _, _ in asked]
    for one, probabilities in zip(asked, together, strict=True):
        assert np.exp(probabilities).sum() == pytest.approx(1)
        assert load_roles().read(TEXT, [one])[0] == pytest.approx(probabilities)


def test_a_mention_far_down_a_long_text_is_told_by_the_words_around_it() -> None:
    long = "The weather was fine and the train was late. " * 40 + TEXT
    assert role(load_roles(), long, "Derby") == "wanted"
    assert role(load_roles(), long, "Lyon") == "context"


def test_what_lies_beyond_the_pages_that_are_read_is_left_out() -> None:
    text = "Derby. " + "x " * LONGEST_TEXT + "Leeds."
    assert len(load_roles().read(text, [mention(text, "Derby"), mention(text, "Leeds")])) == 1
    assert load_roles().read(text, []) == []


def test_training_learns_and_is_repeatable(tmp_path: Path) -> None:
    texts = [
        RoleText("We want a hall in Derby.", (("place", 18, 23),), (1,)),
        RoleText("Nothing in Leeds, please.", (("place", 11, 16),), (2,)),
        RoleText("Our mother lives in Lyon.", (("place", 20, 24),), (0,)),
        RoleText("We invest £3m.", (("amount", 10, 13),), (1,)),
        RoleText("We would hire 40 people.", (("count", 14, 23),), (1,)),
    ]
    losses: list[float] = []
    plan = RolePlan(epochs=6, batch=5)
    train_roles(texts, tmp_path / "a.safetensors", plan, lambda step, steps, loss: losses.append(loss))
    train_roles(texts, tmp_path / "b.safetensors", plan)
    assert losses[-1] < losses[0] / 2
    one, other = (load_file(tmp_path / f"{name}.safetensors") for name in "ab")
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)
    learnt = RoleReader(tmp_path / "a.safetensors")
    for text in texts:
        assert learnt.read(text.text, text.mentions)[0].argmax() == text.roles[0]


def test_a_file_that_is_missing_or_no_adapter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no role weights"):
        RoleReader(tmp_path / "none.safetensors")
    (tmp_path / "odd.safetensors").write_bytes(b"odd")
    with pytest.raises(EncoderError, match="cannot be read"):
        RoleReader(tmp_path / "odd.safetensors")
