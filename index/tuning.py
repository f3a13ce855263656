"""Tuning: an encoder taught which profiles answer which briefs, by contrast. Seeded and resumable.

Only the weights inside the encoder's layers move; its word vectors stay, so that words unseen in training keep their
meaning. Source of the method: multiple-negatives ranking (Henderson et al. 2017, arXiv:1705.00652).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from index.adapter import save_adapter
from index.encoder import SentenceTransformersEncoder, plain_encoder
from index.errors import EncoderError
from index.passages import text_key

if TYPE_CHECKING:
    import torch

Report = Callable[[int, int, float], None]
"""Called with the step, the number of steps and the loss."""


@dataclass(frozen=True)
class TrainingDocument:
    """A profile as training sees it: the passage that always leads, and statements that are shuffled and dropped."""

    header: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class TrainingBrief:
    """A brief, in one or more wordings of which one is drawn each time, and documents by id.

    ``answer`` is right, ``also`` are acceptable (they share the target), ``wrong`` look right and are not.
    """

    texts: tuple[str, ...]
    answer: str
    also: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How to train. ``also_share`` is the part of the target that acceptable documents share."""

    epochs: int = 2
    batch: int = 24
    learning_rate: float = 5e-5
    warm_up: float = 0.1
    scale: float = 20.0
    dropped: float = 0.3
    also_share: float = 0.3
    longest: int = 256
    seed: int = 0


class Tuner:
    """Trains an encoder in place, step by step; after any step it can be stopped and taken up again.

    Every step draws its batch from a generator seeded by the plan's seed and the step's number, so that a run that
    was interrupted gives what one in one go gives.
    """

    def __init__(
        self,
        encoder: SentenceTransformersEncoder,
        documents: Mapping[str, TrainingDocument],
        briefs: Sequence[TrainingBrief],
        plan: Plan,
    ) -> None:
        import torch

        if not briefs:
            raise EncoderError("no training brief has an answer in the catalogue; nothing can be learnt")
        self._documents = documents
        self._briefs = briefs
        self._plan = plan
        self._encoder = encoder
        self._model = encoder.load()
        self._inner = cast(Any, encoder.transformer())
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._inner.to(self._device)
        for parameter in self._inner.embeddings.parameters():
            parameter.requires_grad = False
        self._moving = {n: p for n, p in self._inner.named_parameters() if p.requires_grad}
        self._optimiser = torch.optim.AdamW(self._moving.values(), lr=plan.learning_rate, weight_decay=0.01)
        self.step = 0
        self.steps_an_epoch = math.ceil(len(briefs) / plan.batch)
        self.steps = self.steps_an_epoch * plan.epochs

    def adapter(self, path: Path, rank: int, strength: float, about: Mapping[str, str]) -> None:
        """Keep what was learnt as an adapter: ``rank`` directions a matrix, ``strength`` times as far as trained."""
        fresh = plain_encoder().transformer().state_dict()
        after = {name: value.detach().cpu() for name, value in self._inner.state_dict().items()}
        told = {"base": self._encoder.base_sha256, "run": self._fingerprint(), "rank": str(rank), **about}
        save_adapter(path, fresh, after, rank, strength, told)

    def run(self, report: Report | None = None, checkpoint: Path | None = None, every: int = 20) -> None:
        """Train to the end, keeping a checkpoint every so many steps, and going on from one that is there."""
        if checkpoint is not None and checkpoint.exists():
            self._restore(checkpoint)
        while self.step < self.steps:
            loss = self._one_step()
            if report is not None:
                report(self.step, self.steps, loss)
            if checkpoint is not None and (self.step % every == 0 or self.step == self.steps):
                self._keep(checkpoint)
        self._inner.eval()
        self._inner.to("cpu")

    def _one_step(self) -> float:
        import torch
        from torch.nn import functional

        plan = self._plan
        rng = random.Random(f"{plan.seed}:{self.step}")  # noqa: S311 - drawing examples, not secrets
        torch.manual_seed(plan.seed * 1_000_003 + self.step)
        batch = self._batch()
        ids = list(dict.fromkeys(brief.answer for brief in batch))
        for brief in batch:
            ids += [
                i
                for i in (
                    *rng.sample(brief.wrong, min(1, len(brief.wrong))),
                    *rng.sample(brief.also, min(1, len(brief.also))),
                )
            ]
        ids = list(dict.fromkeys(ids))
        self._inner.train()
        queries = self._vectors([rng.choice(brief.texts) for brief in batch])
        answers = self._vectors([self._wording(self._documents[i], rng) for i in ids])
        target = torch.zeros(len(batch), len(ids), device=self._device)
        for row, brief in enumerate(batch):
            also = [ids.index(i) for i in brief.also if i in ids and i != brief.answer]
            target[row, ids.index(brief.answer)] = 1 - (plan.also_share if also else 0)
            for column in also:
                target[row, column] += plan.also_share / len(also)
        loss = functional.cross_entropy(plan.scale * queries @ answers.T, target)
        for group in self._optimiser.param_groups:
            group["lr"] = plan.learning_rate * self._rate()
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(self._moving.values()), 1.0)
        self._optimiser.step()
        self.step += 1
        return float(loss.item())

    def _rate(self) -> float:
        """The share of the learning rate at this step: up to the whole in a warm-up, then down to nothing."""
        rise = self._plan.warm_up * self.steps
        return min((self.step + 1) / max(rise, 1), (self.steps - self.step) / max(self.steps - rise, 1))

    def _batch(self) -> list[TrainingBrief]:
        epoch, at = divmod(self.step, self.steps_an_epoch)
        order = list(range(len(self._briefs)))
        random.Random(f"{self._plan.seed}:epoch:{epoch}").shuffle(order)  # noqa: S311
        return [self._briefs[n] for n in order[at * self._plan.batch : (at + 1) * self._plan.batch]]

    def _wording(self, document: TrainingDocument, rng: random.Random) -> str:
        kept = [s for s in document.statements if rng.random() >= self._plan.dropped]
        rng.shuffle(kept)
        return " ".join([document.header, *kept])

    def _vectors(self, texts: list[str]) -> torch.Tensor:
        import torch
        from torch.nn import functional

        read = self._model.tokenizer(
            texts, padding=True, truncation=True, max_length=self._plan.longest, return_tensors="pt"
        ).to(self._device)
        with torch.autocast(self._device.type, dtype=torch.bfloat16):
            states = self._inner(**read).last_hidden_state
        mask = read["attention_mask"].unsqueeze(-1).float()
        return functional.normalize((states.float() * mask).sum(1) / mask.sum(1), dim=-1)

    def _fingerprint(self) -> str:
        """What a checkpoint belongs to: the plan, the briefs, the documents and the encoder it began from."""
        parts: Iterator[Any] = iter(
            (asdict(self._plan), self._encoder.fingerprint, self._briefs, dict(self._documents))
        )
        return text_key("\n".join(repr(part) for part in parts))

    def _keep(self, path: Path) -> None:
        from safetensors.torch import save_file

        tensors = {f"weight.{name}": p.detach().cpu().contiguous() for name, p in self._moving.items()}
        for name, p in self._moving.items():
            for key, value in self._optimiser.state[p].items():
                tensors[f"optimiser.{key}.{name}"] = value.detach().cpu().reshape(value.shape or (1,)).contiguous()
        beside = path.with_suffix(".writing")
        save_file(tensors, beside, metadata={"step": str(self.step), "run": self._fingerprint()})
        beside.replace(path)

    def _restore(self, path: Path) -> None:
        import torch
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, framework="pt") as kept:
                told = kept.metadata() or {}
                if told.get("run") != self._fingerprint():
                    raise EncoderError(f"the checkpoint {path} belongs to another run; remove it or name another")
                keys = set(kept.keys())
                with torch.no_grad():
                    for name, p in self._moving.items():
                        p.copy_(kept.get_tensor(f"weight.{name}"))
                        if f"optimiser.step.{name}" not in keys:
                            continue  # no gradient ever reached it: the pooler, which mean pooling passes by
                        self._optimiser.state[p] = {
                            key: kept.get_tensor(f"optimiser.{key}.{name}").to(p.device if key != "step" else "cpu")
                            for key in ("exp_avg", "exp_avg_sq")
                        } | {"step": kept.get_tensor(f"optimiser.step.{name}").reshape(())}
                self.step = int(told["step"])
        except (OSError, SafetensorError) as error:
            raise EncoderError(f"the checkpoint {path} cannot be read: {error}; remove it or name another") from error
