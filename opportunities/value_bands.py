"""The department's value bands: how large an investment is for its sector, from A (largest) to E."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, NonNegativeFloat

from opportunities.errors import CatalogueError
from opportunities.sectors import ancestors
from opportunities.strength_tables import rows

REFERENCE = Path(__file__).parent / "reference"
Letter = Literal["A", "B", "C", "D", "E"]
BandUnit = Literal["GBP of foreign equity", "new jobs"]
LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D", "E")
FILE = "gva_multipliers.csv"
COLUMNS = (
    "dbt_path", "financial_year", "multiplier", "multiplier_type", "value_band_type",
    *(f"band_{letter.lower()}_min" for letter in LETTERS),
)  # fmt: skip
_UNITS: dict[str, BandUnit] = {"capital": "GBP of foreign equity", "labour": "new jobs"}
NOTE = (
    "For new foreign direct investment only, not for what is kept; the gross value added is an estimate for one year, "
    "not a forecast."
)


class ValueBand(BaseModel):
    """The band of an investment in a sector, with what it was measured by.

    ``amount`` is in ``unit``; ``starts_at`` is the least amount of the band. ``gva_gbp`` is the estimated gross value
    added in GBP a year, or null where the sector's multiplier needs the other figure (money or jobs) and it was not
    stated; ``gva_basis`` says which figure that is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sector: str
    band: Letter
    unit: BandUnit
    amount: NonNegativeFloat
    starts_at: NonNegativeFloat
    gva_gbp: NonNegativeFloat | None
    gva_basis: BandUnit
    financial_year: int
    source: str = "Department for Business and Trade, Data Hub gross value added multipliers (MIT licence)"
    note: str = NOTE


@cache
def _multipliers() -> dict[str, list[str]]:
    return {row[0]: row for row in rows(REFERENCE, FILE, COLUMNS)}


def _row(path: str) -> list[str]:
    """The row of a sector, or of the nearest sector above it that has one."""
    table = _multipliers()
    row = next((table[p] for p in ancestors(path) if p in table), None)
    if row is None:
        raise CatalogueError(f"no sector is called {path!r}; use a path of opportunities/reference/sectors.csv")
    return row


def banded_by(path: str) -> tuple[BandUnit, float]:
    """By which figure investments in a sector are banded, and the least amount that has a band.

    Raises:
        CatalogueError: the sector is in no row.
    """
    _, _, _, _, band_type, *starts = _row(path)
    return _UNITS[band_type], float(starts[-1])


def value_band(path: str, investment_gbp: float | None, jobs: float | None) -> ValueBand | None:
    """The department's value band for an investment of the stated size.

    A sector is banded either by GBP of foreign equity or by new jobs; null where that figure is not stated or lies
    below band E. A path that the table lacks takes its parent's row.

    Raises:
        CatalogueError: the sector is in no row, or a figure is negative or not finite.
    """
    for name, figure in (("investment_gbp", investment_gbp), ("jobs", jobs)):
        if figure is not None and not 0 <= figure < float("inf"):
            raise CatalogueError(f"{name} is {figure}; give a finite amount of zero or more, or nothing")
    sector, year, multiplier, multiplier_type, band_type, *starts = _row(path)
    stated = {"capital": investment_gbp, "labour": jobs}
    amount, base = stated[band_type], stated[multiplier_type]
    if amount is None:
        return None
    for letter, start in zip(LETTERS, map(float, starts), strict=True):
        if amount >= start:
            return ValueBand(
                sector=sector,
                band=letter,
                unit=_UNITS[band_type],
                amount=amount,
                starts_at=start,
                gva_gbp=None if base is None else base * float(multiplier),
                gva_basis=_UNITS[multiplier_type],
                financial_year=int(year),
            )
    return None
