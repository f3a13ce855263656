"""Language: which one a brief is written in, from its script and its function words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

_WORDS_FILE = Path(__file__).parent / "words" / "function_words.txt"
_SCRIPTS = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "GREEK": "el",
}
_ENOUGH = 0.12  # the share of function words below which a text is taken for terse English notes
_DISTINCT = 4  # and how many different ones it must hold


@cache
def _function_words() -> dict[str, frozenset[str]]:
    lines = _WORDS_FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return {code: frozenset(words.split()) for code, words in rows}


@cache
def function_words() -> frozenset[str]:
    """The commonest function words of all languages known, together and in lower case."""
    return frozenset[str]().union(*_function_words().values())


def read_language(text: str) -> str:
    """The ISO 639-1 code of the language of most of a text.

    Briefs with few function words (call notes, lists) count as English unless another language shows clearly: an
    English brief taken for a foreign one would alarm the officer for nothing. Only the first 20,000 characters count.
    """
    letters = [c for c in text[:20_000] if c.isalpha()]
    if not letters:
        return "en"
    scripts = Counter(unicodedata.name(c, "?").split()[0] for c in letters[::3] if ord(c) > 0x24F)
    for script, language in _SCRIPTS.items():
        # A script other than Latin carries more in a letter; Japanese is known by its kana among Chinese signs.
        if scripts[script] * 3 > (0.02 if language == "ja" else 0.2) * len(letters):
            return language
    words = re.findall(r"[^\W\d_]+", text[:20_000].casefold())
    counts = Counter(words)
    known = _function_words()
    shares = {code: sum(counts[w] for w in common) / len(words) for code, common in known.items()}
    best = max(shares, key=lambda code: shares[code])
    distinct = sum(1 for w in known[best] if counts[w])
    clear = shares[best] > _ENOUGH and shares[best] > 1.5 * shares["en"] and distinct >= _DISTINCT
    return best if clear else "en"
