"""Adapters: what tuning changed, kept as low-rank differences and put back when a model is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import EncoderError

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel


def save_adapter(
    path: Path,
    before: Mapping[str, torch.Tensor],
    after: Mapping[str, torch.Tensor],
    rank: int,
    strength: float,
    metadata: Mapping[str, str],
    more: Mapping[str, torch.Tensor] | None = None,
) -> None:
    """Keep ``after - before``, times ``strength``, in one safetensors file.

    A matrix is kept as its ``rank`` strongest directions (truncated singular value decomposition), a vector whole;
    both in half precision. ``metadata`` must name the SHA-256 of the weights that it changes as ``base``. ``more`` are
    tensors kept beside, as they are, under names that begin with ``head.``.
    """
    import torch
    from safetensors.torch import save_file

    kept: dict[str, torch.Tensor] = {name: value.contiguous() for name, value in (more or {}).items()}
    for name, new in after.items():
        difference = (new - before[name]).float() * strength
        if not difference.any():
            continue
        if difference.ndim == 2:
            left, size, right = torch.linalg.svd(difference, full_matrices=False)
            root = size[:rank].sqrt()
            kept[f"{name}.left"] = (left[:, :rank] * root).half().contiguous()
            kept[f"{name}.right"] = (root[:, None] * right[:rank]).half().contiguous()
        else:
            kept[f"{name}.whole"] = difference.half().contiguous()
    beside = path.with_suffix(".writing")
    save_file(kept, beside, metadata=dict(metadata))
    beside.replace(path)


def apply_adapter(model: PreTrainedModel, path: Path, base_sha256: str) -> None:
    """Put an adapter's differences onto the weights that it was made for.

    Raises:
        EncoderError: when the file is not an adapter, or was made for other weights.
    """
    import torch
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as kept:
            made_for = (kept.metadata() or {}).get("base")
            if made_for != base_sha256:
                raise EncoderError(
                    f"the adapter {path.name} was made for weights {str(made_for)[:16]}…, not {base_sha256[:16]}…; "
                    "use the encoder that it belongs to"
                )
            weights = model.state_dict()
            with torch.no_grad():
                for key in kept.keys():  # noqa: SIM118 - not a mapping
                    name, part = key.rsplit(".", 1)
                    if part == "right" or key.startswith("head."):
                        continue
                    if name not in weights:
                        raise EncoderError(f"the adapter {path.name} changes {name}, which the encoder does not have")
                    value = kept.get_tensor(key).float()
                    weights[name] += value @ kept.get_tensor(f"{name}.right").float() if part == "left" else value
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise EncoderError(f"the adapter {path} cannot be read: {error}; install the product again") from error
