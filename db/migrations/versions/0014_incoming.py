"""Lines of a list on their way into the register."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "incoming",
        sa.Column("run_id", Key, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=13), nullable=True),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("kk", sa.String(length=16), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_place", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("kelurahan", sa.Text(), nullable=True),
        sa.Column("kecamatan", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("facility", sa.Text(), nullable=True),
        sa.Column("person_id", Key, nullable=True),
        sa.Column("fresh", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("run_id", "seq", name=op.f("pk_incoming")),
    )
    op.create_index("ix_incoming_person", "incoming", ["run_id", "person_id"])
