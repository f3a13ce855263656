"""Snapshots: what was kept comes back the same, and one that is broken, stale or half written is never used."""

from __future__ import annotations

import ast
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import index.snapshot as module
from index.encoder import SentenceTransformersEncoder, _plain_folder
from index.errors import SnapshotError
from index.retrieval import Index
from index.snapshot import (
    MEND,
    build_snapshot,
    has_snapshot,
    known_vectors,
    open_snapshot,
    write_snapshot,
)
from opportunities.catalogue import Catalogue

PROJECT = Path(__file__).parents[2]
FEW = ("micra-midlands", "midlands-engine-observatory")
QUERY = (["battery cells at pilot scale"], ["a fund that takes equity", "data on the regional economy"])


@pytest.fixture(scope="module")
def few(catalogue: Catalogue) -> Catalogue:
    return Catalogue(catalogue.opportunity(opportunity_id) for opportunity_id in FEW)


@pytest.fixture(scope="module")
def few_index(few: Catalogue, small_index: Index, encoder: SentenceTransformersEncoder) -> Index:
    return Index.build(few, encoder, small_index.vectors_by_key())


@pytest.fixture
def home(tmp_path: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder) -> Path:
    """A folder with a whole snapshot of two profiles."""
    write_snapshot(tmp_path / "home", few_index, few, encoder)
    return tmp_path / "home"


def assert_same(one: Index, other: Index, encoder: SentenceTransformersEncoder) -> None:
    assert one.opportunity_ids == other.opportunity_ids
    assert one.passages == other.passages
    assert one.window_keys == other.window_keys
    for name in ("passage_vectors", "window_vectors", "window_owner", "profile_vectors"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
        assert getattr(one, name).dtype == getattr(other, name).dtype
    a, b = one.find(*QUERY, encoder), other.find(*QUERY, encoder)
    for name in ("profile_cosine", "lexical", "need_cosine", "need_lexical", "best_passage"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))


def files_of(home: Path) -> list[Path]:
    return sorted(p for p in home.rglob("*") if p.is_file())


def refused(home: Path, catalogue: Catalogue, encoder: SentenceTransformersEncoder) -> str:
    """The message of the refusal, which must name the command that mends it."""
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(home, catalogue, encoder)
    assert MEND in str(caught.value)
    assert "midlands-match index" in MEND
    return str(caught.value)


def test_what_was_kept_comes_back_the_same(
    tmp_path: Path, small_index: Index, small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    assert not has_snapshot(tmp_path / "home")
    folder = write_snapshot(tmp_path / "home", small_index, small_catalogue, encoder)
    assert has_snapshot(tmp_path / "home")
    assert_same(open_snapshot(tmp_path / "home", small_catalogue, encoder), small_index, encoder)
    assert {p.suffix for p in folder.rglob("*") if p.is_file()} == {".npy", ".json", ".jsonl"}
    for kept in folder.rglob("*.npy"):
        np.load(kept, allow_pickle=False)


def test_the_same_index_is_the_same_bytes(
    tmp_path: Path, home: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    again = write_snapshot(tmp_path / "again", few_index, few, encoder)
    first = next(home.glob("snapshot-*"))
    assert again.name == first.name
    assert [p.read_bytes() for p in files_of(again)] == [p.read_bytes() for p in files_of(first)]


# --- broken


def test_every_file_with_one_flipped_bit_is_refused(
    home: Path, few: Catalogue, encoder: SentenceTransformersEncoder, record_property: Callable[[str, object], None]
) -> None:
    files = files_of(home)
    tried = 0
    assert len(files) > 10
    for file in files:
        whole = file.read_bytes()
        for at in sorted(
            {0, len(whole) // 3, len(whole) // 2, len(whole) - 2, len(whole) - 1} & set(range(len(whole)))
        ):
            for bit in (1, 0x80):
                flipped = bytearray(whole)
                flipped[at] ^= bit
                file.write_bytes(flipped)
                refused(home, few, encoder)
                tried += 1
        for changed in (whole[:-1], whole + b"\n" if file.name != "current" else whole + b"x", b""):
            file.write_bytes(changed)
            if changed != whole:
                refused(home, few, encoder)
        file.write_bytes(whole)
    open_snapshot(home, few, encoder)
    record_property("figure: single bits flipped in files of a snapshot, all noticed", tried)


def test_every_missing_file_is_refused(home: Path, few: Catalogue, encoder: SentenceTransformersEncoder) -> None:
    for file in files_of(home):
        whole = file.read_bytes()
        file.unlink()
        message = refused(home, few, encoder)
        assert file.name in message or file.name in ("current", "manifest.json")
        file.write_bytes(whole)
    open_snapshot(home, few, encoder)


def test_a_missing_folder_is_refused(
    home: Path, tmp_path: Path, few: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    assert "no snapshot" in refused(tmp_path / "nowhere", few, encoder)
    (tmp_path / "empty").mkdir()
    assert "no snapshot" in refused(tmp_path / "empty", few, encoder)
    (tmp_path / "file").write_text("")
    refused(tmp_path / "file", few, encoder)
    shutil.rmtree(next(home.glob("snapshot-*")))
    refused(home, few, encoder)


def test_a_pointer_leads_nowhere_else(
    home: Path, tmp_path: Path, few: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    """A whole snapshot outside the folder is not opened through a pointer with a path in it."""
    outside = tmp_path / "outside"
    shutil.copytree(next(home.glob("snapshot-*")), outside / next(home.glob("snapshot-*")).name)
    shutil.rmtree(next(home.glob("snapshot-*")))
    (home / "current").write_text(f"../outside/{next(outside.iterdir()).name}")
    refused(home, few, encoder)


def test_a_broken_one_is_mended_by_building_again(
    home: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    vectors = next(home.glob("snapshot-*")) / "passage_vectors.npy"
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"?")
    assert known_vectors(home, encoder) == {}, "nothing of a broken snapshot is taken over"
    rebuilt = build_snapshot(home, few, encoder)
    np.testing.assert_allclose(rebuilt.passage_vectors, few_index.passage_vectors, atol=1e-6)
    assert_same(open_snapshot(home, few, encoder), rebuilt, encoder)


# --- stale


def test_another_state_of_the_catalogue_is_refused(
    home: Path, few: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    changed = Catalogue([few[0].model_copy(update={"name": "Another name"}), few[1]])
    assert "another state of the catalogue" in refused(home, changed, encoder)


def test_another_encoder_is_refused(home: Path, few: Catalogue, encoder: SentenceTransformersEncoder) -> None:
    other = SentenceTransformersEncoder(_plain_folder(), "other")
    assert f"it was built from the encoder {encoder.fingerprint}" in refused(home, few, other)
    assert known_vectors(home, other) == {}


@pytest.mark.parametrize(("name", "value"), [("TEXT_VERSION", "other"), ("FORMAT", 99)])
def test_another_wording_or_format_is_refused(
    home: Path, few: Catalogue, encoder: SentenceTransformersEncoder, monkeypatch: pytest.MonkeyPatch,
    name: str, value: object,
) -> None:  # fmt: skip
    monkeypatch.setattr(module, name, value)
    assert "stale" in refused(home, few, encoder)


def test_vectors_are_known_again_and_not_encoded_twice(
    home: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    known = known_vectors(home, encoder)
    assert set(known) == set(few_index.vectors_by_key())
    told: list[tuple[int, int]] = []
    build_snapshot(home, few, encoder, lambda done, of: told.append((done, of)))
    assert told == [], "nothing was encoded"


# --- writing


def test_the_one_before_is_kept_and_older_ones_go(
    home: Path, few: Catalogue, small_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    for n in range(4):
        changed = Catalogue([few[0].model_copy(update={"name": f"Name {n}"}), few[1]])
        index = Index.build(few, encoder, small_index.vectors_by_key())
        folder = write_snapshot(home, index, changed, encoder)
        assert (home / "current").read_text() == folder.name
        assert len(list(home.glob("snapshot-*"))) == 2
        open_snapshot(home, changed, encoder)
    assert not list(home.glob(".*")), "nothing half written is left"


def test_a_clock_that_ran_ahead_does_not_cost_the_new_one(
    home: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    """Two older snapshots with dates in the future: it is not the new one that is cleared away."""
    old = next(home.glob("snapshot-*"))
    for n in range(2):
        copy = home / f"snapshot-{n:016}"
        shutil.copytree(old, copy)
        os.utime(copy, (time.time() + 9e6, time.time() + 9e6))
    changed = Catalogue([few[0].model_copy(update={"name": "Another"}), few[1]])
    write_snapshot(home, few_index, changed, encoder)
    open_snapshot(home, changed, encoder)


def test_what_a_killed_writer_left_is_cleared_away_after_a_day(
    home: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    for name, age in ((".writing-old", 2 * 86_400), (".writing-new", 60)):
        (home / name).mkdir()
        os.utime(home / name, (time.time() - age,) * 2)
    write_snapshot(home, few_index, few, encoder)
    assert not (home / ".writing-old").exists()
    assert (home / ".writing-new").exists(), "another writer may be at it"


def test_a_reader_who_is_another_user_may_read(home: Path) -> None:
    folder = next(home.glob("snapshot-*"))
    assert folder.stat().st_mode & 0o777 == home.stat().st_mode & 0o777


def test_many_writers_at_once_leave_a_whole_one(
    home: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    changed = [Catalogue([few[0].model_copy(update={"name": f"Name {n % 2}"}), few[1]]) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: write_snapshot(home, few_index, one, encoder), changed))
    current = (home / "current").read_text()
    opened = [one for one in changed[:2] if _opens(home, one, encoder)]
    assert len(opened) == 1, current


def _opens(home: Path, catalogue: Catalogue, encoder: SentenceTransformersEncoder) -> bool:
    """Whether the current snapshot is this catalogue's; anything but a whole one of another raises."""
    try:
        open_snapshot(home, catalogue, encoder)
    except SnapshotError as error:
        if "stale" not in str(error):
            raise
        return False
    return True


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder that this process may read and not write; root, whom no mode stops, becomes somebody else meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="midlands-read-only-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_is_told_and_nothing_is_lost(
    read_only: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    home = read_only / "home"
    write_snapshot(home, few_index, few, encoder)
    home.chmod(0o555)
    before = [(p, p.read_bytes()) for p in files_of(home)]
    changed = Catalogue([few[0].model_copy(update={"name": "Another"}), few[1]])
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    try:
        for place in (home, read_only / "new"):
            with pytest.raises(SnapshotError, match=r"cannot be written under .*free room or name another folder"):
                write_snapshot(place, few_index, changed, encoder)
        open_snapshot(home, few, encoder)
    finally:
        if as_root:
            os.seteuid(0)
    assert [(p, p.read_bytes()) for p in files_of(home)] == before


def test_a_full_disk_is_told_and_nothing_is_lost(
    home: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    """A limit on the size of files stands in for the disk: the first array does not fit."""
    changed = Catalogue([few[0].model_copy(update={"name": "Another"}), few[1]])
    before = [(p, p.read_bytes()) for p in files_of(home)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(SnapshotError, match="cannot be written"):
            write_snapshot(home, few_index, changed, encoder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [(p, p.read_bytes()) for p in files_of(home)] == before
    assert not list(home.glob(".*"))


def test_a_file_in_the_way_is_told(
    tmp_path: Path, few: Catalogue, few_index: Index, encoder: SentenceTransformersEncoder
) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(SnapshotError, match="cannot be written"):
        write_snapshot(tmp_path / "home", few_index, few, encoder)


KILLED = textwrap.dedent(
    """
    import os, shutil, sys
    from pathlib import Path
    from index.encoder import SentenceTransformersEncoder, _plain_folder, PLAIN
    from index.snapshot import open_snapshot, write_snapshot
    from opportunities.catalogue import Catalogue

    whole, few = Catalogue.read(), sys.argv[2].split(",")
    old = Catalogue(whole.opportunity(i) for i in few)
    new = Catalogue([old[0].model_copy(update={"name": "Another"}), *old[1:]])
    encoder = SentenceTransformersEncoder(_plain_folder(), PLAIN)
    kept = Path(sys.argv[1])
    index = open_snapshot(kept, old, encoder)
    armed, last, seen = False, -1, []

    def hook(event, arguments):
        # Every touch of a file or folder, os.rename and os.replace among them; the writer dies just before it.
        if armed and (event == "open" or event.startswith(("os.", "shutil."))):
            if len(seen) == last:
                os._exit(9)
            seen.append(event)

    sys.addaudithook(hook)
    for name, catalogue in (("another", new), ("the same", old)):
        # One whole run tells what there is to touch; then it dies before each change of a folder, and at some opens.
        home = kept.parent / "work"
        shutil.copytree(kept, home)
        seen.clear()
        armed = True
        write_snapshot(home, index, catalogue, encoder)
        armed = False
        moments = [n for n, event in enumerate(seen) if event != "open" or n % 8 == 0]
        for step in [*moments, len(seen)]:
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(kept, home)
            child = os.fork()
            if child == 0:
                seen.clear()
                armed, last = True, step
                write_snapshot(home, index, catalogue, encoder)
                os._exit(0)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            which = []
            for state in (old, new):
                try:
                    found = open_snapshot(home, state, encoder)
                    assert found.passages == index.passages
                    assert (found.passage_vectors == index.passage_vectors).all()
                    which.append(state is new)
                except Exception as error:
                    if "stale" not in str(error):
                        print(name, "step", step, "left a broken one:", error)
                        sys.exit(1)
            assert which, (name, step)
            if step < len(seen):
                assert code == 9, code
            else:
                assert (code, which) == (0, [catalogue is new])
        shutil.rmtree(home)
        print(name, len(moments), seen.count("os.rename"))
    """
)


def test_a_writer_killed_at_any_moment_leaves_a_whole_snapshot(
    home: Path, record_property: Callable[[str, object], None]
) -> None:
    """Killed before every change of a folder and between them, in turn: the old one or the new one is there, whole.

    Also where it writes the very bytes that are already there, when the old one and the new one share a folder.
    """
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    ran = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", KILLED, str(home), ",".join(FEW)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = {name: (int(moments), int(renames)) for name, moments, renames in (
        line.rsplit(" ", 2) for line in ran.stdout.splitlines()
    )}  # fmt: skip
    tried = sum(moments for moments, _ in told.values())
    record_property("figure: moments at which a writer of a snapshot was killed, old or new whole", tried)
    assert told["another"][0] > 10
    assert told["another"][1] == 2
    assert told["the same"][0] > 10


# --- no pickle anywhere

FORBIDDEN = {"pickle", "cPickle", "_pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"}


def test_nothing_is_pickled_anywhere() -> None:
    """A pickle runs code when it is opened: no module imports one, and nothing that could open one is told to."""
    sources = [p for floor in ("opportunities", "index", "matcher", "api") for p in (PROJECT / floor).rglob("*.py")]
    assert len(sources) > 60
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: set[str] = set()
            if isinstance(node, ast.Import):
                names = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").split(".")[0]}
            assert not names & FORBIDDEN, (path, names)
            if isinstance(node, ast.keyword) and node.arg in ("allow_pickle", "trust_remote_code"):
                assert isinstance(node.value, ast.Constant), path
                assert node.value.value is False, path
            if isinstance(node, ast.Attribute) and node.attr in ("load", "save") and isinstance(node.value, ast.Name):
                assert node.value.id != "torch", f"torch.{node.attr} in {path} pickles"
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.load", "np.save"):
                assert "allow_pickle" in {keyword.arg for keyword in node.keywords}, path
