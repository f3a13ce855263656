"""Backups: a timed drill in which everything is lost and comes back, from either kind of database into either."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.database.audit import verify
from api.database.backup import back_up, restore
from api.database.briefs import Briefs
from api.database.errors import RecordConflict, RecordsError
from api.database.jobs import Jobs
from api.database.records import Records
from api.database.revisions import Revisions
from api.database.tables import Table
from api.people import Person
from opportunities.catalogue import Catalogue

ANN = Person("ann", "leicester")
MELTON = "melton-stockyard"


def fill(records: Records, catalogue: Catalogue, briefs: int = 200) -> None:
    with records.writing() as session:
        revisions = Revisions(session, ANN, catalogue)
        revisions.retire(MELTON, 1, "gone")
        revisions.restore(MELTON, 2)
        for n in range(briefs):
            Briefs(session, ANN).add(f"brief {n}", f"text \x00 {n}" * 20, 5, 0)
        Jobs(session, ANN).add([("a", "one"), ("b", "two")], 5)


def everything(records: Records) -> dict[str, list[Any]]:
    with records.reading() as session:
        return {
            table.name: sorted(tuple(row) for row in session.execute(select(table)).all())
            for table in Table.metadata.sorted_tables
        }


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Records:
    """Another database, new and empty."""
    database = None
    if request.param == "postgresql":
        database = request.getfixturevalue("postgres").new_database(f"t{os.urandom(6).hex()}")
    return Records.at(tmp_path / "elsewhere", database)


def test_all_is_lost_and_comes_back(
    records: Records, elsewhere: Records, catalogue: Catalogue, tmp_path: Path, record_property: Any
) -> None:
    fill(records, catalogue)
    before = everything(records)
    file = tmp_path / "backup.sqlite3"
    begun = time.monotonic()
    counts = back_up(records, file)
    assert (counts["briefs"], counts["opportunity_revisions"], counts["job_items"]) == (200, 3, 2)
    assert restore(elsewhere, file) == counts
    taken = time.monotonic() - begun
    record_property("figure: longest restore drill (200 briefs lost and back, four ways), seconds", round(taken, 2))
    assert taken < 60
    assert everything(elsewhere) == before
    with elsewhere.writing() as session:  # and life goes on
        Revisions(session, ANN, catalogue).retire(MELTON, 3)
        Briefs(session, ANN).add("t", "x", 5, 0)
        assert verify(session)[1] == []
    with pytest.raises(RecordsError, match="only ever added to"), elsewhere.writing() as session:
        session.delete(session.scalars(select(Table.registry._class_registry["AuditRow"])).first())
    elsewhere.close()
    assert [p.name for p in tmp_path.glob(".backup-*")] == []


def test_records_are_not_overwritten_unasked(records: Records, catalogue: Catalogue, tmp_path: Path) -> None:
    fill(records, catalogue, 3)
    before = everything(records)
    file = tmp_path / "backup.sqlite3"
    back_up(records, file)
    with pytest.raises(RecordConflict, match="there already"):
        back_up(records, file)
    with records.writing() as session:
        Briefs(session, ANN).add("later", "x", 5, 0)
    with pytest.raises(RecordConflict, match="--replace"):
        restore(records, file)
    restore(records, file, replace=True)
    assert everything(records) == before


def test_what_is_no_backup_is_refused_and_nothing_changes(
    records: Records, catalogue: Catalogue, tmp_path: Path
) -> None:
    fill(records, catalogue, 3)
    before = everything(records)
    file = tmp_path / "backup.sqlite3"
    back_up(records, file)
    whole = file.read_bytes()
    tampered = tmp_path / "tampered.sqlite3"
    tampered.write_bytes(whole)
    with closing(sqlite3.connect(tampered)) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET owner = 'nobody' WHERE sequence = 2")
        connection.commit()
    for name, data in (("cut", whole[: len(whole) // 2]), ("text", b"no database"), ("empty", b"")):
        (tmp_path / name).write_bytes(data)
    for name in ("cut", "text", "empty", "tampered.sqlite3", "absent"):
        with pytest.raises(RecordsError, match=r"no backup|no file|not whole"):
            restore(records, tmp_path / name, replace=True)
    assert everything(records) == before
    with pytest.raises(RecordsError, match="nothing to back up"):
        back_up(Records.at(tmp_path / "none"), tmp_path / "never")
    with pytest.raises(RecordsError, match="cannot be written"):
        back_up(records, tmp_path / "no" / "folder")
