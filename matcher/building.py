"""Building what matching needs, and opening it: the snapshot of a catalogue, and its compiled networks beside it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.backends import Backend, compile_backend, is_fast, open_backend
from index.encoder import Progress, load_encoder
from index.errors import SnapshotError
from index.retrieval import Index
from index.snapshot import build_snapshot, has_snapshot, open_snapshot
from opportunities.catalogue import Catalogue

Told = Callable[[str], None]


class Opening:
    """A back-end that is opened while something else is done: a second processor is there for it."""

    def __init__(self, home: Path, encoder_name: str) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._found = self._pool.submit(lambda: open_backend(home, load_encoder(encoder_name)))
        self._pool.shutdown(wait=False)

    def result(self) -> Backend:
        """What was opened.

        Raises:
            EncoderError: when the encoder cannot be used.
        """
        return self._found.result()


def build_matching(
    home: Path, catalogue: Catalogue, encoder_name: str, progress: Progress | None = None, told: Told = lambda _: None
) -> Index:
    """Build the snapshot under ``home``, and have the networks compiled that are not yet."""
    backend = open_backend(home, load_encoder(encoder_name))
    index = build_snapshot(home, catalogue, backend.encoder, progress)
    _compiled(home, catalogue, encoder_name, index, backend, told, again=True)
    return index


def open_matching(
    home: Path,
    catalogue: Catalogue,
    encoder_name: str,
    progress: Progress | None = None,
    on_build: Callable[[], None] | None = None,
    rebuild: bool = False,
    told: Told = lambda _: None,
    opening: Opening | None = None,
) -> tuple[Index, Backend]:
    """The snapshot and what reads texts; the very first time they are built. ``opening`` may have begun before.

    Raises:
        SnapshotError: when the snapshot is stale or broken, and is not to be rebuilt.
        EncoderError: when the encoder cannot be used.
    """
    backend = (opening or Opening(home, encoder_name)).result()
    try:
        index = open_snapshot(home, catalogue, backend.encoder)
    except SnapshotError:
        there = has_snapshot(home)
        if there and not rebuild:
            raise
        if on_build is not None and not there:
            on_build()
        index = build_snapshot(home, catalogue, backend.encoder, progress)
    return index, _compiled(home, catalogue, encoder_name, index, backend, told)


def _compiled(
    home: Path,
    catalogue: Catalogue,
    encoder_name: str,
    index: Index,
    backend: Backend,
    told: Told,
    again: bool = False,
) -> Backend:
    if is_fast(backend):
        return backend
    reference = load_encoder(encoder_name)
    return compile_backend(home, reference, lambda: index.texts_with_vectors(catalogue, reference), told, again)
