"""The document on security: every claim names a test, and every test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ((?:API)?[\d.]+ .*?) \| .*? \| (.*?) \|$", TEXT, re.MULTILINE)


def written_tests() -> set[str]:
    """The name of every test function in the repository."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        found |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    return found


def test_every_claim_names_tests_that_exist() -> None:
    there = written_tests()
    for claim, tests in ROWS:
        named = re.findall(r"`(test_\w+)`", tests)
        assert named, claim
        assert set(named) <= there, (claim, set(named) - there)


def test_the_ten_risks_are_all_there() -> None:
    assert [claim.split()[0] for claim, _ in ROWS][:10] == [f"API{n}" for n in range(1, 11)]
    assert len(ROWS) >= 25
