"""The investor: what sort it is, and which kinds of opportunity it wants or will not have."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.brief import Span
from matcher.reading.classifier import classifier, hits_of
from matcher.reading.lexicon import inside, lexicon
from matcher.reading.ruled_out import ruled_out
from opportunities.opportunity import Kind

TASK = "investors"
_ASKS = re.compile(
    r"\b(?:want(?:s|ed)?|need(?:s|ed)?|seek(?:s|ing)?|look(?:ing)?\s+for|require[sd]?|after|searching\s+for|in\s+search\s+of"
    r"|would\s+like|interested\s+in|request(?:ed)?\s+for|requirement:|wanted:)\s+"
    r"(?:(?:to\s+(?:find|join|use|book|back|invest\s+in|put\s+money\s+in(?:to)?)|a|an|any|the|one|some|good|new|suitable|proper|local)\s+){0,4}$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"s?(?=\s*(?:[.,;:!?)\n–—]|$)"
    r"|\s+(?:[-–—]|with|in|near|of|for|that|which|where|who|to|within|on|at|by|and|or|around|close)\b)"
)
_BEFORE = 60


def read_investor_type(
    text: str, vector: NDArray[np.float32] | None = None, negated: Sequence[Span] = ()
) -> str | None:
    """What sort of investor writes, as the labelled briefs call it ("corporate", "family office"); None when untold."""
    for verdict in classifier(TASK).judge(text, hits_of(TASK, text, negated), vector, negated):
        if verdict.chosen:
            return verdict.label
    return None


def read_kinds(text: str, negated: Sequence[Span]) -> tuple[tuple[Kind, ...], tuple[Kind, ...]]:
    """The kinds of opportunity that a brief asks for and those it rules out, by plain words only.

    A kind that is both asked for and ruled out somewhere is left to the officer and counts as neither.
    """
    names = lexicon("kinds")
    excluded = dict.fromkeys(Kind(hit.label) for hit in ruled_out(text, names, negated))
    wanted = dict.fromkeys(
        Kind(hit.label)
        for hit in names.hits(text)
        if not inside(hit.start, negated)
        and _ASKS.search(text[max(0, hit.start - _BEFORE) : hit.start])
        and _ENDS.match(text, hit.end)
    )
    return (
        tuple(kind for kind in wanted if kind not in excluded),
        tuple(kind for kind in excluded if kind not in wanted),
    )
