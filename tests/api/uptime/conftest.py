"""Real server processes for tests: ``midlands-match serve`` on a port of its own, stopped or killed as wanted."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.api.conftest import COMMAND


@dataclass(frozen=True)
class ServerProcess:
    """A server that was started, and where it answers."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> Any:
        """The answer of a GET on a connection of its own."""
        return httpx2.get(self.address + path, timeout=30)

    def await_ready(self, seconds: float = 120) -> None:
        """Wait until it says that it is ready."""

        def ready() -> bool:
            assert self.process.poll() is None, "the server has ended"
            with suppress(httpx2.TransportError):
                return bool(self.get("/readyz").status_code == 200)
            return False

        wait_for(ready, seconds)

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


def wait_for(what: Callable[[], bool], seconds: float, every: float = 0.05) -> float:
    """Wait until something is so; how many seconds it took.

    Raises:
        AssertionError: when it is not so in time.
    """
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(every)
    return time.monotonic() - begun


@contextmanager
def _serving(environment: Mapping[str, str], folder: Path, *arguments: str, port: int = 0) -> Iterator[ServerProcess]:
    """Start a server; at the end it is killed if it still lives. What it logs is in ``server.log`` of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    told_before = len((folder / "server.log").read_bytes()) if (folder / "server.log").exists() else 0
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [COMMAND, "serve", "--port", str(port), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=dict(environment),
            cwd=folder,
        )
    try:
        yield ServerProcess(process, port or _port_told(process, folder / "server.log", told_before))
    finally:
        process.kill()
        process.wait(30)


def _port_told(process: subprocess.Popen[bytes], log: Path, told_before: int) -> int:
    """The free port that the server took, as it says in its first line."""
    told: list[int] = []

    def read() -> bool:
        lines = log.read_bytes()[told_before:].decode().splitlines()
        assert process.poll() is None, lines
        told.extend(int(line.split("127.0.0.1:")[1].split()[0]) for line in lines if "127.0.0.1:" in line)
        return bool(told)

    wait_for(read, 60)
    return told[-1]


@pytest.fixture(scope="session")
def serving_process() -> Callable[..., AbstractContextManager[ServerProcess]]:
    """Starts a real server: its environment, its folder, arguments, and a port."""
    return _serving


@pytest.fixture(scope="session")
def waiting() -> Callable[..., float]:
    """Waits until something is so, within some seconds."""
    return wait_for
