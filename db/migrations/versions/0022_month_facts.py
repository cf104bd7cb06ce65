"""What a month was compared with, whose membership a finding is about, and what was paid for one person before."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("reconciliation", sa.Column("pbi_run_id", Key, nullable=True))
    op.add_column("doubt", sa.Column("own_since", sa.Date(), nullable=True))
    op.add_column("finding", sa.Column("our_number", sa.String(length=13), nullable=True))
    op.create_index("ix_month_line_person", "month_line", ["person_id", "reconciliation_id"], unique=False)
