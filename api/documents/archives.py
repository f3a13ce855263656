"""Archives: office files are zip files, and a small one can unpack to gigabytes. Checked before anything opens one."""

from __future__ import annotations

import io
import zipfile

from api.documents.errors import DocumentError, DocumentTooLarge

MOST_ENTRIES = 5_000
MOST_UNPACKED = 150_000_000  # bytes, all entries together
LARGEST_XML = 40_000_000  # bytes of one part that is parsed; a parser takes some ten times as much memory
HIGHEST_RATIO = 200  # unpacked to packed, of an entry of some size; prose packs to a fifth, sparse sheets to a fiftieth
_SMALL = 1_000_000


def check_archive(data: bytes) -> None:
    """Refuse a zip file that unpacks to too much. Declared sizes bind: no more is ever read of an entry.

    Raises:
        DocumentTooLarge: when there is too much in it.
        DocumentError: when it is broken, encrypted, or declares XML entities, which no office program writes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels", ".vml")):
                    _check_markup(archive.open(entry).read(2048))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise DocumentError("it is broken: it cannot be unpacked; ask for it again") from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise DocumentTooLarge(f"it holds {len(entries):,} parts, more than {MOST_ENTRIES:,}")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise DocumentTooLarge(f"it unpacks to {unpacked:,} bytes, more than {MOST_UNPACKED:,}")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise DocumentError("it is encrypted with a password; ask for a copy without one")
        if entry.filename.endswith((".xml", ".rels", ".vml")) and entry.file_size > LARGEST_XML:
            raise DocumentTooLarge(f"its part {entry.filename[:60]!r} unpacks to {entry.file_size:,} bytes")
        if entry.file_size > _SMALL and entry.file_size > HIGHEST_RATIO * max(1, entry.compress_size):
            ratio = entry.file_size // max(1, entry.compress_size)
            raise DocumentTooLarge(f"its part {entry.filename[:60]!r} is packed {ratio:,} to one, as no document is")


def _check_markup(start: bytes) -> None:
    plain = start.replace(b"\0", b"")  # UTF-16
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise DocumentError("it declares XML entities, which no office program writes; save it anew and try again")
