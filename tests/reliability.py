"""Runs what tries to make the service lose or fail something, and tells the figures as a table with the date.

``python -m tests.reliability --write docs/reliability.md`` runs the drills as long as they should run for a document;
``--quick`` as long as they do among the other tests. Each test tells its figures by ``record_property("figure: …")``; a
new one needs only its name in ``DRILLS``.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree  # what pytest has just written itself

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
DRILLS = (
    "tests/api/database/test_killed.py",
    "tests/api/database/test_backup.py::test_all_is_lost_and_comes_back",
    "tests/index/test_snapshot.py::test_every_file_with_one_flipped_bit_is_refused",
    "tests/index/test_snapshot.py::test_a_writer_killed_at_any_moment_leaves_a_whole_snapshot",
    "tests/api/uptime/test_replicas.py",
    "tests/api/uptime/test_full_disk.py",
    "tests/api/test_schemathesis.py",
    "tests/api/security/test_permissions.py::test_every_role_on_every_route",
)
LONG = {"KILL_ROUNDS": "20", "REPLICA_KILLS": "8", "SCHEMATHESIS_CASES": "40"}
"""How much the tests do for a document; without these variables they do as little as bites."""
MARK = "figure: "


def run(drills: Sequence[str], long: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """Run drills; their figures in order, and what failed or was skipped.

    Figures of the same name are added up where they are whole numbers; of others the largest is told.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-o",
            "junit_family=xunit1",
            "-p",
            "no:cacheprovider",
            f"--junitxml={report}",
            *drills,
        ]
        environment = (LONG | os.environ) if long else os.environ
        subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=sys.stderr)  # noqa: S603 - our own tests
        return told(report.read_text(encoding="utf-8"))


def told(report: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The figures in a report of pytest's, and what failed or was skipped."""
    figures: dict[str, float] = {}
    problems: list[str] = []
    for case in ElementTree.fromstring(report).iter("testcase"):  # noqa: S314 - what pytest has just written itself
        for kind in ("failure", "error", "skipped"):
            problems += [f"{case.get('name')}: {found.get('message', kind)}" for found in case.iter(kind)]
        for each in case.iter("property"):
            name, value = str(each.get("name")), str(each.get("value"))
            if name.startswith(MARK):
                label, number = name.removeprefix(MARK), float(value)
                before = figures.get(label)
                whole = re.fullmatch(r"\d+", value) is not None
                figures[label] = number if before is None else before + number if whole else max(before, number)
    return [
        (name, f"{value:,.0f}" if value == int(value) else f"{value:.2f}") for name, value in figures.items()
    ], problems


def table(figures: Sequence[tuple[str, str]], problems: Sequence[str], today: datetime.date) -> str:
    """The figures as Markdown."""
    cores = os.cpu_count()
    lines = [
        f"Measured on {today:%d %B %Y}, Python {platform.python_version()}, {cores} cores, by "
        "`python -m tests.reliability`.",
        "",
        "| what was tried | figure |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in figures),
    ]
    if problems:
        lines += ["", "Not told, since it failed or was skipped:", "", *(f"- {problem}" for problem in problems)]
    return "\n".join(lines)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="as little as the tests do by themselves")
    asked.add_argument("--write", type=Path, help="document to put the table into, between its marks")
    asked.add_argument("drills", nargs="*", help="some of the drills only")
    options = asked.parse_args()
    figures, problems = run(options.drills or DRILLS, not options.quick)
    text = table(figures, problems, datetime.datetime.now(datetime.UTC).date())
    print(text)  # noqa: T201 - a command
    if options.write:
        document = options.write.read_text(encoding="utf-8")
        before, rest = document.split(BEGIN)
        options.write.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    failed = [problem for problem in problems if "skip" not in problem.lower()]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
