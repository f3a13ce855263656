"""The commands that look at the catalogue."""

from __future__ import annotations

from pathlib import Path

from api.command_line import Exit
from api.opening import catalogue_in_force
from api.settings import read_settings
from index.passages import figure_in_words
from opportunities.catalogue import Catalogue
from opportunities.errors import ProfileProblems
from opportunities.loading import PROFILES


def check(folder: Path | None) -> Exit:
    """Report every problem of every profile under a folder."""
    where = folder or read_settings().profiles or PROFILES
    try:
        catalogue = Catalogue.read(where)
    except ProfileProblems as problems:
        print(problems)
        return Exit.PROBLEM
    statements = sum(len(o.offers) + len(o.incentives) for o in catalogue)
    figures = sum(len(o.figures) for o in catalogue)
    sources = sum(len(o.sources) for o in catalogue)
    print(
        f"{len(catalogue)} profiles, {statements:,} statements, {figures:,} figures, {sources:,} sources: "
        "no problem found"
    )
    return Exit.DONE


def list_all() -> Exit:
    """One line an opportunity."""
    for o in catalogue_in_force(read_settings())[0]:
        print(f"{o.id:<58} {o.kind.value:<12} {o.status.value:<12} {o.name}")
    return Exit.DONE


def show(opportunity_id: str) -> Exit:
    """One opportunity with its facts, figures and sources."""
    o = catalogue_in_force(read_settings())[0].opportunity(opportunity_id)
    print(f"{o.name} ({o.kind.value}, {o.status.value}{f', {o.status_as_of}' if o.status_as_of else ''})")
    print(f"{'; '.join(place.name for place in o.places)}\n\n{o.summary.text}\n")
    for title, statements in (("Offers", o.offers), ("Incentives", o.incentives), ("Not for", o.not_for)):
        if statements:
            print(title)
            for s in statements:
                print(f"  - {s.text} {list(s.sources)}{' (inferred)' if s.inferred else ''}")
    if o.figures:
        print("Figures")
        for f in o.figures:
            mark = "; superseded" if f.superseded else f"; sources differ: {f.conflict}" if f.conflict else ""
            print(f"  - {figure_in_words(f)} {list(f.sources)}{mark}")
    print("Sources")
    for n, source in enumerate(o.sources):
        where = "a copy of the original" if source.copy_ else source.url or "document"
        print(f"  [{n}] {source.publisher}: {source.title}, {source.date or 'undated'}. {where}")
    return Exit.DONE
