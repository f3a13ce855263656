"""Brief files: what the command line is given to match, plain text or any document that is read here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from api.documents import DocumentKind, DocumentText, joined, read_document
from api.documents.errors import DocumentError
from api.documents.markings import carried, markings_in_text
from api.documents.plain_reader import decoded
from api.documents.reading import LARGEST_FILE, plain_name
from api.documents.sniffing import is_text, sniff
from matcher.errors import BriefError

LARGEST_TEXT = 1_000_000  # bytes; a brief of 100,000 characters in the widest script takes some 400,000


def read_brief_files(names: Sequence[str]) -> tuple[str, tuple[DocumentText, ...]]:
    """The brief that some files make together, and each of them with its markings and notes. ``-`` is standard input.

    Raises:
        BriefError: when a file cannot be opened, is too large, or is no document.
        DocumentError: when a document cannot be read, or is marked above OFFICIAL.
    """
    if names.count("-") > 1:
        raise BriefError("standard input can be read once only; name - once")
    documents = tuple(_read(name) for name in names)
    return joined(documents), documents


def told_of(documents: Sequence[DocumentText]) -> tuple[str, ...]:
    """What the officer should know before the answer: markings that bind, and what was left out of which file."""
    marking = carried(m for document in documents for m in document.markings)
    notes = [f"{document.name}: {note}" for document in documents for note in document.notes]
    return (*([f"marked {marking}"] if marking else []), *notes)


def _read(name: str) -> DocumentText:
    data = _bytes(name)
    text = is_text(data)
    most = LARGEST_TEXT if text else LARGEST_FILE
    if len(data) > most:
        raise BriefError(f"{name} is larger than {most:,} bytes; keep the part that asks for something")
    if not text or sniff(data) is not DocumentKind.TEXT:
        return read_document(name, data)
    brief = decoded(data)
    try:
        return DocumentText(name=plain_name(name), kind=DocumentKind.TEXT, text=brief, markings=markings_in_text(brief))
    except DocumentError as error:
        raise type(error)(f"{name}: {error}") from error


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with Path(name).open("rb") as file:
            return file.read(LARGEST_FILE + 1)  # what never ends, such as a device, is not read to its end
    except OSError as error:
        raise BriefError(f"cannot read {name}: {error.strerror}; name a file, or - for standard input") from error
