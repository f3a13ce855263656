"""Ranges and bounds: the words that bind two numbers, and those that leave one end open, in many languages."""

from __future__ import annotations

import re

_JOIN = re.compile(
    r" {0,3}(?:-{1,2}>?|→|~|/|[,;] ?max(?:imum|\.)?(?: of)?|to|or|bis|à|a|til|till|tot|až|do|до|oder|ou|или|至|到|から|"
    r"up to|rising to)? {0,3}",
    re.IGNORECASE,
)
_JOIN_BETWEEN = re.compile(r" ?(?:and|y|et|und|e|och|og|en|ve|ile|и|a|i|~|-)? ?", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:between|entre|zwischen|tra|fra|mellan|mellem|mellom|tussen|między|mezi|между)\b[^.;\n]{0,18}$", re.IGNORECASE
)
_FILLER = r"(?:\s*(?:of|an?|the|some|about|around|approx\.?|roughly|circa|c\.|ca\.?|say|~|to|total(?:ling)?))*\s*$"
_AT_MOST = re.compile(
    r"(?:\b(?:up to|as (?:much|many) as|no(?:t)? more than|max\.?(?:imum)?(?: of| (?:budget|spend|ticket|"
    r"investment|capex|cost)\W{0,3})?|at (?:the )?most|under|below|less than|fewer than|capped at|"
    r"not exceeding|(?:ceiling|limit|cap)(?: of| is| for \w+ is|:)?(?=\W)|"
    r"bis zu|höchstens|maximal|jusqu'à|jusqu'a|au plus|au maximum|hasta|como máximo|"
    r"máximo|fino a|al massimo|até|"
    r"upp till|op til|opp til|en fazla|nie więcej niż|do maksymalnie|maks\.?)|<|≤|最多|不超过|最大|최대)" + _FILLER,
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"(?:\b(?:over|more than|at least|min\.?(?:imum)?(?: of| (?:budget|spend|ticket|equity|investment|cheque|"
    r"size)\W{0,3})?|above|north of|upwards? of|in excess of|not less than|no less than|no fewer than|"
    r"starting (?:at|from)|from|mindestens|über|mehr als|ab|au moins|plus de|à partir de|al menos|por lo menos|"
    r"más de|mínimo|almeno|oltre|più di|"
    r"pelo menos|mais de|minst|mindst|över|meer dan|minstens|ten minste|en az|vähintään|yli|co najmniej|ponad|"
    r"minimálně|не менее|более)|"
    r">|≥|至少|不少于|超过|最低|최소|최저)" + _FILLER,
    re.IGNORECASE,
)
_OR_MORE = re.compile(
    r"\+(?![\d])|[ ]?\+(?=\s*(?:[.,;)\n]|$))|[ ]?plus(?=\s*(?:[.,;)\n]|$))|[ ]?(?:以上|이상|及以上)|[-, ]{1,2}(?:or|"
    r"and) (?:slightly |a (?:bit|little|touch) |even |rather |perhaps |maybe )?"
    r"(?:more|upwards?|up|above|over|larger|bigger)\b|[, ]{1,2}(?:maybe|perhaps|possibly) (?:a bit |a little |"
    r"slightly )?more\b|"
    r" (?:upwards?|minimum|min\b|at least|ou plus|oder mehr|o más|o più|ou mais|eller mer|of meer)(?!\w)",
    re.IGNORECASE,
)
_OR_LESS = re.compile(
    r"[ ]?(?:以内|以下|이하|이내|まで)|[, ]{1,2}(?:max\b|maximum\b|at (?:the )?most|tops\b|"
    r"or (?:less|under|below|fewer)\b|"
    r"absolute max)|,? (?:\w+ )?as (?:a |the |our )?(?:ceiling|limit|maximum)\b",
    re.IGNORECASE,
)


def joins(plain: str, start: int, end: int, range_start: int) -> bool:
    """Whether ``plain[start:end]`` binds two numbers into one range that begins at ``range_start``."""
    between = plain[start:end]
    if not between.strip():
        return False
    if _JOIN.fullmatch(between):
        return True
    return bool(_JOIN_BETWEEN.fullmatch(between) and _BETWEEN.search(plain[max(0, range_start - 40) : range_start]))


def bound(plain: str, start: int, end: int) -> str | None:
    """``"most"`` for "up to", ``"least"`` for "at least" or "+" around ``plain[start:end]``; else None."""
    if _OR_MORE.match(plain, end):
        return "least"
    if _OR_LESS.match(plain, end):
        return "most"
    before = plain[max(0, start - 40) : start]
    if _AT_MOST.search(before):
        return "most"
    return "least" if _AT_LEAST.search(before) else None
