"""PDF: the text of each page, and of its form's fields. Scans are told apart from what is only empty."""

from __future__ import annotations

import io

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from api.documents.errors import DocumentError
from api.documents.parts import Parts, Role, counted

MOST_PAGES = 200
_SCANNED_BELOW = 20  # characters; a page with fewer holds a number at most


def read_pdf(data: bytes, parts: Parts) -> None:
    """Read a PDF's pages, in order."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("it is encrypted with a password; ask for a copy without one")
        count = len(reader.pages)
    except PyPdfError as error:
        raise DocumentError("it is broken and cannot be read as PDF; ask for it again") from error
    if count > MOST_PAGES:
        parts.note(f"only the first {MOST_PAGES} of {count:,} pages were read")
    silent: list[int] = []
    for number, page in enumerate(reader.pages, start=1):
        if number > MOST_PAGES or parts.full:
            break
        text = _text(page, parts, number)
        if len(text.strip()) < _SCANNED_BELOW and _has_pictures(page):
            silent.append(number)
        parts.add(Role.BODY, text, f"page {number}")
    _fields(reader, parts)
    _scans(silent, parts)
    if reader.attachments:
        parts.note(f"{counted(len(reader.attachments), 'file')} within it left out")


def _text(page: PageObject, parts: Parts, number: int) -> str:
    try:
        return page.extract_text() or ""
    except MemoryError:
        raise
    except Exception:  # one bad page of a PDF, which is common, must not lose the others
        parts.note(f"page {number} is broken and was left out")
        return ""


def _has_pictures(page: PageObject) -> bool:
    try:
        return bool(list(page.images.keys()))
    except Exception:  # as above
        return False


def _scans(silent: list[int], parts: Parts) -> None:
    if not silent:
        return
    pages = ", ".join(map(str, silent[:10])) + (" and more" if len(silent) > 10 else "")
    if any(len(p.text.strip()) >= _SCANNED_BELOW for p in parts.found):
        parts.note(f"pictures without text, which were not read: page {pages}")
        return
    raise DocumentError("it is a scan: its pages are pictures without text; run text recognition on it, or type it out")


def _fields(reader: PdfReader, parts: Parts) -> None:
    """What was filled in: requests for information often come as forms."""
    try:
        filled = {name: value for name, value in reader.get_form_text_fields().items() if value}
    except Exception:  # forms are often malformed; the pages have been read
        parts.note("its form fields are broken and were left out")
        return
    parts.add(Role.BODY, "\n".join(f"{name}: {value}" for name, value in filled.items()), "form fields")
