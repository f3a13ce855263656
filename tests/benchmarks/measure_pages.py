"""How heavy and how quick the pages are: bytes as they are and as they travel, and server time besides the encoder.

Run ``python tests/benchmarks/measure_pages.py`` with a built snapshot. Each page is asked for five times after a first
that is not counted; the median is told. Records are kept in a folder of their own, which is removed.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from api.app import create_app
from api.database.records import Records
from api.opening import open_matcher
from api.pages.briefs import SAMPLES, sample
from api.service import Service
from api.settings import read_settings
from matcher.matcher import Matcher

TIMES = 5
HEAVIEST, SLOWEST = 150_000, 0.100


class Timed:
    """An encoder that counts the seconds spent in it; all else is the real one's."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode(self, texts: Sequence[str], *more: Any, **named: Any) -> NDArray[np.float32]:
        begun = time.process_time()
        try:
            found: NDArray[np.float32] = self._encoder.encode(texts, *more, **named)
            return found
        finally:
            self.seconds += time.process_time() - begun


def measured(ask: Callable[[], Any], timed: Timed) -> tuple[int, int, float]:
    """Bytes of a page, bytes compressed, and the median of the processor seconds besides the encoder."""
    answer = ask()
    spent = []
    for _ in range(TIMES):
        timed.seconds, begun = 0.0, time.process_time()
        answer = ask()
        spent.append(time.process_time() - begun - timed.seconds)
    assert answer.status_code == 200, answer.text[:300]
    return len(answer.content), len(gzip.compress(answer.content)), statistics.median(spent)


def main() -> int:
    """Print a line for each page; 1 when one is too heavy or too slow."""
    opened = open_matcher(read_settings(), True)
    timed = Timed(opened.encoder)
    matcher = Matcher(opened.catalogue, opened.index, timed, opened.weights, opened.calibration)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Records.at(Path(folder)), Path(folder), lambda: matcher.catalogue)
        app = create_app(lambda: matcher, service)
        with TestClient(app, base_url="http://127.0.0.1") as client:
            app.state.running.wait(120)

            def post(name: str, **fields: str) -> Any:
                said = {"text": sample(name), "scripted": "yes"} | fields
                return client.post("/shortlist", files=[(k, (None, v)) for k, v in said.items()])

            for name in SAMPLES:
                assert post(name, save="yes").status_code == 200
            first = matcher.catalogue.ids[0]
            pages: dict[str, Callable[[], Any]] = {
                f"shortlist: {name}": (lambda name=name: post(name)) for name in SAMPLES
            }
            pages["shortlist without scripts"] = lambda: post(next(iter(SAMPLES)), scripted="")
            for path in ("/", "/briefs", "/opportunities", f"/opportunities/{first}", f"/opportunities/{first}/edit",
                         f"/opportunities/{first}/history", "/demand", "/judgements", "/weight-sets", "/weights",
                         "/strength?sector=automotive", "/privacy"):  # fmt: skip
                pages[path] = lambda path=path: client.get(path)
            sys.stdout.write(f"{'page':50} {'bytes':>9} {'gzipped':>9} {'ms besides the encoder':>24}\n")
            wrong = 0
            for name, ask in pages.items():
                size, packed, seconds = measured(ask, timed)
                bad = size > HEAVIEST or seconds > SLOWEST
                wrong += bad
                sys.stdout.write(f"{name:50} {size:>9,} {packed:>9,} {1000 * seconds:>24.0f}{' !' if bad else ''}\n")
        service.records.close()
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
