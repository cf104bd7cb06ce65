"""The register of copies."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0009"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "backup_run",
        sa.Column("id", Key, nullable=False),
        sa.Column("claim", sa.String(length=50), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("staff_id", Key, nullable=True),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("counts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('berjalan', 'baik', 'mencurigakan', 'gagal')", name=op.f("ck_backup_run_state_known")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_backup_run_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_run")),
        sa.UniqueConstraint("claim", "attempt", name="uq_backup_run_claim"),
    )
    op.create_index("ix_backup_run_good", "backup_run", ["state", "id"], unique=False)
