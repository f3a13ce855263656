"""The fitted priors: how much places of a level differ from their parent, by level, industry detail and kind.

Ten shapes in all, each fitted on every place and industry of its kind that the tables hold: the levels region (against
Great Britain), ITL2 (against its region) and ITL3 (against its ITL2 area); whole divisions and finer classes apart; and
production (divisions below 45: farms, factories, construction) and services apart, since shops and schools follow
people while factories do not. The parent's quotient is taken without the place itself, so that no job counts twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from opportunities.location_quotient import Counts
from opportunities.shrinkage import Prior, fit_prior
from opportunities.strength_areas import Area, Level
from opportunities.strength_tables import GREAT_BRITAIN, TOTAL, StrengthTables

Detail = Literal["division", "class"]
Kind = Literal["production", "services"]
Array = NDArray[np.float64]
FIRST_SERVICE = 45
LEAST_REST = 0.02  # a parent less its part is known only where this share of its jobs is left
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


class Priors:
    """Shapes by (level, detail, kind), fitted at the first question."""

    def __init__(self, tables: StrengthTables) -> None:
        self._tables = tables
        self._nation = tables.jobs.get(GREAT_BRITAIN, {})

    @cached_property
    def fitted(self) -> Mapping[tuple[Level, Detail, Kind], Prior]:
        """Every fitted prior."""
        found: dict[tuple[Level, Detail, Kind], Prior] = {}
        details: tuple[tuple[Detail, int], ...] = (("division", 2), ("class", 4))
        for detail, digits in details:
            codes = [
                c for c, jobs in self._nation.items() if len(c) == digits and c.isdigit() and jobs > 0
                and np.isfinite(self._tables.plant_sizes.get(c, np.nan))
            ]  # fmt: skip
            _Fit(self._tables, codes, detail, found).run()
        return found

    def shape(self, level: Level, codes: tuple[str, ...]) -> float:
        """The shape for a set of codes; class detail where any code is finer than a division."""
        detail: Detail = "division" if all(len(c) == 2 for c in codes) else "class"
        key = (level, detail, self.kind(codes))
        return self.fitted[key].shape if key in self.fitted else 1.0

    def kind(self, codes: tuple[str, ...]) -> Kind:
        """Whichever of the two most of the nation's jobs in these codes are."""
        service = sum(self._nation.get(c, 0.0) * (1 if int(c[:2]) >= FIRST_SERVICE else -1) for c in codes)
        return "services" if service > 0 else "production"

    def mean(
        self, area: Area, codes: tuple[str, ...], counts: Callable[[Area, tuple[str, ...]], Counts | None]
    ) -> float:
        """The quotient that a place is shrunk toward: its parent's, itself shrunk, without the place; 1 in a region."""
        parent = area.parent
        if parent is None:
            return 1.0
        above = self.mean(parent, codes, counts)
        around, here = counts(parent, codes), counts(area, codes)
        if around is None or here is None:
            return above
        return float(
            rest_mean(
                np.array([here.jobs]), here.total, np.array([around.jobs]), around.total, around.national_jobs,
                around.national_total, around.concentration, above, self.shape(parent.level, codes),
            )[0]
        )  # fmt: skip


def plants(
    jobs: Array, total: float, national: Array | float, nation: float, phi: Array | float
) -> tuple[Array, Array]:
    """Effective and expected plants, both of shape (industries,), as in ``location_quotient.Counts``."""
    per_plant = phi * np.maximum(1 - jobs / national, 1e-9)
    return jobs / per_plant, total * national / nation / per_plant


def rest_mean(
    jobs: Array, total: float, around: Array, around_total: float, national: Array | float, nation: float,
    phi: Array | float, above: Array | float, shape: Array | float,
) -> Array:  # fmt: skip
    """The shrunk quotient of a parent without one of its places, of shape (industries,); ``above`` where none is left.

    ``jobs`` and ``total`` are the place's, ``around`` and ``around_total`` the parent's.
    """
    left = around_total - total
    if left < LEAST_REST * around_total:
        return np.asarray(np.broadcast_to(above, jobs.shape), dtype=float)
    effective, expected = plants(np.clip(around - jobs, 0, None), left, national, nation, phi)
    return np.asarray((shape + effective) / (shape / above + expected))


class _Fit:
    """Fits one detail, level by level, since a level's prior means need the shapes of the level above."""

    def __init__(
        self, tables: StrengthTables, codes: list[str], detail: Detail, found: dict[tuple[Level, Detail, Kind], Prior]
    ) -> None:
        jobs = tables.jobs
        self.codes, self.detail, self.found = codes, detail, found
        self.nation = jobs.get(GREAT_BRITAIN, {}).get(TOTAL, 0.0)
        self.national = np.array([jobs[GREAT_BRITAIN][c] for c in codes])
        self.phi = np.array([tables.plant_sizes[c] for c in codes])
        self.services = np.array([int(c[:2]) >= FIRST_SERVICE for c in codes], dtype=bool)
        self.jobs = {
            place: np.array([values.get(c, np.nan) for c in codes])
            for place, values in jobs.items()
            if place != GREAT_BRITAIN and any(c in values for c in codes)
        }
        self.totals = {place: jobs[place][TOTAL] for place in self.jobs}

    def run(self) -> None:
        levels: tuple[Level, ...] = ("region", "itl2", "itl3")
        for level in levels:
            places = [p for p in sorted(self.jobs) if level_of(p) == level and self._has_parent(p)]
            cells = [(*self._plants(p), self.mean(p)) for p in places]
            if not cells:
                continue
            k, e, m = (np.stack(column) for column in zip(*cells, strict=True))
            kinds: tuple[tuple[Kind, NDArray[np.bool_]], ...] = (
                ("production", ~self.services), ("services", self.services)
            )  # fmt: skip
            for kind, which in kinds:
                self.found[level, self.detail, kind] = fit_prior(
                    k[:, which].ravel(), e[:, which].ravel(), m[:, which].ravel()
                )

    def _has_parent(self, place: str) -> bool:
        return level_of(place) == "region" or parent_of(place) in self.jobs

    def _plants(self, place: str) -> tuple[Array, Array]:
        return plants(self.jobs[place], self.totals[place], self.national, self.nation, self.phi)

    def _shapes(self, level: Level) -> Array:
        service, production = (self.found[level, self.detail, kind].shape for kind in ("services", "production"))
        return np.where(self.services, service, production)

    def mean(self, place: str) -> Array:
        """What each industry of a place is shrunk toward."""
        parent = parent_of(place)
        if parent is None:
            return np.ones(len(self.codes))
        return rest_mean(
            self.jobs[place], self.totals[place], self.jobs[parent], self.totals[parent], self.national, self.nation,
            self.phi, self.mean(parent), self._shapes(level_of(parent)),
        )  # fmt: skip
