"""Activities: what an investor wants to do or get."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.brief import ActivityCriterion, Span
from matcher.reading.classifier import classifier, hits_of
from opportunities.opportunity import Activity

TASK = "activities"


def read_activities(
    text: str, vector: NDArray[np.float32] | None, negated: Sequence[Span]
) -> tuple[ActivityCriterion, ...]:
    """The activities that a brief asks for, most certain first; none where the text tells none.

    ``vector`` as for ``read_sectors``; the span is the first of the words that speak for the activity, if any do.
    """
    hits = hits_of(TASK, text, negated)
    found: list[ActivityCriterion] = []
    for verdict in classifier(TASK).judge(text, hits, vector, negated):
        if not verdict.chosen:
            continue
        spoken = [hit for hit in hits if hit.label == verdict.label and (hit.own or not hit.weak)]
        first = min(spoken, key=lambda hit: (not hit.wish, hit.start), default=None)
        found.append(
            ActivityCriterion(
                activity=Activity(verdict.label),
                certainty=min(max(verdict.probability, 1e-6), 1.0),
                span=first.span(text) if first else None,
            )
        )
    return tuple(found)


def activities_encoder() -> str:
    """The fingerprint of the encoder whose vectors ``read_activities`` understands."""
    return classifier(TASK).encoder
