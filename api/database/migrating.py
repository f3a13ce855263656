"""Migrations: bringing a database to the form that this version reads, and back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from api.database.engine import open_engine, writing
from api.database.errors import RecordsError

if TYPE_CHECKING:
    from alembic.config import Config

    from api.database.records import Records

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the database to a revision: the newest unless told; ``base`` empties it. All of it or nothing.

    Raises:
        RecordsError: when a newer version of the product made the database.
    """
    from alembic import command

    with writing(engine).begin() as connection:  # one at a time, also of two servers that start at once
        config = _config(connection)
        at, known = _standing(connection, config)
        if at is not None and at not in known:
            raise RecordsError(
                f"the database is of revision {at}, which this version does not know; use the version that made it"
            )
        wanted = known[-1] if to == "head" else to
        if wanted not in (*known, "base"):
            raise RecordsError(f"no revision is called {wanted!r}; there are {', '.join(known)}")
        if wanted == at:
            return
        if wanted == "base" or (at is not None and wanted in known[: known.index(at)]):
            command.downgrade(config, to)
        else:
            command.upgrade(config, to)


def revision_of(engine: Engine) -> str | None:
    """The revision that a database is of; null when it is empty."""
    with engine.begin() as connection:
        return _standing(connection, _config(connection))[0]


def migrated(records: Records, to: str = "head") -> tuple[str | None, str | None]:
    """Bring records to a revision, whichever they are of now; the revision before and the one after.

    What only later revisions can hold is lost on the way back.

    Raises:
        RecordsError: when there are none, this version does not know the revision, or they cannot be written.
    """
    if not records.begun:
        raise RecordsError("there are no records yet, so there is nothing to migrate")
    engine = open_engine(records.url)
    try:
        with records.told_as_ours():
            before = revision_of(engine)
            migrate(engine, to)
            return before, revision_of(engine)
    finally:
        engine.dispose()


@cache
def newest_revision() -> str:
    """The revision that this version reads and writes."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def _standing(connection: Connection, config: Config) -> tuple[str | None, list[str]]:
    """The database's revision, and all known ones, oldest first."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(config).walk_revisions()
    return MigrationContext.configure(connection).get_current_revision(), [s.revision for s in scripts][::-1]
