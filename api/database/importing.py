"""Imports: a file's rows become revisions, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence

from api.database.repository import Record
from api.database.revisions import RETIRED, Revisions
from opportunities.errors import ImportProblems, Misplaced
from opportunities.exchange.checking import check_rows
from opportunities.exchange.reading import Row


class ImportFault(Record):
    """One thing wrong in an import: in which row and column, and what to do."""

    row: int
    column: str
    what: str


class Import(Record):
    """What an import did or, as a dry run, would do. With problems nothing is ever written."""

    written: bool
    created: tuple[str, ...]
    edited: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[ImportFault, ...] = ()


def import_rows(revisions: Revisions, rows: Sequence[Row], dry_run: bool, note: str) -> Import:
    """Take in the rows of a file: unknown ids are created, known ones edited where they differ.

    Raises:
        ImportProblems: with every problem of every row, unless it is a dry run, which returns them.
    """
    known = revisions.ids()
    live = revisions.live()
    done: dict[str, list[str]] = {"created": [], "edited": [], "unchanged": []}
    checked = check_rows(rows, known)
    for row, opportunity in checked:
        kind = "created" if opportunity.id not in known else "edited"
        if kind == "edited":
            _, last = revisions.latest(opportunity.id)
            if row.revision is not None and row.revision != last.revision:
                row.note("revision", f"it is at revision {last.revision} by now; export it again and repeat the change")
            if last.change == RETIRED:
                row.note("id", f"{opportunity.id!r} is retired; restore it before you edit it")
            elif live[opportunity.id] == opportunity:
                kind = "unchanged"
        elif row.revision is not None:
            row.note("revision", "there is no such opportunity yet; leave the revision of a new one empty")
        done[kind].append(opportunity.id)
    problems: list[Misplaced] = [problem for row in rows for problem in row.problems]
    if problems and not dry_run:
        raise ImportProblems(problems)
    if not dry_run:
        for _, opportunity in checked:
            if opportunity.id in done["created"]:
                revisions.create(opportunity, note, related=frozenset(o.id for _, o in checked))
            elif opportunity.id in done["edited"]:
                revisions.edit(opportunity, None, note, related=frozenset(o.id for _, o in checked))
    return Import(
        written=not dry_run,
        created=tuple(done["created"]),
        edited=tuple(done["edited"]),
        unchanged=tuple(done["unchanged"]),
        problems=tuple(
            ImportFault(row=p.row, column=p.column, what=p.what)
            for p in sorted(problems, key=lambda p: (p.row, p.column))
        ),
    )
