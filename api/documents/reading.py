"""Reading documents: each file in a process of its own, which is killed when it takes too long or too much."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from api.documents.document import DocumentKind, DocumentText
from api.documents.errors import DocumentError, DocumentTooLarge, ReadersBusy, UnsupportedDocument
from api.documents.markings import find_markings, is_only_marking
from api.documents.parts import Part, Role

LARGEST_FILE = 10_000_000  # bytes
MOST_FILES = 10
SECONDS = 30.0  # from beginning to end, waiting for a processor included
MOST_READERS = 2
_PATIENCE = 60.0  # seconds to wait for a reader to come free
_LONGEST_NAME = 120

_readers = threading.BoundedSemaphore(MOST_READERS)
_ERRORS = {kind.__name__: kind for kind in (DocumentError, DocumentTooLarge, UnsupportedDocument)}
_TOO_LONG = "it takes too long to read; save the pages that matter as a file of their own, or paste their text"


def read_document(name: str, data: bytes, seconds: float | None = None) -> DocumentText:
    """The text of one file, with its protective markings.

    What it is, is told from its bytes; ``name`` only names it. No address in it is ever fetched.
    It may take ``seconds``, ``SECONDS`` unless told.

    Raises:
        DocumentError: when it cannot be read, or is marked above OFFICIAL; the message says what to do.
        ReadersBusy: when too many files are being read already.
    """
    shown = plain_name(name)
    if len(data) > LARGEST_FILE:
        raise DocumentTooLarge(f"{shown}: it is larger than {LARGEST_FILE:,} bytes; send the pages that matter")
    try:
        answer = _in_a_process(data, SECONDS if seconds is None else seconds)
        parts = [Part(Role(p["role"]), p["text"], p["where"]) for p in answer["found"]]
        markings = find_markings(parts)
    except DocumentError as error:
        raise type(error)(f"{shown}: {error}") from error
    return DocumentText(
        name=shown,
        kind=DocumentKind(answer["kind"]),
        text=_text(parts),
        markings=markings,
        notes=tuple(answer["notes"]),
    )


def read_documents(files: Sequence[tuple[str, bytes]]) -> tuple[DocumentText, ...]:
    """The texts of several files, in their order.

    Raises:
        DocumentError: what ``read_document`` raises of the first that cannot be read; every other is told beside it.
    """
    if len(files) > MOST_FILES:
        raise DocumentTooLarge(f"{len(files)} files are more than {MOST_FILES}; send those that say what is wanted")
    read: list[DocumentText] = []
    faults: list[DocumentError] = []
    for name, data in files:
        try:
            read.append(read_document(name, data))
        except DocumentError as error:
            faults.append(error)
    if faults:
        raise type(faults[0])("; ".join(map(str, faults))) from faults[0]
    return tuple(read)


def joined(documents: Sequence[DocumentText]) -> str:
    """Several texts as one brief, each under the name of its file; a single one stands as it is."""
    if len(documents) == 1:
        return documents[0].text
    return "\n\n".join(f"File: {document.name}\n\n{document.text}" for document in documents)


def plain_name(name: str) -> str:
    """A file's name as it is shown: no folders, nothing that a terminal or a page would act on, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c if c.isprintable() else "?" for c in last).strip()
    return shown[:_LONGEST_NAME] or "unnamed"


def _text(parts: Iterable[Part]) -> str:
    """The parts as one text. Lines that are only a marking or a page's number are told apart, and so left out."""
    kept: list[str] = []
    for part in parts:
        if part.role is Role.BACKGROUND:
            continue
        lines = [line.rstrip() for line in part.text.splitlines()]
        if part.role is not Role.SUBJECT:
            full = [n for n, line in enumerate(lines) if line.strip()]
            edge = {*full[:4], *full[-4:]} if part.role is Role.BODY else set(full)
            lines = [line for n, line in enumerate(lines) if n not in edge or not is_only_marking(line)]
        text = "\n".join(lines).strip("\n")
        if text.strip():
            kept.append(f"Subject: {text}" if part.role is Role.SUBJECT else text)
    return "\n\n".join(kept)


def _in_a_process(data: bytes, seconds: float) -> dict[str, Any]:
    """What the reading process answers for a file."""
    if not _readers.acquire(timeout=_PATIENCE):
        raise ReadersBusy("too many files are being read just now; try again in a minute")
    try:
        with subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "api.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a reader warns of may quote the brief
            env=_environment(),
            cwd="/",
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(data, timeout=seconds)
            except subprocess.TimeoutExpired as error:
                raise DocumentError(_TOO_LONG) from error
            finally:
                process.kill()
    finally:
        _readers.release()
    return _answer(said, process.returncode)


def _environment() -> dict[str, str]:
    """Where the product and its libraries lie, and nothing else: no setting, no secret, no proxy."""
    ours = str(Path(__file__).resolve().parents[2])
    return {"PYTHONPATH": os.pathsep.join(dict.fromkeys([ours, *filter(os.path.isabs, sys.path)])), "LANG": "C.UTF-8"}


def _answer(said: bytes, ended: int) -> dict[str, Any]:
    if ended in (-signal.SIGXCPU, -signal.SIGKILL):
        raise DocumentError(_TOO_LONG)
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise DocumentError("it is broken: reading it ended before its time; ask for it again, or paste it") from error
    if "error" in answer:
        raise _ERRORS[answer["error"]](answer["message"])
    return answer
