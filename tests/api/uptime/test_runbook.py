"""docs/runbook.md: its commands run as they stand, on both databases, and what it promises of figures is there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.database.briefs import Briefs
from api.database.records import Records
from api.people import LOCAL
from api.service import Service
from matcher.matcher import Matcher
from tests.api.conftest import copy_home

RUNBOOK = (Path(__file__).parents[3] / "docs" / "runbook.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("bash"), reason="curl and bash are not installed")
def test_its_commands_run_as_they_stand(command_line: Any, database: str | None, tmp_path: Path) -> None:
    home = tmp_path / "home"
    copy_home(command_line.folder / "home", home)
    records = Records.at(home, database)
    with records.writing() as session:
        kept = Briefs(session, LOCAL).add("kept", "A laboratory near Derby.", 5, 0)
    records.close()
    (tmp_path / "backups").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = command_line.environment | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "MIDLANDS_MATCH_HOME": str(home),
        "MIDLANDS_MATCH_DATABASE": database or "",
        "BACKUPS": str(tmp_path / "backups"),
        "PORT": str(port),
    }
    blocks = re.findall(r"```sh\n(.*?)```", RUNBOOK, re.DOTALL)
    assert len(blocks) == 9
    script = 'trap "kill -9 $(jobs -p) 2>/dev/null || true" EXIT\n' + "\n".join(blocks)
    done = subprocess.run(  # noqa: S603 - our own document
        [shutil.which("bash") or "bash", "-euo", "pipefail", "-c", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"ready":true' in done.stdout
    assert done.stdout.count("1 briefs") == 3, "backed up, drilled, and put back in earnest"
    assert "it was of r0001_records" in done.stdout
    records = Records.at(home, database)
    with records.reading() as session:
        assert Briefs(session, LOCAL).one(kept.id).title == "kept"
    records.close()
    with socket.socket() as probe, pytest.raises(OSError, match="refused"):
        probe.connect(("127.0.0.1", port))


def test_the_figures_that_it_names_are_told(matcher: Matcher, tmp_path: Path, waiting: Callable[..., float]) -> None:
    service = Service(Records.at(tmp_path), tmp_path, lambda: matcher.catalogue)
    app = create_app(lambda: matcher, service)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        waiting(lambda: client.get("/readyz").status_code == 200, 60)
        client.post("/v1/match", json={"text": "a laboratory near Derby"})
        client.post("/v1/match", json={"text": " "})
        told = list(text_string_to_metric_families(client.get("/metrics").text))
    samples = {sample.name for family in told for sample in family.samples}
    checks = {s.labels["check"] for f in told for s in f.samples if s.name == "midlands_match_check"}
    assert set(re.findall(r"midlands_match_\w+", RUNBOOK)) <= samples
    assert set(re.findall(r'check="(\w+)"', RUNBOOK)) == checks - {"accepting"}
    service.records.close()


def test_it_fits_a_page() -> None:
    assert len(RUNBOOK.splitlines()) < 140
    assert len(RUNBOOK) < 8_000
