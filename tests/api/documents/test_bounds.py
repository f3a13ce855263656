"""What a file made to harm can reach: nothing but its own process, and that not for long."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from api.documents import read_document
from api.documents.archives import MOST_ENTRIES
from api.documents.errors import DocumentError, DocumentTooLarge, ReadersBusy
from api.documents.reading import MOST_READERS, _environment, _readers

PdfMaker = Callable[..., bytes]
MEGABYTE = 1_000_000


def with_entry(office: bytes, name: str, data: bytes) -> bytes:
    """An office file with one part replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, data)
    return made.getvalue()


def children() -> set[str]:
    """The reading processes that run now below this one."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"api.documents.worker" in (folder / "cmdline").read_bytes():
                state, parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:2]
                if state != "Z" and int(parent) == os.getpid():
                    found.add(folder.name)
        except OSError:
            continue  # it ended meanwhile
    return found


def test_a_reader_that_takes_too_long_is_killed(slow_pdf: bytes) -> None:
    begun = time.monotonic()
    seen: set[str] = set()
    watch = threading.Timer(0.7, lambda: seen.update(children()))
    watch.start()
    with pytest.raises(DocumentError, match=r"slow\.pdf: it takes too long to read; save the pages that matter"):
        read_document("slow.pdf", slow_pdf, seconds=1.5)
    watch.join()
    assert time.monotonic() - begun < 5
    assert len(seen) == 1, "the test must have seen the process at work"
    assert children() == set()


def test_a_reader_that_is_killed_from_outside_is_told_of_and_the_next_reads(slow_pdf: bytes) -> None:
    def kill() -> None:
        for pid in children():
            os.kill(int(pid), signal.SIGSEGV)

    watch = threading.Timer(0.7, kill)
    watch.start()
    with pytest.raises(DocumentError, match="broken: reading it ended before its time"):
        read_document("slow.pdf", slow_pdf)
    watch.join()
    assert read_document("x", b"We want a laboratory").text == "We want a laboratory"


def test_a_reader_cannot_outlive_its_processor_time() -> None:
    code = "from api.documents.worker import limit\nlimit(seconds=1)\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", code], env=_environment(), timeout=20, check=False)  # noqa: S603 - ours
    assert done.returncode == -signal.SIGXCPU


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("import socket; socket.getaddrinfo('localhost', 80)", "PermissionError"),
        ("import subprocess; subprocess.run(['true'])", "PermissionError"),
        ("import os; os.system('true')", "PermissionError"),
        ("import os; os.fork()", "PermissionError"),
        ("f = open('/tmp/reader-canary', 'w'); f.write('x'); f.flush()", "File too large"),
        ("b = bytearray(900_000_000)", "MemoryError"),
    ],
)
def test_a_reader_can_reach_nothing(what: str, error: str) -> None:
    code = f"from api.documents.worker import limit\nlimit()\n{what}"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], env=_environment(), capture_output=True, timeout=20, check=False
    )
    Path("/tmp/reader-canary").unlink(missing_ok=True)  # noqa: S108 - see above
    assert done.returncode != 0
    assert error in done.stderr.decode()


def test_nothing_of_our_environment_reaches_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIDLANDS_MATCH_SECRET", "canary")
    assert set(_environment()) == {"PYTHONPATH", "LANG"}


def test_a_file_that_needs_too_much_memory_is_told_so(make_pdf: PdfMaker, with_content: PdfMaker) -> None:
    bomb = with_content(make_pdf(["x"]), b"BT /F1 9 Tf (" + b"a" * 70 * MEGABYTE + b") Tj ET")
    assert len(bomb) < MEGABYTE
    with pytest.raises(DocumentError, match=r"needs more memory|page 1 is broken"):
        read_document("bomb.pdf", bomb)


def test_zip_bombs_are_refused_before_they_are_opened(word_file: bytes) -> None:
    begun = time.monotonic()
    prose = b"".join(b"word%d " % (n % 3000) for n in range(5_000_000))
    for name, data, words in (
        ("word/document.xml", b"<a>" + b" " * 38 * MEGABYTE, "packed 1,0.. to one"),
        ("word/document.xml", b" " * 41 * MEGABYTE, "unpacks to 41,000,000 bytes"),
        ("word/media/a.bin", b"\0" * 200 * MEGABYTE, "more than 150,000,000"),
        ("word/media/a.xml", prose, "unpacks to 43,149,630 bytes"),
    ):
        with pytest.raises(DocumentTooLarge, match=words):
            read_document("bomb.docx", with_entry(word_file, name, data))
    assert time.monotonic() - begun < 40  # most of it spent on making them


def test_an_archive_of_very_many_parts_is_refused(word_file: bytes) -> None:
    made = io.BytesIO(word_file)
    with zipfile.ZipFile(made, "a") as archive:
        for n in range(MOST_ENTRIES):
            archive.writestr(f"x/{n}", b"")
    with pytest.raises(DocumentTooLarge, match="parts, more than 5,000"):
        read_document("x", made.getvalue())


def test_a_part_that_lies_about_its_size_is_read_no_further_than_it_says(word_file: bytes) -> None:
    data = bytearray(with_entry(word_file, "word/document.xml", b"<a>" + b"x" * MEGABYTE))
    for at in range(len(data) - 4):  # both places that tell the size
        if data[at : at + 4] == (MEGABYTE + 3).to_bytes(4, "little"):
            data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(DocumentError, match="broken"):
        read_document("x", bytes(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(word_file: bytes, encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'
    with pytest.raises(DocumentError, match="declares XML entities"):
        read_document("x", with_entry(word_file, "word/document.xml", xml.encode(encoding)))


def test_depth_ends(word_file: bytes) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    nested = f"<w:document {space}><w:body>{'<w:sdt>' * 60_000}{'</w:sdt>' * 60_000}</w:body></w:document>"
    with pytest.raises(DocumentError, match=r"nested too deeply|broken"):
        read_document("x", with_entry(word_file, "word/document.xml", nested.encode()))
    mail = b"Message-ID: <0@x>\r\nSubject: innermost\r\n\r\ndeep words"
    for n in range(10):
        outer = EmailMessage()
        outer["Message-ID"], outer["Subject"] = f"<{n}@x>", f"layer {n}"
        outer.set_content(f"words {n}")
        outer.add_attachment(mail, maintype="application", subtype="octet-stream", filename="inner.eml")
        mail = outer.as_bytes()
    read = read_document("x", mail)
    assert "words 9" in read.text
    assert "words 0" not in read.text
    assert "lies more than 3 files deep" in " ".join(read.notes)
    multipart = b"MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    with pytest.raises(DocumentError):
        read_document("x", multipart + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 50_000, seconds=2)


def test_no_address_in_a_file_is_fetched(word_file: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.3)
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/x"
        document = docx.Document()
        document.add_paragraph("We want a laboratory")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        for name in ("attachedTemplate", "image", "footnotes", "header"):
            document.part.rels.get_or_add_ext_rel(kind + name, url)
        made = io.BytesIO()
        document.save(made)
        page = f'<html><head><base href="{url}"><link rel="stylesheet" href="{url}"></head><img src="{url}">lab</html>'
        for data in (made.getvalue(), page.encode(), f"Message-ID: <1@x>\r\nSubject: lab\r\n\r\n{url}".encode()):
            assert "lab" in read_document("x", data).text
        with pytest.raises(TimeoutError):
            canary.accept()


def test_only_so_many_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.documents.reading._PATIENCE", 0.1)
    for _ in range(MOST_READERS):
        assert _readers.acquire(timeout=1)
    try:
        with pytest.raises(ReadersBusy, match="try again in a minute"):
            read_document("x", b"We want a laboratory")
    finally:
        for _ in range(MOST_READERS):
            _readers.release()
    assert read_document("x", b"We want a laboratory").text
