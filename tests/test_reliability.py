"""The figures of docs/reliability.md: each is one that a test tells, with a date; the command prints them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
DRILL = "tests/api/database/test_killed.py::test_killed_writers_lose_nothing_on_sqlite"


def test_the_command_runs_a_drill_and_prints_its_figures(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text("before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nafter\n", encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tests.reliability", "--quick", "--write", document, DRILL],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = dict(re.findall(r"^\| (.+) \| ([\d,]+) \|$", done.stdout, re.MULTILINE))
    assert int(rows["kill -9 of writers, SQLite"]) >= 3
    assert int(rows["writes acknowledged before, all kept, SQLite"].replace(",", "")) > 3
    written = document.read_text(encoding="utf-8")
    assert done.stdout.strip() in written
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "old" not in written


def test_every_figure_of_the_document_is_one_that_a_test_tells() -> None:
    sources = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    patterns = [re.sub(r"\\\{.*?\\\}", ".+", re.escape(told)) for told in re.findall(r'"figure: (.+?)"', sources)]
    rows = re.findall(r"^\| (.+) \| ([\d.,]+) \|$", DOCUMENT, re.MULTILINE)
    assert len(rows) >= 8
    for name, _ in rows:
        assert any(re.fullmatch(pattern, name) for pattern in patterns), f"no test tells {name!r}"
    assert re.search(r"Measured on \d\d \w+ \d{4}", DOCUMENT)
    assert "Not told" not in DOCUMENT
