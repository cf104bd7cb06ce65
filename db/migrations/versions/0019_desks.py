"""Which program runs at which desk."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0019"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "desk_version",
        sa.Column("staff_id", Key, autoincrement=False, nullable=False),
        sa.Column("computer", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_desk_version_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "computer", name=op.f("pk_desk_version")),
    )
