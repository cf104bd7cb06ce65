"""The parts of name words, for a search in the middle of a word; indexes that answer a comparison without the rows."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_WORD = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "name_part",
        sa.Column("part", _WORD, nullable=False),
        sa.Column("token", _WORD, nullable=False),
        sa.PrimaryKeyConstraint("part", "token", name=op.f("pk_name_part")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO name_part (part, token)"
        " WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < 58)"
        " SELECT substr(word.token, n), word.token FROM (SELECT DISTINCT token FROM person_key) AS word"
        " JOIN place ON n = 1 OR n <= length(word.token) - 2"
    )
    op.drop_index("ix_list_row_number", "list_row")
    op.create_index("ix_list_row_number", "list_row", ["run_id", "number", "status", "period"])
    op.drop_index("ix_membership_participant_number", "membership")
    op.create_index(
        "ix_membership_number",
        "membership",
        ["participant_number", "segment", "valid_from", "valid_to", "person_id"],
    )
