"""The first records: revisions, briefs, shortlists, decisions, judgements, weight sets, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.database.protection import protect, unprotect

revision = "r0001_records"
down_revision = None


def upgrade() -> None:
    """Make the tables, and see to it that history is only ever added to."""
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
    )
    op.create_index(op.f("ix_audit_team"), "audit", ["team"], unique=False)
    op.create_table(
        "briefs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_briefs_team"), "briefs", ["team"], unique=False)
    op.create_table(
        "opportunity_revisions",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("opportunity_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
        sa.UniqueConstraint("opportunity_id", "revision", name="uq_opportunity_revision"),
    )
    op.create_index(op.f("ix_opportunity_revisions_team"), "opportunity_revisions", ["team"], unique=False)
    op.create_table(
        "weight_sets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("toml", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("comparison", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_weight_sets_team"), "weight_sets", ["team"], unique=False)
    op.create_table(
        "judgements",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("opportunity_id", sa.String(length=80), nullable=False),
        sa.Column("relevance", sa.Integer(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("brief_id", sa.String(length=36), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["briefs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_judgements_brief_id"), "judgements", ["brief_id"], unique=False)
    op.create_index(op.f("ix_judgements_team"), "judgements", ["team"], unique=False)
    op.create_table(
        "shortlists",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("catalogue", sa.String(length=64), nullable=False),
        sa.Column("encoder", sa.String(length=200), nullable=False),
        sa.Column("weights", sa.String(length=64), nullable=False),
        sa.Column("calibration", sa.String(length=64), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("weights_name", sa.String(length=200), nullable=False),
        sa.Column("weights_toml", sa.LargeBinary(), nullable=False),
        sa.Column("brief_id", sa.String(length=36), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["briefs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_shortlists_brief_id"), "shortlists", ["brief_id"], unique=False)
    op.create_index(op.f("ix_shortlists_team"), "shortlists", ["team"], unique=False)
    op.create_table(
        "weight_publications",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("weight_set_id", sa.String(length=36), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["weight_set_id"],
            ["weight_sets.id"],
        ),
        sa.PrimaryKeyConstraint("sequence"),
    )
    op.create_index(op.f("ix_weight_publications_team"), "weight_publications", ["team"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("shortlist_id", sa.String(length=36), nullable=False),
        sa.Column("opportunity_id", sa.String(length=80), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("gate", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("brief_id", sa.String(length=36), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["briefs.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shortlist_id"], ["shortlists.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_decisions_brief_id"), "decisions", ["brief_id"], unique=False)
    op.create_index(op.f("ix_decisions_shortlist_id"), "decisions", ["shortlist_id"], unique=False)
    op.create_index(op.f("ix_decisions_team"), "decisions", ["team"], unique=False)
    protect("opportunity_revisions")
    protect("audit")


def downgrade() -> None:
    """The way back: what these tables hold is gone."""
    unprotect("audit")
    unprotect("opportunity_revisions")
    op.drop_index(op.f("ix_decisions_team"), table_name="decisions")
    op.drop_index(op.f("ix_decisions_shortlist_id"), table_name="decisions")
    op.drop_index(op.f("ix_decisions_brief_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_weight_publications_team"), table_name="weight_publications")
    op.drop_table("weight_publications")
    op.drop_index(op.f("ix_shortlists_team"), table_name="shortlists")
    op.drop_index(op.f("ix_shortlists_brief_id"), table_name="shortlists")
    op.drop_table("shortlists")
    op.drop_index(op.f("ix_judgements_team"), table_name="judgements")
    op.drop_index(op.f("ix_judgements_brief_id"), table_name="judgements")
    op.drop_table("judgements")
    op.drop_index(op.f("ix_weight_sets_team"), table_name="weight_sets")
    op.drop_table("weight_sets")
    op.drop_index(op.f("ix_opportunity_revisions_team"), table_name="opportunity_revisions")
    op.drop_table("opportunity_revisions")
    op.drop_index(op.f("ix_briefs_team"), table_name="briefs")
    op.drop_table("briefs")
    op.drop_index(op.f("ix_audit_team"), table_name="audit")
    op.drop_table("audit")
