"""The statistical areas that hold an opportunity, from the narrowest to the widest."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from opportunities.errors import CatalogueError
from opportunities.strength_tables import rows

Level = Literal["lad", "itl3", "itl2", "region"]
LEVELS: tuple[Level, ...] = ("lad", "itl3", "itl2", "region")
_COLUMNS = (
    "place_code", "place_name", "level", "itl3_code", "itl3_name", "itl2_code", "itl2_name", "region_code",
    "region_name", "ca_code", "ca_name", "lat", "lon", "area_km2", "employed_residents_2021",
)  # fmt: skip


@dataclass(frozen=True)
class Area:
    """An area with official counts; ``codes`` are summed (two where it is both regions).

    ``authorities`` are the names, ``authority_codes`` the codes of the local authorities in it; ``parent`` is the
    area that it is shrunk toward, or none where that is the nation.
    """

    name: str
    level: Level
    codes: tuple[str, ...]
    authorities: frozenset[str] = field(compare=False)
    authority_codes: tuple[str, ...] = field(compare=False)
    parent: Area | None = field(default=None, compare=False)

    @property
    def wider(self) -> tuple[Area, ...]:
        """The area itself and those around it, narrowest first."""
        return (self, *(self.parent.wider if self.parent else ()))


class AreaMap:
    """The local authorities and their areas, as the gazetteer's official table gives them."""

    def __init__(self, folder: Path) -> None:
        """Read places.csv in ``folder``; CatalogueError when it is missing or laid out otherwise."""
        found = [dict(zip(_COLUMNS, row, strict=True)) for row in rows(folder, "places.csv", _COLUMNS)]
        lads = [row for row in found if row["level"] == "lad"]
        self._areas: dict[Level, dict[str, Area]] = {level: {} for level in LEVELS}
        for row in lads:
            parent = None
            for level in reversed(LEVELS[1:]):
                parent = self._areas[level].setdefault(
                    row[f"{level}_code"], _area(row[f"{level}_name"], level, row[f"{level}_code"], lads, parent)
                )
            self._areas["lad"][row["place_code"]] = Area(
                name=row["place_name"],
                level="lad",
                codes=(row["place_code"],),
                authorities=frozenset({row["place_name"]}),
                authority_codes=(row["place_code"],),
                parent=parent,
            )
        self.both_regions = Area(
            name=" and ".join(area.name for area in self.at("region")),
            level="region",
            codes=tuple(sorted(self._areas["region"])),
            authorities=frozenset(row["place_name"] for row in lads),
            authority_codes=tuple(sorted(self._areas["lad"])),
        )
        self._by_name = {area.name: area for area in self._areas["lad"].values()}
        self._resolved: dict[frozenset[str], Area | None] = {}

    def at(self, level: Level) -> tuple[Area, ...]:
        """The areas of one level, in the order of their codes."""
        return tuple(area for _, area in sorted(self._areas[level].items()))

    def authority(self, name: str) -> Area:
        """The local authority of that name; CatalogueError where the gazetteer has none."""
        try:
            return self._by_name[name]
        except KeyError:
            raise CatalogueError(
                f"no Midlands authority is called {name!r}; use a name of opportunities/reference/places.csv"
            ) from None

    def holding(self, authorities: frozenset[str]) -> Area | None:
        """The smallest ITL3, ITL2 or regional area that holds all the authorities; both regions together where they
        lie in both; none for no authority.
        """
        if authorities not in self._resolved:
            self._resolved[authorities] = self._smallest(authorities)
        return self._resolved[authorities]

    def _smallest(self, authorities: frozenset[str]) -> Area | None:
        if not authorities:
            return None
        first = self.authority(sorted(authorities)[0])
        for name in authorities:
            self.authority(name)
        for area in first.wider[1:]:
            if authorities <= area.authorities:
                return area
        return self.both_regions


def _area(name: str, level: Level, code: str, lads: list[dict[str, str]], parent: Area | None) -> Area:
    members = [row for row in lads if row[f"{level}_code"] == code]
    return Area(
        name=name,
        level=level,
        codes=(code,),
        authorities=frozenset(row["place_name"] for row in members),
        authority_codes=tuple(sorted(row["place_code"] for row in members)),
        parent=parent,
    )
