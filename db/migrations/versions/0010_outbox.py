"""Takes that end at a moment of their own, and numbers leased to a desk that may lose its network."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("application", sa.Column("taken_until", Instant(), nullable=True))
    op.create_index(op.f("ix_request_at"), "request", ["at"], unique=False)
    op.create_table(
        "number_lease",
        sa.Column("id", Key, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("desk", sa.String(length=40), nullable=False),
        sa.Column("leased_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("unused_from", sa.Integer(), nullable=True),
        sa.Column("passed_to", Key, nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_number_lease_some")),
        sa.CheckConstraint(
            "unused_from IS NULL OR (unused_from >= first AND unused_from <= last + 1)",
            name=op.f("ck_number_lease_rest"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_number_lease_office_id")),
        sa.ForeignKeyConstraint(["passed_to"], ["number_lease.id"], name=op.f("fk_number_lease_passed_to")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_number_lease_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_lease")),
    )
    op.create_index("ix_number_lease_name", "number_lease", ["name", "first"], unique=False)
