"""How strong a sector is in all places of the Midlands, at the narrowest level with enough data.

A level has enough data where workplace counts of the sector exist and at least half of its places hold enough plants
for a count to be judged (``strength_estimates.ENOUGH_PLANTS``). Narrower levels that were passed over are named with
the reason, and so is every place of the chosen level that has no figure.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from opportunities.strength import SectorStrength, StrengthTable
from opportunities.strength_areas import LEVELS, Level
from opportunities.strength_wording import LEVEL_PLURALS, readable

ENOUGH_PLACES = 0.5


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PassedOver(_Record):
    """A narrower level at which places are not compared, and why."""

    level: Level
    reason: str


class MissingPlace(_Record):
    """A place of the level compared that has no figure, and why."""

    place: str
    reason: str


class PlaceComparison(_Record):
    """The places of one level by how strong a sector is there, strongest first.

    ``level`` is the narrowest with enough data, null where no count reaches the sector (``places`` is then empty).
    All figures are of one measure, one unit, one year and one level; ``measured_as`` is the sector whose industries
    were counted, ``name`` the sector asked for as a reader says it.
    """

    sector: str
    name: str
    measured_as: str | None
    level: Level | None
    places: tuple[SectorStrength, ...]
    missing: tuple[MissingPlace, ...]
    passed_over: tuple[PassedOver, ...]


def compare_places(table: StrengthTable, path: str) -> PlaceComparison:
    """All places of the Midlands for one sector, at the narrowest level with enough data."""
    passed: list[PassedOver] = []
    chosen: Level | None = None
    for level in LEVELS:
        judged = table.judged(path, level)
        counted = [name for name, enough in judged.items() if enough is not None]
        enough = [name for name in counted if judged[name]]
        if len(enough) >= ENOUGH_PLACES * len(judged) > 0:
            chosen = level
            break
        passed.append(PassedOver(level=level, reason=_why(path, level, len(judged), counted, enough)))
    widest = passed[-1].level if passed else None
    if chosen is None and widest is not None and table.places(path, widest):
        chosen = passed.pop().level  # nowhere enough: the widest is told, and its grades say how little is known
    found = table.places(path, chosen) if chosen else ()
    told = {s.place for s in found}
    lacking = [name for name in table.judged(path, chosen) if name not in told] if chosen else []
    return PlaceComparison(
        sector=path,
        name=readable(path),
        measured_as=found[0].measured_as if found else None,
        level=chosen,
        places=found,
        missing=tuple(MissingPlace(place=name, reason=table.lack(path, name)) for name in lacking),
        passed_over=tuple(passed),
    )


def _why(path: str, level: Level, places: int, counted: list[str], enough: list[str]) -> str:
    plural = LEVEL_PLURALS[level]
    if not counted:
        return f"no workplace count of {readable(path)} is made for {plural}"
    named = f" ({'; '.join(enough)})" if enough else ""
    return f"{len(enough)} of {places} {plural} hold enough plants to judge{named}"
