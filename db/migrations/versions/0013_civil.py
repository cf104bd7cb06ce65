"""Deaths and move-outs, and moves by which the office where a case began takes it back."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("sop_transition", sa.Column("recall", sa.Boolean(), server_default="0", nullable=False))
    op.create_table(
        "civil_event",
        sa.Column("id", Key, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=False),
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("paper_id", Key, nullable=True),
        sa.Column("destination", sa.Text(), server_default="", nullable=False),
        sa.Column("membership_id", Key, nullable=True),
        sa.Column("application_id", Key, nullable=True),
        sa.Column("recorded_by", Key, nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("revoked_by", Key, nullable=True),
        sa.Column("revoked_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("kind IN ('kematian', 'pindah')", name=op.f("ck_civil_event_kind_known")),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name=op.f("ck_civil_event_revoked_whole")),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_civil_event_{column}"))
            for column, target in (
                ("application_id", "application.id"),
                ("membership_id", "membership.id"),
                ("paper_id", "paper.id"),
                ("person_id", "person.id"),
                ("recorded_by", "staff.id"),
                ("revoked_by", "staff.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_civil_event")),
        sa.UniqueConstraint("application_id", name=op.f("uq_civil_event_application_id")),
    )
    op.create_index(op.f("ix_civil_event_person_id"), "civil_event", ["person_id"], unique=False)
    op.create_index("ix_civil_event_recorded", "civil_event", ["recorded_at"], unique=False)
    op.create_index(
        "ix_civil_event_stands",
        "civil_event",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
