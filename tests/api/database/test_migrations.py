"""Migrations: what they make is what the tables say, and a filled database goes back and forth."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text

from api.database.briefs import Briefs
from api.database.errors import RecordsError
from api.database.migrating import migrate, migrated, newest_revision, revision_of
from api.database.records import Records
from api.database.tables import AuditRow, BriefRow, Table
from api.people import Person

ANN = Person("ann", "leicester")
NEWEST = "r0005_people"


def test_nothing_is_created_before_it_is_needed(records: Records) -> None:
    if records.file is None:
        pytest.skip("a server's database is there before")
    assert not records.begun
    assert not records.file.exists()
    with records.reading():
        pass
    assert records.begun
    assert records.file.stat().st_mode & 0o077 == 0, "briefs are their owner's alone"


def test_the_migrations_make_the_tables(records: Records) -> None:
    assert revision_of(records.engine) == NEWEST
    with records.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_a_filled_database_goes_back_and_forth(records: Records) -> None:
    with records.writing() as session:
        for n in range(50):
            Briefs(session, ANN).add(f"brief {n}", f"text {n}", 5, 0)
    migrate(records.engine, "r0001_records")
    assert "jobs" not in inspect(records.engine).get_table_names()
    with records.reading() as session:
        assert session.scalar(select(func.count()).select_from(BriefRow)) == 50
    migrate(records.engine)
    assert revision_of(records.engine) == NEWEST
    with records.reading() as session:
        assert Briefs(session, ANN).page(1, 0).total == 50
        assert session.scalar(select(func.count()).select_from(AuditRow)) == 50
    migrate(records.engine, "base")
    assert set(inspect(records.engine).get_table_names()) <= {"alembic_version"}
    migrate(records.engine)
    with records.reading() as session:
        assert Briefs(session, ANN).page(1, 0).total == 0


def test_a_command_goes_back_and_forth(records: Records) -> None:
    if records.file is not None:
        with pytest.raises(RecordsError, match="no records yet"):
            migrated(records)
    with records.writing() as session:
        Briefs(session, ANN).add("kept", "text", 5, 0)
    records.close()
    assert migrated(records, "r0001_records") == (newest_revision(), "r0001_records")
    with pytest.raises(RecordsError, match="no revision is called 'r7'; there are r0001_records"):
        migrated(records, "r7")
    assert migrated(records) == ("r0001_records", newest_revision())
    with records.reading() as session:
        assert Briefs(session, ANN).page(1, 0).records[0].title == "kept"


def test_a_newer_versions_database_is_refused(records: Records) -> None:
    with records.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999_later'"))
    with pytest.raises(RecordsError, match="r9999_later, which this version does not know"):
        Records(records.url).engine  # noqa: B018 - opening is what is tried
