"""Excel: the shortlist, its reasons and figures, near misses, and what it rests on, a sheet each.

Every text is written as a string, never by what it looks like, so no cell can become a formula or a link. Rank and
score, which are our own numbers, are numbers, so that they sort.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from api.exports.columns import HEADINGS, HOPED, Column, cell
from api.exports.palette import ACCENT, PALE
from api.exports.report import Report

_WIDTHS = {
    Column.RANK: 6, Column.NAME: 34, Column.KIND: 13, Column.STATUS: 12, Column.PLACES: 26, Column.SUMMARY: 48,
    Column.SCORE: 8, Column.PARTS: 30, Column.ELIGIBLE: 16, Column.RELEVANT: 16, Column.STRONG: 20,
    Column.REASONS: 70, Column.UNMET: 40, Column.FIGURES: 52, Column.CHECK: 40, Column.NOTE: 40,
    Column.SOURCES: 60, Column.ID: 34,
}  # fmt: skip
_LONGEST_CELL = 32_000  # characters; Excel takes 32,767
_AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
Value = str | int | float


def as_workbook(report: Report) -> bytes:
    """The report as a workbook."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _AS_WRITTEN) as book:
        book.set_properties({"title": report.title, "author": "midlands-match", "comments": report.stamp})
        book.formats[0].set_font_name("Arial")
        book.formats[0].set_font_size(10)
        sheets = _Sheets(book, report)
        columns = report.columns
        sheets.add(
            "Shortlist",
            [HEADINGS[c] for c in columns],
            [[cell(row, c) for c in columns] for row in report.rows],
            [_WIDTHS[c] for c in columns],
        )
        if Column.REASONS in report.chosen:
            sheets.add("Reasons", *_reasons(report))
        if Column.FIGURES in report.chosen:
            sheets.add("Figures", *_figures(report))
        if report.near_misses:
            misses = [[m.name, "\n".join(m.blocked_by)] for m in report.near_misses]
            sheets.add("Near misses", ["Opportunity", "What kept it out"], misses, [40, 90])
        sheets.add("About", ["What", "Value"], _about(report), [24, 100])
    return written.getvalue()


class _Sheets:
    """Sheets of one look: a marking at the top where there is one, a heading that stays, filters, A4 across."""

    def __init__(self, book: xlsxwriter.Workbook, report: Report) -> None:
        self._book = book
        self._report = report
        face = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self._text: Format = book.add_format({**face, "text_wrap": True, "bottom": 1, "bottom_color": "#d9d5cd"})
        self._number: Format = book.add_format(
            {**face, "align": "left", "num_format": "0.00", "bottom": 1, "bottom_color": "#d9d5cd"}
        )
        self._count: Format = book.add_format(
            {**face, "align": "left", "num_format": "0", "bottom": 1, "bottom_color": "#d9d5cd"}
        )
        self._head: Format = book.add_format(
            {**face, "bold": True, "font_color": "#ffffff", "bg_color": ACCENT, "text_wrap": True}
        )
        self._marking: Format = book.add_format({**face, "bold": True, "bg_color": PALE})

    def add(self, name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]], widths: Sequence[float]) -> None:
        """One sheet."""
        sheet = self._book.add_worksheet(name)
        top = 0
        if self._report.marking:
            sheet.write_string(0, 0, self._report.marking, self._marking)
            for column in range(1, len(headings)):
                sheet.write_blank(0, column, None, self._marking)
            top = 1
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, heading, self._head)
        for at, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row):
                self._write(sheet, at, column, value)
        sheet.freeze_panes(top + 1, 2 if name == "Shortlist" else 0)
        if rows:
            sheet.autofilter(top, 0, top + len(rows), len(headings) - 1)
        sheet.repeat_rows(0, top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        escaped = self._report.marking.replace("&", "&&")[:200]
        sheet.set_header(f'&C&"Arial,Bold"{escaped}')
        sheet.set_footer(f'&C&"Arial,Bold"{escaped}&R&8Page &P of &N')  # 255 characters at most

    def _write(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, value[:_LONGEST_CELL], self._text)
        else:
            sheet.write_number(row, column, value, self._count if isinstance(value, int) else self._number)


def _reasons(report: Report) -> tuple[list[str], list[list[Value]], list[float]]:
    lines: list[list[Value]] = []
    for row in report.rows:
        sources = {s.number: str(s) for s in row.sources}
        for reason in row.reasons:
            cited = "\n".join(sources[n] for n in reason.sources)
            lines.append([row.rank, row.name, reason.asked, reason.offered, HOPED.get(reason.hoped, "fact"), cited])
        lines += [[row.rank, row.name, asked, "nothing found", "", ""] for asked in row.unmet]
    return ["Rank", "Opportunity", "Asked", "Offered", "Fact or not", "Sources"], lines, [6, 34, 50, 60, 16, 60]


def _figures(report: Report) -> tuple[list[str], list[list[Value]], list[float]]:
    lines: list[list[Value]] = []
    for row in report.rows:
        sources = {s.number: str(s) for s in row.sources}
        for f in row.figures:
            cited = "\n".join(sources[n] for n in f.sources)
            lines.append([row.rank, row.name, f.measure, f.value, f.date, HOPED.get(f.hoped, "fact"), f.note, cited])
    headings = ["Rank", "Opportunity", "Measure", "Value", "As of", "Fact or not", "Note", "Sources"]
    return headings, lines, [6, 34, 44, 18, 11, 16, 36, 60]


def _about(report: Report) -> list[list[Value]]:
    told = [
        ("Title", report.title),
        ("Marking", report.marking),
        ("For", report.about),
        ("Result", report.headline),
        *((f"Understood: {name}", value) for name, value in report.criteria),
        *(("Need", need) for need in report.needs),
        *(("Corrected by hand", correction) for correction in report.corrections),
        *(("To ask the investor", question) for question in report.questions),
        *(("Note", note) for note in report.notes),
        ("Brief", report.brief or ""),
        ("Made on", report.made_on.isoformat()),
        *report.versions,
    ]
    return [[name, value] for name, value in told if value]
