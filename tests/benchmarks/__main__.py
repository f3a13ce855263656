"""``python -m tests.benchmarks``: prints the table, or with ``--write`` puts it into docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

import numpy as np

from index.backends import open_backend
from index.encoder import PLAIN_PACKAGE, Encoder, Progress, Vectors, load_encoder
from index.snapshot import open_snapshot
from matcher.building import open_matching
from matcher.matcher import Matcher
from opportunities.catalogue import Catalogue
from tests.benchmarks.timing import Times, in_turns, process

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
BRIEF = ROOT / "matcher" / "samples" / "rehabilitation-devices.txt"
MARKS = ("<!-- benchmarks: written by `python -m tests.benchmarks --write` -->\n", "<!-- benchmarks: end -->")
HEAD = "| what | median | p95 | processor | clock, to the reference | processor, to it |\n|---|---|---|---|---|---|"


class Remembering:
    """An encoder that gives again what it gave, so that all that is not encoding can be timed."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[tuple[str, ...], Vectors] = {}
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.dimension, self.longest = encoder.dimension, encoder.longest
        self.count_tokens = encoder.count_tokens

    def encode(self, texts: list[str], progress: Progress | None = None) -> Vectors:
        key = tuple(texts)
        if key not in self._vectors:
            self._vectors[key] = self._encoder.encode(texts)
        return self._vectors[key]


def rows(home: Path, turns: int) -> list[str]:
    """The lines of the table, each part's reference first."""
    told: list[str] = []

    def part(title: str, times: dict[str, Times], thousandths: bool = False) -> None:
        reference = next(iter(times.values()))
        told.append(f"| **{title}** | | | | | |")
        told.extend(t.row(name, reference, thousandths) for name, t in times.items())

    catalogue = Catalogue.read()
    open_matching(home, catalogue, "midlands", told=lambda message: sys.stderr.write(f"{message}\n"))
    snapshot = home / (home / "current").read_text(encoding="utf-8").strip()
    model = str(next(Path(p) for p in sys.path if (Path(p) / PLAIN_PACKAGE).is_dir()) / PLAIN_PACKAGE / "model")
    environment = os.environ | {"MIDLANDS_MATCH_HOME": str(home), "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    whole = {
        "sentence-transformers and FAISS, ten lines": process(
            [sys.executable, str(Path(__file__).parent / "ten_lines.py"), str(snapshot), model, str(BRIEF)], environment
        ),
        "`midlands-match match`": process(
            [sys.executable, "-m", "api.command_line", "match", "--quiet", str(BRIEF)], environment, (0, 3)
        ),
    }
    part("first answer of a new process, index built", in_turns(whole, turns))

    reference = load_encoder()
    backend = open_backend(home, reference)
    text = " ".join(BRIEF.read_text(encoding="utf-8").split()[:90])  # some 127 tokens
    plain = reference.load()

    def by_sentence_transformers(texts: list[str]) -> object:
        return plain.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    brief = {
        "sentence-transformers, `encode`": lambda: by_sentence_transformers([text]),
        "the reference back-end": lambda: reference.encode([text]),
        "the compiled back-end": lambda: backend.encoder.encode([text]),
    }
    part(f"one brief of {reference.count_tokens([text])[0]} tokens encoded", in_turns(brief, 5 * turns), True)

    index = open_snapshot(home, catalogue, reference)
    texts = [p.text for p in index.passages][::12]
    many = {
        "sentence-transformers, `encode` as it comes": lambda: by_sentence_transformers(texts),
        "the compiled back-end": lambda: backend.encoder.encode(texts),
    }
    part(f"{len(texts)} passages of the catalogue encoded", in_turns(many, max(3, turns // 2)))

    matcher = Matcher(catalogue, index, Remembering(backend.encoder), read_roles=backend.read_roles)
    whole_text = BRIEF.read_text(encoding="utf-8")
    read = matcher.read(whole_text)
    ranked = matcher.rank(read)
    rest = {
        "the brief read, roles and sectors included": lambda: matcher.read(whole_text),
        "found, gated, scored and ordered": lambda: matcher.rank(read),
        "the shortlist with its reasons": lambda: matcher.shortlist(ranked),
    }
    part(f"all but encoding, {len(catalogue)} profiles in process", in_turns(rest, 5 * turns), True)
    return told


def main() -> None:
    """Measure and print, or write."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("--home", type=Path, default=Path("~/.cache/midlands-match").expanduser())
    asked.add_argument("--turns", type=int, default=7)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    table = "\n".join([HEAD, *rows(given.home, given.turns)])
    busy = f"load {np.mean(os.getloadavg()[:1]):.1f} when it ended"
    table += (
        f"\n\n{given.turns} turns; {platform.machine()}, {os.cpu_count()} processors ({_processor()}), "
        f"Python {platform.python_version()}, {busy}.\n"
    )
    sys.stdout.write(table)
    if given.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(MARKS[0])
        PAGE.write_text(before + MARKS[0] + table + MARKS[1] + rest.split(MARKS[1])[1], encoding="utf-8")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


if __name__ == "__main__":
    main()
