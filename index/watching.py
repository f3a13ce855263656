"""Watching: how long each stage of an answer takes and what came out, told to whoever watches; nobody need."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Watcher(Protocol):
    """Is told of stages and outcomes. Never of texts or names."""

    def stage(self, name: str, seconds: float) -> None:
        """A stage has ended; ``seconds`` are its own, without those of stages within it."""
        ...

    def outcome(self, of: str, which: str) -> None:
        """Something came out in one of few ways: an answer's confidence, an error's kind."""
        ...


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)
_within: ContextVar[list[float] | None] = ContextVar("within", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Have a watcher told of all that happens in this context, and in threads that take it over."""
    before = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(before)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """A stage: read, encode, find, decide or explain. Serves as a decorator too."""
    watcher = _watcher.get()
    if watcher is None:
        yield
        return
    inner = [0.0]
    outer = _within.get()
    before = _within.set(inner)
    begun = time.perf_counter()
    try:
        yield
    finally:
        took = time.perf_counter() - begun
        _within.reset(before)
        if outer is not None:
            outer[0] += took
        watcher.stage(name, max(took - inner[0], 0.0))


def outcome(of: str, which: str) -> None:
    """Tell what came out, if anybody watches."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher.outcome(of, which)
