"""Files: a shortlist in the format that was asked for, with the name and the media type that it travels under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.exports.composing import compose
from api.exports.report import Choices, Report
from matcher.shortlist import Shortlist
from opportunities.catalogue import Catalogue


class ExportFormat(StrEnum):
    """What an export is written as."""

    WORD = "docx"
    PDF = "pdf"
    EXCEL = "xlsx"
    CSV = "csv"
    MAIL = "eml-text"


MEDIA_TYPES: dict[ExportFormat, str] = {
    ExportFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ExportFormat.PDF: "application/pdf",
    ExportFormat.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.MAIL: "text/plain; charset=utf-8",
}
SUFFIXES: dict[str, ExportFormat] = {
    ".docx": ExportFormat.WORD,
    ".pdf": ExportFormat.PDF,
    ".xlsx": ExportFormat.EXCEL,
    ".csv": ExportFormat.CSV,
    ".txt": ExportFormat.MAIL,
    ".eml-text": ExportFormat.MAIL,
}
"""What the end of a file's name asks for."""


@dataclass(frozen=True)
class ExportedFile:
    """An export, ready to be saved or sent."""

    name: str
    media_type: str
    content: bytes


def export(
    shortlist: Shortlist,
    catalogue: Catalogue,
    wanted: ExportFormat,
    choices: Choices | None = None,
    made_on: date | None = None,
) -> ExportedFile:
    """A shortlist as a file.

    Raises:
        ExportError: when the choices do not fit the shortlist.
        ExportUnavailable: when the format cannot be written here.
        DocumentError: when the brief is marked above OFFICIAL.
    """
    report = compose(shortlist, catalogue, choices or Choices(), made_on or date.today())
    suffix = "txt" if wanted is ExportFormat.MAIL else wanted.value
    name = f"midlands-shortlist-{report.made_on.isoformat()}.{suffix}"
    return ExportedFile(name, MEDIA_TYPES[wanted], written(report, wanted))


def written(report: Report, wanted: ExportFormat) -> bytes:
    """A report in a format; each writer is loaded only when it is asked for."""
    if wanted is ExportFormat.WORD:
        from api.exports.word import as_word

        return as_word(report)
    if wanted is ExportFormat.PDF:
        from api.exports.pdf import as_pdf

        return as_pdf(report)
    if wanted is ExportFormat.EXCEL:
        from api.exports.spreadsheet import as_workbook

        return as_workbook(report)
    if wanted is ExportFormat.CSV:
        from api.exports.separated import as_csv

        return as_csv(report)
    from api.exports.mail_text import as_mail_text

    return as_mail_text(report)
