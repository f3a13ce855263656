"""The commands that match, and build what matching needs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from api.brief_files import read_brief_files, told_of
from api.command_line import Exit
from api.opening import open_matcher
from api.progress import ProgressLine
from api.settings import SettingsError, read_settings
from api.text_answer import as_text
from index.encoder import load_encoder
from index.snapshot import build_snapshot
from matcher.batch import BatchBrief, answer
from matcher.errors import BriefError
from matcher.judgements.reading import read_jsonl
from matcher.reading import read_brief
from matcher.shortlist import Confidence
from opportunities.catalogue import Catalogue
from opportunities.loading import PROFILES


def match_one(briefs: Sequence[str], k: int, as_json: bool, quiet: bool) -> Exit:
    """Rank the catalogue against one brief, which may be several files, and print the shortlist."""
    text, documents = read_brief_files(briefs)
    if not quiet:
        for told in told_of(documents):
            sys.stderr.write(f"{told}\n")
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
    if not output.parent.is_dir():
        raise SettingsError(f"there is no folder {output.parent}; make it first")
    if output.exists() and not output.is_file():  # a device, such as /dev/null, must not be replaced by a file
        raise SettingsError(f"{output} is not a file that can be replaced; name another")
    matcher = open_matcher(read_settings(), quiet)
    beside = output.with_name(f".{output.name}-{os.getpid()}")
    try:
        with beside.open("x", encoding="utf-8") as file, ProgressLine("briefs matched", quiet) as progress:
            for done, line in enumerate(lines, start=1):
                file.write(json.dumps(answer(matcher, line, k), ensure_ascii=False) + "\n")
                progress(done, len(lines))
        beside.replace(output)
    except OSError as error:
        raise SettingsError(f"cannot write {output}: {error.strerror}; name another file") from error
    finally:
        beside.unlink(missing_ok=True)
    return Exit.DONE


def build_index(quiet: bool) -> Exit:
    """Build the snapshot and say what it holds."""
    settings = read_settings()
    catalogue = Catalogue.read(settings.profiles or PROFILES)
    with ProgressLine("texts encoded", quiet) as progress:
        index = build_snapshot(settings.home, catalogue, load_encoder(settings.encoder), progress)
    print(f"{len(catalogue)} opportunities, {len(index.passages):,} passages, ready to be matched")
    return Exit.DONE
