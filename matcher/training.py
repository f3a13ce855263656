"""Training material: the catalogue's profiles and briefs with known answers, as the tuner takes them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.passages import passages_of
from index.tuning import TrainingBrief, TrainingDocument
from matcher.errors import JudgementsError
from matcher.judgements.reading import SHIPPED, read_jsonl
from matcher.reading import read_brief
from opportunities.catalogue import Catalogue

TRAIN_BRIEFS = SHIPPED / "train_briefs.jsonl"


class AnsweredBrief(BaseModel):
    """A training brief: ``opportunity_id`` is right, ``also`` are acceptable, ``hard_negatives`` only look right."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    brief_id: str
    opportunity_id: str
    text: str
    also: tuple[str, ...] = ()
    hard_negatives: tuple[str, ...] = ()


def answered_briefs(path: Path = TRAIN_BRIEFS) -> tuple[AnsweredBrief, ...]:
    """The training briefs in a file; the shipped ones unless told."""
    return read_jsonl(path, AnsweredBrief)


def training_documents(catalogue: Catalogue) -> dict[str, TrainingDocument]:
    """Each profile as its leading passage and the rest."""
    documents: dict[str, TrainingDocument] = {}
    for opportunity in catalogue:
        first, *rest = (p.text for p in passages_of(opportunity))
        documents[opportunity.id] = TrainingDocument(first, tuple(rest))
    return documents


def training_briefs(briefs: Iterable[AnsweredBrief], catalogue: Catalogue) -> list[TrainingBrief]:
    """Each brief in two wordings: as pasted, and as the reader leaves it when chatter and exclusions are gone.

    Answers that are not in the catalogue are left out, and with them briefs that have none.
    """
    known = set(catalogue.ids)
    made: list[TrainingBrief] = []
    for brief in briefs:
        if brief.opportunity_id not in known:
            continue
        read = read_brief(brief.text)
        sentences = sorted([*read.needs, *read.context], key=lambda s: s.span.start)
        texts = dict.fromkeys([brief.text, " ".join(s.text for s in sentences) or brief.text])
        made.append(
            TrainingBrief(
                texts=tuple(texts),
                answer=brief.opportunity_id,
                also=tuple(i for i in brief.also if i in known and i != brief.opportunity_id),
                wrong=tuple(i for i in brief.hard_negatives if i in known - {brief.opportunity_id, *brief.also}),
            )
        )
    return made


def split_by_opportunity(
    briefs: Sequence[AnsweredBrief], folds: int, seed: int = 0
) -> list[tuple[list[AnsweredBrief], list[AnsweredBrief]]]:
    """(train, held back) for each fold: a fold's opportunities answer no brief that it is trained on.

    Raises:
        JudgementsError: when there are fewer opportunities than folds.
    """
    ids = sorted({b.opportunity_id for b in briefs})
    if not 2 <= folds <= len(ids):
        raise JudgementsError(f"{len(ids)} opportunities cannot be split into {folds} folds; use 2 to {len(ids)}")
    random.Random(seed).shuffle(ids)  # noqa: S311 - a split, not a secret
    fold_of = {opportunity_id: n % folds for n, opportunity_id in enumerate(ids)}
    return [
        (
            [b for b in briefs if fold_of[b.opportunity_id] != n],
            [b for b in briefs if fold_of[b.opportunity_id] == n],
        )
        for n in range(folds)
    ]
