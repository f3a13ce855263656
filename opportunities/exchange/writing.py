"""Writing opportunities to files that read back as they were."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from opportunities.errors import CatalogueError
from opportunities.exchange.cells import COLUMNS, REVISION, cells_of, guarded
from opportunities.exchange.forms import Form
from opportunities.opportunity import Opportunity

LONGEST_CELL = 32_767  # characters; what a cell of XLSX holds


def write_form(form: Form, opportunities: Sequence[Opportunity], revisions: Mapping[str, int]) -> bytes:
    """A file of these opportunities, each with the revision that it is of. The same ones give the same bytes.

    Raises:
        CatalogueError: when a field is too long for a cell of XLSX.
    """
    profiles = [{REVISION: revisions[o.id], **o.model_dump(mode="json", by_alias=True)} for o in opportunities]
    if form is Form.JSON_LINES:
        return "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in profiles).encode()
    if form is Form.YAML:
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        short = [{k: v for k, v in p.items() if v not in (None, [])} for p in profiles]
        return yaml.dump(short, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120).encode()
    rows = [[str(p[REVISION]), *cells_of(p).values()] for p in profiles]
    return table_bytes(form, [REVISION, *COLUMNS], rows)


def table_bytes(form: Form, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A table as CSV or XLSX in which no cell is a formula."""
    return _csv(columns, rows) if form is Form.CSV else _xlsx(columns, rows)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")  # without the mark a spreadsheet takes UTF-8 for something else


def _xlsx(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})  # the same bytes any day
    sheet = book.add_worksheet("opportunities")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, bold)
    for n, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if len(cell) > LONGEST_CELL:
                raise CatalogueError(
                    f"{columns[at]} of row {n + 1} has {len(cell):,} characters, more than a cell of XLSX holds; "
                    "export as CSV, JSON Lines or YAML"
                )
            if cell:
                sheet.write_string(n, at, cell, wrapped)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(columns) - 1, 28)
    book.close()
    return out.getvalue()
