"""The investor: what sort it is, and which kinds of opportunity it wants or will not have."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.brief import KindCriterion, Span
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
_ARTICLE = r"(?:(?:(?:to\s+)?(?:be|find|join|back|invest)|in(?:to)?|on|an?|the|one|existing|established)\s+){0,5}$"
_INSISTS = re.compile(
    r"\b(?:only\s+(?:want|need|consider|look\s+at|invest\s+in|back|join)|(?:want|need|consider|invest|look|back|join)s?\s+only"
    r"(?:\s+(?:at|for))?|must|ha(?:s|ve)\s+to|nothing\s+but|(?:insist|intent|set)\s+on)\s+" + _ARTICLE,
    re.IGNORECASE,
)
_ALONE = re.compile(r"s?\s+(?:only|alone|and\s+nothing\s+else)(?=\s*(?:[.,;:!?)\n–—]|$))", re.IGNORECASE)
_BEFORE = 60


def read_investor_type(
    text: str, vector: NDArray[np.float32] | None = None, negated: Sequence[Span] = ()
) -> str | None:
    """What sort of investor writes, as the labelled briefs call it ("corporate", "family office"); None when untold."""
    for verdict in classifier(TASK).judge(text, hits_of(TASK, text, negated), vector, negated):
        if verdict.chosen:
            return verdict.label
    return None


def read_kinds(text: str, negated: Sequence[Span]) -> tuple[tuple[KindCriterion, ...], tuple[KindCriterion, ...]]:
    """The kinds of opportunity that a brief asks for and those it rules out, by plain words only.

    Each once, by its first words or by those that insist; words that only may mean a kind never insist. A kind that
    is both asked for and ruled out somewhere is left to the officer and counts as neither.
    """
    names = lexicon("kinds")
    wanted: dict[Kind, KindCriterion] = {}
    excluded: dict[Kind, KindCriterion] = {}
    for hit in ruled_out(text, names, negated):
        excluded.setdefault(Kind(hit.label), KindCriterion(kind=Kind(hit.label), span=hit.span(text)))
    for hit in names.hits(text):
        before = text[max(0, hit.start - _BEFORE) : hit.start]
        alone = bool(_ALONE.match(text, hit.end))
        if inside(hit.start, negated) or not (alone or _ENDS.match(text, hit.end)):
            continue
        insists = bool(_INSISTS.search(before))
        if not (insists or _ASKS.search(before)):
            continue
        firm = (insists or alone) and not hit.weak
        kind = Kind(hit.label)
        if kind not in wanted or (firm and not wanted[kind].firm):
            wanted[kind] = KindCriterion(kind=kind, firm=firm, span=hit.span(text))
    return (
        tuple(criterion for kind, criterion in wanted.items() if kind not in excluded),
        tuple(criterion for kind, criterion in excluded.items() if kind not in wanted),
    )
