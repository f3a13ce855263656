"""A full disk, and one that has become read-only: a clear refusal, nothing lost, and it goes on once it is mended."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.api.conftest import copy_home

ProblemOf = Callable[..., dict[str, Any]]
BRIEF = {"title": "t", "text": "A wet laboratory near Birmingham. " * 2_000}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 16 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    tried = mount and subprocess.run(  # noqa: S603 - the system's own program
        [mount, "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], capture_output=True, check=False
    )
    if not tried or tried.returncode:
        pytest.skip("no file system can be mounted here; root can")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)  # noqa: S603, S607 - the system's own program


def test_a_full_disk_is_told_and_loses_nothing(
    command_line: Any,
    serving_process: Callable[..., Any],
    small_disk: Path,
    tmp_path: Path,
    problem_of: ProblemOf,
    record_property: Callable[[str, object], None],
) -> None:
    home = small_disk / "home"
    copy_home(command_line.folder / "home", home)
    environment = command_line.environment | {"MIDLANDS_MATCH_HOME": str(home)}
    with serving_process(environment, tmp_path) as server:
        server.await_ready()
        kept = []
        with httpx2.Client(base_url=server.address, timeout=60) as client:
            for _ in range(500):
                answer = client.post("/v1/briefs", json=BRIEF)
                if answer.status_code != 201:
                    break
                kept.append(answer.json()["id"])
            problem_of(answer, 503, "full", "has room")
            assert kept
            assert client.post("/v1/match", json={"text": BRIEF["text"][:500]}).status_code == 200
            assert client.get("/v1/briefs").json()["total"] == len(kept)
            subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)  # noqa: S603, S607 - more room
            answer = client.post("/v1/briefs", json=BRIEF)
            assert answer.status_code == 201, answer.text
            kept.append(answer.json()["id"])
        server.kill()
    with serving_process(environment, tmp_path) as server:
        server.await_ready()
        page = httpx2.get(f"{server.address}/v1/briefs", params={"limit": 200}, timeout=60).json()
        found = {brief["id"] for brief in page["briefs"]}
        assert page["total"] == len(kept)
        assert len(found) == min(len(kept), 200)
    record_property("figure: writes acknowledged before the disk was full, all kept", len(kept))


@pytest.mark.skipif(os.geteuid() != 0, reason="a file system is remounted, which root can")
def test_a_read_only_disk_is_told_and_loses_nothing(
    command_line: Any, serving_process: Callable[..., Any], small_disk: Path, tmp_path: Path, problem_of: ProblemOf
) -> None:
    home = small_disk / "home"
    copy_home(command_line.folder / "home", home)
    environment = command_line.environment | {"MIDLANDS_MATCH_HOME": str(home)}
    with serving_process(environment, tmp_path) as server:
        server.await_ready()
        with httpx2.Client(base_url=server.address, timeout=60) as client:
            again = client.post("/v1/briefs", json=BRIEF)
        assert again.status_code == 201, again.text
        server.kill()
    remount = ["mount", "-o", "remount,ro", small_disk]
    subprocess.run(remount, check=True)  # noqa: S603 - the system's own program
    with serving_process(environment, tmp_path) as server, httpx2.Client(base_url=server.address, timeout=60) as client:
        answer = client.post("/v1/briefs", json=BRIEF)
        problem_of(answer, 503, "cannot be used")
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").status_code == 503
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)  # noqa: S603, S607 - mended
        server.await_ready(60)
        assert client.get("/v1/briefs").json()["total"] == 1
        again = client.post("/v1/briefs", json=BRIEF)
        assert again.status_code == 201, again.text
