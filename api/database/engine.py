"""Engines: how a database is opened so that what was acknowledged stays, and what was deleted is gone."""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from api.database.errors import RecordsError

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a commit is on the disk before it is acknowledged, also when the power fails
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is deleted is written over with zeros
    "PRAGMA temp_store=MEMORY",  # nothing of it strays into temporary files
    "PRAGMA busy_timeout=15000",
)
PATIENCE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
"""Seconds, and tries, after which a PostgreSQL server that has vanished from the network counts as away."""
WRITE_LOCK = 0x6D69646C  # of PostgreSQL's advisory locks: any number, the same everywhere
_WRITING = "records_writing"


def records_url(text: str) -> URL:
    """The address of a database, with the driver that the product brings.

    Raises:
        RecordsError: when it is no address, or of a database that is not known.
    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise RecordsError(
            "MIDLANDS_MATCH_DATABASE is no database address; give one such as "
            "postgresql://user:password@host/name or sqlite:////path/records.sqlite3"
        ) from error
    drivers = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}
    name = url.drivername.split("+")[0]
    if name not in drivers:
        raise RecordsError(f"MIDLANDS_MATCH_DATABASE names a {name!r} database; use postgresql or sqlite")
    return url.set(drivername=drivers[name])


def open_engine(url: URL) -> Engine:
    """An engine for the records. It connects on first use.

    Raises:
        RecordsError: when the driver of PostgreSQL is not installed.
    """
    try:
        # Parameters are hidden: an error's text ends up in logs, and briefs must not.
        server = url.get_backend_name() == "postgresql"
        patience = {k: v for k, v in PATIENCE.items() if server and k not in url.query}
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=server, connect_args=patience)
    except ModuleNotFoundError as error:
        raise RecordsError(
            'the driver of PostgreSQL is not installed; pip install "midlands-match[postgres]"'
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: one at a time, so that none is refused halfway.

    Revisions and the audit log's chain need an order anyway, and the disk's sync is what takes the time.
    """
    return engine.execution_options(**{_WRITING: True})


def _prepare_sqlite(connection: Any, record: object) -> None:
    _, _, file = connection.execute("PRAGMA database_list").fetchone()
    if file and not os.access(file, os.W_OK):
        # SQLite would open it all the same, and neither it nor any other connection of the process could then write,
        # also when the disk can be written again.
        raise RecordsError(f"the records at {file} cannot be used: they cannot be written; see that the disk can be")
    connection.isolation_level = None  # or Python's driver would begin transactions of its own
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    wanted = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wanted else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITING):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
