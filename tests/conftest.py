"""What every floor's tests share: the shipped catalogue, a small one of real profiles, one real encoder, a database."""

from __future__ import annotations

import os

# Before anything imports a model library: a test that needs the network is a broken test.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.database.records import Records
from index.encoder import PLAIN, SentenceTransformersEncoder, load_encoder
from index.retrieval import Index
from matcher.matcher import Matcher
from opportunities.catalogue import Catalogue

SMALL = (
    "birmingham-health-innovation-campus",
    "east-midlands-freeport",
    "forging-ahead",
    "life-sciences-opportunity-zones-midlands",
    "magna-park-corby",
    "medical-technologies-innovation-accelerator",
    "melton-stockyard",
    "micra-midlands",
    "midlands-engine-observatory",
    "midlands-rail-hub",
    "national-rehabilitation-centre",
    "uk-battery-industrialisation-centre",
    "west-midlands-co-investment-fund",
)
"""Sites, zones, a fund, programmes and facilities, closed and superseded ones among them; few words to encode."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return Catalogue.read()


@pytest.fixture(scope="session")
def small_catalogue(catalogue: Catalogue) -> Catalogue:
    """A dozen real profiles of many kinds; few enough to encode in seconds."""
    return Catalogue(catalogue.opportunity(opportunity_id) for opportunity_id in SMALL)


@pytest.fixture(scope="session")
def encoder() -> SentenceTransformersEncoder:
    """The real plain encoder, as shipped on the package index; loaded once."""
    return load_encoder(PLAIN)


@pytest.fixture(scope="session")
def small_index(small_catalogue: Catalogue, encoder: SentenceTransformersEncoder) -> Index:
    """A full build over the small catalogue."""
    return Index.build(small_catalogue, encoder)


@pytest.fixture(scope="session")
def matcher(small_catalogue: Catalogue, small_index: Index, encoder: SentenceTransformersEncoder) -> Matcher:
    """The whole engine over the small catalogue, with the shipped weights."""
    return Matcher(small_catalogue, small_index, encoder)


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the snapshot of everything that is shipped is kept for this run."""
    return tmp_path_factory.mktemp("shipped")


@pytest.fixture(scope="session")
def shipped(catalogue: Catalogue, shipped_home: Path) -> Matcher:
    """The whole engine as shipped; its index takes most of a minute to build."""
    return Matcher.open(shipped_home, catalogue)


@dataclass(frozen=True)
class PostgresServer:
    """A PostgreSQL server of our own, on a free port of this machine, with its programs and its folder."""

    programs: Path
    folder: Path
    port: int
    user: str | None  # whom its programs run as, where that is not whoever runs the tests

    def run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - the server's own programs
            [str(self.programs / program), *arguments],
            user=self.user,
            group=self.user,
            capture_output=True,
            text=True,
            check=check,
            cwd=self.folder,
        )

    def start(self) -> None:
        for left in range(20, 0, -1):
            try:
                return self._start()
            except subprocess.CalledProcessError:  # somebody's connection has its port for a moment
                if left == 1:
                    raise
                time.sleep(0.5)

    def _start(self) -> None:
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
def postgres() -> Iterator[PostgresServer]:
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
    server = PostgresServer(where, folder, port, user)
    try:
        server.run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """The address of a new, empty database: null for a file in the home folder, then one on a server."""
    if request.param == "sqlite":
        return None
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database(f"t{os.urandom(6).hex()}")


@pytest.fixture
def records(database: str | None, tmp_path: Path) -> Iterator[Records]:
    """New, empty records: in a file, and on a server."""
    kept = Records.at(tmp_path, database)
    yield kept
    kept.close()
