"""Records: one database, opened on first need, with sessions that read and sessions that write."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from api.database import people_tables  # noqa: F401 - a backup takes every table that is known
from api.database.engine import open_engine, records_url, writing
from api.database.errors import RecordsError, UnusableRecord
from api.database.migrating import migrate
from api.settings import RECORDS


class Records:
    """The records at one address. Safe to share between threads. Nothing is created before something is kept."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._engine: Engine | None = None
        self._opening = threading.Lock()

    @classmethod
    def at(cls, home: Path, database: str | None = None) -> Records:
        """The records at a database address, or in a file under ``home``."""
        if database:
            return cls(records_url(database))
        return cls(URL.create("sqlite+pysqlite", database=str(home / RECORDS)))

    @property
    def file(self) -> Path | None:
        """The database's file; null where a server holds it."""
        embedded = self.url.get_backend_name() == "sqlite" and self.url.database
        return Path(str(self.url.database)) if embedded else None

    @property
    def begun(self) -> bool:
        """Whether there is anything to read. A server's database counts as begun: looking costs a connection."""
        return self.file is None or self.file.exists()

    @property
    def engine(self) -> Engine:
        """The engine, once the database is of this version's form.

        Raises:
            RecordsError: when the database cannot be opened or migrated.
        """
        with self._opening:
            if self._engine is None:
                engine = open_engine(self.url)
                with told_as_ours(self):
                    if self.file is not None:
                        self.file.parent.mkdir(parents=True, exist_ok=True)
                        if not self.file.exists():
                            self.file.touch(mode=0o600)  # briefs are confidential: its owner's alone
                    try:
                        migrate(engine)
                    except BaseException:
                        engine.dispose()
                        raise
                self._engine = engine
            return self._engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the records.

        Raises:
            RecordsError: when the database cannot be read.
        """
        with told_as_ours(self), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are on the disk, all of them, once the block has ended; none if it raises.

        Raises:
            RecordsError: when the database cannot be written.
        """
        with told_as_ours(self), Session(writing(self.engine), expire_on_commit=False) as session, session.begin():
            yield session

    def compact(self) -> None:
        """Leave no trace of what was deleted: empty the write-ahead log into the database and write that anew.

        Raises:
            RecordsError: when somebody is reading all the while, so that the log cannot be emptied.
        """
        with told_as_ours(self):
            if self.engine.dialect.name == "sqlite":
                self._compact_file()
            else:
                self._compact_server()

    def _compact_file(self) -> None:
        pooled = self.engine.raw_connection()  # SQLAlchemy would begin a transaction, in which VACUUM cannot run
        try:
            pooled.cursor().execute("VACUUM")
            busy, *_ = pooled.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise RecordsError(f"the records cannot be compacted now: {error}; they are tried again") from error
        finally:
            pooled.close()
        if busy:
            raise RecordsError("the write-ahead log is being read and cannot be emptied now; it is tried again")

    def _compact_server(self) -> None:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in inspect(connection).get_table_names():
                connection.exec_driver_sql(f'VACUUM (FULL) "{table}"')
            connection.exec_driver_sql("CHECKPOINT")

    def told_as_ours(self) -> AbstractContextManager[None]:
        """Tell what the database refuses as the product's error."""
        return told_as_ours(self)

    def close(self) -> None:
        """Let go of every connection."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None


@contextmanager
def told_as_ours(records: Records) -> Iterator[None]:
    """Tell what the database refuses as the product's error: of what kind, and what to do; never with contents."""
    where = records.file or records.url.render_as_string(hide_password=True)
    try:
        yield
    except DataError as error:
        # An id or a filter that no column could hold, NUL in it mostly: the asker's slip.
        raise UnusableRecord("a value of the request is none that records hold") from error
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0][:200] if error.orig else type(error).__name__
        raise RecordsError(
            f"the records at {where} cannot be used: {reason}; see that the database is there, can be written and "
            "has room"
        ) from error
    except OSError as error:
        raise RecordsError(f"the records at {where} cannot be used: {error.strerror or error}") from error
    except SQLAlchemyError as error:
        raise RecordsError(f"the records at {where} cannot be used: {type(error).__name__}") from error
