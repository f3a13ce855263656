"""Sectors: which trades a brief is about and how deep in the department's tree, and which ones it rules out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.brief import SectorCriterion, Span
from matcher.reading.classifier import classifier, hits_of
from matcher.reading.lexicon import Hit, lexicon
from matcher.reading.ruled_out import ruled_out
from opportunities.sectors import root

TASK = "sectors"
MOST_PATHS = 2
"""Paths given for one top-level sector."""
_SECOND = 0.9  # what a second path's certainty is worth beside the first's


def read_sectors(
    text: str, vector: NDArray[np.float32] | None, negated: Sequence[Span]
) -> tuple[tuple[SectorCriterion, ...], tuple[SectorCriterion, ...]]:
    """The sectors a brief is about, most certain first, and those it rules out.

    ``vector`` is the unit vector of the whole brief by the encoder that the classifier was trained for
    (``sectors_encoder()``); None reads by words alone. What stands in ``negated`` does not speak for a sector.
    A text about no trade gives none.
    """
    hits = hits_of(TASK, text, negated)
    asked: list[SectorCriterion] = []
    for verdict in classifier(TASK).judge(text, hits, vector, negated, root):
        if verdict.chosen:
            asked.extend(_paths(text, verdict.label, verdict.probability, hits))
    roots = {root(criterion.path) for criterion in asked}
    excluded = {
        hit.label: SectorCriterion(path=hit.label, certainty=1.0, span=hit.span(text))
        for hit in ruled_out(text, lexicon("sector_names"), negated)
        if root(hit.label) not in roots
    }
    return tuple(asked), tuple(excluded.values())


def sectors_encoder() -> str:
    """The fingerprint of the encoder whose vectors ``read_sectors`` understands."""
    return classifier(TASK).encoder


def _paths(text: str, sector: str, probability: float, hits: Sequence[Hit]) -> list[SectorCriterion]:
    """The deepest paths of a top-level sector that certain words speak for, or the sector itself."""
    counting = [hit for hit in hits if root(hit.label) == sector and (hit.own or not hit.weak)]
    weight: dict[str, float] = {}
    for path, term in dict.fromkeys((hit.label, hit.term) for hit in counting):
        own = any(hit.own for hit in counting if hit.label == path and hit.term == term)
        weight[path] = weight.get(path, 0.0) + (1.5 if own else 1.0)
    deep = sorted((path for path in weight if path != sector), key=lambda path: (-weight[path], path))
    best = [path for path in deep if weight[path] >= 0.75 * weight[deep[0]]][:MOST_PATHS] or [sector]
    certainty = min(max(probability, 1e-6), 1.0)
    return [
        SectorCriterion(path=path, certainty=certainty * (_SECOND if n else 1.0), span=_span(text, path, counting))
        for n, path in enumerate(best)
    ]


def _span(text: str, path: str, hits: Sequence[Hit]) -> Span | None:
    """The first words for a path, rather where the firm says what it is."""
    found = [hit for hit in hits if hit.label == path]
    return min(found, key=lambda hit: (not hit.own, hit.start)).span(text) if found else None
