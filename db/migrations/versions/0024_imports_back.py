"""What a delivery of SIAK wrote over, and which list brought or took back a death or a move: so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "resident_before",
        sa.Column("run_id", Key, autoincrement=False, nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=False),
        sa.Column("kk", sa.String(length=16), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("birth_place", sa.Text(), server_default="", nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("kelurahan", sa.Text(), server_default="", nullable=False),
        sa.Column("kecamatan", sa.Text(), server_default="", nullable=False),
        sa.Column("relation", sa.Text(), server_default="", nullable=False),
        sa.Column("marital", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("former_run_id", Key, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "nik", name=op.f("pk_resident_before")),
    )
    op.add_column("import_run", sa.Column("former_kept", sa.Boolean(), server_default=sa.false(), nullable=False))
    # Without foreign keys: SQLite would copy the whole table for them.
    op.add_column("civil_event", sa.Column("run_id", Key, nullable=True))
    op.add_column("civil_event", sa.Column("revoked_run_id", Key, nullable=True))
    op.create_index(op.f("ix_civil_event_run_id"), "civil_event", ["run_id"])
    op.create_index(op.f("ix_civil_event_revoked_run_id"), "civil_event", ["revoked_run_id"])
