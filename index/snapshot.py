"""Snapshots: an index kept as a readable folder, written beside and renamed into place, checked when opened."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from index.encoder import Encoder, Progress, file_sha256
from index.errors import SnapshotError
from index.lexical import LexicalIndex
from index.passages import TEXT_VERSION, Passage
from index.retrieval import Index
from opportunities.catalogue import Catalogue

FORMAT = 1
MEND = "run `midlands-match index` to build it again"
_POINTER = "current"


def write_snapshot(home: Path, index: Index, catalogue: Catalogue, encoder: Encoder) -> Path:
    """Keep an index under ``home`` and make it the current one; returns its folder.

    The folder is complete, on the disk and named before the pointer file moves, in one step, from the old one to
    it: whoever opens a snapshot meanwhile, or after a crash at any moment, finds the old or the new one whole.

    Raises:
        SnapshotError: when the folder cannot be written.
    """
    identity = snapshot_identity(catalogue, encoder)
    try:
        home.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=home))
        try:
            _write_files(beside, index)
            manifest = identity | {"files": _checksums(beside)}
            (beside / "manifest.json").write_text(json.dumps(manifest, indent=2, sort_keys=True), encoding="utf-8")
            beside.chmod(home.stat().st_mode & 0o777)  # a temporary folder is its maker's alone; a server reads too
            for written in [*(p for p in beside.rglob("*")), beside]:
                _sync(written)
            folder = home / _folder_name(beside)
            if not _is_whole(folder):  # the same bytes, if whole, may be what the pointer names: they stay untouched
                shutil.rmtree(folder, ignore_errors=True)
                try:
                    beside.rename(folder)
                except OSError:
                    if not _is_whole(folder):  # else another writer put the same bytes there at this moment
                        raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        pointer = home / f".{_POINTER}{beside.name}"  # a name that no other writer has
        pointer.write_text(folder.name, encoding="utf-8")
        _sync(pointer)
        pointer.replace(home / _POINTER)
        _sync(home)
    except OSError as error:
        raise SnapshotError(
            f"the snapshot cannot be written under {home}: {error}; free room or name another folder"
        ) from error
    _clear_away(home, folder)
    return folder


def _clear_away(home: Path, current: Path) -> None:
    """Remove what nobody reads: all but the current snapshot and the one before, and what killed writers left.

    The one before is kept since somebody may be opening it at this moment, and what is younger than a day since
    another writer may be at it.
    """
    with suppress(OSError):  # another writer may be clearing away too
        others = sorted((p for p in home.glob("snapshot-*") if p != current), key=lambda p: p.stat().st_mtime)
        left = [p for p in home.glob(".*writing-*") if p.stat().st_mtime < time.time() - 86_400]
        for old in [*others[:-1], *left]:
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)


def snapshot_identity(catalogue: Catalogue, encoder: Encoder) -> dict[str, Any]:
    """What a snapshot must have been built from to be used: format, text version, catalogue and encoder."""
    return {
        "format": FORMAT,
        "text_version": TEXT_VERSION,
        "catalogue": catalogue.fingerprint,
        "encoder": encoder.fingerprint,
    }


def open_snapshot(home: Path, catalogue: Catalogue, encoder: Encoder) -> Index:
    """The current snapshot under ``home``.

    Raises:
        SnapshotError: when there is none, it was built from something else, or a file is missing or changed.
    """
    folder, manifest = _manifest(home)
    for field, wanted in snapshot_identity(catalogue, encoder).items():
        found = manifest.get(field)
        if found != wanted:
            what = {"catalogue": "another state of the catalogue", "encoder": f"the encoder {found}"}
            raise SnapshotError(
                f"the snapshot is stale: it was built from {what.get(field, f'{field} {found}')}; {MEND}"
            )
    _check_files(folder, manifest)
    return _read_files(folder)


def check_snapshot(home: Path) -> None:
    """See that the current snapshot under ``home`` is whole, every byte of it. Reads it all, and keeps nothing.

    Raises:
        SnapshotError: when there is none, or a file is missing or changed.
    """
    folder, manifest = _manifest(home)
    try:
        _check_files(folder, manifest)
    except SnapshotError:
        if _manifest(home)[0] == folder:  # else another writer has put a newer one there and cleared this away
            raise


def snapshot_written(home: Path) -> float | None:
    """When the current snapshot under ``home`` was put in place, in seconds since 1970; null where there is none."""
    try:
        return (home / _POINTER).stat().st_mtime
    except OSError:
        return None


def known_vectors(home: Path, encoder: Encoder) -> dict[str, NDArray[np.float32]]:
    """The vectors of the current snapshot by text key; none when it is absent, broken or another encoder's."""
    try:
        folder, manifest = _manifest(home)
        if manifest.get("encoder") != encoder.fingerprint or manifest.get("format") != FORMAT:
            return {}
        _check_files(folder, manifest)
        return _read_files(folder).vectors_by_key()
    except SnapshotError:
        return {}


def build_snapshot(home: Path, catalogue: Catalogue, encoder: Encoder, progress: Progress | None = None) -> Index:
    """Build the catalogue's index and keep it; texts that the current snapshot has are not encoded again."""
    index = Index.build(catalogue, encoder, known_vectors(home, encoder), progress)
    write_snapshot(home, index, catalogue, encoder)
    return index


def has_snapshot(home: Path) -> bool:
    """Whether a snapshot was ever kept under ``home``; it may still be stale or broken."""
    return (home / _POINTER).exists()


def _manifest(home: Path) -> tuple[Path, dict[str, Any]]:
    try:
        name = (home / _POINTER).read_text(encoding="utf-8").strip()
        folder = home / Path(name).name
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        whole = folder.name == _folder_name(folder)
    except FileNotFoundError as error:
        raise SnapshotError(f"no snapshot under {home}; {MEND}") from error
    except (OSError, ValueError) as error:
        raise SnapshotError(f"the snapshot's manifest cannot be read: {error}; {MEND}") from error
    if not whole:
        raise SnapshotError(f"manifest.json of the snapshot is broken: its checksum differs; {MEND}")
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise SnapshotError(f"the snapshot's manifest holds no list of files; {MEND}")
    return folder, manifest


def _folder_name(folder: Path) -> str:
    """A snapshot is named after its manifest, so that a changed manifest is seen too."""
    return f"snapshot-{file_sha256(folder / 'manifest.json')[:16]}"


def _checksums(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): file_sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}


def _check_files(folder: Path, manifest: dict[str, Any]) -> None:
    for name, wanted in manifest["files"].items():
        try:
            found = file_sha256(folder / name)
        except OSError as error:
            raise SnapshotError(f"{name} is missing from the snapshot; {MEND}") from error
        if found != wanted:
            raise SnapshotError(f"{name} of the snapshot is broken: its checksum differs; {MEND}")


def _is_whole(folder: Path) -> bool:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        _check_files(folder, manifest)
        return folder.name == _folder_name(folder)
    except (OSError, ValueError, LookupError, TypeError, SnapshotError):
        return False


def _write_files(folder: Path, index: Index) -> None:
    arrays: dict[str, NDArray[Any]] = {
        "passage_vectors": index.passage_vectors,
        "window_owner": index.window_owner,
        "window_vectors": index.window_vectors,
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    index.lexical_passages.save(folder / "lexical_passages")
    index.lexical_profiles.save(folder / "lexical_profiles")
    (folder / "opportunities.json").write_text(json.dumps(index.opportunity_ids), encoding="utf-8")
    (folder / "windows.json").write_text(json.dumps(index.window_keys), encoding="utf-8")
    (folder / "passages.jsonl").write_text(
        "".join(p.model_dump_json() + "\n" for p in index.passages), encoding="utf-8"
    )


def _read_files(folder: Path) -> Index:
    def array(name: str) -> NDArray[Any]:
        return cast("NDArray[Any]", np.load(folder / f"{name}.npy", allow_pickle=False))

    try:
        ids = json.loads((folder / "opportunities.json").read_text(encoding="utf-8"))
        lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
        passages = [Passage.model_validate_json(line) for line in lines]
        return Index(
            opportunity_ids=ids,
            passages=passages,
            passage_vectors=array("passage_vectors"),
            window_owner=array("window_owner"),
            window_keys=json.loads((folder / "windows.json").read_text(encoding="utf-8")),
            window_vectors=array("window_vectors"),
            lexical_passages=LexicalIndex.load(folder / "lexical_passages", len(passages)),
            lexical_profiles=LexicalIndex.load(folder / "lexical_profiles", len(ids)),
        )
    except (OSError, ValueError, KeyError, ValidationError) as error:
        raise SnapshotError(f"the snapshot cannot be read: {error}; {MEND}") from error


def _sync(path: Path) -> None:
    """Have a file's or folder's bytes on the disk before anything points at it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
