"""What a line of a form asks for: the kind of change with its day, and the program it is proposed for."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("incoming", sa.Column("mutation", sa.Text(), nullable=True))
    op.add_column("incoming", sa.Column("effective_date", sa.Date(), nullable=True))
    op.add_column("incoming", sa.Column("segment", sa.Text(), nullable=True))
