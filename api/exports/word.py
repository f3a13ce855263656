"""Word: a summary table first, then a block for each opportunity; in real styles, so that it can be edited."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from api.exports.columns import HOPED, Column, marks
from api.exports.report import Report, Row
from api.exports.word_parts import (
    add_cells,
    add_edges,
    add_link,
    add_run,
    add_table,
    keep_with_next,
    paragraph,
    prepare_styles,
)

_SUMMARY = (
    (Column.ELIGIBLE, "Eligible", 22),
    (Column.RELEVANT, "Relevant", 26),
    (Column.STRONG, "Strong", 30),
    (Column.SCORE, "Score", 14),
)
_PAGE_WIDTH = 176  # millimetres between the margins
_RANK_WIDTH = 14


def as_word(report: Report) -> bytes:
    """The report as a .docx file."""
    document = docx.Document()
    prepare_styles(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin = section.bottom_margin = Mm(20)
    properties = document.core_properties
    properties.title, properties.author, properties.language = report.title, "midlands-match", "en-GB"
    properties.subject, properties.comments = report.about, report.stamp
    add_edges(document, report)
    _first_page(document, report)
    for number, row in enumerate(report.rows):
        _block(document, row, report, new_page=number == 0)
    _end(document, report)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _first_page(document: Document, report: Report) -> None:
    if report.marking:
        paragraph(document, report.marking, "Marking")
    paragraph(document, report.title, "Title")
    if report.about:
        paragraph(document, report.about, "Subtitle")
    paragraph(document, report.stamp, "Small")
    paragraph(document, report.headline, "Headline")
    columns = [(c, heading, width) for c, heading, width in _SUMMARY if c in report.chosen]
    name_width = _PAGE_WIDTH - _RANK_WIDTH - sum(width for _, _, width in columns)
    table = add_table(
        document,
        ["Rank", "Opportunity", *(heading for _, heading, _ in columns)],
        [_RANK_WIDTH, name_width, *(width for _, _, width in columns)],
        "Shortlist",
    )
    told: dict[Column, Callable[[Row], str]] = {
        Column.ELIGIBLE: lambda row: row.eligible,
        Column.RELEVANT: lambda row: row.relevant,
        Column.STRONG: lambda row: row.strong,
        Column.SCORE: lambda row: f"{row.score:.2f}",
    }
    for row in report.rows:
        cells = add_cells(table)
        add_run(cells[0].paragraphs[0], str(row.rank), bold=True, accent=True)
        add_run(cells[1].paragraphs[0], row.name, bold=True)
        below = _facts(row, report, (Column.KIND, Column.PLACES))
        if below:
            paragraph(cells[1], below, "Small")
        for cell, (column, _, _) in zip(cells[2:], columns, strict=True):
            add_run(cell.paragraphs[0], told[column](row))
    if report.criteria or report.needs:
        paragraph(document, "What was asked", "Heading 1")
        for name, value in report.criteria:
            line = paragraph(document, "", "Compact")
            add_run(line, f"{name[:1].upper()}{name[1:]}: ", bold=True)
            add_run(line, value)
        for number, need in enumerate(report.needs, start=1):
            line = paragraph(document, "", "Compact")
            add_run(line, f"Need {number}: ", bold=True)
            add_run(line, need)
    if report.corrections:
        paragraph(document, "Corrected by hand", "Heading 1")
        for correction in report.corrections:
            paragraph(document, correction, "List Bullet")


def _facts(row: Row, report: Report, columns: tuple[Column, ...]) -> str:
    told = {
        Column.KIND: row.kind[:1].upper() + row.kind[1:],
        Column.STATUS: f"status {row.status}",
        Column.PLACES: row.places,
        Column.ID: row.opportunity_id,
    }
    return " · ".join(told[column] for column in columns if column in report.chosen)


def _block(document: Document, row: Row, report: Report, new_page: bool) -> None:
    heading = paragraph(document, f"{row.rank}. {row.name}", "Heading 1")
    heading.paragraph_format.page_break_before = new_page
    facts = _facts(row, report, (Column.KIND, Column.STATUS, Column.PLACES, Column.ID))
    if row.engine_rank != row.rank:
        facts = " · ".join(filter(None, (facts, f"ranked {row.engine_rank} by the engine")))
    if facts:
        keep_with_next(paragraph(document, facts, "Small"))
    chosen = report.chosen
    if Column.SUMMARY in chosen:
        keep_with_next(paragraph(document, row.summary, "Lead"))
    _answers(document, row, report)
    if Column.REASONS in chosen and row.reasons:
        paragraph(document, "Why it fits", "Heading 2")
        table = add_table(document, ["Asked", "Offered"], [76, 100], f"Why {row.name} fits")
        for reason in row.reasons:
            cells = add_cells(table)
            add_run(cells[0].paragraphs[0], f"“{reason.asked}”", muted=True)
            add_run(cells[1].paragraphs[0], f"“{reason.offered}”{marks(reason.sources)}")
            if reason.hoped:
                add_run(cells[1].paragraphs[0], f" {HOPED[reason.hoped]}", bold=True, caution=True)
    if Column.UNMET in chosen and row.unmet:
        paragraph(document, "Nothing found for", "Heading 2")
        for asked in row.unmet:
            paragraph(document, f"“{asked}”", "List Bullet")
    if Column.FIGURES in chosen and row.figures:
        _figures(document, row)
    _below(document, row, chosen)


def _below(document: Document, row: Row, chosen: frozenset[Column]) -> None:
    if Column.CHECK in chosen and row.check:
        paragraph(document, "To check", "Heading 2")
        for check in row.check:
            paragraph(document, check, "List Bullet")
    if Column.NOTE in chosen and row.note:
        paragraph(document, "Note", "Heading 2")
        paragraph(document, row.note, "Normal")
    if Column.SOURCES in chosen and row.sources:
        paragraph(document, "Sources", "Heading 2")
        for source in row.sources:
            line = paragraph(document, f"[{source.number}] {source.publisher}, {source.title}, {source.date}", "Small")
            if source.url:
                add_run(line, ", ")
                add_link(line, source.url)


def _answers(document: Document, row: Row, report: Report) -> None:
    parts = " + ".join(f"{p.contribution:.2f} {p.signal}{'' if p.stated else ' (not stated)'}" for p in row.parts)
    told: list[tuple[Column, str, tuple[str, ...]]] = [
        (Column.ELIGIBLE, "Eligible", (row.eligible,)),
        (Column.RELEVANT, "Relevant", (row.relevant,)),
        (Column.PARTS, "Score", (f"{row.score:.2f} = {parts}",)),
        (Column.STRONG, "Strong", row.strength or (row.strong,)),
    ]
    for column, name, lines in told:
        if column in report.chosen:
            line = paragraph(document, "", "Compact")
            add_run(line, f"{name}: ", bold=True)
            add_run(line, " ".join(lines))
            keep_with_next(line)


def _figures(document: Document, row: Row) -> None:
    paragraph(document, "Figures", "Heading 2")
    table = add_table(
        document, ["Measure", "Value", "As of", "Fact or not"], [88, 28, 20, 40], f"Figures of {row.name}"
    )
    for figure in row.figures:
        cells = add_cells(table)
        add_run(cells[0].paragraphs[0], f"{figure.measure}{marks(figure.sources)}")
        if figure.note:
            add_run(cells[0].paragraphs[0], f" {figure.note}", muted=True)
        add_run(cells[1].paragraphs[0], figure.value)
        add_run(cells[2].paragraphs[0], figure.date)
        hoped = HOPED.get(figure.hoped)
        add_run(cells[3].paragraphs[0], hoped or "fact, as published", bold=bool(hoped), caution=bool(hoped))


def _end(document: Document, report: Report) -> None:
    if report.near_misses:
        paragraph(document, "Kept out by what was asked", "Heading 1")
        for miss in report.near_misses:
            line = paragraph(document, "", "List Bullet")
            add_run(line, miss.name, bold=True)
            add_run(line, f": {'; '.join(miss.blocked_by)}")
    if report.questions:
        paragraph(document, "To ask the investor", "Heading 1")
        for question in report.questions:
            paragraph(document, question, "List Bullet")
    if report.brief:
        paragraph(document, "The brief", "Heading 1")
        for words in report.brief.splitlines():
            paragraph(document, words, "Compact")
    paragraph(document, "How to read this", "Heading 1")
    for note in report.notes:
        paragraph(document, note, "Small")
    paragraph(
        document,
        "The score is a weighted mean of what the brief speaks to, from 0 to 1. Eligible, relevant and strong are "
        "three separate answers. LQ is a location quotient: 1 is the national average.",
        "Small",
    )
