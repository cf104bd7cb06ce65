"""Merged records that can be taken apart again, and what a closed month stood upon."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    # Without a foreign key: SQLite would copy the whole table for it. The guards ask for the merge itself.
    op.add_column("membership", sa.Column("end_merge_id", Key, nullable=True))
    op.create_index("ix_membership_end_merge_id", "membership", ["end_merge_id"])
    stands = sa.text("merged_into IS NULL")
    op.create_index(
        "ix_person_likeness", "person", ["birth_date", "name"], sqlite_where=stands, postgresql_where=stands
    )
    op.create_table(
        "month_basis",
        sa.Column("reconciliation_id", Key, autoincrement=False, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"], ["reconciliation.id"], name=op.f("fk_month_basis_reconciliation_id")
        ),
        sa.PrimaryKeyConstraint("reconciliation_id", name=op.f("pk_month_basis")),
    )
    op.create_table(
        "month_line",
        sa.Column("id", Key, nullable=False),
        sa.Column("reconciliation_id", Key, nullable=False),
        sa.Column("list_row_id", Key, nullable=True),
        sa.Column("finding_id", Key, nullable=True),
        sa.Column("person_id", Key, nullable=True),
        sa.Column("registration", sa.String(length=20), server_default="", nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("membership_id", Key, nullable=True),
        sa.Column("number", sa.String(length=13), nullable=True),
        sa.Column("segment", sa.String(length=30), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("run_id", Key, nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("application_id", Key, nullable=True),
        sa.Column("billed", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_line")),
    )
    op.create_index("ix_month_line_month", "month_line", ["reconciliation_id", "id"])
    op.create_table(
        "month_proof",
        sa.Column("reconciliation_id", Key, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("ref_id", Key, autoincrement=False, nullable=False),
        sa.Column("person_id", Key, autoincrement=False, nullable=False),
        sa.Column("application_id", Key, nullable=True),
        sa.PrimaryKeyConstraint("reconciliation_id", "person_id", "kind", "ref_id", name=op.f("pk_month_proof")),
    )
