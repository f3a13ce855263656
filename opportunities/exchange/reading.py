"""Reading files of opportunities: every row as plain data, and all that is wrong, by row and column."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from opportunities.errors import ImportProblems, Misplaced
from opportunities.exchange.cells import COLUMNS, REVISION, CellError, unguarded, value_of
from opportunities.exchange.forms import Form
from opportunities.loading import parse_yaml

MOST_ROWS = 5_000
MOST_UNPACKED = 100_000_000  # bytes; a workbook of a few kilobytes can unpack to gigabytes
FILE = "file"


@dataclass
class Row:
    """One row: its number as the file's reader sees it, its data, the revision it was made from, its problems."""

    number: int
    data: dict[str, Any] = field(default_factory=dict)
    revision: int | None = None
    problems: list[Misplaced] = field(default_factory=list)

    def note(self, column: str, what: str) -> None:
        """Add a problem."""
        self.problems.append(Misplaced(self.number, column, what))


def read_rows(form: Form, data: bytes) -> list[Row]:
    """The rows of a file. What is wrong with single cells stands in the rows.

    Raises:
        ImportProblems: when the file is not of this form at all, has unknown columns or none, or holds no row.
    """
    read: dict[Form, Callable[[bytes], Iterable[Row]]] = {
        Form.CSV: lambda data: _table(_csv_rows(data)),
        Form.XLSX: lambda data: _table(_xlsx_rows(data)),
        Form.JSON_LINES: _json_lines,
        Form.YAML: _yaml,
    }
    rows: list[Row] = []
    for row in read[form](data):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise _refused(f"more than {MOST_ROWS:,} rows; split the file")
    if not rows:
        raise _refused("there is no row in it")
    return rows


def _refused(what: str, row: int = 1) -> ImportProblems:
    return ImportProblems([Misplaced(row, FILE, what)])


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(f"not UTF-8 text: {error.reason} at byte {error.start:,}; save it as UTF-8") from error


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(data)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [unguarded(cell) for cell in cells]
    except csv.Error as error:
        raise _refused(f"not CSV: {error}", number + 1) from error


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise _refused(f"it unpacks to more than {MOST_UNPACKED:,} bytes; split the file")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=100), start=1):
            yield number, [_xlsx_cell(cell) for cell in cells]
    except ImportProblems:
        raise
    except Exception as error:  # openpyxl raises what its XML and ZIP readers do: a dozen kinds
        raise _refused(f"not an XLSX workbook that can be read: {type(error).__name__}") from error


def _xlsx_cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return _FORMULA_HERE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


_FORMULA_HERE = "\0formula"


def _table(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    head = next(rows, (1, []))[1]
    columns = [name.strip().casefold() for name in head]
    while columns and not columns[-1]:
        columns.pop()
    problems = [
        Misplaced(1, name or "(empty)", "no such column; there are " + ", ".join([REVISION, *COLUMNS]))
        for name in columns
        if name not in COLUMNS and name != REVISION
    ]
    problems += [Misplaced(1, name, "this column is given twice") for name in set(columns) if columns.count(name) > 1]
    problems += [] if "id" in columns else [Misplaced(1, "id", "this column is missing")]
    if problems:
        raise ImportProblems(problems)
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield _table_row(number, columns, cells)


def _table_row(number: int, columns: list[str], cells: list[str]) -> Row:
    row = row_of_cells(number, zip(columns, cells, strict=False))
    if any(cell.strip() for cell in cells[len(columns) :]):
        row.note(FILE, f"there are more cells than the {len(columns)} columns")
    return row


def row_of_cells(number: int, cells: Iterable[tuple[str, str]]) -> Row:
    """A row out of pairs of a column and what stands in it; what is wrong with single cells stands in the row."""
    row = Row(number)
    for column, cell in cells:
        if cell == _FORMULA_HERE:
            row.note(column, "a formula; put its value in its place")
        elif column == REVISION:
            _take_revision(row, cell.strip() or None)
        else:
            try:
                value = value_of(column, cell)
            except CellError as error:
                row.note(column, str(error))
                continue
            if value is not None:
                row.data[column] = value
    summary = {
        key: row.data.pop(column)
        for key, column in (("text", "summary"), ("sources", "summary_sources"))
        if column in row.data
    }
    if summary:
        row.data["summary"] = summary
    return row


def _json_lines(data: bytes) -> Iterator[Row]:
    for number, line in enumerate(_text(data).split("\n"), start=1):
        if not line.strip():
            continue
        row = Row(number)
        try:
            _take(row, json.loads(line))
        except (ValueError, RecursionError) as error:
            row.note(FILE, f"not JSON: {error}"[:200])
        yield row


def _yaml(data: bytes) -> Iterator[Row]:
    _, found, faults = parse_yaml(_text(data))
    items = found if isinstance(found, list) else [found]
    if found is None or not all(isinstance(item, dict) for item in items):
        faults = faults or [((), 1, "no list of profiles; write one profile after another, each begun with a dash")]
    rows = [Row(number) for number in range(1, len(items) + 1)]
    for row, item in zip(rows, items, strict=True):
        if isinstance(item, dict):
            _take(row, item)
    for where, line, what in faults:
        at = where[0] if where and isinstance(where[0], int) and where[0] < len(rows) else 0
        column = str(where[1]) if len(where) > 1 else FILE
        rows[at].note(column, f"line {line}: {what}")
    yield from rows


def _take(row: Row, item: Any) -> None:
    if not isinstance(item, dict):
        raise ValueError("a profile is an object of fields")
    row.data = {key: value for key, value in item.items() if key != REVISION}
    _take_revision(row, item.get(REVISION))


def _take_revision(row: Row, value: Any) -> None:
    if value is None:
        return
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        row.note(REVISION, f"found {text[:40]!r}; leave it as it was exported, or empty")
        return
    row.revision = int(text)
