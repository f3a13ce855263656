"""docs/tour.md runs exactly as it stands, against a real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import copy_home

TOUR = (Path(__file__).parents[3] / "docs" / "tour.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def server(
    command_line: Any, serving_process: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("tour")
    home = folder / "home"
    copy_home(command_line.folder / "home", home)
    with serving_process(command_line.environment | {"MIDLANDS_MATCH_HOME": str(home)}, folder) as started:
        started.await_ready()
        yield started


def ran(command: list[str], server: Any, folder: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MIDLANDS_MATCH_")}
    done = subprocess.run(  # noqa: S603 - our own document
        command,
        env=environment | {"MIDLANDS": server.address},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TOUR, re.DOTALL)


@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("bash"), reason="curl and bash are not installed")
def test_the_tour_with_curl(server: Any, tmp_path: Path) -> None:
    assert len(blocks("sh")) == 9
    said = ran(["bash", "-euo", "pipefail", "-c", "\n".join(blocks("sh"))], server, tmp_path)
    assert '"status":422' in said.splitlines()[-1]

    def kept(name: str) -> Any:
        return json.loads((tmp_path / name).read_text(encoding="utf-8"))

    assert kept("shortlist.json")["matches"][0]["opportunity_id"] == "melton-stockyard"
    assert kept("brief-saved.json")["title"] == "Chilled food"
    assert kept("answer.json") == kept("kept.json")["shortlist"]
    assert kept("decisions.json")["decisions"][0]["reason"] == "visited in spring"
    assert [r["note"] for r in kept("history.json")["revisions"]] == ["", "the tour"]
    assert kept("job.json")["done"] == 2
    lines = (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["brief_id"] for line in lines] == ["north", "east"]
    assert "melton-stockyard" in (tmp_path / "shortlist.csv").read_text(encoding="utf-8").lower().replace(" ", "-")


def test_the_tour_in_python(server: Any, tmp_path: Path) -> None:
    [program] = blocks("python")
    said = ran([sys.executable, "-c", program], server, tmp_path).splitlines()
    assert said[0].startswith("1 melton-stockyard ")
    assert said[-1] == "1 answered"
    assert server.get("/v1/opportunities/melton-stockyard").json()["name"] == "Melton Stockyard, renamed"
