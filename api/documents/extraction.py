"""Extraction: a file's bytes to its parts, by the reader for its kind. Runs in the reading process alone."""

from __future__ import annotations

from api.documents.archives import check_archive
from api.documents.errors import DocumentError
from api.documents.parts import DocumentKind, Parts
from api.documents.sniffing import sniff

DEEPEST = 3
"""How many files within files are followed: a document in a mail in a mail."""

_ZIPPED = (DocumentKind.DOCX, DocumentKind.PPTX, DocumentKind.XLSX)


def extract(data: bytes, depth: int = 0) -> Parts:
    """The parts of a file.

    Raises:
        DocumentError: when it cannot be read; the message says what it is and what to do.
    """
    if depth > DEEPEST:
        raise DocumentError(f"it lies more than {DEEPEST} files deep; send it by itself")
    if not data.strip():
        raise DocumentError("it is empty")
    kind = sniff(data)
    parts = Parts(kind)
    if kind in _ZIPPED:
        check_archive(data)
    try:
        _read(kind, data, parts, depth)
    except (DocumentError, MemoryError):
        raise
    except RecursionError as error:
        raise DocumentError("it is nested too deeply to be read") from error
    except Exception as error:  # readers meet broken files with errors of every sort
        raise DocumentError(f"it is broken and cannot be read as {kind} ({type(error).__name__})") from error
    if not parts.found:
        raise DocumentError("; ".join(parts.notes) or "it holds no text")
    return parts


def _read(kind: DocumentKind, data: bytes, parts: Parts, depth: int) -> None:
    """Each reader is loaded only when its kind comes: they are heavy, and each is one more thing to attack."""
    if kind is DocumentKind.PDF:
        from api.documents.pdf_reader import read_pdf

        read_pdf(data, parts)
    elif kind is DocumentKind.DOCX:
        from api.documents.word_reader import read_word

        read_word(data, parts)
    elif kind is DocumentKind.PPTX:
        from api.documents.slides_reader import read_slides

        read_slides(data, parts)
    elif kind is DocumentKind.XLSX:
        from api.documents.workbook_reader import read_workbook

        read_workbook(data, parts)
    elif kind is DocumentKind.MAIL:
        from api.documents.mail_reader import read_mail

        read_mail(data, parts, depth)
    elif kind is DocumentKind.OUTLOOK:
        from api.documents.outlook_reader import read_outlook

        read_outlook(data, parts, depth)
    else:
        from api.documents.plain_reader import read_plain

        read_plain(data, parts)
