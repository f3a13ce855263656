"""Training of the network that tells roles, on texts whose mentions are labelled."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from index.adapter import save_adapter
from index.encoder import plain_encoder
from index.roles import ROLES, Mention, examples_digest, pooled, role_tokenizer, text_states

if TYPE_CHECKING:
    import torch

RANK = 32
"""Directions kept of each matrix."""
Report = Callable[[int, int, float], None]


@dataclass(frozen=True)
class RoleText:
    """A text with its mentions, and for each the number of its role in ``ROLES``."""

    text: str
    mentions: tuple[Mention, ...]
    roles: tuple[int, ...]


@dataclass(frozen=True)
class RolePlan:
    """How to train."""

    epochs: int = 4
    batch: int = 8
    learning_rate: float = 1e-4
    head_rate: float = 1e-3
    warm_up: float = 0.1
    smoothing: float = 0.05
    seed: int = 0


def train_roles(
    texts: Sequence[RoleText], path: Path, plan: RolePlan = RolePlan(), report: Report | None = None
) -> None:
    """Train on labelled texts and keep what was learnt at ``path``: low-rank differences and the linear layers.

    Word vectors stay as they are, so that words that no example showed keep their meaning. Seeded: two runs on one
    machine give the same numbers.
    """
    import torch
    from torch.nn import functional

    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)  # noqa: S311 - an order, no secret
    encoder = plain_encoder()
    tokenizer, network = role_tokenizer(encoder), cast(Any, encoder.transformer())
    before = {name: value.detach().clone() for name, value in network.state_dict().items()}
    for parameter in network.embeddings.parameters():
        parameter.requires_grad = False
    moving = [p for p in network.parameters() if p.requires_grad]
    heads = torch.nn.ModuleDict({k: torch.nn.Linear(encoder.dimension, len(roles)) for k, roles in ROLES.items()})
    optimiser = torch.optim.AdamW(
        [{"params": moving, "lr": plan.learning_rate}, {"params": heads.parameters(), "lr": plan.head_rate}],
        weight_decay=0.01,
    )
    rates = [group["lr"] for group in optimiser.param_groups]
    texts = [t for t in texts if t.mentions]
    steps = plan.epochs * -(-len(texts) // plan.batch)
    step = 0

    def answer(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> torch.Tensor:
        given = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        return cast("torch.Tensor", network(**given).last_hidden_state.float())

    network.train()
    for _ in range(plan.epochs):
        for batch in _batches(texts, plan.batch, rng):
            share = min((step + 1) / (plan.warm_up * steps), (steps - step) / ((1 - plan.warm_up) * steps))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * share
            with torch.autocast("cpu", dtype=torch.bfloat16):
                read = text_states(answer, tokenizer, [t.text for t in batch])
            states = torch.stack(pooled(read, [t.mentions for t in batch]))
            loss = _loss(states, batch, heads, plan.smoothing, functional.cross_entropy)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(moving, 1.0)
            optimiser.step()
            step += 1
            if report is not None:
                report(step, steps, float(loss.item()))
    network.eval()
    kept = {f"head.{k}.{name}": value.detach() for k in ROLES for name, value in heads[k].state_dict().items()}
    told = {"base": encoder.base_sha256, "rank": str(RANK), "examples": examples_digest(texts)}
    save_adapter(path, before, dict(network.state_dict()), RANK, 1.0, told, kept)


def _loss(states: torch.Tensor, batch: Sequence[RoleText], heads: Any, smoothing: float, entropy: Any) -> torch.Tensor:
    import torch

    kinds = [m[0] for t in batch for m in t.mentions]
    roles = torch.tensor([r for t in batch for r in t.roles])
    parts = []
    for kind in dict.fromkeys(kinds):
        at = torch.tensor([n for n, k in enumerate(kinds) if k == kind])
        parts.append(entropy(heads[kind](states[at]), roles[at], label_smoothing=smoothing, reduction="sum"))
    return torch.stack(parts).sum() / len(kinds)


def _batches(texts: Sequence[RoleText], size: int, rng: random.Random) -> list[list[RoleText]]:
    """Texts of about one length together, the batches in any order: a batch costs what its longest text costs."""
    order = sorted(texts, key=lambda t: len(t.text) + rng.random() * 120)
    batches = [order[n : n + size] for n in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches
