"""What officers make of saved briefs: their corrections, their selection and the marking that the files bore."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0004_handling"
down_revision = "r0002_work"

_COLUMNS = (("amendments", "{}"), ("selection", "{}"), ("marking", ""))


def upgrade() -> None:
    """Add the columns; briefs saved before have nothing in them.

    Added in place: SQLite would otherwise make the table anew, which deletes what hangs on its rows.
    """
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, empty in _COLUMNS:
        default = sa.text(f"x'{empty.encode().hex()}'" if sqlite else f"'{empty}'")
        op.add_column("briefs", sa.Column(name, sa.LargeBinary(), nullable=False, server_default=default))


def downgrade() -> None:
    """The way back: what these columns hold is gone."""
    for name, _ in _COLUMNS:
        op.drop_column("briefs", name)
