"""CSV: one line for each opportunity, in UTF-8 as spreadsheets expect it, and no cell that can become a formula."""

from __future__ import annotations

import csv
import io

from api.exports.columns import HEADINGS, cell
from api.exports.report import Report

_LIVE = "=+-@＝＋－＠\t\r\n|%"
"""What spreadsheets take for the beginning of a formula or a command, wide forms too (OWASP, CSV injection)."""


def as_csv(report: Report) -> bytes:
    """The report's rows under their headings; then, after an empty line, what they rest on."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([HEADINGS[column] for column in report.columns])
    for row in report.rows:
        writer.writerow([guarded(cell(row, column)) for column in report.columns])
    writer.writerow([])
    for name, value in _below(report):
        writer.writerow([guarded(name), guarded(value)])
    return written.getvalue().encode("utf-8-sig")


def guarded(value: str | int | float) -> str:
    """A value as a cell that no spreadsheet acts on: text that looks live gets an apostrophe before it."""
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.lstrip(" \u00a0'\"").startswith(tuple(_LIVE)) else value


def _below(report: Report) -> list[tuple[str, str]]:
    marked = [("Marking", report.marking)] if report.marking else []
    misses = [("Kept out", f"{m.name}: {'; '.join(m.blocked_by)}") for m in report.near_misses]
    return [
        *marked,
        ("Result", report.headline),
        *(("Corrected by hand", correction) for correction in report.corrections),
        *(("Note", note) for note in report.notes),
        *misses,
        ("Made on", report.made_on.isoformat()),
        *report.versions,
    ]
