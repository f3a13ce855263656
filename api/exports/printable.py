"""Printable text: what a brief or a profile holds, made harmless for files of every format."""

from __future__ import annotations

import re
import unicodedata

_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks that turn the direction of text around: they can make a page show other words than it holds."""


def printable(text: str) -> str:
    """Text without control characters, half characters and marks of direction; line ends stay."""
    kept = _DIRECTIONS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\v", "\n"))
    return "".join(c for c in kept if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co"))


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(printable(text).split())
