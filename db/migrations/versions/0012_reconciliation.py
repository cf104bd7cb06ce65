"""Rows of large lists, rates, and the reconciliation of a month: findings and what was decided."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    _lists()
    _rates()
    _months()
    _doubts()
    _findings()
    _decisions()


def _lists() -> None:
    op.create_table(
        "list_row",
        sa.Column("id", Key, nullable=False),
        sa.Column("run_id", Key, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=13), nullable=True),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("kecamatan", sa.Text(), nullable=True),
        sa.Column("kelurahan", sa.Text(), nullable=True),
        sa.Column("segment", sa.String(length=60), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("period", sa.String(length=7), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("nik_note", sa.String(length=8), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_row")),
    )
    op.create_index("ix_list_row_number", "list_row", ["run_id", "number"], unique=False)


def _rates() -> None:
    op.create_table(
        "rate",
        sa.Column("id", Key, nullable=False),
        sa.Column("segment", sa.String(length=30), nullable=False),
        sa.Column("ward_class", sa.Integer(), nullable=False),
        sa.Column("budget_line", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_rate_amount_known")),
        sa.CheckConstraint("ward_class BETWEEN 1 AND 3", name=op.f("ck_rate_ward_class_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
        sa.UniqueConstraint(
            "segment",
            "ward_class",
            "budget_line",
            "valid_from",
            name=op.f("uq_rate_segment_ward_class_budget_line_valid_from"),
        ),
    )


def _months() -> None:
    op.create_table(
        "reconciliation",
        sa.Column("id", Key, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("segment", sa.String(length=30), nullable=False),
        sa.Column("budget_line", sa.String(length=60), server_default="", nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("state", sa.String(length=10), server_default="terbuka", nullable=False),
        sa.Column("list_run_id", Key, nullable=True),
        sa.Column("bill_run_id", Key, nullable=True),
        sa.Column("ours", sa.Integer(), server_default="0", nullable=False),
        sa.Column("theirs", sa.Integer(), server_default="0", nullable=False),
        sa.Column("billed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("expected", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("found", sa.Integer(), server_default="0", nullable=False),
        sa.Column("leaked", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_by", Key, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("compared_at", Instant(), nullable=True),
        sa.Column("closed_by", Key, nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("counterpart_number", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("state IN ('terbuka', 'tutup')", name=op.f("ck_reconciliation_state_known")),
        sa.ForeignKeyConstraint(["bill_run_id"], ["import_run.id"], name=op.f("fk_reconciliation_bill_run_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_reconciliation_closed_by")),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_reconciliation_created_by")),
        sa.ForeignKeyConstraint(["list_run_id"], ["import_run.id"], name=op.f("fk_reconciliation_list_run_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_reconciliation_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
        sa.UniqueConstraint(
            "office_id",
            "segment",
            "budget_line",
            "period",
            name=op.f("uq_reconciliation_office_id_segment_budget_line_period"),
        ),
    )


def _doubts() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", Key, nullable=False),
        sa.Column("reconciliation_id", Key, nullable=False),
        sa.Column("list_row_id", Key, nullable=True),
        sa.Column("membership_id", Key, nullable=True),
        sa.Column("person_id", Key, nullable=True),
        sa.Column("stands", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("matched", sa.String(length=5), server_default="", nullable=False),
        sa.Column("priced", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("number", sa.String(length=13), nullable=True),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("our_nik", sa.String(length=16), nullable=True),
        sa.Column("our_number", sa.String(length=13), nullable=True),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("billed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due", sa.Integer(), server_default="0", nullable=False),
        sa.Column("place", sa.Integer(), server_default="1", nullable=False),
        sa.Column("nik_note", sa.String(length=8), server_default="", nullable=False),
        sa.Column("their_segment", sa.String(length=60), nullable=True),
        sa.Column("other_segment", sa.String(length=30), nullable=True),
        sa.Column("other_since", sa.Date(), nullable=True),
        sa.Column("in_pbi", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=True),
        sa.Column("state_since", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["reconciliation_id"], ["reconciliation.id"], name=op.f("fk_doubt_reconciliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
    )
    op.create_index("ix_doubt_membership", "doubt", ["reconciliation_id", "membership_id"], unique=False)
    op.create_index("ix_doubt_row", "doubt", ["reconciliation_id", "list_row_id"], unique=False)


def _findings() -> None:
    op.create_table(
        "finding",
        sa.Column("id", Key, nullable=False),
        sa.Column("reconciliation_id", Key, nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=60), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("list_row_id", Key, nullable=True),
        sa.Column("membership_id", Key, nullable=True),
        sa.Column("person_id", Key, nullable=True),
        sa.Column("number", sa.String(length=13), nullable=True),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("theirs", sa.Text(), server_default="", nullable=False),
        sa.Column("ours", sa.Text(), server_default="", nullable=False),
        sa.Column("register", sa.Text(), server_default="", nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("leaked", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"], ["reconciliation.id"], name=op.f("fk_finding_reconciliation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint(
            "reconciliation_id", "rule", "mark", "round", name=op.f("uq_finding_reconciliation_id_rule_mark_round")
        ),
    )


def _decisions() -> None:
    op.create_table(
        "finding_decision",
        sa.Column("id", Key, nullable=False),
        sa.Column("finding_id", Key, nullable=False),
        sa.Column("reconciliation_id", Key, nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('stop', 'tambah', 'sengketa', 'tetap')", name=op.f("ck_finding_decision_decision_known")
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_decision_finding_id")),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"], ["reconciliation.id"], name=op.f("fk_finding_decision_reconciliation_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_finding_decision_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_decision")),
    )
    op.create_index(op.f("ix_finding_decision_finding_id"), "finding_decision", ["finding_id"], unique=False)
    op.create_index(
        op.f("ix_finding_decision_reconciliation_id"), "finding_decision", ["reconciliation_id"], unique=False
    )
