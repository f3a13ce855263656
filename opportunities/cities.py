"""Towns and provinces outside the Midlands, by which a brief shows that it asks for somewhere else."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from opportunities.errors import CatalogueError
from opportunities.places import REFERENCE

MOST_WORDS = 4
"""The words of the longest name that is looked for: "Stratford-upon-Avon" has three."""


@dataclass(frozen=True, slots=True)
class City:
    """A town or province elsewhere.

    ``care`` is what a reader must see before it takes the words for the place: a ``capital`` letter, a capital letter
    after a ``preposition``, or the ``country`` beside it, since the words also mean something else, above all a place
    in the Midlands. ``where`` are the ISO 3166 codes of the countries that have one, "US-AL" for a state.
    """

    province: bool
    care: str
    where: frozenset[str]

    @property
    def british(self) -> bool:
        """Whether one of that name lies in the United Kingdom."""
        return "GB" in self.where


@cache
def cities() -> Mapping[str, City]:
    """Every town of 15,000 people elsewhere (1,000 in the British Isles) and many provinces, by ``name_key``.

    Raises:
        CatalogueError: when the reference table is missing.
    """
    path = REFERENCE / "place_cities.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))[1:]
    except OSError as error:
        raise CatalogueError(f"cannot read {path.name}: {error}; reinstall the package") from error
    codes: dict[str, frozenset[str]] = {}
    found: dict[str, City] = {}
    for name, kind, care, where in rows:
        known = codes.get(where)
        if known is None:
            known = codes[where] = frozenset(where.split())
        found[name] = City(kind == "province", care, known)
    return MappingProxyType(found)
