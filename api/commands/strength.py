"""The command that tells sector strength, in one place or by comparison, in lines that a terminal shows whole."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from api.command_line import Exit
from opportunities.catalogue import Catalogue
from opportunities.errors import CatalogueError
from opportunities.places import gazetteer
from opportunities.sectors import sector_tree
from opportunities.strength import SectorStrength, StrengthTable, strength_table
from opportunities.strength_areas import Level
from opportunities.strength_claims import claims
from opportunities.strength_comparison import compare_places
from opportunities.strength_sensitivity import RANK_INTERVAL, sensitivity
from opportunities.strength_wording import LEVEL_NAMES, readable

WIDTH = 100
MOST_CLAIMS = 5


def tell(sector: str, place: str | None) -> Exit:
    """How strong a sector is in a place, or in all places compared."""
    path = sector_tree().named(sector)
    lines = _compared(strength_table(), path) if place is None else _placed(strength_table(), path, place)
    for line in lines:
        print(line)
    return Exit.DONE


def _placed(table: StrengthTable, path: str, place: str) -> Iterator[str]:
    authorities = gazetteer()[place].authorities
    found = table.strength(path, authorities)
    yield f"{readable(path)} in {place}"
    if found is None:
        yield "  unknown: no official count reaches this sector and place"
    else:
        yield from _one(found)
        if found.growth is not None:
            yield from _wrapped(f"Growth: {found.growth}.", 4, 6)
        if found.growth_below is not None:
            yield from _wrapped(f"Growth below ITL2: {found.growth_below}.", 4, 6)
    said = claims(Catalogue.read(), path, authorities)
    if said:
        yield "  Claims by promoters, not added to the figures:"
        for claim in said[:MOST_CLAIMS]:
            yield from _wrapped(f"- {claim}", 4, 6)
    if found is not None:
        yield from _sources([found])


def _compared(table: StrengthTable, path: str) -> Iterator[str]:
    found = compare_places(table, path)
    level = f", by {LEVEL_NAMES[found.level]}" if found.level else ""
    yield f"{found.name} in the Midlands{level}, strongest first"
    if not found.places:
        yield "  unknown: no official count reaches this sector"
    for number, strength in enumerate(found.places, start=1):
        yield from _one(strength, f"{number}. ")
        if strength.growth is not None:
            same = strength.growth.place == strength.place
            yield from _wrapped(f"Growth: {strength.growth.told() if same else strength.growth}.", 4, 6)
        if strength.growth_below is not None:
            yield from _wrapped(f"Growth below ITL2: {strength.growth_below}.", 4, 6)
    for missing in found.missing:
        yield from _wrapped(f"Missing: {missing.place}. {missing.reason}.", 2, 4)
    for passed in found.passed_over:
        yield from _wrapped(f"Not by {LEVEL_NAMES[passed.level]}: {passed.reason}.", 2, 4)
    if found.level:
        yield from _order(table, path, found.level)
    yield from _sources(found.places)


def _one(strength: SectorStrength, number: str = "") -> Iterator[str]:
    yield from _wrapped(f"{number}{strength}", 2, 4)
    if strength.note:
        yield from _wrapped(strength.note, 4, 4)


def _order(table: StrengthTable, path: str, level: Level) -> Iterator[str]:
    """The composite index, with how far its order can be trusted; nothing where too few places have its parts."""
    try:
        index = table.index(path, level)
    except CatalogueError:
        return
    found = sensitivity(index)
    yield f"By an index of {', '.join(index.indicators[:-1])} and {index.indicators[-1]}, equally weighted"
    for rank in found.ranks:
        between = f"ranks {rank.low:.0f} to {rank.high:.0f} in {RANK_INTERVAL:.0%} of draws"
        yield from _wrapped(f"{rank.rank}. {rank.place} ({between})", 2, 5)
    yield from _wrapped(str(found), 2, 2)


def _sources(found: tuple[SectorStrength, ...] | list[SectorStrength]) -> Iterator[str]:
    for source in dict.fromkeys(s.source for s in found):
        yield from _wrapped(
            f"Source: {source}. Shrunk and graded as described in opportunities/reference/strength_sources.md.", 0, 2
        )


def _wrapped(text: str, first: int, then: int) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=" " * first, subsequent_indent=" " * then, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
