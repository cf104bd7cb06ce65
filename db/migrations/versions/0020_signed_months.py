"""The Berita Acara of a month is a letter: its draft, the letter that closed it, and the other side's number."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    month = (
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("segment", sa.String(length=30), nullable=False),
    )
    for name, of, more in (("draft_month", "draft", month), ("letter_month", "letter", ())):
        op.create_table(
            name,
            sa.Column(f"{of}_id", Key, autoincrement=False, nullable=False),
            sa.Column("reconciliation_id", Key, nullable=False),
            *more,
            sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_{name}_{of}_id")),
            sa.ForeignKeyConstraint(
                ["reconciliation_id"], ["reconciliation.id"], name=op.f(f"fk_{name}_reconciliation_id")
            ),
            sa.PrimaryKeyConstraint(f"{of}_id", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_reconciliation_id"), name, ["reconciliation_id"], unique=False)
    op.create_table(
        "letter_partner",
        sa.Column("id", Key, nullable=False),
        sa.Column("letter_id", Key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("recorded_by", Key, nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_partner_letter_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_letter_partner_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_partner")),
    )
    op.create_index(op.f("ix_letter_partner_letter_id"), "letter_partner", ["letter_id"], unique=False)
    _name_what_is_known()


def _name_what_is_known() -> None:
    """The first rates named a regulation that nobody has looked up; a line that an office changed stays as it is."""
    rate = sa.table("rate", sa.column("legal_basis", sa.Text()), sa.column("version", sa.Integer()))
    guessed = (rate.c.legal_basis == "Peraturan Presiden Nomor 64 Tahun 2020", rate.c.version == 1)
    known = "Iuran sejak 2021 menurut laporan pemeriksa; nomor peraturan belum dipastikan (disimpulkan)"
    op.execute(sa.update(rate).where(*guessed).values(legal_basis=known))
