"""Compiled networks: a network kept as an OpenVINO graph with its tokeniser, run without PyTorch.

Starting one takes a fraction of a second where importing PyTorch takes several, and a text takes less than half as
long. Whatever runs here was compared with the reference when it was kept (see ``index.compiling``).
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from index.encoder import file_sha256
from index.errors import EncoderError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

FORMAT = 1
FOLDER = "networks"
GRAPH, WEIGHTS, TOKENIZER, MANIFEST = "network.xml", "network.bin", "tokenizer.json", "manifest.json"
BATCH = 32
PADDING = 1.15  # texts share a batch while the longest has at most this times the tokens of the shortest, and a few


class Manifest(BaseModel):
    """What a kept network is: whose, how long a text may be, and how near to the reference it was on how many texts.

    ``least_cosine`` is over ``checked`` vectors; ``files`` the SHA-256 of each file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    fingerprint: str
    made_with: str
    precision: str
    longest: int
    dimension: int
    checked: int
    least_cosine: float
    files: dict[str, str]


def made_with() -> str | None:
    """The version of OpenVINO that is installed; null where there is none. Nothing is imported."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("openvino")
    except PackageNotFoundError:
        return None


def network_folder(home: Path, fingerprint: str, precision: str) -> Path:
    """Where the network of these weights is kept: another version of OpenVINO or another precision, another folder."""
    what = json.dumps([FORMAT, fingerprint, made_with(), precision])
    return home / FOLDER / hashlib.sha256(what.encode()).hexdigest()[:16]


class CompiledNetwork:
    """A kept network. ``run`` may be called from several threads at once.

    Raises:
        EncoderError: when a file is missing or changed, or this machine cannot run it.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.manifest = Manifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
            for name, wanted in self.manifest.files.items():
                if file_sha256(folder / name) != wanted:
                    raise EncoderError(f"{folder / name} is broken: its checksum differs")
        except (OSError, ValueError, ValidationError) as error:
            raise EncoderError(f"the compiled network in {folder} cannot be read: {error}") from error
        self._folder = folder
        self._network = compiled(folder / GRAPH, self.manifest.precision)
        self._mine = threading.local()

    def tokenizer(self) -> Tokenizer:
        """A fresh tokeniser, which neither pads nor cuts."""
        return plain_tokenizer(self._folder / TOKENIZER)

    def run(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        """The network's answer to a batch of token numbers, shape (texts, tokens), and which of them are padding."""
        request = getattr(self._mine, "request", None)
        if request is None:
            request = self._mine.request = self._network.create_infer_request()
        return np.asarray(request.infer({0: ids, 1: mask})[0], dtype=np.float32)


def opens(folder: Path) -> bool:
    """Whether a network is kept in a folder and runs here."""
    try:
        CompiledNetwork(folder)
    except EncoderError:
        return False
    return True


def compiled(graph: Any, precision: str) -> Any:
    """A graph, or the file of one, made ready for this machine's processor.

    Raises:
        EncoderError: when OpenVINO is not installed, or does not run on this processor.
    """
    try:
        import openvino

        options = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": precision}
        return openvino.Core().compile_model(graph, "CPU", options)
    except (ImportError, RuntimeError, OSError) as error:
        raise EncoderError(f"OpenVINO cannot run here: {str(error).splitlines()[0]}") from error


def plain_tokenizer(path: Path) -> Tokenizer:
    """The tokeniser in a file, by the library beneath transformers, which need not be imported for it."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def padded(read: Sequence[Encoding], pad: int = 0) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token numbers and mask of some texts, shape (texts, tokens of the longest)."""
    longest = max(len(one) for one in read)
    ids = np.full((len(read), longest), pad, dtype=np.int64)
    mask = np.zeros((len(read), longest), dtype=np.int64)
    for at, one in enumerate(read):
        ids[at, : len(one)] = one.ids
        mask[at, : len(one)] = 1
    return ids, mask


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions put into batches of about one length, longest first: a batch costs what its longest text costs."""
    found: list[list[int]] = []
    for at in sorted(range(len(lengths)), key=lambda n: -lengths[n]):
        if found and len(found[-1]) < BATCH and lengths[found[-1][0]] <= PADDING * lengths[at] + 2:
            found[-1].append(at)
        else:
            found.append([at])
    return found
