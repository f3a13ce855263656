"""Signal tables: what every signal says of every answer to graded briefs, as rows that a tuner learns from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.judgements.reading import SHIPPED, read_jsonl
from matcher.matcher import Matcher
from matcher.signals import SIGNALS
from matcher.unanswered import OddBrief

GRADED_BRIEFS = SHIPPED / "train_answered.jsonl"
BEST, GOOD = 3.0, 2.0


@dataclass(frozen=True)
class SignalTable:
    """Rows of (brief, opportunity): ``values`` (rows, signals) with NaN where a signal abstains, ``grades``, ids."""

    values: NDArray[np.float64]
    grades: NDArray[np.float64]
    briefs: NDArray[np.str_]
    opportunities: NDArray[np.str_]
    judgements: str


def signal_table(
    matcher: Matcher, path: Path = GRADED_BRIEFS, progress: Callable[[int, int], None] | None = None
) -> SignalTable:
    """The table for briefs with answers, best first: the best is graded 3, the others 2, all else 0.

    What a gate keeps out is left out: no weight can bring it back. ``judgements`` is the SHA-256 of the file.

    Raises:
        JudgementsError: when the file cannot be read.
    """
    briefs = read_jsonl(path, OddBrief)
    parts: list[tuple[NDArray[np.float64], list[float], str, list[str]]] = []
    for done, brief in enumerate(briefs, start=1):
        parts.append(_rows(matcher, brief))
        if progress:
            progress(done, len(briefs))
    return SignalTable(
        values=np.vstack([values for values, *_ in parts]),
        grades=np.concatenate([grades for _, grades, *_ in parts]),
        briefs=np.array([name for _, _, name, ids in parts for _ in ids]),
        opportunities=np.array([i for *_, ids in parts for i in ids]),
        judgements=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _rows(matcher: Matcher, brief: OddBrief) -> tuple[NDArray[np.float64], list[float], str, list[str]]:
    ranked = matcher.rank(matcher.read(brief.text))
    at = sorted(ranked.eligible)
    values = np.full((len(at), len(SIGNALS)), np.nan)
    for row, signal in enumerate(ranked.scored.signals):
        values[:, SIGNALS.index(signal)] = ranked.scored.used[row, at]
    ids = [matcher.catalogue.ids[n] for n in at]
    return values, [_grade(i, brief.opportunity_ids) for i in ids], brief.brief_id, ids


def _grade(opportunity_id: str, answers: Iterable[str]) -> float:
    answers = list(answers)
    if opportunity_id not in answers:
        return 0.0
    return BEST if answers[0] == opportunity_id else GOOD
