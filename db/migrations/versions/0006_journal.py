"""Looks at lists and letters with whom they concern, daily seals of the journal, the second factor of sign-in."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "journal_seal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_id", Key, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by", Key, nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_seal")),
        sa.UniqueConstraint("day", name=op.f("uq_journal_seal_day")),
    )
    op.create_table(
        "journal_seal_head",
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column(
            "chain",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["seal"], ["journal_seal.seq"], name=op.f("fk_journal_seal_head_seal")),
        sa.PrimaryKeyConstraint("seal", "chain", name=op.f("pk_journal_seal_head")),
    )
    op.create_table(
        "journal_subject",
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["chain", "seq"], ["journal.chain", "journal.seq"], name=op.f("fk_journal_subject_chain_seq")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_journal_subject_person_id")),
        sa.PrimaryKeyConstraint("chain", "seq", "person_id", name=op.f("pk_journal_subject")),
    )
    op.create_index(op.f("ix_journal_subject_person_id"), "journal_subject", ["person_id"], unique=False)
    op.create_table(
        "staff_totp",
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_totp_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_totp")),
    )
