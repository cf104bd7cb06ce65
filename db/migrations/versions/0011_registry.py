"""Memberships with history, where values came from, families, merged records, the population register, whole imports."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    _runs()
    _people()
    _memberships()
    _residents()
    _families()
    _sources()
    _mappings()


def _runs() -> None:
    op.add_column("import_run", sa.Column("period", sa.String(length=7), nullable=True))
    op.add_column("import_run", sa.Column("segment", sa.String(length=30), nullable=True))
    op.add_column("import_run", sa.Column("undone_at", Instant(), nullable=True))
    op.add_column("import_run", sa.Column("undone_by", Key, nullable=True))


def _people() -> None:
    op.add_column("person", sa.Column("kecamatan", sa.Text(), server_default="", nullable=False))
    op.add_column("person", sa.Column("run_id", Key, nullable=True))
    op.create_index(op.f("ix_person_run_id"), "person", ["run_id"])


def _memberships() -> None:
    """One number, several rows: only the running one is alone. What a card cost was a word; now it is a code."""
    with op.batch_alter_table("membership") as table:
        table.drop_constraint(op.f("uq_membership_participant_number"), type_="unique")
        table.add_column(sa.Column("ward_class", sa.Integer(), nullable=True))
        table.add_column(sa.Column("run_id", Key, nullable=True))
        table.create_foreign_key(op.f("fk_membership_run_id"), "import_run", ["run_id"], ["id"])
        table.add_column(sa.Column("end_reason", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("ended_at", Instant(), nullable=True))
        table.add_column(sa.Column("end_run_id", Key, nullable=True))
        table.create_foreign_key(op.f("fk_membership_end_run_id"), "import_run", ["end_run_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_membership_ends_after_begin"), "valid_to IS NULL OR valid_to >= valid_from"
        )
        table.create_check_constraint(
            op.f("ck_membership_ward_class_known"), "ward_class IS NULL OR ward_class IN (1, 2, 3)"
        )
    op.create_index(
        "ix_membership_running_number",
        "membership",
        ["participant_number"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    for name in ("participant_number", "run_id", "end_run_id"):
        op.create_index(op.f(f"ix_membership_{name}"), "membership", [name])
    op.create_index("ix_membership_segment", "membership", ["segment", "valid_from"])
    op.execute(
        "UPDATE membership SET segment = 'pbi_provinsi', payer = 'apbd_provinsi' WHERE segment = 'PBPU/BP Pemda'"
    )


def _residents() -> None:
    op.create_table(
        "resident",
        sa.Column("nik", sa.String(length=16), nullable=False),
        sa.Column("kk", sa.String(length=16), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("birth_place", sa.Text(), server_default="", nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("kelurahan", sa.Text(), server_default="", nullable=False),
        sa.Column("kecamatan", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), server_default="ada", nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("run_id", Key, nullable=False),
        sa.CheckConstraint("state IN ('ada', 'meninggal', 'pindah')", name=op.f("ck_resident_state_known")),
        sa.CheckConstraint("sex IS NULL OR sex IN ('L', 'P')", name=op.f("ck_resident_sex_known")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_resident_office_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_resident_run_id")),
        sa.PrimaryKeyConstraint("nik", name=op.f("pk_resident")),
    )
    op.create_index(op.f("ix_resident_run_id"), "resident", ["run_id"])
    op.create_index("ix_resident_state", "resident", ["state", "since"])


def _families() -> None:
    op.create_table(
        "family_member",
        sa.Column("id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("kk", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.String(length=30), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("run_id", Key, nullable=True),
        sa.CheckConstraint("length(kk) = 16", name=op.f("ck_family_member_kk_whole")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_family_member_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_family_member_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_member")),
    )
    for name in ("person_id", "kk", "run_id"):
        op.create_index(op.f(f"ix_family_member_{name}"), "family_member", [name])


def _sources() -> None:
    op.create_table(
        "value_source",
        sa.Column("id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.Column("run_id", Key, nullable=True),
        sa.Column("staff_id", Key, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_value_source_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_value_source_run_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_value_source_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_source")),
    )
    for name in ("person_id", "run_id"):
        op.create_index(op.f(f"ix_value_source_{name}"), "value_source", [name])
    op.create_table(
        "person_merge",
        sa.Column("id", Key, nullable=False),
        sa.Column("kept_id", Key, nullable=False),
        sa.Column("merged_id", Key, nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("undone_by", Key, nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name=op.f("fk_person_merge_kept_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["person.id"], name=op.f("fk_person_merge_merged_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_person_merge_staff_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name=op.f("fk_person_merge_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    for name in ("kept_id", "merged_id"):
        op.create_index(op.f(f"ix_person_merge_{name}"), "person_merge", [name])


def _mappings() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_column_mapping_office_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_column_mapping_staff_id")),
        sa.PrimaryKeyConstraint("signature", "office_id", name=op.f("pk_column_mapping")),
    )
