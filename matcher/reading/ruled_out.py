"""Names that a brief rules out in plain words: "no life sciences", "we do not want a fund"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcher.brief import Span
from matcher.reading.lexicon import Hit, Lexicon, inside

_RULES_OUT = re.compile(
    r"\b(?:no|not|nor|never|neither|without|excluding|excludes?|except(?:ing)?|avoid(?:ing)?"
    r"|(?:other|rather)\s+than|instead\s+of|apart\s+from"
    r"|nothing\s+(?:in|to\s+do\s+with|that\s+touches)"
    r"|(?:do|does|would|will|are|is|am)(?:\s+not|n[’']t)\s+(?:want|need|consider|touch|do|fund|invest\s+in|look(?:ing)?\s+(?:at|for)"
    r"|interested\s+in|after|buy|lend\s+to|seek(?:ing)?|require)"
    r"|(?:am|are|['’]re|['’]m)\s+not\s+(?:interested\s+in|looking\s+for|after|seeking|in\s+the\s+market\s+for)"
    r"|(?:no\s+(?:interest|investment|appetite)\s+(?:in|for)))"
    r"\s+(?:(?:a|an|any|another|the|more|yet|please|just|interested\s+in|looking\s+for|after|in|or|kind\s+of|sort\s+of)\s+){0,3}$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:\s*(?:,|/|;|or|nor|and|&)\s*)+(?:(?:a|an|any|no)\s+)?", re.IGNORECASE)
_ENDS = re.compile(
    r"s?(?:\s*$|\s*[.,;:!?)\]\n/–—]|\s+[-–—]|\s+(?:or|nor|and\s+(?:no|not)|please|either|at\s+all|whatsoever|for\s+us|but|as|because|since"
    r"|(?:sector|industry|business|businesses|companies|deals|investments?|projects|assets|schemes|exposure)\b))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"s?\s+(?:is|are|was|were)\s+(?:ruled\s+out|excluded|out(?=\s*(?:[.,;]|$))|not\s+(?:of\s+interest|wanted|for\s+us))",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:^|[.,;:!?(\n–—-]|\b(?:a|an|any|the|and|or|but|so))\s*$", re.IGNORECASE)
_DENIES = re.compile(r"(?:\b(?:am|are|is|was|were)|['’](?:m|re|s))\s+not\s+(?:a|an|the)\s+$", re.IGNORECASE)
_BEFORE = 70


def ruled_out(text: str, names: Lexicon, negated: Sequence[Span]) -> Iterator[Hit]:
    """The names that directly follow words of refusal within a negated stretch, or stand in a list begun by one.

    "No labs next to food production" and "no retail park smell" rule out no trade: the name must end its phrase.
    """
    reached = -1
    for hit in names.hits(text):
        if hit.weak or not inside(hit.start, negated):
            continue
        ends = bool(_ENDS.match(text, hit.end))
        listed = reached >= 0 and bool(_LISTED.fullmatch(text, reached, hit.start))
        before = text[max(0, hit.start - _BEFORE) : hit.start]
        refused = listed or bool(_RULES_OUT.search(before) and not _DENIES.search(before))
        alone = bool(_ALONE.search(before))
        if (refused and ends) or (alone and _AFTER.match(text, hit.end)):
            plural = text[hit.end : hit.end + 1].lower() == "s"
            reached = hit.end + plural
            yield hit
