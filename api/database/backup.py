"""Backups: all records in one SQLite file, from either kind of database and back into either."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, text

from api.database.audit import verify
from api.database.engine import writing
from api.database.errors import RecordConflict, RecordsError
from api.database.records import Records, told_as_ours
from api.database.tables import Table

PROTECTED = ("audit", "opportunity_revisions")
CHUNK = 500  # rows


def back_up(records: Records, file: Path) -> dict[str, int]:
    """Write all records to a new file, as they are at one moment, while others go on; how many rows of each table.

    It holds the briefs: keep it as you keep them, and delete it when they are to be gone.

    Raises:
        RecordConflict: when the file is there already.
        RecordsError: when there are no records, or they or the file cannot be used.
    """
    if not records.begun:
        raise RecordsError("there are no records yet, so there is nothing to back up")
    if file.exists():
        raise RecordConflict(f"{file} is there already; name another file")
    with _beside(file) as written:
        if records.file is not None:
            with told_as_ours(records):
                records.engine.dispose()
            with closing(sqlite3.connect(records.file)) as source, closing(sqlite3.connect(written)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
        else:
            copy = Records.at(written.parent, f"sqlite:///{written}")
            with told_as_ours(records), writing(copy.engine).begin() as target_connection:
                source_engine = records.engine.execution_options(isolation_level="REPEATABLE READ")
                with source_engine.begin() as source_connection:
                    _copy(source_connection, target_connection)
            copy.close()
            with closing(sqlite3.connect(written)) as target:
                target.execute("PRAGMA journal_mode=DELETE")
        counted = _checked(written)
        with written.open("rb") as handle:
            os.fsync(handle.fileno())
        written.replace(file)
    return counted


def restore(records: Records, file: Path, replace: bool = False) -> dict[str, int]:
    """Put a backup's records into the database, all of them or none; how many rows of each table.

    Raises:
        RecordConflict: when the database holds records already and ``replace`` is not given.
        RecordsError: when the file is no backup that can be used, or the database cannot be written.
    """
    if not file.is_file():
        raise RecordsError(f"there is no file {file}")
    with tempfile.TemporaryDirectory() as folder:
        copy_file = Path(folder) / "copy.sqlite3"
        shutil.copyfile(file, copy_file)
        _checked(copy_file)
        copy = Records.at(copy_file.parent, f"sqlite:///{copy_file}")
        with copy.reading():  # brings a backup of an earlier version to this one's form
            pass
        if records.begun and not replace and any(_counts(records).values()):
            raise RecordConflict("the database holds records already; --replace puts the backup in their place")
        with told_as_ours(records):
            if records.file is not None:
                target_engine = records.engine
                target_engine.dispose()
                copy.close()
                with closing(sqlite3.connect(copy_file)) as source, closing(sqlite3.connect(records.file)) as target:
                    source.backup(target)  # one transaction: whoever reads sees the old or the new
                target_engine.dispose()
            else:
                _into_server(copy.engine, records.engine)
        copy.close()
    return _counts(records)


def _into_server(source: Engine, target: Engine) -> None:
    with source.begin() as read, writing(target).begin() as write:
        for table in PROTECTED:
            write.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        names = ", ".join(table.name for table in Table.metadata.sorted_tables)
        write.execute(text(f"TRUNCATE {names}"))
        _copy(read, write)
        for table in PROTECTED:
            write.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        for table in ("opportunity_revisions", "weight_publications"):
            last = f"SELECT max(sequence) FROM {table}"  # nosec B608 # noqa: S608 - our own names
            write.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'sequence'), coalesce(({last}), 0) + 1, false)")
            )


def _copy(source: Connection, target: Connection) -> None:
    for table in Table.metadata.sorted_tables:
        rows = source.execution_options(yield_per=CHUNK).execute(select(table)).mappings()
        for chunk in rows.partitions(CHUNK):
            target.execute(table.insert(), [dict(row) for row in chunk])


def _checked(file: Path) -> dict[str, int]:
    """The rows of a backup's tables, once its pages and its audit log are found to be whole."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        raise RecordsError(f"{file.name} is no backup that can be used: {error}") from error
    if found != "ok" or "alembic_version" not in tables:
        raise RecordsError(f"{file.name} is no backup that can be used: {found if found != 'ok' else 'no records'}")
    records = Records.at(file.parent, f"sqlite:///{file}")
    try:
        with records.reading() as session:
            problems = verify(session)[1]
        if problems:
            raise RecordsError(f"the audit log in {file.name} is not whole: {problems[0]}")
        return _counts(records)
    finally:
        records.close()


def _counts(records: Records) -> dict[str, int]:
    with records.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Table.metadata.sorted_tables
        }


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A file to write beside the one that it is to become; gone afterwards whatever happens."""
    try:
        handle, name = tempfile.mkstemp(prefix=".backup-", dir=file.parent)
        os.close(handle)
    except OSError as error:
        raise RecordsError(f"{file} cannot be written: {error.strerror or error}; name another folder") from error
    written = Path(name)
    try:
        yield written
    except (OSError, sqlite3.Error) as error:
        raise RecordsError(f"the backup cannot be written: {error}") from error
    finally:
        for left in written.parent.glob(f"{written.name}*"):
            left.unlink(missing_ok=True)
