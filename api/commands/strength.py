"""The command that tells sector strength."""

from __future__ import annotations

import textwrap

from api.command_line import Exit
from opportunities.places import gazetteer
from opportunities.sectors import sector_tree
from opportunities.strength import strength_table


def tell(sector: str, place: str | None) -> Exit:
    """How strong a sector is in a place, or in every ITL2 area of the Midlands."""
    path = sector_tree().named(sector)
    table = strength_table()
    if place is None:
        found = table.places(path, "itl2")
    else:
        one = table.strength(path, gazetteer()[place].authorities)
        found = (one,) if one else ()
    print(path)
    if not found:
        print("unknown: no official count reaches this sector and place")
    for strength in found:
        print(f"  {strength}")
        if strength.note:
            print(textwrap.fill(strength.note, 100, initial_indent="    ", subsequent_indent="    "))
    for source in dict.fromkeys(s.source for s in found):
        print(textwrap.fill(f"Source: {source}. Shrunk and graded as described in the reference notes.", 100))
    return Exit.DONE
