"""Compiling: a network taken out of PyTorch once, compared with it, and kept for ``index.compiled``."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.compiled import FORMAT, GRAPH, MANIFEST, TOKENIZER, WEIGHTS, CompiledNetwork, Manifest, made_with
from index.encoder import file_sha256
from index.errors import EncoderError

LEAST_COSINE = 0.9999
"""How near every vector of a compiled network must be to the reference's."""
Check = Callable[[CompiledNetwork], NDArray[np.float64]]
"""Compares a network with the reference: the cosine of each vector with the reference's, shape (vectors,)."""


def keep_network(
    folder: Path, network: Any, answer: Callable[..., Any], tokenizer: Any, about: dict[str, Any], check: Check
) -> CompiledNetwork:
    """Compile ``answer`` (what a PyTorch ``network`` makes of token numbers and mask), compare it, and keep it.

    ``about`` gives ``fingerprint``, ``precision``, ``longest`` and ``dimension``. Written beside and renamed.

    Raises:
        EncoderError: when it cannot be compiled or written, or some vector is not the reference's.
    """
    beside = Path()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder.parent))
        _save_graph(network, answer, beside)
        tokenizer.save(str(beside / TOKENIZER))
        files = {name: file_sha256(beside / name) for name in (GRAPH, WEIGHTS, TOKENIZER)}
        manifest = Manifest(format=FORMAT, made_with=str(made_with()), checked=0, least_cosine=0, files=files, **about)
        (beside / MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
        made = CompiledNetwork(beside)
        cosines = check(made)
        if not len(cosines) or not cosines.min() >= LEAST_COSINE:
            raise EncoderError(
                f"the compiled network differs from its reference: {int((~(cosines >= LEAST_COSINE)).sum())} of "
                f"{len(cosines)} vectors have a cosine below {LEAST_COSINE}"
            )
        told = {"checked": len(cosines), "least_cosine": round(float(cosines.min()), 7)}
        made.manifest = manifest.model_copy(update=told)
        (beside / MANIFEST).write_text(made.manifest.model_dump_json(indent=2), encoding="utf-8")
        beside.chmod(0o755)  # a temporary folder is its maker's alone; a server reads too
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(FileExistsError):  # another process kept the same one at this moment
            os.rename(beside, folder)
        _clear_away(folder, made.manifest.fingerprint)
    except OSError as error:
        raise EncoderError(f"the compiled network cannot be kept under {folder.parent}: {error}") from error
    finally:
        if beside.name:
            shutil.rmtree(beside, ignore_errors=True)
    return made


def _clear_away(kept: Path, fingerprint: str) -> None:
    """Remove what was kept of the same weights for another version of OpenVINO, and what killed writers left."""
    for other in kept.parent.iterdir():
        with suppress(OSError, ValueError):
            stale = other.name.startswith(".writing-") and other.stat().st_mtime < time.time() - 86_400
            if other != kept and other.is_dir() and not stale and not other.name.startswith("."):
                text = (other / MANIFEST).read_text(encoding="utf-8")
                stale = Manifest.model_validate_json(text).fingerprint == fingerprint
            if stale:
                shutil.rmtree(other, ignore_errors=True)


def _save_graph(network: Any, answer: Callable[..., Any], folder: Path) -> None:
    try:
        import openvino
        import torch
        from openvino.frontend import FrontEndManager
        from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder
        from transformers.utils import logging

        class Answer(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.network = network  # whose weights are then known to be weights

            def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
                return answer(input_ids, attention_mask)

        ids = torch.ones((2, 9), dtype=torch.int64)
        mask = torch.ones_like(ids)
        mask[1, 5:] = 0  # some padding, without which tracing would leave the mask out
        example = {"input_ids": ids, "attention_mask": mask}
        before = logging.get_verbosity()
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        try:
            with torch.no_grad(), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # tracing warns of every branch that it follows only one way
                # By the front end itself: `openvino.convert_model` would send word of its use to its makers.
                front = FrontEndManager().load_by_framework("pytorch")
                # Held in a name of its own, since the graph refers to it.
                traced = TorchScriptPythonDecoder(Answer().eval(), example_input=example)
                graph = front.convert(front.load(traced))
        finally:
            logging.set_verbosity(before)
        openvino.save_model(graph, folder / GRAPH, compress_to_fp16=False)
    except (ImportError, RuntimeError, TypeError, ValueError, AttributeError) as error:
        raise EncoderError(f"the network cannot be compiled: {str(error).splitlines()[0]}") from error
