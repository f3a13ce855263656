"""The Department for Business and Trade's sector tree: paths such as ``Energy : Renewable energy : Hydrogen``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from opportunities.errors import CatalogueError

SEPARATOR = " : "
SECTOR_FILE = Path(__file__).parent / "reference" / "sectors.csv"


def ancestors(path: str) -> tuple[str, ...]:
    """The path itself and every sector above it, nearest first: ``a : b`` gives ``a : b``, ``a``."""
    parts = path.split(SEPARATOR)
    return tuple(SEPARATOR.join(parts[:n]) for n in range(len(parts), 0, -1))


def root(path: str) -> str:
    """The top-level sector of a path."""
    return path.split(SEPARATOR, 1)[0]


def closeness(one: str, other: str) -> float:
    """How near two sectors lie in the tree, in [0, 1]: twice the shared depth over both depths (Wu and Palmer 1994).

    The same sector gives 1, two of different top-level sectors 0, a child and its parent at depth 1 gives 2/3.
    """
    a, b = one.split(SEPARATOR), other.split(SEPARATOR)
    shared = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        shared += 1
    return 2 * shared / (len(a) + len(b))


class SectorTree:
    """The active sectors, in the department's order."""

    def __init__(self, paths: list[str]) -> None:
        self._paths = tuple(paths)
        self._known = frozenset(paths)

    def __contains__(self, path: object) -> bool:
        return path in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def named(self, words: str) -> str:
        """The sector that some words name: its path, or the only or shortest path with a part that begins with them.

        Raises:
            CatalogueError: when none does.
        """
        asked = words.strip().casefold()
        for path in self._paths:
            if path.casefold() == asked:
                return path
        found = [p for p in self._paths if p.split(SEPARATOR)[-1].casefold().startswith(asked)] or [
            p for p in self._paths if asked in p.casefold()
        ]
        if not asked or not found:
            raise CatalogueError(f"no sector is called {words!r}; the top-level ones are {'; '.join(self.roots)}")
        return min(found, key=lambda p: (p.count(SEPARATOR), len(p), p))

    @property
    def roots(self) -> tuple[str, ...]:
        """The top-level sectors."""
        return tuple(p for p in self._paths if SEPARATOR not in p)


@cache
def sector_tree() -> SectorTree:
    """The active rows of the shipped tree, read once. Source: Data Hub's sector metadata (MIT)."""
    try:
        with SECTOR_FILE.open(encoding="utf-8", newline="") as lines:
            return SectorTree([row["path"] for row in csv.DictReader(lines) if not row["disabled_on"]])
    except OSError as error:
        raise CatalogueError(f"cannot read {SECTOR_FILE.name}: {error}; reinstall the package") from error
