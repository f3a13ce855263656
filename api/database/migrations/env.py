"""What Alembic runs to migrate: on the connection that it is handed, within that connection's transaction."""

from __future__ import annotations

from alembic import context

from api.database import people_tables  # noqa: F401 - its tables are among those of the base
from api.database.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,
    render_as_batch=True,  # SQLite changes a column by copying its table
)
with context.begin_transaction():
    context.run_migrations()
