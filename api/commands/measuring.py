"""The commands that measure."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from api.command_line import Exit
from api.opening import open_matcher
from api.progress import ProgressLine
from api.settings import read_settings
from matcher.evaluation import evaluate as measure
from matcher.evaluation import table
from matcher.judgements import read_development_set
from matcher.judgements.reading import SHIPPED


def evaluate(folder: Path | None, as_json: bool, quiet: bool) -> Exit:
    """Measure the ranking and print the figures."""
    development = read_development_set(folder or SHIPPED)
    matcher = open_matcher(read_settings(), quiet)
    with ProgressLine("briefs ranked", quiet) as progress:
        report = measure(matcher, development, progress)
    if as_json:
        figures = {s: {m: asdict(e) for m, e in f.items()} for s, f in report.figures.items()}
        print(json.dumps({"fingerprints": matcher.fingerprints.model_dump(), "figures": figures}, indent=2))
    else:
        print(table(report))
        print(
            f"\nMean over briefs with a 95 % bootstrap interval ({len(development.landings)} landings with hold-out, "
            f"{len(development.judged)} judged briefs; catalogue {matcher.catalogue.fingerprint[:12]}, "
            f"weights {matcher.weights.name!r})."
        )
    return Exit.DONE
