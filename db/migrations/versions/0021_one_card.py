"""A person has one running family card, and it is known which import ended the one before; what a record owes to SIAK."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key

revision = "0021"
down_revision = "0020"

# Every card beside the next one of its person; ``astray``: of that person some card ends before it begins, or several run.
_CARDS = (
    "SELECT id, lead(valid_from) OVER w AS next_from, lead(run_id) OVER w AS next_run,"
    " max(CASE WHEN valid_to < valid_from THEN 1 ELSE 0 END) OVER p AS crooked,"
    " sum(CASE WHEN valid_to IS NULL THEN 1 ELSE 0 END) OVER p AS running FROM family_member"
    " WINDOW w AS (PARTITION BY person_id ORDER BY valid_from, id), p AS (PARTITION BY person_id)"
)


def upgrade() -> None:
    op.add_column("family_member", sa.Column("end_run_id", Key, nullable=True))
    _heal()
    with op.batch_alter_table("family_member") as table:
        table.create_foreign_key(op.f("fk_family_member_end_run_id"), "import_run", ["end_run_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_family_member_ends_after_begin"), "valid_to IS NULL OR valid_to >= valid_from"
        )
    op.create_index(op.f("ix_family_member_end_run_id"), "family_member", ["end_run_id"])
    runs = sa.text("valid_to IS NULL")
    op.create_index(
        "ix_family_member_running",
        "family_member",
        ["person_id"],
        unique=True,
        sqlite_where=runs,
        postgresql_where=runs,
    )
    op.drop_index("ix_person_key_person", "person_key")
    op.create_index("ix_person_key_person", "person_key", ["person_id", "token"])
    # Without a foreign key: SQLite would copy the whole table for it.
    op.add_column("person", sa.Column("resident_run_id", Key, nullable=True))
    op.add_column("person", sa.Column("resident_fields", sa.Text(), server_default="", nullable=False))


def _heal() -> None:
    """Where cards contradict each other they follow one another from the day each begins, and the newest runs; then which
    import ended a card is told by the card that begins on that day."""
    op.execute(
        f"UPDATE family_member SET valid_to = c.next_from FROM ({_CARDS}) AS c"  # noqa: S608
        " WHERE c.id = family_member.id AND (c.running > 1 OR (c.crooked = 1 AND c.running = 1))"
    )
    # Nobody's card runs: an interval that is none becomes empty, and nothing else changes.
    op.execute("UPDATE family_member SET valid_to = valid_from WHERE valid_to < valid_from")
    op.execute(
        f"UPDATE family_member SET end_run_id = c.next_run FROM ({_CARDS}) AS c"  # noqa: S608
        " WHERE c.id = family_member.id AND family_member.valid_to = c.next_from"
    )
