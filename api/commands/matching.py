"""The commands that match, and build what matching needs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from api.command_line import Exit
from api.opening import catalogue_in_force, open_matcher
from api.output_file import check_output, swapped_in
from api.progress import ProgressLine
from api.settings import read_settings
from api.text_answer import as_text
from index.encoder import load_encoder
from index.snapshot import build_snapshot
from matcher.batch import BatchBrief, answer
from matcher.errors import BriefError
from matcher.judgements.reading import read_jsonl
from matcher.reading import read_brief
from matcher.shortlist import Confidence

LARGEST_FILE = 1_000_000  # bytes; a brief of 100,000 characters in the widest script takes some 400,000


def match_one(brief: str, k: int, as_json: bool, quiet: bool) -> Exit:
    """Rank the catalogue against one brief and print the shortlist."""
    text = _read(brief)
    read_brief(text)  # one that cannot be used is refused before an index is opened, or even built for minutes
    shortlist = open_matcher(read_settings(), quiet).match(text, k)
    print(shortlist.model_dump_json(by_alias=True, indent=2) if as_json else as_text(shortlist))
    return Exit.NOTHING_FITS if shortlist.confidence is Confidence.NONE else Exit.DONE


def match_many(briefs: Path, output: Path, k: int, quiet: bool) -> Exit:
    """Rank the catalogue against many briefs; the output file appears whole or not at all."""
    lines = read_jsonl(briefs, BatchBrief)
    for line in lines:
        try:
            read_brief(line.text)  # as above: hours of matching are not lost to the last line
        except BriefError as error:
            raise BriefError(f"{briefs.name}, brief {line.brief_id!r}: {error}") from error
    check_output(output)
    matcher = open_matcher(read_settings(), quiet)
    with (
        swapped_in(output) as beside,
        beside.open("x", encoding="utf-8") as file,
        ProgressLine("briefs matched", quiet) as progress,
    ):
        for done, line in enumerate(lines, start=1):
            file.write(json.dumps(answer(matcher, line, k), ensure_ascii=False) + "\n")
            progress(done, len(lines))
    return Exit.DONE


def build_index(quiet: bool) -> Exit:
    """Build the snapshot and say what it holds."""
    settings = read_settings()
    catalogue, *_ = catalogue_in_force(settings)
    with ProgressLine("texts encoded", quiet) as progress:
        index = build_snapshot(settings.home, catalogue, load_encoder(settings.encoder), progress)
    print(f"{len(catalogue)} opportunities, {len(index.passages):,} passages, ready to be matched")
    return Exit.DONE


def _read(brief: str) -> str:
    try:
        if brief == "-":
            data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with Path(brief).open("rb") as file:
                data = file.read(LARGEST_FILE + 1)  # what never ends, such as a device, is not read to its end
    except OSError as error:
        raise BriefError(f"cannot read {brief}: {error.strerror}; name a text file, or - for standard input") from error
    if len(data) > LARGEST_FILE:
        raise BriefError(f"{brief} is larger than {LARGEST_FILE:,} bytes; keep the part that asks for something")
    text = _decoded(data)
    # Text has few control characters; pictures, archives and programs have many. NUL is no sign: UTF-16 is full of it.
    odd = sum(c < " " and c not in "\0\t\n\r\f\v\x1b" for c in text)
    if b"\0\0\0" in data[:4096] or data.startswith((b"%PDF-", b"PK\x03\x04")) or odd > len(text) / 50:
        raise BriefError(f"{brief} is not plain text; paste or save the brief as text first")
    return text


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
