"""Checking rows: each becomes an opportunity, or says by row and column why it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import ValidationError

from opportunities.exchange.reading import FILE, Row
from opportunities.opportunity import Opportunity
from opportunities.validation import Where, problems_across, problems_beside, problems_within


def check_rows(rows: Sequence[Row], known: Iterable[str]) -> list[tuple[Row, Opportunity]]:
    """The opportunities of those rows that make one; all that is wrong with any stands in the rows afterwards.

    ``known`` are the ids of opportunities that the rows may relate to beside one another.
    """
    made = [(row, opportunity) for row in rows if (opportunity := _opportunity(row)) is not None]
    given = {str(row.data.get("id")) for row in rows}
    first: dict[str, Row] = {}
    for row, opportunity in made:
        if opportunity.id in first:
            row.note("id", f"{opportunity.id!r} is also the id of row {first[opportunity.id].number}")
        first.setdefault(opportunity.id, row)
        for _, where, what in problems_across({opportunity.id: opportunity}, {*known, *given}):
            _note(row, where, what)
    return made


def _opportunity(row: Row) -> Opportunity | None:
    faulty = {problem.column for problem in row.problems}  # what could not be read is not missing
    if FILE in faulty:
        return None
    try:
        opportunity = Opportunity.model_validate(row.data)
    except ValidationError as invalid:
        faults = [fault for fault in invalid.errors() if not (fault["loc"] and str(fault["loc"][0]) in faulty)]
        for fault in faults:
            found = "" if fault["type"] == "missing" else f"; found {str(fault['input'])[:80]!r}"
            _note(row, tuple(fault["loc"]), f"{fault['msg']}{found}")
        wheres: list[Where] = [tuple(fault["loc"]) for fault in invalid.errors()]
        for where, what in problems_beside(row.data, wheres):
            _note(row, where, what)
        return None
    for where, what in problems_within(opportunity):
        _note(row, where, what)
    return opportunity


def _note(row: Row, where: Where, what: str) -> None:
    column, *rest = where or (FILE,)
    if column == "summary" and rest == ["sources"]:
        column, rest = "summary_sources", []
    inner = ", ".join(f"item {step + 1}" if isinstance(step, int) else step for step in rest)
    row.note(str(column), f"{inner}: {what}" if inner else what)
