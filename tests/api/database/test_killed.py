"""kill -9: what was acknowledged is there afterwards, whatever was being written, on both databases."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from api.database.audit import verify
from api.database.records import Records
from api.database.tables import BriefRow

ROUNDS = int(os.environ.get("KILL_ROUNDS", "3"))  # a run by hand may ask for hundreds
WRITER = """
import sys
from pathlib import Path
from api.database.briefs import Briefs
from api.database.records import Records
from api.people import Person

records = Records.at(Path(sys.argv[1]), sys.argv[2] or None)
while True:
    with records.writing() as session:
        saved = Briefs(session, Person("writer", "team")).add("t", "x" * 2_000, 5, 0)
    print(saved.id, flush=True)  # acknowledged: from here on it must never be lost
"""


def begin(home: Path, database: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WRITER, str(home), database],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )


def acknowledged(writers: list[subprocess.Popen[str]], seconds: float, kill: Any) -> list[str]:
    """Let writers write for a while after each has begun, kill, and tell what they had acknowledged."""
    firsts = [writer.stdout.readline().strip() for writer in writers if writer.stdout]
    assert all(firsts), "a writer ended before it had written anything"
    time.sleep(seconds)
    kill()
    told = list(firsts)
    for writer in writers:
        assert writer.stdout
        with writer.stdout as out:  # not communicate(), which would pass over what readline() has read ahead
            # The last line may have been cut by the kill: only whole ones were acknowledged.
            told += [line for line in out.read().split("\n")[:-1] if line]
        writer.wait(60)
    return told


def check(records: Records, told: list[str]) -> None:
    with records.reading() as session:
        kept = set(session.scalars(select(BriefRow.id)))
        count, problems = verify(session)
        assert problems == []
        assert count == len(kept), "a record without its audit entry, or the other way round"
        if records.file is not None:
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    lost = set(told) - kept
    assert not lost, f"{len(lost)} of {len(told)} acknowledged writes are lost"


def test_killed_writers_lose_nothing_on_sqlite(tmp_path: Path, record_property: Any) -> None:
    chance = random.Random(9)  # noqa: S311 - when to kill
    told: list[str] = []
    for _ in range(ROUNDS):
        writers = [begin(tmp_path, "") for _ in range(2)]

        def kill(writers: list[subprocess.Popen[str]] = writers) -> None:
            for writer in writers:
                writer.send_signal(signal.SIGKILL)

        told += acknowledged(writers, chance.uniform(0.05, 0.6), kill)
        records = Records.at(tmp_path)
        check(records, told)
        records.close()
    record_property("figure: kill -9 of writers, SQLite", 2 * ROUNDS)
    record_property("figure: writes acknowledged before, all kept, SQLite", len(told))
    print(f"sqlite: {ROUNDS} kills, {len(told):,} writes acknowledged, none lost")  # noqa: T201 - the figure


def test_a_killed_server_loses_nothing_on_postgresql(postgres: Any, tmp_path: Path, record_property: Any) -> None:
    chance = random.Random(9)  # noqa: S311 - when to kill
    database = postgres.new_database(f"t{os.urandom(6).hex()}")
    told: list[str] = []
    for _ in range(ROUNDS):
        writers = [begin(tmp_path, database) for _ in range(2)]

        def kill(writers: list[subprocess.Popen[str]] = writers) -> None:
            # The server's own processes, by the number that it wrote down for itself: its parent, then its children.
            master = int((postgres.folder / "data" / "postmaster.pid").read_text().split("\n")[0])
            listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(master)], capture_output=True, check=False)  # noqa: S603, S607
            for process in [master, *map(int, listed.stdout.split())]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            for writer in writers:
                writer.send_signal(signal.SIGKILL)

        told += acknowledged(writers, chance.uniform(0.05, 0.6), kill)
        for _ in range(40):
            with contextlib.suppress(subprocess.CalledProcessError):
                postgres.start()
                break
            time.sleep(0.5)
        records = Records.at(tmp_path, database)
        check(records, told)
        records.close()
    record_property("figure: kill -9 of a PostgreSQL server with its writers", ROUNDS)
    record_property("figure: writes acknowledged before, all kept, PostgreSQL", len(told))
    print(f"postgresql: {ROUNDS} kills, {len(told):,} writes acknowledged, none lost")  # noqa: T201 - the figure


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_a_disk_that_takes_nothing_is_told_and_loses_nothing(tmp_path: Path, fault: str) -> None:
    from api.database.briefs import Briefs
    from api.database.errors import RecordsError
    from api.people import Person

    records = Records.at(tmp_path)
    with records.writing() as session:
        kept = Briefs(session, Person("a", "t")).add("t", "x", 5, 0).id
    with records.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    records.close()
    limit = f"PRAGMA max_page_count={pages}" if fault == "full" else "PRAGMA query_only=ON"
    from sqlalchemy import event

    def limited(connection: Any, record: object) -> None:
        connection.execute(limit)

    event.listen(records.engine, "connect", limited)
    records.engine.dispose()
    with pytest.raises(RecordsError, match=r"is full|readonly"), records.writing() as session:
        Briefs(session, Person("a", "t")).add("t", "x" * 500_000, 5, 0)
    with records.reading() as session:
        assert set(session.scalars(select(BriefRow.id))) == {kept}
        assert verify(session) == (1, [])
    records.close()
