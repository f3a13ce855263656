"""The tree of industries above a set of codes: a class lies in its division, a division in its section (SIC 2007)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SECTIONS: Mapping[str, tuple[int, int]] = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47),
    "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82),
    "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93), "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip
"""First and last division of each section. Source: UK Standard Industrial Classification 2007 (ONS)."""

SECTION_NAMES: Mapping[str, str] = {
    "A": "farming, forestry and fishing", "B": "mining", "C": "manufacturing", "D": "energy supply",
    "E": "water and waste", "F": "construction", "G": "trade", "H": "transport and storage",
    "I": "hotels and restaurants", "J": "information and communication", "K": "finance", "L": "real estate",
    "M": "professional and technical services", "N": "administrative services", "O": "public administration",
    "P": "education", "Q": "health and social care", "R": "arts and recreation", "S": "other services",
    "T": "households", "U": "bodies abroad",
}  # fmt: skip


def section_of(code: str) -> str:
    """The section of a numeric code of any length: ``2660`` gives ``C``."""
    division = int(code[:2])
    return next(letter for letter, (first, last) in SECTIONS.items() if first <= division <= last)


def parent_divisions(codes: Iterable[str], divisions: Iterable[str]) -> frozenset[str]:
    """Those of ``divisions`` that make up the parent industry of ``codes``.

    The parent of a class (or of anything finer than a division) is its division, that of a whole division is its
    section; several codes have the union of their parents.
    """
    known = tuple(divisions)
    found: set[str] = set()
    for code in codes:
        if len(code) > 2:
            found.add(code[:2])
        else:
            found.update(d for d in known if section_of(d) == section_of(code))
    return frozenset(found)
