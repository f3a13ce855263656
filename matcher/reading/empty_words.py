"""Empty words: those that ask for nothing in particular, by what they are used for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_WORDS_FILE = Path(__file__).parent / "words" / "empty_words.txt"


@cache
def empty_words(use: str) -> frozenset[str]:
    """The words for one use, in lower case: "announcing", "criterion", "exchange" or "plain", as the file explains."""
    lines = _WORDS_FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return frozenset(word for name, words in rows if name == use for word in words.split())
