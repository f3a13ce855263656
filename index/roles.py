"""Roles: what a mention means where it stands (is a place wanted, ruled out, or only context), told by a small network.

The network reads the whole text once; the states of a mention's tokens, which know the words around them, go into one
linear layer for each kind of mention. It is the plain encoder with an adapter of its own (see ``index.role_tuning``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from index.adapter import apply_adapter
from index.compiled import CompiledNetwork, padded, plain_tokenizer
from index.encoder import SentenceTransformersEncoder, file_sha256, plain_encoder
from index.errors import EncoderError

ROLES: Mapping[str, tuple[str, ...]] = {
    "place": ("context", "wanted", "excluded"),
    "amount": ("other", "investment"),
    "count": ("other", "jobs"),
}
"""The kinds of mention, and for each what it can mean."""
SHIPPED_ROLES = Path(__file__).parent / "weights" / "roles.safetensors"
LONGEST = 256  # tokens that the network sees at once
OVERLAP = 96  # tokens that neighbouring stretches of a long text share, so that every mention has words on both sides
LONGEST_TEXT = 16_000  # characters of a text that are read: some five pages, a second of work
_BATCH = 8

Mention = tuple[str, int, int]
"""The kind of a mention, and the characters of the text from which and before which it stands."""
ReadRoles = Callable[[str, Sequence[Mention]], list[NDArray[np.float64]]]
"""Given a text and mentions in it, the logarithms of each one's role probabilities (``RoleReader.read``)."""


class RoleReader:
    """The tuned network, by PyTorch or, where one is given, by a compiled network of the same ``fingerprint``.

    ``read`` may be called from several threads: nothing in it changes.
    """

    def __init__(self, adapter: Path, network: CompiledNetwork | None = None) -> None:
        from safetensors import SafetensorError, safe_open

        encoder = plain_encoder()
        self.fingerprint = roles_fingerprint(adapter, encoder)
        # Places, sums and counts of one text are asked after one another: it is read once.
        self._read_text = lru_cache(maxsize=2)(self._states_of)
        self._tokenizer = role_tokenizer(encoder)
        self._answer = network.run if network is not None else by_torch(role_network(adapter, encoder))
        try:
            with safe_open(adapter, framework="np") as kept:
                self._heads = {
                    kind: (kept.get_tensor(f"head.{kind}.weight"), kept.get_tensor(f"head.{kind}.bias"))
                    for kind in ROLES
                }
        except (OSError, SafetensorError) as error:
            raise EncoderError(f"the role weights {adapter.name} cannot be read: {error}") from error

    def _states_of(self, text: str) -> TextStates:
        return text_states(self._answer, self._tokenizer, [text])

    def read(self, text: str, mentions: Sequence[Mention]) -> list[NDArray[np.float64]]:
        """For each mention, in the order of the text, the logarithms of its roles' probabilities.

        Mentions beyond the first ``LONGEST_TEXT`` characters are left out.
        """
        mentions = [m for m in mentions if m[2] <= LONGEST_TEXT]
        if not mentions:
            return []
        states = pooled(self._read_text(text[:LONGEST_TEXT]), [mentions])
        return [
            _log_softmax(s @ w.T + b) for s, (w, b) in zip(states, (self._heads[m[0]] for m in mentions), strict=True)
        ]


def roles_fingerprint(adapter: Path, encoder: SentenceTransformersEncoder) -> str:
    """What the role network's weights are recognised by.

    Raises:
        EncoderError: when the adapter is missing.
    """
    if not adapter.is_file():
        raise EncoderError(f"no role weights {adapter}; install the product again")
    return f"{encoder.fingerprint}+{file_sha256(adapter)}"


def role_network(adapter: Path, encoder: SentenceTransformersEncoder) -> Any:
    """The network itself, in PyTorch; ``encoder`` must be a fresh plain one, since its weights are changed."""
    network = cast(Any, encoder.transformer())
    apply_adapter(network, adapter, encoder.base_sha256)
    network.eval()
    return network


def role_tokenizer(encoder: SentenceTransformersEncoder) -> Any:
    """A tokeniser that cuts a text into overlapping stretches of at most ``LONGEST`` tokens."""
    tokenizer = plain_tokenizer(encoder.folder / "tokenizer.json")
    tokenizer.enable_truncation(LONGEST, stride=OVERLAP)
    return tokenizer


def by_torch(network: Any) -> Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]:
    """What a network in PyTorch answers to token numbers and mask, nothing being learnt."""
    import torch

    def answer(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            states = network(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).last_hidden_state
            return cast("NDArray[np.float32]", states.float().numpy())

    return answer


@dataclass(frozen=True)
class TextStates:
    """What the network makes of some texts, each in one or more overlapping stretches of ``LONGEST`` tokens.

    ``states`` (tokens, size) of each stretch, as an array or, while learning, a tensor; ``offsets`` the characters of
    each token; ``stretches`` those of each text.
    """

    states: list[Any]
    offsets: list[list[tuple[int, int]]]
    stretches: list[list[int]]


def text_states(answer: Callable[..., Any], tokenizer: Any, texts: Sequence[str]) -> TextStates:
    """The states of every token of the texts. ``answer`` gives them for token numbers and mask."""
    read, of = [], []
    for at, one in enumerate(tokenizer.encode_batch(list(texts))):
        stretches = [one, *one.overflowing]
        read += stretches
        of += [at] * len(stretches)
    states: list[Any] = []
    for n in range(0, len(read), _BATCH):
        states += list(answer(*padded(read[n : n + _BATCH])))
    offsets = [list(one.offsets) for one in read]
    return TextStates(states, offsets, [[n for n, sample in enumerate(of) if sample == at] for at in range(len(texts))])


def pooled(texts: TextStates, mentions: Sequence[Sequence[Mention]]) -> list[Any]:
    """The mean state of every mention's tokens, each of shape (size,), for the mentions of each text in order.

    A mention is looked up in the stretch in which it stands farthest from either edge.
    """
    found = []
    for stretches, those in zip(texts.stretches, mentions, strict=True):
        for _, start, end in those:
            stretch, tokens = _best_stretch(stretches, texts.offsets, start, end)
            found.append(texts.states[stretch][tokens].mean(0))
    return found


def _best_stretch(
    stretches: Sequence[int], offsets: list[list[tuple[int, int]]], start: int, end: int
) -> tuple[int, list[int]]:
    """The stretch in which a mention has most words on its poorer side, and its tokens there."""
    best: tuple[int, int, list[int]] | None = None
    for stretch in stretches:
        inside = [n for n, (a, b) in enumerate(offsets[stretch]) if a < end and b > start and b > a]
        if inside:
            last = max(n for n, (a, b) in enumerate(offsets[stretch]) if b > a)
            room = min(inside[0], last - inside[-1])
            if best is None or room > best[0]:
                best = (room, stretch, inside)
    if best is None:  # a mention of characters that the tokenizer drops: the text's first token speaks for it
        return stretches[0], [0]
    return best[1], best[2]


def _log_softmax(logits: NDArray[Any]) -> NDArray[np.float64]:
    logits = logits.astype(np.float64) - logits.max()
    return np.asarray(logits - np.log(np.exp(logits).sum()))


@cache
def load_roles(path: Path = SHIPPED_ROLES) -> RoleReader:
    """The shipped network, loaded once in a process.

    Raises:
        EncoderError: when its file is missing, broken, or was made for another encoder.
    """
    return RoleReader(path)


def examples_digest(examples: Sequence[object]) -> str:
    """What a set of training examples is recognised by."""
    return hashlib.sha256("\n".join(map(repr, examples)).encode()).hexdigest()
