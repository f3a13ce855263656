"""Judgements as CSV: one row a judgement, which loses nothing, or one row a pair with a column for each judge."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from matcher.errors import JudgementsError
from matcher.judgements.judgement import Judgement, grade_of, without_doubles

COLUMNS = ("brief_id", "opportunity_id", "judge", "relevance", "date", "note")
_PAIR = {"brief_id", "opportunity_id"}
_OF_A_JUDGE = "relevance_"
_FORMULA = tuple("=+-@\t\r'")  # a spreadsheet would run what begins so, or swallow it; our own mark is one of them


def as_csv(judgements: Iterable[Judgement]) -> str:
    """The judgements as CSV, one row each, with judge, date and note: read back, they are the same."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # as RFC 4180 has it; a note with a lone return is quoted then
    writer.writerow(COLUMNS)
    for judgement in judgements:
        told = judgement.model_dump(mode="json")
        writer.writerow([_guarded("" if told[column] is None else str(told[column])) for column in COLUMNS])
    return out.getvalue()


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a CSV file.

    Either one row a judgement, with the columns brief_id, opportunity_id, judge, relevance and, if there are, date
    and note; or one row a pair, with one ``relevance_<judge>`` a judge. In the latter a blank says that this judge
    did not grade the pair; in the former it is refused. Neither takes it for a 0.

    Raises:
        JudgementsError: with every row that is not a judgement, or when the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:  # a spreadsheet begins its files with a mark
            reader = csv.DictReader(lines, strict=True)
            rows = [(reader.line_num, row) for row in reader]  # a cell may hold line breaks, and lines may be blank
            columns = list(reader.fieldnames or [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise JudgementsError(f"cannot read {path}: {error}") from error
    judges = [c.removeprefix(_OF_A_JUDGE) for c in columns if c.startswith(_OF_A_JUDGE)]
    if len(set(columns)) < len(columns):
        twice = sorted({c for c in columns if columns.count(c) > 1})
        raise JudgementsError(f"{path.name} has the column {', '.join(twice)} more than once; keep one")
    if not _PAIR.issubset(columns) or not (judges or {"judge", "relevance"} <= set(columns)):
        raise JudgementsError(
            f"{path.name} has the columns {columns}; it needs brief_id, opportunity_id and relevance_<judge>, "
            "or brief_id, opportunity_id, judge and relevance"
        )
    found: list[tuple[int, Judgement]] = []
    problems: list[str] = []
    for line, row in rows:
        where = f"{path.name}:{line}"
        if None in row or None in row.values():
            problems.append(f"{where}: the row does not have {len(columns)} cells, as the first line has")
        elif judges:
            problems += _wide(where, row, judges, line, found)
        else:
            problems += _long(where, row, line, found)
    return without_doubles(path.name, found, problems)


def _wide(
    where: str, row: Mapping[str, str], judges: Sequence[str], line: int, found: list[tuple[int, Judgement]]
) -> list[str]:
    given = {judge: row[_OF_A_JUDGE + judge] for judge in judges if row[_OF_A_JUDGE + judge].strip()}
    if not given:
        return [f"{where}: no judge graded it; give a grade or take the row out"]
    problems: list[str] = []
    for judge, cell in given.items():
        problems += _one(
            where, {"judge": judge} | {c: _plain(row[c]) for c in _PAIR}, _OF_A_JUDGE + judge, cell, line, found
        )
    return problems


def _long(where: str, row: Mapping[str, str], line: int, found: list[tuple[int, Judgement]]) -> list[str]:
    told = {column: _plain(row[column]) for column in COLUMNS if column in row and column != "relevance"}
    if not told.get("date"):
        told.pop("date", None)
    return _one(where, told, "relevance", row["relevance"], line, found)


def _one(
    where: str, told: Mapping[str, str], column: str, cell: str, line: int, found: list[tuple[int, Judgement]]
) -> list[str]:
    problems: list[str] = []
    relevance = 0
    try:
        relevance = grade_of(cell)
    except ValueError as error:
        problems.append(f"{where}: {column} is {error}")
    try:
        found.append((line, Judgement.model_validate({**told, "relevance": relevance})))
    except ValidationError as error:
        problems += [f"{where}: {'.'.join(map(str, e['loc']))} is {e['input']!r}: {e['msg']}" for e in error.errors()]
    return problems


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
