"""Signal tables: what every signal says of every answer to graded briefs, as rows that a tuner learns from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from matcher.demand import Asked, asked
from matcher.judgements.reading import SHIPPED, DevelopmentSet, read_jsonl
from matcher.matcher import Matcher, Ranked
from matcher.signals import SIGNALS
from matcher.unanswered import OddBrief

GRADED_BRIEFS = SHIPPED / "train_answered.jsonl"
BEST, GOOD = 3.0, 2.0


class GradedBrief(BaseModel):
    """A brief with the grades of its answers, 0 to 3; what is not named is 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    brief_id: str
    text: str
    grades: Mapping[str, float]


def answered(path: Path = GRADED_BRIEFS) -> tuple[GradedBrief, ...]:
    """Briefs with their answers, best first: the best is graded 3, the others 2. Weights may be learnt from these.

    Raises:
        JudgementsError: when the file cannot be read.
    """
    return tuple(
        GradedBrief(
            brief_id=brief.brief_id,
            text=brief.text,
            grades={i: BEST if n == 0 else GOOD for n, i in enumerate(brief.opportunity_ids)},
        )
        for brief in read_jsonl(path, OddBrief)
    )


def judged(development: DevelopmentSet) -> tuple[GradedBrief, ...]:
    """The judged development briefs with the mean grade of their judges. For reports; nothing is learnt from these."""
    grades: dict[str, dict[str, list[int]]] = {brief.brief_id: {} for brief in development.judged}
    for judgement in development.judgements:
        if judgement.brief_id not in grades:
            continue  # of a brief that is not at hand
        grades[judgement.brief_id].setdefault(judgement.opportunity_id, []).append(judgement.relevance)
    return tuple(
        GradedBrief(
            brief_id=brief.brief_id,
            text=brief.text,
            grades={i: sum(given) / len(given) for i, given in grades[brief.brief_id].items()},
        )
        for brief in development.judged
    )


def unanswered(development: DevelopmentSet) -> tuple[GradedBrief, ...]:
    """The development briefs that nothing in the catalogue answers, without grades. For reports."""
    return tuple(GradedBrief(brief_id=b.brief_id, text=b.text, grades={}) for b in development.no_match)


@dataclass(frozen=True)
class SignalTable:
    """One row for each brief and each opportunity that no gate keeps out of it.

    ``values`` (rows, signals): in [0, 1], the signal's neutral value where the profile is silent, NaN throughout a
    brief where the signal abstains. ``stated`` (rows, signals): false where the neutral value stands. ``needs``
    (rows, most needs): the similarity of each need of the brief, best first, NaN beyond the last. ``grades``,
    ``briefs``, ``opportunities`` (rows,). ``judgements`` is the SHA-256 of briefs and grades, ``asked`` what each
    brief asked for and whether anything answers it.
    """

    values: NDArray[np.float64]
    stated: NDArray[np.bool_]
    needs: NDArray[np.float32]
    grades: NDArray[np.float64]
    briefs: NDArray[np.str_]
    opportunities: NDArray[np.str_]
    judgements: str
    asked: tuple[Asked, ...]


def judgements_fingerprint(briefs: Iterable[GradedBrief]) -> str:
    """SHA-256 of graded briefs, in hexadecimal: their ids, texts and grades."""
    digest = hashlib.sha256()
    for brief in briefs:
        digest.update(brief.model_dump_json().encode())
    return digest.hexdigest()


def signal_table(
    matcher: Matcher, briefs: Iterable[GradedBrief], progress: Callable[[int, int], None] | None = None
) -> SignalTable:
    """The table of graded briefs. What a gate keeps out is left out: no weight can bring it back."""
    briefs = tuple(briefs)
    parts: list[_Rows] = []
    for done, brief in enumerate(briefs, start=1):
        parts.append(_rows(matcher, brief))
        if progress:
            progress(done, len(briefs))
    most = max((part.needs.shape[1] for part in parts), default=0)
    return SignalTable(
        values=np.vstack([part.values for part in parts]),
        stated=np.vstack([part.stated for part in parts]),
        needs=np.vstack([_padded(part.needs, most) for part in parts]),
        grades=np.concatenate([part.grades for part in parts]),
        briefs=np.array([brief.brief_id for brief, part in zip(briefs, parts, strict=True) for _ in part.ids]),
        opportunities=np.array([i for part in parts for i in part.ids]),
        judgements=judgements_fingerprint(briefs),
        asked=tuple(part.asked for part in parts),
    )


@dataclass(frozen=True)
class _Rows:
    values: NDArray[np.float64]
    stated: NDArray[np.bool_]
    needs: NDArray[np.float32]
    grades: NDArray[np.float64]
    ids: list[str]
    asked: Asked


def _rows(matcher: Matcher, brief: GradedBrief) -> _Rows:
    ranked = matcher.rank(matcher.read(brief.text))
    at = sorted(ranked.eligible)
    values = np.full((len(at), len(SIGNALS)), np.nan)
    stated = np.zeros(values.shape, dtype=np.bool_)
    for row, signal in enumerate(ranked.scored.signals):
        values[:, SIGNALS.index(signal)] = ranked.scored.used[row, at]
        stated[:, SIGNALS.index(signal)] = ~np.isnan(ranked.scored.values[row, at])
    ids = [matcher.catalogue.ids[n] for n in at]
    return _Rows(
        values=values,
        stated=stated,
        needs=_best_first(ranked, at),
        grades=np.array([float(brief.grades.get(i, 0.0)) for i in ids]),
        ids=ids,
        asked=asked(matcher, brief.brief_id, ranked),
    )


def _best_first(ranked: Ranked, at: list[int]) -> NDArray[np.float32]:
    cosines = np.clip(ranked.found.need_cosine[:, at], 0.0, 1.0)
    return np.asarray(np.sort(cosines, axis=0)[::-1].T, dtype=np.float32)


def _padded(needs: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    return np.pad(needs, ((0, 0), (0, most - needs.shape[1])), constant_values=np.nan)
