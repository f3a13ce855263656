"""A tile map of the Midlands: one square for each local authority, near where it lies. No outlines, and it says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians

import numpy as np
from scipy.optimize import linear_sum_assignment

from opportunities.places import reference_rows

COLUMNS, ROWS = 10, 9
SIZE = 76  # of a tile, in the drawing's units
WIDE = 12  # authorities; what covers more is told beside the map, or it would colour all of it
_WIDTH = 11
_SHORT = {
    "Leicestershire": "Leics",
    "Northamptonshire": "Northants",
    "Staffordshire": "Staffs",
    "Warwickshire": "Warks",
    "Wolverhampton": "W’hampton",
    "Herefordshire,": "Herefordshire",
    "County": "",
    "of": "",
}


@dataclass(frozen=True)
class Tile:
    """One authority's square: column and row from the north-west corner, and its name in lines that fit in it."""

    authority: str
    lines: tuple[str, ...]
    column: int
    row: int


@dataclass(frozen=True)
class TileShown:
    """A tile with what lies there: ranks, and how dark it is drawn, from 0 for nothing to 3."""

    tile: Tile
    ranks: tuple[int, ...]
    shade: int

    @property
    def x(self) -> int:
        return self.tile.column * SIZE

    @property
    def y(self) -> int:
        return self.tile.row * SIZE


@cache
def tiles() -> tuple[Tile, ...]:
    """Every local authority on a grid, so that all together stray as little as can be from where they lie."""
    rows = [row for row in reference_rows("places.csv") if row["level"] == "lad"]
    at = np.array([[float(r["lon"]) * cos(radians(52.7)), -float(r["lat"])] for r in rows])
    # Crowded places are spread: each axis half by distance and half by order.
    order = at.argsort(axis=0).argsort(axis=0) / (len(rows) - 1)
    spread = 0.55 * (at - at.min(axis=0)) / (at.max(axis=0) - at.min(axis=0)) + 0.45 * order
    wished = spread * [COLUMNS - 1, ROWS - 1]
    cells = np.array([(c, r) for r in range(ROWS) for c in range(COLUMNS)])
    cost = ((wished[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    authority, cell = linear_sum_assignment(cost)
    return tuple(
        Tile(rows[a]["place_name"], _lines(rows[a]["place_name"]), int(cells[c][0]), int(cells[c][1]))
        for a, c in zip(authority, cell, strict=True)
    )


def _lines(name: str) -> tuple[str, ...]:
    """A name in lines of at most ``_WIDTH`` letters, its county shortened as people write it."""
    lines: list[str] = []
    for word in name.replace("-under-", " u. ").replace("-on-", " on ").replace(" and ", " & ").split():
        word = _SHORT.get(word, word)
        if not word:
            continue
        if lines and len(lines[-1]) + 1 + len(word) <= _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


@dataclass(frozen=True)
class TileMap:
    """The tiles with the ranks on them, the same as a list, and what covers too much to be drawn."""

    tiles: tuple[TileShown, ...]
    listed: tuple[tuple[str, tuple[int, ...]], ...]
    wide: tuple[int, ...]
    width: int = COLUMNS * SIZE
    height: int = ROWS * SIZE
    size: int = SIZE


def tile_map(located: Iterable[tuple[int, frozenset[str]]]) -> TileMap:
    """The map of ranked opportunities, each given as its rank and the authorities in which it lies."""
    ranks: dict[str, list[int]] = {tile.authority: [] for tile in tiles()}
    wide: list[int] = []
    for rank, authorities in located:
        if not authorities or len(authorities) > WIDE:
            wide.append(rank)
            continue
        for authority in authorities:
            ranks[authority].append(rank)
    shown = tuple(TileShown(t, tuple(ranks[t.authority]), min(3, len(ranks[t.authority]))) for t in tiles())
    listed = sorted((name, tuple(at)) for name, at in ranks.items() if at)
    return TileMap(shown, tuple(listed), tuple(wide))
