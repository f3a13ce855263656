"""The encoder: unit vectors that depend on the text alone, from weights that are the ones expected."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import index.encoder as module
from index.encoder import (
    BATCH,
    PLAIN,
    PLAIN_SHA256,
    SentenceTransformersEncoder,
    _plain_folder,
    file_sha256,
    load_encoder,
    plain_encoder,
)
from index.errors import EncoderError

TEXTS = ["A laboratory.", "battery cells " * 60, "", "rail freight at the airport", "电池 🙂"]


def test_vectors_are_unit_and_of_the_dimension(encoder: SentenceTransformersEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension) == (len(TEXTS), 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_vector_depends_on_its_text_alone(encoder: SentenceTransformersEncoder) -> None:
    """Not on the batch around it, nor on where in the batch it stands; short and long texts share batches."""
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    among = [f"filler number {n} " * (1 + n % 7) for n in range(BATCH)]
    together = encoder.encode([*TEXTS, *among])[: len(TEXTS)]
    backwards = encoder.encode([*among, *TEXTS[::-1]])[len(among) :][::-1]
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(backwards, alone, atol=1e-5)


def test_vectors_mean_something(encoder: SentenceTransformersEncoder) -> None:
    """Known values of this model: they would change with other weights, pooling or tokenising."""
    a, b, c = encoder.encode(["electric car batteries", "energy storage for vehicles", "a theatre for opera"])
    assert float(a @ b) > 0.5 > 0.2 > float(a @ c)


def test_no_texts_give_no_vectors(encoder: SentenceTransformersEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.count_tokens([]) == []


def test_progress_ends_at_the_whole(encoder: SentenceTransformersEncoder) -> None:
    told: list[tuple[int, int]] = []
    encoder.encode(["one"] * (BATCH + 1), lambda done, of: told.append((done, of)))
    assert told == [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)]


def test_tokens_are_counted_beyond_the_longest(encoder: SentenceTransformersEncoder) -> None:
    assert encoder.longest == 256
    assert encoder.count_tokens(["", "word", "word " * 1000]) == [2, 3, 1002]


def test_the_plain_encoder_is_the_pinned_one(encoder: SentenceTransformersEncoder) -> None:
    assert encoder.name == PLAIN
    assert encoder.base_sha256 == PLAIN_SHA256 == file_sha256(_plain_folder() / "model.safetensors")
    assert encoder.fingerprint == f"{PLAIN}:{PLAIN_SHA256}"
    assert load_encoder(PLAIN) is encoder
    assert plain_encoder() is not encoder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real model's folder, in which a file may be changed; the large ones are links."""
    copy = tmp_path / "model"
    copy.mkdir()
    for file in _plain_folder().iterdir():
        (copy / file.name).symlink_to(file)
    return copy


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def test_weights_with_one_changed_bit_are_refused(folder: Path) -> None:
    weights = folder / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[len(changed) // 2] ^= 1
    replace(weights, bytes(changed))
    with pytest.raises(EncoderError, match=r"model\.safetensors of the one has SHA-256 .* expected 53aa51172d142c89"):
        SentenceTransformersEncoder(folder, "the one", PLAIN_SHA256)
    unpinned = SentenceTransformersEncoder(folder)
    assert unpinned.fingerprint != f"model:{PLAIN_SHA256}"


def test_missing_weights_are_refused(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    with pytest.raises(EncoderError, match=r"no model\.safetensors in"):
        SentenceTransformersEncoder(folder)


def test_pickled_weights_are_refused_even_where_they_are_all_there_is(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(EncoderError, match="whose weights are safetensors"):
        SentenceTransformersEncoder(folder)


def other_shape(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    replace(folder / "config.json", json.dumps(config | {"hidden_size": 128, "num_attention_heads": 4}).encode())


BREAKAGES: dict[str, Callable[[Path], None]] = {
    "weights that are no safetensors": lambda folder: replace(folder / "model.safetensors", b"garbage" * 99),
    "weights cut short": lambda folder: replace(
        folder / "model.safetensors", (_plain_folder() / "model.safetensors").read_bytes()[:100_000]
    ),
    "no configuration": lambda folder: (folder / "config.json").unlink(),
    "a configuration that is no JSON": lambda folder: replace(folder / "config.json", b"{"),
    "a configuration of another shape": other_shape,
}


@pytest.mark.parametrize("breakage", BREAKAGES)
@pytest.mark.filterwarnings("ignore")
def test_a_folder_that_cannot_be_loaded_says_so(folder: Path, breakage: str) -> None:
    BREAKAGES[breakage](folder)
    with pytest.raises(EncoderError, match=r"the encoder in .* cannot be loaded"):
        SentenceTransformersEncoder(folder).load()


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PLAIN_PACKAGE", "no_such_package")
    with pytest.raises(EncoderError, match="no-such-package is not installed"):
        plain_encoder()


@pytest.mark.parametrize("name", ["no-such-model", "sentence-transformers/all-mpnet-base-v2", "/no/such/folder"])
def test_a_name_that_is_no_encoder_is_refused_not_looked_up(name: str) -> None:
    with pytest.raises(EncoderError, match="no encoder is called"):
        load_encoder(name)


def test_an_adapter_that_is_missing_is_refused() -> None:
    with pytest.raises(EncoderError, match="no adapter"):
        SentenceTransformersEncoder(_plain_folder(), adapter=Path("/no/such/adapter.safetensors"))


def test_nothing_is_downloaded(tmp_path: Path) -> None:
    """In a fresh process without any setting and with a network that answers nobody, the encoder loads and works."""
    program = """
import socket, sys
def refused(*arguments, **named):
    print("reached for the network", arguments[:1], file=sys.stderr)
    raise OSError("no network here")
socket.socket.connect = socket.socket.connect_ex = refused
socket.create_connection = socket.getaddrinfo = refused
from index.encoder import load_encoder
print(load_encoder("all-MiniLM-L6-v2").encode(["battery"]).shape)
"""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(Path(module.__file__).parents[1])}
    ran = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.stdout.strip() == "(1, 384)", ran.stderr
    assert "network" not in ran.stderr
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.stat().st_size > 1_000_000]


def test_a_folder_without_weights_reaches_for_no_hub(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the encoder reached for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    (folder / "config.json").unlink()
    shutil.rmtree(folder / "1_Pooling", ignore_errors=True) if not (folder / "1_Pooling").is_symlink() else (
        folder / "1_Pooling"
    ).unlink()
    with pytest.raises(EncoderError, match="cannot be loaded"):
        SentenceTransformersEncoder(folder).load()


def test_many_at_once_get_what_each_alone_gets(encoder: SentenceTransformersEncoder) -> None:
    """Requests run side by side: one that counts must not change how another's texts are padded or cut."""
    batches = [[f"{word} " * length for length in lengths] for word, lengths in (
        ("battery", (1, 9, 40)), ("laboratory", (120, 3)), ("freight", (2, 60, 4)), ("plot", (5,)),
    )]  # fmt: skip
    wanted = [(encoder.count_tokens(texts), encoder.encode(texts)) for texts in batches]

    over = threading.Event()

    def count() -> None:
        while not over.is_set():
            for texts, (counts, _) in zip(batches, wanted, strict=True):
                assert encoder.count_tokens(texts) == counts

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            counting = [pool.submit(count) for _ in range(2)]
            try:
                for n in range(12):
                    vectors = encoder.encode(batches[n % len(batches)])
                    np.testing.assert_allclose(vectors, wanted[n % len(batches)][1], atol=1e-5)
            finally:
                over.set()
            for one in counting:
                one.result()
    finally:
        sys.setswitchinterval(interval)
