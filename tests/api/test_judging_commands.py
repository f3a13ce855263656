"""``midlands-match judgements``, run as a user runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.command_line import Exit

CommandLine = Any  # the fixture's class lives in conftest, which cannot be imported
GRADES = "B1 0 melton-stockyard 3\nB1 0 micra-midlands 0\n"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"MIDLANDS_MATCH_HOME": str(tmp_path / "home")}


def problem(done: subprocess.CompletedProcess[bytes]) -> str:
    assert done.returncode == Exit.PROBLEM
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""
    return done.stderr.decode()


def test_agreement_of_what_is_shipped(unbuilt: CommandLine, home: dict[str, str]) -> None:
    done = unbuilt("judgements", "agreement", **home)
    assert done.returncode == Exit.DONE, done.stderr
    told = done.stdout.decode()
    assert "Krippendorff's alpha, ordinal: 0.7" in told
    assert "quadratic weighted kappa, a and b: 0.7" in told
    assert "(230 pairs, 29 briefs)" in told


def test_what_goes_in_comes_out(unbuilt: CommandLine, home: dict[str, str]) -> None:
    (unbuilt.folder / "grades.qrels").write_text(GRADES, encoding="utf-8")
    done = unbuilt("judgements", "import", "grades.qrels", "--judge", "cy", **home)
    assert done.stdout.decode() == "2 new, 0 replaced, 0 there already\n"
    done = unbuilt("judgements", "export", "out.qrels", "--judge", "cy", **home)
    assert done.returncode == Exit.DONE, done.stderr
    assert (unbuilt.folder / "out.qrels").read_text(encoding="utf-8") == GRADES.replace(" 0 m", " cy m")
    done = unbuilt("judgements", "export", "out.csv", **home)
    assert done.stdout.decode().startswith("462 judgements: ")
    done = unbuilt("judgements", "import", "out.csv", **home)
    assert done.stdout.decode() == "0 new, 0 replaced, 462 there already\n"


def test_a_second_thought_has_to_be_meant(unbuilt: CommandLine, home: dict[str, str]) -> None:
    (unbuilt.folder / "first.qrels").write_text(GRADES, encoding="utf-8")
    (unbuilt.folder / "second.qrels").write_text(GRADES.replace("yard 3", "yard 1"), encoding="utf-8")
    assert unbuilt("judgements", "import", "first.qrels", **home).returncode == Exit.DONE
    assert "replace it, or leave it" in problem(unbuilt("judgements", "import", "second.qrels", **home))
    done = unbuilt("judgements", "import", "second.qrels", "--replace", **home)
    assert done.stdout.decode() == "0 new, 1 replaced, 1 there already\n"


def test_what_is_wrong_is_told_and_nothing_is_taken_in(
    unbuilt: CommandLine, home: dict[str, str], tmp_path: Path
) -> None:
    (unbuilt.folder / "bad.qrels").write_text(GRADES + "B2 0 nowhere 2\nB2 0 melton-stockyard 7\n", encoding="utf-8")
    assert "bad.qrels:4: the grade is '7'" in problem(unbuilt("judgements", "import", "bad.qrels", **home))
    (unbuilt.folder / "bad.qrels").write_text(GRADES + "B2 0 nowhere 2\n", encoding="utf-8")
    assert "'nowhere'" in problem(unbuilt("judgements", "import", "bad.qrels", **home))
    assert not (tmp_path / "home").exists()
    assert "no judge is called 'zoe'; there are a, b" in problem(
        unbuilt("judgements", "export", "x.csv", "--judge", "zoe", **home)
    )
    assert "name one of a, b" in problem(unbuilt("judgements", "export", "x.qrels", **home))
    assert "there is no folder" in problem(unbuilt("judgements", "export", "none/x.csv", **home))
