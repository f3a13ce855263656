"""``midlands-match weights``, run as a user runs it, on a snapshot of three real profiles."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from api.command_line import Exit
from matcher.judgements.reading import SHIPPED
from matcher.signals import SIGNAL_NAMES
from matcher.weights import BY_HAND, DEFAULT_WEIGHTS, Weights, read_weights
from tests.api.conftest import copy_home

CommandLine = Any  # the fixture's class lives in conftest, which cannot be imported
BRIEF = b"We make blood tests and want a laboratory near a teaching hospital in Birmingham."
BRIEFS = [
    ("A laboratory beside a teaching hospital for a maker of blood tests.", "birmingham-health-innovation-campus"),
    ("A unit for a dairy near a livestock market, with a stall on market days.", "melton-stockyard"),
    ("Help for a small firm that wants its implants tried in surgery.", "micra-midlands"),
    ("Wet laboratories and offices for a diagnostics firm of 40 people.", "birmingham-health-innovation-campus"),
    ("Food production space in a market town, to let.", "melton-stockyard"),
]


@pytest.fixture(scope="module")
def few_judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped briefs, of the judged ones the first four."""
    folder = tmp_path_factory.mktemp("judged")
    for name in ("landings.jsonl", "nomatch.jsonl", "edge.jsonl", "judgements.csv"):
        shutil.copy(SHIPPED / name, folder / name)
    lines = (SHIPPED / "judged.jsonl").read_text(encoding="utf-8").split("\n")
    (folder / "judged.jsonl").write_text("\n".join(lines[:4]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def compared(command_line: CommandLine, few_judged: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home in which the judged briefs are measured already, and what the comparison that did it said."""
    folder = tmp_path_factory.mktemp("weights") / "home"
    copy_home(command_line.folder / "home", folder)
    other = Weights(name="other", weights=dict.fromkeys(SIGNAL_NAMES, 0.0) | {"sector_strength": 1.0})
    (folder / "other.toml").write_text(other.as_toml(), encoding="utf-8")
    arguments = ("weights", "diff", DEFAULT_WEIGHTS, folder / "other.toml", "--briefs", few_judged, "-q")
    done = command_line(*arguments, MIDLANDS_MATCH_HOME=str(folder))
    assert done.returncode == Exit.DONE, done.stderr
    return folder, done.stdout.decode()


@pytest.fixture
def home(compared: tuple[Path, str], tmp_path: Path) -> dict[str, str]:
    copy_home(compared[0], tmp_path / "home")
    return {"MIDLANDS_MATCH_HOME": str(tmp_path / "home")}


@pytest.fixture
def briefs(tmp_path: Path) -> Path:
    path = tmp_path / "briefs.jsonl"
    lines = [
        json.dumps({"brief_id": f"b{n}", "text": text, "opportunity_ids": [answer]})
        for n, (text, answer) in enumerate(BRIEFS)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def in_use(command_line: CommandLine, home: dict[str, str]) -> str:
    done = command_line("match", "-", "--json", given=BRIEF, **home)
    return str(json.loads(done.stdout)["fingerprints"]["weights"])


def test_published_weights_rank_and_can_be_taken_back(
    command_line: CommandLine, home: dict[str, str], few_judged: Path
) -> None:
    assert in_use(command_line, home) == read_weights().fingerprint
    done = command_line("weights", "publish", BY_HAND, "--author", "A. Name", "--briefs", few_judged, "-q", **home)
    assert done.returncode == Exit.DONE, done.stderr
    assert "distinguishable from noise" in done.stdout.decode()
    assert "number 1, 'by-hand', is in force in place of 'default'" in done.stdout.decode()
    assert in_use(command_line, home) == read_weights(BY_HAND).fingerprint
    again = command_line("weights", "publish", BY_HAND, "--author", "A. Name", "--briefs", few_judged, "-q", **home)
    assert again.returncode == Exit.PROBLEM
    assert b"in force already" in again.stderr
    done = command_line("weights", "rollback", "--author", "B. Name", **home)
    assert done.stdout.decode() == "number 2: 'default' is in force again\n"
    assert in_use(command_line, home) == read_weights().fingerprint
    told = command_line("weights", "history", **home).stdout.decode().splitlines()
    assert "rolled back 'default' by B. Name" in told[0]
    assert "published 'by-hand' by A. Name" in told[1]
    assert "n = 4" in told[2]
    assert told[-1].startswith("0 shipped 'default'")


def test_two_sets_are_compared_brief_by_brief(compared: tuple[Path, str]) -> None:
    told = compared[1].splitlines()
    assert f"shared_words: {read_weights()['shared_words']:g} -> 0" in told
    briefs = [line for line in told if line.startswith("J")]
    assert len(briefs) == 4
    assert any(" to " in line for line in briefs)


def test_bad_weights_are_refused_everywhere(command_line: CommandLine, home: dict[str, str], tmp_path: Path) -> None:
    numbers = {n: 1.0 for n in SIGNAL_NAMES if n != "sector_fit"} | {"charm": 1.0, "place_fit": float("nan")}
    path = tmp_path / "bad.toml"
    path.write_text(Weights(name="bad", weights=numbers | {"needs_met": -1.0}).as_toml(), encoding="utf-8")
    for done in (
        command_line("weights", "publish", path, "--author", "A", **home),
        command_line("weights", "diff", path, BY_HAND, **home),
        command_line("match", "-", given=BRIEF, MIDLANDS_MATCH_WEIGHTS=str(path), **home),
    ):
        assert done.returncode == Exit.PROBLEM
        for said in ("no signal is called 'charm'", "'sector_fit' has no weight", "nan, not a number", "below zero"):
            assert said in done.stderr.decode()
        assert b"Traceback" not in done.stderr


def test_weights_are_learnt_and_challenged(
    command_line: CommandLine, home: dict[str, str], briefs: Path, tmp_path: Path
) -> None:
    pytest.importorskip("lightgbm")
    pytest.importorskip("optuna")
    mine = tmp_path / "mine.toml"
    done = command_line("weights", "tune", "-o", mine, "--briefs", briefs, "--author", "A. Name", "-q", **home)
    assert done.returncode == Exit.DONE, done.stderr
    learnt = read_weights(mine).checked(SIGNAL_NAMES)
    assert learnt.parent == read_weights().fingerprint
    assert learnt.author == "A. Name"
    assert learnt.measured in done.stdout.decode()
    done = command_line("weights", "challenge", "--briefs", briefs, "-q", **home)
    assert done.returncode == Exit.DONE, done.stderr
    assert done.stdout.decode().count("distinguishable from noise") == 2
    assert done.stderr == b""
