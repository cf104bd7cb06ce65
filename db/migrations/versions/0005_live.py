"""Live desks: which desk made a change, and e-mails about lists that arrived."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("change", sa.Column("desk", sa.String(length=16), server_default="", nullable=False))
    op.create_table(
        "mail_notice",
        sa.Column("batch_id", Key, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="1", nullable=False),
        sa.Column("claimed_by", Key, nullable=False),
        sa.Column("claimed_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_mail_notice_batch_id")),
        sa.ForeignKeyConstraint(["claimed_by"], ["staff.id"], name=op.f("fk_mail_notice_claimed_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_mail_notice_office_id")),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_mail_notice")),
    )
    op.create_index(op.f("ix_mail_notice_office_id"), "mail_notice", ["office_id"], unique=False)
