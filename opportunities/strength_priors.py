"""The fitted priors: how far places of a level differ from what their neighbours lead one to expect.

Ten priors in all, each fitted on every place and industry of its kind that the tables hold: the levels region (in Great
Britain), ITL2 (in its region) and ITL3 (in its ITL2 area); whole divisions and finer classes apart; and production
(divisions below 45: farms, factories, construction) and services apart, since shops and schools follow people while
factories do not. Two neighbours are looked at: the parent place without the place itself, in the same industry; and the
parent industry without the industry itself, in the same place. So no job counts twice. How much each of them tells is
fitted with the rest (``shrinkage``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from opportunities.location_quotient import Counts
from opportunities.shrinkage import FLAT, Prior, fit_prior
from opportunities.strength_areas import Area, Level
from opportunities.strength_industries import parent_divisions
from opportunities.strength_tables import GREAT_BRITAIN, TOTAL, StrengthTables

Detail = Literal["division", "class"]
Kind = Literal["production", "services"]
Array = NDArray[np.float64]
FIRST_SERVICE = 45
LEAST_REST = 0.02  # a parent less its part is known only where this share of its jobs is left
LEVELS: tuple[Level, ...] = ("region", "itl2", "itl3")
_REGION_OF = {
    "TLC": "E12000001", "TLD": "E12000002", "TLE": "E12000003", "TLF": "E12000004", "TLG": "E12000005",
    "TLH": "E12000006", "TLI": "E12000007", "TLJ": "E12000008", "TLK": "E12000009", "TLL": "W92000004",
    "TLM": "S92000003",
}  # fmt: skip
"""The region of an ITL2 area, by the first letters of its code."""


def level_of(code: str) -> Level:
    """The level of an area's code: TLF11 is ITL3, TLF1 ITL2, E12000004 a region."""
    if code.startswith("TL"):
        return "itl3" if len(code) == 5 else "itl2"
    return "region"


def parent_of(code: str) -> str | None:
    """The code of the area around, none for a region."""
    if level_of(code) == "region":
        return None
    return code[:4] if len(code) == 5 else _REGION_OF[code[:3]]


@dataclass(frozen=True)
class Neighbours:
    """What a place's count is weighed against: the quotients of the rest of its parent place and parent industry."""

    place: float
    sector: float


class Priors:
    """Priors by (level, detail, kind), fitted at the first question."""

    def __init__(self, tables: StrengthTables) -> None:
        self._tables = tables
        self._nation = tables.jobs.get(GREAT_BRITAIN, {})
        self._divisions = tuple(c for c in self._nation if len(c) == 2 and c.isdigit())

    @cached_property
    def fitted(self) -> Mapping[tuple[Level, Detail, Kind], Prior]:
        """Every fitted prior."""
        return self.fit()

    def fit(self, components: int = 2) -> dict[tuple[Level, Detail, Kind], Prior]:
        """Fit every prior anew, with so many gammas in the mixture."""
        found: dict[tuple[Level, Detail, Kind], Prior] = {}
        details: tuple[tuple[Detail, int], ...] = (("division", 2), ("class", 4))
        for detail, digits in details:
            codes = [
                c for c, jobs in self._nation.items() if len(c) == digits and c.isdigit() and jobs > 0
                and np.isfinite(self._tables.plant_sizes.get(c, np.nan))
            ]  # fmt: skip
            cells = _Cells(self._tables, codes, self._divisions)
            for level in LEVELS:
                for kind, four in cells.at(level).items():
                    found[level, detail, kind] = fit_prior(*four, components=components)
        return found

    def prior(self, level: Level, codes: tuple[str, ...]) -> Prior:
        """The prior for a set of codes; class detail where any code is finer than a division."""
        detail: Detail = "division" if all(len(c) == 2 for c in codes) else "class"
        return self.fitted.get((level, detail, self.kind(codes)), FLAT)

    def kind(self, codes: tuple[str, ...]) -> Kind:
        """Whichever of the two most of the nation's jobs in these codes are."""
        service = sum(self._nation.get(c, 0.0) * (1 if int(c[:2]) >= FIRST_SERVICE else -1) for c in codes)
        return "services" if service > 0 else "production"

    def neighbours(
        self, area: Area, codes: tuple[str, ...], counts: Callable[[Area, tuple[str, ...]], Counts | None]
    ) -> Neighbours:
        """The two neighbours of a place in an industry, each 1 where there is none or it is not counted."""
        return Neighbours(self._place(area, codes, counts), self._sector(area, codes, counts))

    def _place(
        self, area: Area, codes: tuple[str, ...], counts: Callable[[Area, tuple[str, ...]], Counts | None]
    ) -> float:
        parent = area.parent
        if parent is None:
            return 1.0
        above = self._place(parent, codes, counts)
        around, here = counts(parent, codes), counts(area, codes)
        if around is None or here is None:
            return above
        return float(
            rest_of_place(
                np.array([here.jobs]), here.total, np.array([around.jobs]), around.total, around.national_jobs,
                around.national_total, around.concentration, above,
            )[0]
        )  # fmt: skip

    def _sector(
        self, area: Area, codes: tuple[str, ...], counts: Callable[[Area, tuple[str, ...]], Counts | None]
    ) -> float:
        around = counts(area, tuple(sorted(parent_divisions(codes, self._divisions))))
        here = counts(area, codes)
        if around is None or here is None:
            return 1.0
        return float(
            rest_of_sector(
                np.array([here.jobs]), np.array([here.national_jobs]), np.array([around.jobs]),
                np.array([around.national_jobs]), here.total, here.national_total, around.concentration,
            )[0]
        )  # fmt: skip


def plants(
    jobs: Array, total: float, national: Array | float, nation: float, phi: Array | float
) -> tuple[Array, Array]:
    """Effective and expected plants, both of shape (industries,), as in ``location_quotient.Counts``."""
    per_plant = phi * np.maximum(1 - jobs / national, 1e-9)
    return jobs / per_plant, total * national / nation / per_plant


def rest_of_place(
    jobs: Array, total: float, around: Array, around_total: float, national: Array | float, nation: float,
    phi: Array | float, above: Array | float,
) -> Array:  # fmt: skip
    """The quotient of a parent place without one of its places, of shape (industries,); ``above`` where none is left.

    ``jobs`` and ``total`` are the place's, ``around`` and ``around_total`` the parent's. One plant as the area above
    would have it is added to the count and to what is expected, so that nothing has a logarithm and little moves
    little; how far to trust the result is fitted, not assumed.
    """
    left = around_total - total
    if left < LEAST_REST * around_total:
        return np.asarray(np.broadcast_to(above, jobs.shape), dtype=float)
    effective, expected = plants(np.clip(around - jobs, 0, None), left, national, nation, phi)
    return np.asarray((1 + effective) / (1 / np.asarray(above) + expected))


def rest_of_sector(
    jobs: Array, national: Array, around: Array, around_national: Array, total: float, nation: float,
    phi: Array | float,
) -> Array:  # fmt: skip
    """The quotient of a parent industry without the industry itself, in the same place, of shape (industries,).

    ``around`` and ``around_national`` are the parent industry's jobs here and in the nation, ``phi`` its typical
    plant. 1 where the parent holds nothing else. One plant at the national average is added, as for places.
    """
    rest = np.clip(around_national - national, 0, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective, expected = plants(np.clip(around - jobs, 0, None), total, rest, nation, phi)
        return np.where(rest > 0, (1 + effective) / (1 + expected), 1.0)


class _Cells:
    """Every place and industry of one detail, as the four arrays that a prior is fitted on."""

    def __init__(self, tables: StrengthTables, codes: list[str], divisions: tuple[str, ...]) -> None:
        self.codes, self.tables = codes, tables
        nation = tables.jobs.get(GREAT_BRITAIN, {})
        self.nation = nation.get(TOTAL, 0.0)
        self.national = np.array([nation[c] for c in codes])
        self.phi = np.array([tables.plant_sizes[c] for c in codes])
        self.services = np.array([int(c[:2]) >= FIRST_SERVICE for c in codes], dtype=bool)
        parents = [parent_divisions([c], divisions) for c in codes]
        self.member = np.array([[d in parent for d in divisions] for parent in parents], dtype=float)
        self.divisions = divisions
        whole = np.array([nation[d] for d in divisions])
        sizes = np.array([tables.plant_sizes.get(d, 0.0) for d in divisions])
        self.around_national = self.member @ whole
        self.around_phi = self.member @ (whole * sizes) / np.maximum(self.around_national, 1.0)
        self.jobs = {
            place: self._row(place, codes)
            for place, values in tables.jobs.items()
            if place != GREAT_BRITAIN and any(c in values for c in codes)
        }

    def at(self, level: Level) -> dict[Kind, tuple[Array, Array, Array, Array]]:
        """Effective plants, expected plants, the rest of the place and the rest of the sector, each (cells,)."""
        places = [p for p in sorted(self.jobs) if level_of(p) == level and self._has_parent(p)]
        if not places:
            return {}
        rows = [(*self._plants(p), self._place(p), self._sector(p)) for p in places]
        columns = [np.stack(column) for column in zip(*rows, strict=True)]
        kinds: tuple[tuple[Kind, NDArray[np.bool_]], ...] = (
            ("production", ~self.services), ("services", self.services)
        )  # fmt: skip
        found: dict[Kind, tuple[Array, Array, Array, Array]] = {}
        for kind, which in kinds:
            k, e, place, sector = (column[:, which].ravel() for column in columns)
            found[kind] = k, e, place, sector
        return found

    def _row(self, place: str, codes: tuple[str, ...] | list[str]) -> Array:
        return np.array([self.tables.jobs[place].get(c, np.nan) for c in codes])

    def _total(self, place: str) -> float:
        return self.tables.jobs[place][TOTAL]

    def _has_parent(self, place: str) -> bool:
        return level_of(place) == "region" or parent_of(place) in self.jobs

    def _plants(self, place: str) -> tuple[Array, Array]:
        return plants(self.jobs[place], self._total(place), self.national, self.nation, self.phi)

    def _place(self, place: str) -> Array:
        parent = parent_of(place)
        if parent is None:
            return np.ones(len(self.codes))
        return rest_of_place(
            self.jobs[place], self._total(place), self.jobs[parent], self._total(parent), self.national, self.nation,
            self.phi, self._place(parent),
        )  # fmt: skip

    def _sector(self, place: str) -> Array:
        row = self._row(place, self.divisions)
        missing = self.member @ np.isnan(row) > 0  # a division that the survey leaves out here hides its section only
        around = np.where(missing, np.nan, self.member @ np.nan_to_num(row))
        return rest_of_sector(
            self.jobs[place], self.national, around, self.around_national, self._total(place), self.nation,
            self.around_phi,
        )  # fmt: skip
