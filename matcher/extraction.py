"""Extraction: how well the reading finds what a brief states, criterion by criterion, against labelled briefs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from matcher.evaluation import RESAMPLES, SEED


class Labelled(Protocol):
    """A brief with labels in the forms of ``matcher.understood``."""

    @property
    def text(self) -> str: ...

    @property
    def labels(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Extraction:
    """Precision, recall and F1 of one criterion over all briefs together, and how many were labelled.

    ``low`` and ``high`` bound F1: a 95 % percentile bootstrap over briefs.
    """

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.f1:.2f} [{self.low:.2f}–{self.high:.2f}]"


Counts = tuple[int, int, int]
"""Found in both, found and not labelled, labelled and not found."""
Compare = Callable[[Any, Any], Counts]


def _sets(labelled: Any, read: Any) -> Counts:
    truth, found = set(labelled or ()), set(read or ())
    return len(truth & found), len(found - truth), len(truth - found)


def _words(labelled: Any, read: Any) -> Counts:
    """Quotes agree when one holds the other, case aside."""
    truth = [str(t).casefold() for t in labelled or ()]
    found = [str(f).casefold() for f in read or ()]
    hit = sum(any(t in f or f in t for f in found) for t in truth)
    return hit, sum(not any(t in f or f in t for t in truth) for f in found), len(truth) - hit


def _one(same: Callable[[Any, Any], bool]) -> Compare:
    def compare(labelled: Any, read: Any) -> Counts:
        if not labelled or not read:
            return 0, int(bool(read)), int(bool(labelled))
        return (1, 0, 0) if same(labelled, read) else (0, 1, 1)

    return compare


def _numbers(*keys: str) -> Compare:
    return _one(lambda labelled, read: all(labelled[key] == read[key] for key in keys))


CRITERIA: Mapping[str, Compare] = {
    "sectors": _sets,
    "activities": _sets,
    "investment": _numbers("low", "high", "currency"),
    "jobs": _numbers("low", "high"),
    "places_wanted": _words,
    "places_excluded": _words,
    "timeline": _one(lambda labelled, read: sum(_words([labelled["quote"]], [read["quote"]])[1:]) == 0),
    "investor_type": _one(lambda labelled, read: bool(labelled == read)),
    "must": _words,
    "must_not": _words,
}
"""How each criterion is compared: numbers exactly, sets by member, quotes by overlap."""


def extraction(briefs: Iterable[Labelled], read: Callable[[str], Mapping[str, Any]]) -> dict[str, Extraction]:
    """Every criterion's figures, given how a text is read into the forms of ``matcher.understood``."""
    pairs = [(brief.labels, read(brief.text)) for brief in briefs]
    counted = {
        name: np.array([compare(labels.get(name), found.get(name)) for labels, found in pairs]).reshape(-1, 3)
        for name, compare in CRITERIA.items()
    }
    draws = np.random.default_rng(SEED).integers(0, len(pairs), (RESAMPLES, len(pairs)))
    return {name: _figures(counts, draws) for name, counts in counted.items()}


def _figures(counts: np.ndarray[Any, np.dtype[np.int64]], draws: np.ndarray[Any, Any]) -> Extraction:
    hit, wrong, missed = (int(n) for n in counts.sum(axis=0))
    sums = counts[draws].sum(axis=1)
    low, high = np.percentile(2 * sums[:, 0] / np.maximum(sums @ [2, 1, 1], 1), [2.5, 97.5])
    return Extraction(
        precision=hit / max(hit + wrong, 1),
        recall=hit / max(hit + missed, 1),
        f1=2 * hit / max(2 * hit + wrong + missed, 1),
        low=float(low),
        high=float(high),
        n=hit + missed,
    )


def extraction_table(figures: Mapping[str, Extraction]) -> str:
    """The figures as a Markdown table, one row a criterion."""
    rows = [
        f"| {name.replace('_', ' ')} (n = {e.n}) | {e.precision:.2f} | {e.recall:.2f} | {e} |"
        for name, e in figures.items()
    ]
    return "\n".join(["| criterion | precision | recall | F1 |", "|---|---|---|---|", *rows])
