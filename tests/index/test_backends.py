"""The compiled networks: the reference's own answers, kept whole, refused where they are not, and never needed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import index.backends as module
from index.backends import Backend, compile_backend, is_fast, open_backend
from index.compiled import FOLDER, MANIFEST, WEIGHTS, CompiledNetwork, batches
from index.compiling import LEAST_COSINE, _clear_away
from index.encoder import SentenceTransformersEncoder, Vectors
from index.roles import Mention, load_roles

pytest.importorskip("openvino")

TEXTS = ["A laboratory.", "battery cells " * 120, "", "rail freight at the airport", "电池 🙂", "word " * 700]
BRIEF = "We make pumps in Lyon. For a new plant with 60 jobs and £9m we look at Derby; Leeds is too far. " * 9


@pytest.fixture(scope="module")
def texts(encoder: SentenceTransformersEncoder) -> tuple[list[str], Vectors]:
    return TEXTS, encoder.encode(TEXTS)


@pytest.fixture(scope="module")
def home(
    tmp_path_factory: pytest.TempPathFactory, encoder: SentenceTransformersEncoder, texts: tuple[list[str], Vectors]
) -> Path:
    """A home in which both networks are kept."""
    folder = tmp_path_factory.mktemp("home")
    told: list[str] = []
    assert is_fast(compile_backend(folder, encoder, lambda: texts, told.append)), told
    return folder


@pytest.fixture(scope="module")
def backend(home: Path, encoder: SentenceTransformersEncoder) -> Backend:
    return open_backend(home, encoder)


def test_it_is_the_same_encoder(
    backend: Backend, encoder: SentenceTransformersEncoder, texts: tuple[list[str], Vectors]
) -> None:
    fast = backend.encoder
    assert fast is not encoder
    assert (fast.name, fast.fingerprint) == (encoder.name, encoder.fingerprint)
    assert (fast.dimension, fast.longest) == (encoder.dimension, encoder.longest)
    assert fast.count_tokens([*TEXTS]) == encoder.count_tokens([*TEXTS])
    np.testing.assert_allclose(fast.encode(TEXTS), texts[1], atol=1e-5)
    assert fast.encode([]).shape == (0, 384)
    assert fast.count_tokens([]) == []


def test_a_vector_depends_on_its_text_alone(backend: Backend) -> None:
    alone = np.vstack([backend.encoder.encode([text]) for text in TEXTS])
    among = [f"filler number {n} " * (1 + n % 7) for n in range(40)]
    np.testing.assert_allclose(backend.encoder.encode([*among, *TEXTS])[len(among) :], alone, atol=1e-5)


def test_roles_are_the_references_also_in_a_long_text(backend: Backend) -> None:
    kinds = (("place", "Derby"), ("place", "Leeds"), ("place", "Lyon"), ("amount", "£9m"), ("count", "60 jobs"))
    asked: list[Mention] = [
        (kind, at, at + len(word)) for kind, word in kinds for at in (BRIEF.index(word), BRIEF.rindex(word))
    ]
    for fast, reference in zip(backend.read_roles(BRIEF, asked), load_roles().read(BRIEF, asked), strict=True):
        assert fast == pytest.approx(reference, abs=1e-3)


def test_texts_are_put_together_by_length_and_none_is_lost() -> None:
    lengths = [3, 200, 4, 190, 90, 3, *[5] * 40]
    found = batches(lengths)
    assert sorted(n for batch in found for n in batch) == list(range(len(lengths)))
    assert all(max(lengths[n] for n in b) <= 1.2 * min(lengths[n] for n in b) + 3 for b in found)


def test_no_torch_is_imported_and_no_network_asked(home: Path) -> None:
    program = f"""
import socket, sys
def refused(*arguments, **named):
    raise SystemExit("reached for the network")
socket.socket.connect = socket.socket.connect_ex = refused
socket.create_connection = socket.getaddrinfo = refused
from pathlib import Path
from index.backends import is_fast, open_backend
from index.encoder import PLAIN, load_encoder
backend = open_backend(Path({str(home)!r}), load_encoder(PLAIN))
roles = backend.read_roles("In Derby.", [("place", 3, 8)])
print(is_fast(backend), backend.encoder.encode(["battery"]).shape, len(roles))
print([m for m in ("torch", "transformers", "sentence_transformers") if m in sys.modules])
"""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(module.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.stdout.splitlines() == ["True (1, 384) 1", "[]"], ran.stderr


def test_one_that_differs_is_refused_once_and_the_reference_works(
    tmp_path: Path,
    encoder: SentenceTransformersEncoder,
    texts: tuple[list[str], Vectors],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_keep_roles", lambda *given: None)
    turned = texts[1].copy()
    turned[2] = np.roll(turned[2], 1)
    told: list[str] = []
    found = compile_backend(tmp_path, encoder, lambda: (TEXTS, turned), told.append)
    assert found.encoder is encoder
    assert f"1 of {len(TEXTS)} vectors have a cosine below {LEAST_COSINE}" in " ".join(told)

    def never() -> tuple[list[str], Vectors]:
        raise AssertionError("tried again")

    monkeypatch.setattr(module, "opens", lambda folder: True)
    told.clear()
    assert compile_backend(tmp_path, encoder, never, told.append).encoder is encoder
    assert "midlands-match index" in told[0]


def test_what_another_version_kept_is_cleared_away(tmp_path: Path, home: Path) -> None:
    kept = [shutil.copytree(folder, tmp_path / folder.name) for folder in sorted((home / FOLDER).iterdir())]
    older = shutil.copytree(kept[0], tmp_path / "older")
    (tmp_path / ".writing-now").mkdir()
    _clear_away(kept[0], CompiledNetwork(kept[0]).manifest.fingerprint)
    assert not older.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([".writing-now", *(p.name for p in kept)])


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
def test_a_changed_file_is_not_used(home: Path, encoder: SentenceTransformersEncoder, name: str) -> None:
    file = module._encoder_folder(home, encoder) / name
    before = file.read_bytes()
    changed = bytearray(before)
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)
    try:
        assert open_backend(home, encoder).encoder is encoder
    finally:
        file.write_bytes(before)
    assert open_backend(home, encoder).encoder is not encoder


def test_without_openvino_the_reference_works_and_it_is_told(
    tmp_path: Path,
    encoder: SentenceTransformersEncoder,
    texts: tuple[list[str], Vectors],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "made_with", lambda: None)
    told: list[str] = []
    found = compile_backend(tmp_path, encoder, lambda: texts, told.append)
    assert found.encoder is encoder
    assert not is_fast(found)
    assert "OpenVINO is not installed" in told[0]
