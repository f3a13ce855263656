"""A real database for every test of the records: SQLite always, PostgreSQL where a server's programs are found."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.database.records import Records


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of our own, on a free port of this machine, with its programs and its folder."""

    programs: Path
    folder: Path
    port: int
    user: str | None  # whom its programs run as, where that is not whoever runs the tests

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - the server's own programs
            [str(self.programs / program), *arguments],
            user=self.user,
            group=self.user,
            capture_output=True,
            text=True,
            check=True,
            cwd=self.folder,
        )

    def start(self) -> None:
        log = str(self.folder / "log")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        # Not captured: the server keeps the pipe open for as long as it lives.
        subprocess.run(  # noqa: S603 - the server's own programs
            [
                self.programs / "pg_ctl",
                "-D",
                self.folder / "data",
                "-l",
                log,
                "-o",
                options,
                "-w",
                "start",
            ],
            user=self.user,
            group=self.user,
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self, how: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "stop")

    def new_database(self, name: str) -> str:
        """The address of a new, empty database."""
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", name)
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"


def programs() -> Path | None:
    """Where the programs of a PostgreSQL server are, if anywhere."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return next((p.parent for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server for this run, thrown away afterwards."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    where = programs()
    if where is None:
        pytest.skip("no PostgreSQL server's programs here; apt-get install postgresql brings them")
    user = None
    folder = Path(tempfile.mkdtemp(prefix="mm-postgres-"))
    if os.geteuid() == 0:  # which the server refuses to run as
        try:
            shutil.chown(folder, "postgres", "postgres")
        except LookupError:
            shutil.rmtree(folder)
            pytest.skip("PostgreSQL does not run as root, and there is no user 'postgres'")
        user = "postgres"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = Server(where, folder, port, user)
    try:
        server.run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    """New, empty records: in a file, and on a server."""
    database = None
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        database = server.new_database(f"t{os.urandom(6).hex()}")
    kept = Records.at(tmp_path, database)
    yield kept
    kept.close()
