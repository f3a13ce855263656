"""Workbooks: the values in the cells of each sheet, a line for each row; headers and footers of the printed page."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from lxml import etree
from openpyxl import load_workbook

from api.documents.parts import Parts, Role, counted

MOST_ROWS = 10_000  # of all sheets together, blank ones counted: a sheet may declare a million
MOST_CELLS = 200  # of a row
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CODES = re.compile(r'&(?:"[^"]*"|K[\dA-Fa-f]{6}|\d{1,3}|[DTFAGBIUSEXYOH]|&)')
_NUMBERS = re.compile(r"&[PN]")
_SECTIONS = re.compile(r"&[LCR]")


def read_workbook(data: bytes, parts: Parts) -> None:
    """Read an .xlsx file. Hidden sheets are left out; of formulas the value last reckoned is read."""
    _printed_edges(data, parts)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    hidden = 0
    rows = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden += 1
            continue
        sheet.reset_dimensions()  # what it declares may be a million empty rows
        lines = [f"Sheet: {sheet.title}"]
        for row in sheet.iter_rows(max_col=MOST_CELLS, values_only=True):
            rows += 1
            if rows > MOST_ROWS or parts.full:
                parts.note(f"only the first {MOST_ROWS:,} rows were read")
                break
            cells = [shown for cell in row if (shown := _shown(cell))]
            if cells:
                lines.append(" | ".join(cells))
        if len(lines) > 1:
            parts.add(Role.BODY, "\n".join(lines), f"sheet {sheet.title}")
    if hidden:
        parts.note(f"{counted(hidden, 'hidden sheet')} left out")


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, float):
        return f"{cell:,.10g}"
    return f"{cell:,}" if isinstance(cell, int) and abs(cell) >= 10_000 else " ".join(str(cell).split())


def _printed_edges(data: bytes, parts: Parts) -> None:
    """What is printed above and below each sheet, which the reader of cells passes over."""
    seen: dict[tuple[Role, str], None] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                continue
            with archive.open(name) as sheet:
                found = etree.iterparse(sheet, tag=f"{_MAIN}headerFooter", resolve_entities=False, no_network=True)
                for _, element in found:
                    for edge in element:
                        role = Role.HEADER if "Header" in edge.tag else Role.FOOTER
                        for text in _SECTIONS.split(edge.text or ""):
                            seen[role, _CODES.sub(" ", _NUMBERS.sub("1", text)).strip()] = None
    for role, text in seen:
        parts.add(role, text)
