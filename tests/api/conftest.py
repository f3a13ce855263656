"""What the tests of the top floor share: the application around the small matcher, and the real command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from api.app import create_app
from api.database.records import Records
from api.people import LOCAL, Person, Role, person
from api.service import Service
from index.encoder import PLAIN
from matcher.matcher import Matcher
from opportunities.loading import PROFILES

FEW = ("birmingham-health-innovation-campus", "melton-stockyard", "micra-midlands")
COMMAND = Path(sys.executable).with_name("midlands-match")


def copy_home(built: Path, home: Path) -> None:
    """A home like another, whose compiled networks, many times larger than all else in it, stay where they are."""
    shutil.copytree(built, home, ignore=shutil.ignore_patterns("networks"))
    (home / "networks").symlink_to(built / "networks")


@pytest.fixture(scope="session")
def application(matcher: Matcher, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application around the small matcher, with records that nothing is ever written to."""
    home = tmp_path_factory.mktemp("home")
    return create_app(lambda: matcher, Service(Records.at(home), home, lambda: matcher.catalogue))


def person_named(request: Request) -> Person:
    """Whoever the request says it comes from; the local person if it does not say."""
    named = request.headers.get("x-person")
    return Person(*named.split("/")[:2], Role(named.split("/")[2])) if named else LOCAL


@dataclass(frozen=True)
class Keeping:
    """A server with records of its own, and who asks it."""

    app: FastAPI
    service: Service
    client: TestClient

    def followed(self) -> None:
        """Wait until the matcher stands on what was changed."""
        assert self.app.state.following.wait(20)


@contextmanager
def keeping_server(
    matcher: Matcher, home: Path, database: str | None = None, retention_days: int = 0
) -> Iterator[Keeping]:
    """A server that keeps records under a home."""
    service = Service(Records.at(home, database), home, lambda: matcher.catalogue, retention_days=retention_days)
    app = create_app(lambda: matcher, service)
    app.dependency_overrides[person] = person_named
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        assert app.state.running.wait(60)
        yield Keeping(app, service, client)
    service.records.close()


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[Keeping]]:
    """Starts a server that keeps records: of a matcher, under a home, in a database."""
    return keeping_server


@pytest.fixture
def keeping(matcher: Matcher, tmp_path: Path, database: str | None) -> Iterator[Keeping]:
    """A server with new records for one test: in a file, and then in PostgreSQL."""
    with keeping_server(matcher, tmp_path, database) as server:
        yield server


@pytest.fixture(scope="module")
def keeping_module(matcher: Matcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeping]:
    """A server with new records for the tests of one module."""
    with keeping_server(matcher, tmp_path_factory.mktemp("keeping")) as server:
        yield server


@pytest.fixture(scope="session")
def client(application: FastAPI) -> Iterator[TestClient]:
    """Asks the application; what goes wrong inside is an answer, as it is for a real asker."""
    with TestClient(application, base_url="http://127.0.0.1", raise_server_exceptions=False) as asking:
        assert application.state.running.wait(60)
        yield asking


def assert_problem(answer: Any, status: int, *words: str) -> dict[str, Any]:
    """That an answer is RFC 9457 problem details of this status, whose detail holds these words."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "faults"}
    assert body["type"] == "about:blank"
    assert body["status"] == status
    assert body["title"]
    assert len(body["detail"]) > 5
    for word in words:
        assert word in body["detail"]
    return body


@pytest.fixture(scope="session")
def problem_of() -> Callable[..., dict[str, Any]]:
    """The check that an answer is a problem."""
    return assert_problem


@dataclass(frozen=True)
class CommandLine:
    """The installed ``midlands-match``, with its own home and few profiles."""

    folder: Path
    environment: dict[str, str]

    def __call__(
        self, *arguments: str | bytes | Path, given: bytes = b"", **more: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run it to its end."""
        return subprocess.run(  # noqa: S603 - our own program
            [COMMAND, *arguments],
            input=given,
            capture_output=True,
            timeout=120,
            env=self.environment | more,
            cwd=self.folder,
            check=False,
        )

    def begin(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start it and leave it running."""
        return subprocess.Popen(  # noqa: S603 - our own program
            [COMMAND, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
            cwd=self.folder,
        )


@pytest.fixture(scope="session")
def few_profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three real profiles, cut loose from their relations."""
    folder = tmp_path_factory.mktemp("profiles")
    for opportunity_id in FEW:
        profile = yaml.safe_load((PROFILES / f"{opportunity_id}.yaml").read_text(encoding="utf-8"))
        profile.pop("related", None)
        profile.pop("superseded_by", None)
        (folder / f"{opportunity_id}.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def unbuilt(tmp_path_factory: pytest.TempPathFactory, few_profiles: Path) -> CommandLine:
    """The command line before anything was built."""
    folder = tmp_path_factory.mktemp("command-line")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MIDLANDS_MATCH_", "PYTHONIOENCODING"))}
    environment |= {
        "MIDLANDS_MATCH_HOME": str(folder / "home"),
        "MIDLANDS_MATCH_PROFILES": str(few_profiles),
        "MIDLANDS_MATCH_ENCODER": PLAIN,
        "OMP_NUM_THREADS": "2",
    }
    return CommandLine(folder, environment)


@pytest.fixture(scope="session")
def built(unbuilt: CommandLine) -> subprocess.CompletedProcess[bytes]:
    """What building the snapshot said; done once."""
    return unbuilt("index")


@pytest.fixture(scope="session")
def command_line(unbuilt: CommandLine, built: subprocess.CompletedProcess[bytes]) -> CommandLine:
    """The command line with its snapshot built."""
    assert built.returncode == 0, built.stderr.decode()
    return unbuilt
