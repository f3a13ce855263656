"""Back-ends: which way the networks are run. By PyTorch, the reference, or compiled, which starts and reads faster.

A compiled network is made once beside the snapshot, out of the reference and compared with it on the catalogue's own
texts. Where OpenVINO is missing, does not run on the processor, or differs too much, the reference does the work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.compiled import CompiledNetwork, made_with, network_folder, opens, padded
from index.compiling import keep_network
from index.encoder import Encoder, SentenceTransformersEncoder, Vectors, plain_encoder
from index.errors import EncoderError
from index.fast_encoder import FastEncoder
from index.roles import (
    LONGEST,
    SHIPPED_ROLES,
    ReadRoles,
    RoleReader,
    by_torch,
    load_roles,
    role_network,
    role_tokenizer,
    roles_fingerprint,
)

PRECISION = "f32"
MOST_CHECKED = 5_000  # texts on which the encoder is compared
ROLES_CHECKED = 48  # texts on which the role network is compared, token by token
Told = Callable[[str], None]


@dataclass(frozen=True)
class Backend:
    """What reads texts: the encoder, and what tells the roles of mentions."""

    encoder: Encoder
    read_roles: ReadRoles


def open_backend(home: Path, reference: SentenceTransformersEncoder) -> Backend:
    """The compiled networks kept under ``home``, or the reference for those that are not kept or cannot run here.

    Nothing is loaded but what is kept; the reference itself loads when it is first asked.
    """
    if made_with() is None:
        return Backend(reference, _reference_roles)
    try:
        encoder: Encoder = FastEncoder(reference.name, CompiledNetwork(_encoder_folder(home, reference)))
    except EncoderError:
        encoder = reference
    try:
        folder = _roles_folder(home)
        read_roles: ReadRoles = RoleReader(SHIPPED_ROLES, CompiledNetwork(folder)).read
    except EncoderError:
        read_roles = _reference_roles
    return Backend(encoder, read_roles)


def is_fast(backend: Backend) -> bool:
    """Whether both networks are compiled ones."""
    return isinstance(backend.encoder, FastEncoder) and backend.read_roles is not _reference_roles


def compile_backend(
    home: Path,
    reference: SentenceTransformersEncoder,
    texts: Callable[[], tuple[Sequence[str], Vectors]],
    told: Told,
    again: bool = False,
) -> Backend:
    """Have what is not yet kept under ``home`` compiled, compared with the reference and kept, and open it.

    ``texts`` gives the texts to compare on and what the reference made of them; it is asked only if it comes to that.
    What goes wrong is told, and the reference works on. What was refused once is not tried ``again`` unless asked.
    """
    if made_with() is None:
        told("OpenVINO is not installed, so texts are read by PyTorch, which is slower; install midlands-match again")
        return open_backend(home, reference)
    steps: tuple[tuple[Path, Callable[..., None]], ...] = (
        (_encoder_folder(home, reference), lambda *given: _keep_encoder(home, reference, *given)),
        (_roles_folder(home), lambda *given: _keep_roles(home, *given)),
    )
    for folder, keep in steps:
        refusal = folder.with_suffix(".refused")
        try:
            if refusal.exists() and not again:
                raise EncoderError(refusal.read_text(encoding="utf-8"))
            if not opens(folder):
                told("preparing the networks for this processor, once")
                keep(*texts())
            refusal.unlink(missing_ok=True)
        except (EncoderError, OSError) as error:
            told(f"texts are read by PyTorch, which is slower: {error}; `midlands-match index` tries again")
            with suppress(OSError):
                refusal.write_text(str(error), encoding="utf-8")
    return open_backend(home, reference)


def _reference_roles(text: str, mentions: Sequence[Any]) -> list[NDArray[np.float64]]:
    return load_roles().read(text, mentions)


def _encoder_folder(home: Path, reference: SentenceTransformersEncoder) -> Path:
    return network_folder(home, reference.fingerprint, PRECISION)


def _roles_folder(home: Path) -> Path:
    return network_folder(home, roles_fingerprint(SHIPPED_ROLES, plain_encoder()), PRECISION)


def _keep_encoder(home: Path, reference: SentenceTransformersEncoder, texts: Sequence[str], vectors: Vectors) -> None:
    picked = _spread(texts, MOST_CHECKED)

    def check(network: CompiledNetwork) -> NDArray[np.float64]:
        made = FastEncoder(reference.name, network).encode([texts[n] for n in picked])
        return _cosines(made, vectors[picked])

    about = {
        "fingerprint": reference.fingerprint,
        "precision": PRECISION,
        "longest": reference.longest,
        "dimension": reference.dimension,
    }
    answer, tokenizer = reference.traceable()
    keep_network(_encoder_folder(home, reference), reference.load(), answer, tokenizer, about, check)


def _keep_roles(home: Path, texts: Sequence[str], vectors: Vectors) -> None:
    encoder = plain_encoder()
    network = role_network(SHIPPED_ROLES, encoder)
    tokenizer = role_tokenizer(encoder)
    read = tokenizer.encode_batch([texts[n] for n in _spread(texts, ROLES_CHECKED)])

    def check(compiled: CompiledNetwork) -> NDArray[np.float64]:
        found = []
        for one in read:
            ids, mask = padded([one])
            found.append(_cosines(compiled.run(ids, mask)[0], by_torch(network)(ids, mask)[0]))
        return np.concatenate(found)

    about = {
        "fingerprint": roles_fingerprint(SHIPPED_ROLES, plain_encoder()),
        "precision": PRECISION,
        "longest": LONGEST,
        "dimension": encoder.dimension,
    }
    keep_network(
        _roles_folder(home),
        network,
        lambda ids, mask: network(input_ids=ids, attention_mask=mask).last_hidden_state,
        tokenizer,
        about,
        check,
    )


def _spread(texts: Sequence[str], most: int) -> list[int]:
    """At most so many positions, evenly over the lengths, the shortest and the longest among them."""
    order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
    return [order[int(at)] for at in np.unique(np.linspace(0, len(order) - 1, min(most, len(order))).astype(int))]


def _cosines(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return np.asarray((one * other).sum(axis=1) / np.maximum(lengths, 1e-12), dtype=np.float64)
