"""The commands that measure."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.command_line import Exit
from api.opening import open_matcher
from api.progress import ProgressLine
from api.settings import read_settings
from matcher.ablation import ablate, ablation_table, known_signals
from matcher.errors import JudgementsError
from matcher.evaluation import evaluate as measure
from matcher.evaluation import table
from matcher.extraction import Extraction, extraction, extraction_table
from matcher.judgements import DevelopmentSet, read_development_set
from matcher.judgements.reading import SHIPPED
from matcher.matcher import Matcher
from matcher.trust import trust, trust_table
from matcher.understood import understood

BEGIN, END = "<!-- evaluation: written by `midlands-match evaluate --write` -->", "<!-- evaluation: end -->"


def evaluate(folder: Path | None, as_json: bool, write: Path | None, quiet: bool) -> Exit:
    """Measure ranking, reading and trust, and print the figures; with ``write``, also put them into a document."""
    development = read_development_set(folder or SHIPPED)
    matcher = open_matcher(read_settings(), quiet)
    with ProgressLine("briefs ranked", quiet) as progress:
        ranking = measure(matcher, development, progress)
    with ProgressLine("briefs read", quiet) as progress:
        reading = _reading(matcher, development, progress)
    with ProgressLine("answers checked", quiet) as progress:
        trusted = trust(matcher, development, progress)
    told = (
        f"{table(ranking)}\n\n"
        f"{extraction_table(reading)}\n\n{trust_table(trusted)}\n\n"
        f"Development briefs, landings with hold-out; means over briefs with a 95 % bootstrap interval over briefs. "
        f"Catalogue `{matcher.catalogue.fingerprint[:12]}`, weights `{matcher.weights.fingerprint[:12]}`, encoder "
        f"`{matcher.encoder.name}`."
    )
    if write is not None:
        _put(write, told)
    if as_json:
        figures = {
            "fingerprints": matcher.fingerprints.model_dump(),
            "ranking": {s: {m: asdict(e) for m, e in f.items()} for s, f in ranking.figures.items()},
            "reading": {criterion: asdict(e) for criterion, e in reading.items()},
            "trust": asdict(trusted),
        }
        print(json.dumps(figures, indent=2))
    else:
        print(told)
    return Exit.DONE


def leave_out(folder: Path | None, signals: list[str], as_json: bool, quiet: bool) -> Exit:
    """Measure the ranking with and without single signals, and print whether the difference can be told from noise."""
    signals = list(known_signals(signals))  # before anything that takes time
    development = read_development_set(folder or SHIPPED)
    matcher = open_matcher(read_settings(), quiet)
    with ProgressLine("briefs ranked", quiet) as progress:
        found = ablate(matcher, development, signals, progress)
    if as_json:
        figures = [asdict(a) | {"told_from_noise": a.told_from_noise, "verdict": a.verdict} for a in found]
        told = json.dumps({"fingerprints": matcher.fingerprints.model_dump(), "ablation": figures}, indent=2)
    else:
        told = (
            f"{ablation_table(found)}\n\nDevelopment briefs, landings with hold-out; 95 % bootstrap intervals over "
            f"briefs. Catalogue `{matcher.catalogue.fingerprint[:12]}`, weights `{matcher.weights.fingerprint[:12]}`."
        )
    print(told)
    return Exit.DONE


def _reading(matcher: Matcher, development: DevelopmentSet, progress: ProgressLine) -> dict[str, Extraction]:
    briefs = [*development.judged, *development.landings, *development.no_match, *development.edge]
    done = 0

    def read(text: str) -> dict[str, Any]:
        nonlocal done
        done += 1
        progress(done, len(briefs))
        return understood(matcher.read(text))

    return extraction(briefs, read)


def _put(path: Path, told: str) -> None:
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise JudgementsError(f"{path} has no marks {BEGIN} and {END}; put them where the figures belong")
    before, rest = text.split(BEGIN, 1)
    path.write_text(f"{before}{BEGIN}\n{told}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")
