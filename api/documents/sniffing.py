"""Sniffing: what a file is, by its bytes. Its name is never asked, since anybody can write one."""

from __future__ import annotations

import io
import re
import zipfile

from api.documents.errors import DocumentError, UnsupportedDocument
from api.documents.parts import DocumentKind

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OFFICE = {
    "word/document.xml": DocumentKind.DOCX,
    "ppt/presentation.xml": DocumentKind.PPTX,
    "xl/workbook.xml": DocumentKind.XLSX,
}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OTHERS = {
    b"{\\rtf": "Rich Text; save it as .docx",
    b"\x1f\x8b": "an archive; send the files in it one by one",
    b"7z\xbc\xaf": "an archive; send the files in it one by one",
    b"Rar!": "an archive; send the files in it one by one",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)?(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HEADER = re.compile(rb"(?:[!-9;-~]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
_MAIL_FIELDS = re.compile(rb"^(?:from|to|subject|date|message-id|mime-version|received|content-type):", re.I | re.M)
_ONLY_IN_MAIL = re.compile(rb"^(?:message-id|mime-version|received|return-path|content-type):", re.I | re.M)


def sniff(data: bytes) -> DocumentKind:
    """The kind of a file.

    Raises:
        UnsupportedDocument: when it is of a kind that is not read; the message says what it is and what to do.
        DocumentError: when it is encrypted, or no kind can be told.
    """
    if b"%PDF-" in data[:1024]:
        return DocumentKind.PDF
    if data.startswith(ZIP):
        return _zip_kind(data)
    if data.startswith(OLE):
        return _ole_kind(data)
    if data.startswith(_PICTURES):
        raise UnsupportedDocument("it is a picture, and pictures are not read; type or paste the words that matter")
    for start, what in _OTHERS.items():
        if data.startswith(start):
            raise UnsupportedDocument(f"it is {what}")
    if not is_text(data):
        raise UnsupportedDocument("it is no text and no document that is known here; save it as PDF or .docx")
    return _text_kind(data)


def is_text(data: bytes) -> bool:
    """Whether bytes are plain text in one of the usual encodings. NUL is no sign by itself: UTF-16 is full of it."""
    if b"\0\0\0" in data[:4096] or data.startswith((b"%PDF-", ZIP, OLE)):
        return False
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    odd = sum(data.count(c) for c in range(32) if c not in b"\t\n\r\f\v\x1b\0")
    return wide or odd <= len(data) / 50


def _text_kind(data: bytes) -> DocumentKind:
    start = data.removeprefix(b"\xef\xbb\xbf")[:64_000]
    if _HTML.match(start):
        return DocumentKind.HTML
    # Pasted mail begins with From: and Subject: as well; what was saved by a mail program has fields nobody pastes.
    header = _HEADER.match(start)
    if header and len(_MAIL_FIELDS.findall(header[0])) >= 2 and _ONLY_IN_MAIL.search(header[0]):
        return DocumentKind.MAIL
    return DocumentKind.TEXT


def _zip_kind(data: bytes) -> DocumentKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DocumentError("it is broken: its table of contents cannot be read; ask for it again") from error
    for name, kind in _OFFICE.items():
        if name in names:
            return kind
    if "mimetype" in names and "content.xml" in names:
        raise UnsupportedDocument("it is an OpenDocument file; save it as .docx, .xlsx, .pptx or PDF")
    if any(name.endswith((".pages", "Index/Document.iwa")) for name in names):
        raise UnsupportedDocument("it is an Apple iWork file; export it as PDF or .docx")
    raise UnsupportedDocument("it is an archive; send the files in it one by one")


def _ole_kind(data: bytes) -> DocumentKind:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise DocumentError("it is encrypted with a password; ask for a copy without one")
    if holds("__properties_version1.0"):
        return DocumentKind.OUTLOOK
    for stream, what in (("WordDocument", ".docx"), ("Workbook", ".xlsx"), ("PowerPoint Document", ".pptx")):
        if holds(stream):
            raise UnsupportedDocument(f"it is in an Office format of before 2007; save it as {what} or PDF")
    raise UnsupportedDocument("it is in an old Office format that is not read; save it as .docx or PDF")
