"""The checks that a change must pass beside its tests: style, types, formatting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check"),
        ("ruff", "format", "--check"),
        ("mypy",),
        ("bandit", "-q", "-ll", "-r", "opportunities", "index", "matcher", "api"),
    ],
    ids=" ".join,
)
def test_a_check_finds_nothing(command: tuple[str, ...]) -> None:
    program = Path(sys.executable).with_name(command[0])
    if not program.exists():
        pytest.skip(f'{command[0]} is not installed; pip install -e ".[test]" installs it')
    done = subprocess.run(  # noqa: S603 - our own tools
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


NO_SECRETS = {
    ("README.md", "Basic Auth Credentials"),  # the form of a database's address
    ("docs/security.md", "Basic Auth Credentials"),
    ("api/settings.py", "Basic Auth Credentials"),
    ("api/database/engine.py", "Basic Auth Credentials"),
    ("tests/api/database/test_repositories.py", "Basic Auth Credentials"),
    ("tests/api/security/conftest.py", "Secret Keyword"),  # of people who exist in tests alone
    ("tests/api/security/provider.py", "Secret Keyword"),
    ("tests/matcher/test_signals.py", "GitHub Token"),  # a long name in the code
    ("api/documents/document.py", "Secret Keyword"),  # a protective marking
}
"""What a scan takes for secrets. Hashes are told apart by their kind: they stand in data files and pinned weights."""


def test_no_secret_lies_in_the_repository() -> None:
    scan = pytest.importorskip("detect_secrets.core.scan")
    settings = pytest.importorskip("detect_secrets.settings")
    found: set[tuple[str, str]] = set()
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()  # noqa: S607
    with settings.default_settings():
        for name in files:
            path = ROOT / name
            if path.suffix in {".py", ".toml", ".md", ".yml", ".yaml", ".cfg", ""} and path.is_file():
                kinds = {secret.type for secret in scan.scan_file(str(path))}
                found |= {(name, kind) for kind in kinds if "High Entropy" not in kind}
    assert found - NO_SECRETS == set()
    assert ("tests/api/security/provider.py", "Secret Keyword") in found, "the scan itself is at work"
