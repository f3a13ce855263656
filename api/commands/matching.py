"""The commands that match, and build what matching needs."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from api.command_line import Exit
from api.opening import open_matcher
from api.progress import ProgressLine
from api.settings import read_settings
from api.text_answer import as_text
from index.encoder import load_encoder
from index.snapshot import build_snapshot
from matcher.batch import BatchBrief, answer
from matcher.errors import BriefError
from matcher.judgements.reading import read_jsonl
from matcher.shortlist import Confidence
from opportunities.catalogue import Catalogue
from opportunities.loading import PROFILES


def match_one(brief: str, k: int, as_json: bool, quiet: bool) -> Exit:
    """Rank the catalogue against one brief and print the shortlist."""
    text = _read(brief)
    shortlist = open_matcher(read_settings(), quiet).match(text, k)
    print(shortlist.model_dump_json(by_alias=True, indent=2) if as_json else as_text(shortlist))
    return Exit.NOTHING_FITS if shortlist.confidence is Confidence.NONE else Exit.DONE


def match_many(briefs: Path, output: Path, k: int, quiet: bool) -> Exit:
    """Rank the catalogue against many briefs; the output file appears whole or not at all."""
    lines = read_jsonl(briefs, BatchBrief)
    matcher = open_matcher(read_settings(), quiet)
    handle, beside = tempfile.mkstemp(prefix=f".{output.name}-", dir=output.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file, ProgressLine("briefs matched", quiet) as progress:
            for done, line in enumerate(lines, start=1):
                try:
                    file.write(json.dumps(answer(matcher, line, k), ensure_ascii=False) + "\n")
                except BriefError as error:
                    raise BriefError(f"{briefs.name}, brief {line.brief_id!r}: {error}") from error
                progress(done, len(lines))
        Path(beside).replace(output)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return Exit.DONE


def build_index(quiet: bool) -> Exit:
    """Build the snapshot and say what it holds."""
    settings = read_settings()
    catalogue = Catalogue.read(settings.profiles or PROFILES)
    with ProgressLine("texts encoded", quiet) as progress:
        index = build_snapshot(settings.home, catalogue, load_encoder(settings.encoder), progress)
    print(f"{len(catalogue)} opportunities, {len(index.passages):,} passages, ready to be matched")
    return Exit.DONE


def _read(brief: str) -> str:
    try:
        data = sys.stdin.buffer.read() if brief == "-" else Path(brief).read_bytes()
    except OSError as error:
        raise BriefError(f"cannot read {brief}: {error.strerror}; name a text file, or - for standard input") from error
    if b"\0\0\0" in data[:4096] or data[:5] in (b"%PDF-", b"PK\x03\x04"):
        raise BriefError(f"{brief} is not plain text; paste or save the brief as text first")
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
