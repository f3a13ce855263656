"""The commands that measure."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from api.command_line import Exit
from api.opening import open_matcher
from api.progress import ProgressLine
from api.settings import read_settings
from matcher.errors import JudgementsError
from matcher.evaluation import evaluate as measure
from matcher.evaluation import table
from matcher.judgements import read_development_set
from matcher.judgements.reading import SHIPPED

BEGIN, END = "<!-- evaluation: written by `midlands-match evaluate --write` -->", "<!-- evaluation: end -->"


def evaluate(folder: Path | None, as_json: bool, write: Path | None, quiet: bool) -> Exit:
    """Measure the ranking and print the figures; with ``write``, also put them between the marks in a document."""
    development = read_development_set(folder or SHIPPED)
    matcher = open_matcher(read_settings(), quiet)
    with ProgressLine("briefs ranked", quiet) as progress:
        report = measure(matcher, development, progress)
    told = (
        f"{table(report)}\n\n"
        f"Mean over briefs with a 95 % bootstrap interval over briefs: {len(development.landings)} landings with "
        f"hold-out, {len(development.judged)} judged briefs. Catalogue `{matcher.catalogue.fingerprint[:12]}`, weights "
        f"`{matcher.weights.fingerprint[:12]}`, encoder `{matcher.encoder.name}`."
    )
    if write is not None:
        _put(write, told)
    if as_json:
        figures = {s: {m: asdict(e) for m, e in f.items()} for s, f in report.figures.items()}
        print(json.dumps({"fingerprints": matcher.fingerprints.model_dump(), "figures": figures}, indent=2))
    else:
        print(told)
    return Exit.DONE


def _put(path: Path, told: str) -> None:
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise JudgementsError(f"{path} has no marks {BEGIN} and {END}; put them where the figures belong")
    before, rest = text.split(BEGIN, 1)
    path.write_text(f"{before}{BEGIN}\n{told}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")
