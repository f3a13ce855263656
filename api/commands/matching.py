"""The commands that match, and build what matching needs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from api.brief_files import read_brief_files, told_of
from api.command_line import Exit
from api.opening import catalogue_in_force, open_matcher
from api.output_file import check_output, swapped_in
from api.progress import ProgressLine
from api.settings import read_settings
from api.text_answer import as_text
from matcher.batch import BatchBrief, answer
from matcher.building import build_matching
from matcher.errors import BriefError
from matcher.reading import read_brief
from matcher.shortlist import Confidence

if TYPE_CHECKING:  # the libraries of documents would slow down every answer on the screen
    from api.exports import ExportFormat


def match_one(
    briefs: Sequence[str],
    k: int,
    as_json: bool,
    quiet: bool,
    output: Path | None = None,
    with_brief: bool = False,
) -> Exit:
    """Rank the catalogue against one brief, which may be several files, and print the shortlist or write it out."""
    wanted = None if output is None else _format_of(output)  # told before any work is done
    text, documents = read_brief_files(briefs)
    if not quiet:
        for told in told_of(documents):
            sys.stderr.write(f"{told}\n")
    read_brief(text)  # one that cannot be used is refused before an index is opened, or even built for minutes
    matcher = open_matcher(read_settings(), quiet)
    shortlist = matcher.match(text, k)
    if output is not None and wanted is not None:
        from api.documents.markings import carried
        from api.exports import BriefShown, Choices, export

        marking = carried(m for document in documents for m in document.markings)
        choices = Choices(marking=marking, brief=BriefShown.WHOLE if with_brief else BriefShown.ANONYMISED)
        with swapped_in(output) as beside:
            beside.write_bytes(export(shortlist, matcher.catalogue, wanted, choices).content)
    else:
        print(shortlist.model_dump_json(by_alias=True, indent=2) if as_json else as_text(shortlist))
    return Exit.NOTHING_FITS if shortlist.confidence is Confidence.NONE else Exit.DONE


def match_many(briefs: Path, output: Path, k: int, quiet: bool) -> Exit:
    """Rank the catalogue against many briefs; the output file appears whole or not at all."""
    from matcher.judgements.reading import read_jsonl

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

    def told(message: str) -> None:
        if not quiet:
            sys.stderr.write(f"{message}\n")

    with ProgressLine("texts encoded", quiet) as progress:
        index = build_matching(settings.home, catalogue, settings.encoder, progress, told)
    print(f"{len(catalogue)} opportunities, {len(index.passages):,} passages, ready to be matched")
    return Exit.DONE


def _format_of(output: Path) -> ExportFormat:
    """The format that a file's name asks for."""
    from api.exports.errors import ExportError
    from api.exports.files import SUFFIXES

    if output.suffix.lower() not in SUFFIXES:
        raise ExportError(f"{output.name} does not say what to write; end it with {', '.join(SUFFIXES)}")
    check_output(output)
    return SUFFIXES[output.suffix.lower()]
