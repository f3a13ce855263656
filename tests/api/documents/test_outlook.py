"""Outlook's messages: a compound file written here byte by byte (MS-CFB, MS-OXMSG), as no library writes one."""

from __future__ import annotations

import struct
import sys

import pytest

from api.documents import DocumentKind, read_document
from api.documents.errors import UnsupportedDocument
from api.documents.outlook_reader import read_outlook
from api.documents.parts import Parts

SECTOR, SMALL = 512, 64
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams below its root, all of them in the small-stream area."""
    small, small_chain, starts = b"", [], {}
    for name, data in streams.items():
        count = max(1, -(-len(data) // SMALL))
        starts[name] = len(small_chain)
        small_chain += [*range(len(small_chain) + 1, len(small_chain) + count), END]
        small += data.ljust(count * SMALL, b"\0")
    names = sorted(streams, key=lambda n: (len(n), n.upper()))  # the order of the tree: here a chain to the right
    entries = [_entry("Root Entry", 5, NONE, 1, 0, len(small))]
    for at, name in enumerate(names, start=1):
        right = at + 1 if at < len(names) else NONE
        entries.append(_entry(name, 2, right, NONE, starts[name], len(streams[name])))
    directory = b"".join(entries).ljust(-(-len(entries) * 128 // SECTOR) * SECTOR, b"\0")
    areas = [
        small.ljust(-(-len(small) // SECTOR) * SECTOR, b"\0"),
        directory,
        b"".join(struct.pack("<I", n) for n in small_chain).ljust(-(-len(small_chain) * 4 // SECTOR) * SECTOR, b"\xff"),
    ]
    chain: list[int] = []
    begins = []
    for area in areas:
        begins.append(len(chain))
        count = len(area) // SECTOR
        chain += [*range(len(chain) + 1, len(chain) + count), END]
    fat = len(chain)
    table = b"".join(struct.pack("<I", n) for n in [*chain, FAT]).ljust(SECTOR, b"\xff")
    assert len(table) == SECTOR, "one sector of the table is enough for a test"
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, begins[1], 0, 4096,
        begins[2], len(areas[2]) // SECTOR, END, 0, fat,
    )  # fmt: skip
    return header.ljust(SECTOR, b"\xff") + b"".join(areas) + table


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    spelt = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", spelt, len(spelt), kind, 1, NONE, right, child, b"", 0, 0, 0, start, size
    )  # fmt: skip


def message(subject: str, body: str) -> bytes:
    """An Outlook message with a subject, a sender and a text."""
    texts = {"0037": subject, "0C1A": "Anna Berg", "1000": body}
    streams = {f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in texts.items()}
    properties = bytes(32)
    for tag, text in texts.items():
        properties += struct.pack("<IIII", int(tag, 16) << 16 | 0x1F, 6, len(text) * 2 + 2, 0)
    return compound(streams | {"__properties_version1.0": properties})


def test_a_message_is_read_with_its_marking() -> None:
    pytest.importorskip("oxmsg", reason="the extra 'outlook' is not installed")
    read = read_document("enquiry.msg", message("[OFFICIAL] Laboratory", "We want 700 sq m\r\nin Birmingham."))
    assert read.kind is DocumentKind.OUTLOOK
    assert read.text.endswith("Subject: [OFFICIAL] Laboratory\n\nWe want 700 sq m\nin Birmingham.")
    assert [m.label for m in read.markings] == ["OFFICIAL"]


def test_without_the_extra_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxmsg", None)
    with pytest.raises(UnsupportedDocument, match=r"save it as \.eml, or install midlands-match\[outlook\]"):
        read_outlook(b"", Parts(DocumentKind.OUTLOOK), 0)
