"""Progress on long work, on standard error, so that standard output stays what was asked for."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self


class ProgressLine:
    """One line that is written over while work goes on: what, how far, how long still. Silent unless a person looks.

    Where standard error is a file or a pipe, a line is written every ten seconds instead.
    """

    def __init__(self, what: str, quiet: bool = False) -> None:
        self._what = what
        self._quiet = quiet
        self._begun = time.monotonic()
        self._shown = -10.0
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._terminal and self._shown >= 0 and not self._quiet:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, done: int, of: int) -> None:
        gone = time.monotonic() - self._begun
        if self._quiet or (gone - self._shown < (0.2 if self._terminal else 10) and done < of):
            return
        self._shown = gone
        left = gone / done * (of - done) if done else 0
        text = f"{self._what}: {done:,} of {of:,}" + (f", about {left:.0f} s to go" if done < of else f", {gone:.0f} s")
        sys.stderr.write(f"\r\x1b[K{text}" if self._terminal else f"{text}\n")
        sys.stderr.flush()
