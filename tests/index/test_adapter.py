"""Adapters: the differences that were kept come back, and only onto the weights that they were made for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from index.adapter import apply_adapter, save_adapter
from index.encoder import (
    PLAIN,
    PLAIN_SHA256,
    SentenceTransformersEncoder,
    _plain_folder,
    file_sha256,
    load_encoder,
    plain_encoder,
)
from index.errors import EncoderError

MATRIX = "encoder.layer.0.attention.self.query.weight"
OTHER_MATRIX = "encoder.layer.5.output.dense.weight"
VECTOR = "encoder.layer.3.output.LayerNorm.bias"
Weights = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def fresh() -> SentenceTransformersEncoder:
    """An encoder of this module's own: its weights are changed and put back, and the session's stay as they are."""
    return plain_encoder()


@pytest.fixture(scope="module")
def plain(fresh: SentenceTransformersEncoder) -> Weights:
    return {name: value.clone() for name, value in fresh.transformer().state_dict().items()}


@pytest.fixture
def model(fresh: SentenceTransformersEncoder, plain: Weights) -> Iterator[Any]:
    yield fresh.transformer()
    fresh.transformer().load_state_dict(plain)


def tuned(plain: Weights, rank: int = 3) -> Weights:
    """Weights that differ by matrices of a low rank and by a vector, each by about a hundredth of its size."""
    generator = torch.Generator().manual_seed(4)
    after = dict(plain)
    for name in (MATRIX, OTHER_MATRIX):
        rows, columns = plain[name].shape
        left, right = (torch.randn(shape, generator=generator) for shape in ((rows, rank), (rank, columns)))
        after[name] = plain[name] + 0.002 * left @ right
    after[VECTOR] = plain[VECTOR] + 0.01 * torch.randn(plain[VECTOR].shape, generator=generator)
    return after


def kept(
    path: Path, plain: Weights, after: Weights, rank: int = 3, strength: float = 1.0, base: str = PLAIN_SHA256
) -> Path:
    save_adapter(path, plain, after, rank, strength, {"base": base})
    return path


def test_low_rank_differences_come_back(tmp_path: Path, model: Any, plain: Weights) -> None:
    after = tuned(plain)
    path = kept(tmp_path / "a.safetensors", plain, after)
    apply_adapter(model, path, PLAIN_SHA256)
    now = model.state_dict()
    for name, value in after.items():
        size = float((value - plain[name]).abs().max())
        assert float((now[name] - value).abs().max()) <= max(2e-3 * size, 0), name
        if name not in (MATRIX, OTHER_MATRIX, VECTOR):
            assert torch.equal(now[name], plain[name]), name
    assert not torch.equal(now[MATRIX], plain[MATRIX])
    assert not list(tmp_path.glob("*.writing"))


def test_only_what_changed_is_kept_and_only_in_low_rank(tmp_path: Path, plain: Weights) -> None:
    found = load_file(kept(tmp_path / "a.safetensors", plain, tuned(plain)))
    assert set(found) == {
        f"{MATRIX}.left", f"{MATRIX}.right", f"{OTHER_MATRIX}.left", f"{OTHER_MATRIX}.right", f"{VECTOR}.whole",
    }  # fmt: skip
    assert found[f"{MATRIX}.left"].shape == (384, 3)
    assert found[f"{OTHER_MATRIX}.right"].shape == (3, plain[OTHER_MATRIX].shape[1])
    assert {value.dtype for value in found.values()} == {torch.float16}


def test_a_lower_rank_keeps_the_strongest_directions(tmp_path: Path, model: Any, plain: Weights) -> None:
    """What comes back is the best approximation of its rank (Eckart and Young), up to half precision."""
    after = tuned(plain, rank=6)
    apply_adapter(model, kept(tmp_path / "a.safetensors", plain, after, rank=2), PLAIN_SHA256)
    difference = after[MATRIX] - plain[MATRIX]
    left_over = float(torch.linalg.matrix_norm(model.state_dict()[MATRIX] - after[MATRIX]))
    sizes = torch.linalg.svdvals(difference)
    assert left_over == pytest.approx(float(sizes[2:].square().sum().sqrt()), rel=1e-3)


def test_strength_scales_the_differences(tmp_path: Path, model: Any, plain: Weights) -> None:
    after = tuned(plain)
    apply_adapter(model, kept(tmp_path / "a.safetensors", plain, after, strength=0.5), PLAIN_SHA256)
    expected = plain[MATRIX] + 0.5 * (after[MATRIX] - plain[MATRIX])
    assert float((model.state_dict()[MATRIX] - expected).abs().max()) < 1e-4


def test_another_base_is_refused_and_nothing_is_changed(tmp_path: Path, model: Any, plain: Weights) -> None:
    path = kept(tmp_path / "a.safetensors", plain, tuned(plain), base="0" * 64)
    with pytest.raises(EncoderError, match=r"a\.safetensors was made for weights 0{16}…, not 53aa51172d142c89…"):
        apply_adapter(model, path, PLAIN_SHA256)
    assert all(torch.equal(value, plain[name]) for name, value in model.state_dict().items())


def garbage(path: Path) -> None:
    path.write_bytes(b"garbage" * 99)


def no_base(path: Path) -> None:
    save_file(load_file(path), path)


def half(path: Path) -> None:
    tensors = load_file(path)
    del tensors[f"{MATRIX}.right"]
    save_file(tensors, path, metadata={"base": PLAIN_SHA256})


def unknown_name(path: Path) -> None:
    save_file({"no.such.weight.whole": torch.zeros(3)}, path, metadata={"base": PLAIN_SHA256})


def no_part(path: Path) -> None:
    save_file({"nameless": torch.zeros(3)}, path, metadata={"base": PLAIN_SHA256})


def other_shape(path: Path) -> None:
    save_file({f"{VECTOR}.whole": torch.zeros(5)}, path, metadata={"base": PLAIN_SHA256})


@pytest.mark.parametrize("spoil", [garbage, no_base, half, unknown_name, no_part, other_shape, Path.unlink])
def test_a_file_that_is_no_such_adapter_is_refused(
    tmp_path: Path, model: Any, plain: Weights, spoil: Callable[[Path], None]
) -> None:
    path = kept(tmp_path / "a.safetensors", plain, tuned(plain))
    spoil(path)
    with pytest.raises(EncoderError, match=r"a\.safetensors"):
        apply_adapter(model, path, PLAIN_SHA256)


def test_an_encoder_with_an_adapter_is_another_encoder(
    tmp_path: Path, encoder: SentenceTransformersEncoder, plain: Weights
) -> None:
    path = kept(tmp_path / "mine.safetensors", plain, tuned(plain))
    adapted = load_encoder(str(path))
    assert adapted.name == "mine"
    assert adapted.fingerprint == f"mine:{PLAIN_SHA256}+{file_sha256(path)}"
    texts = ["battery cells", "a freeport"]
    moved = np.abs(adapted.encode(texts) - encoder.encode(texts)).max()
    assert 1e-4 < moved < 0.5
    np.testing.assert_allclose(np.linalg.norm(adapted.encode(texts), axis=1), 1, atol=1e-5)


def test_a_foreign_adapter_keeps_the_encoder_from_loading(tmp_path: Path, plain: Weights) -> None:
    path = kept(tmp_path / "foreign.safetensors", plain, tuned(plain), base="1" * 64)
    foreign = SentenceTransformersEncoder(_plain_folder(), PLAIN, PLAIN_SHA256, path)
    for _ in range(2):  # also not on the second try, with half of it loaded
        with pytest.raises(EncoderError, match="was made for weights"):
            foreign.encode(["battery"])
