"""The register of members beside the people themselves: families, provenance, merged records, and what SIAK says."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, String, Table, Text, text

from db.tables.base import Key, key, metadata
from db.types import Instant


def _told() -> tuple[Column[Any], ...]:
    """What SIAK says of a resident: the same beside what it wrote over."""
    return (
        Column("kk", String(16), nullable=False, server_default=""),
        Column("name", Text, nullable=False, server_default=""),
        Column("sex", String(1)),
        Column("birth_place", Text, nullable=False, server_default=""),
        Column("birth_date", Date),
        Column("address", Text, nullable=False, server_default=""),
        Column("kelurahan", Text, nullable=False, server_default=""),
        Column("kecamatan", Text, nullable=False, server_default=""),
        # As SIAK writes them: relation to the head of the family, marital state, and its own word for the resident's state.
        Column("relation", Text, nullable=False, server_default=""),
        Column("marital", Text, nullable=False, server_default=""),
        Column("status", Text, nullable=False, server_default=""),
    )


# The population register as Dukcapil last delivered it: one row a NIK, written over by the next delivery.
resident = Table(
    "resident",
    metadata,
    Column("nik", String(16), primary_key=True),
    *_told(),
    Column("state", String(10), nullable=False, server_default="ada"),
    Column("since", Date),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("run_id", Key, ForeignKey("import_run.id"), nullable=False, index=True),
    CheckConstraint("state IN ('ada', 'meninggal', 'pindah')", name="state_known"),
    CheckConstraint("sex IS NULL OR sex IN ('L', 'P')", name="sex_known"),
    Index("ix_resident_state", "state", "since"),
)

# What a delivery wrote over, of those whom it changed: until the next delivery it can be taken back.
resident_before = Table(
    "resident_before",
    metadata,
    Column("run_id", Key, primary_key=True, autoincrement=False),
    Column("nik", String(16), primary_key=True),
    *_told(),
    Column("office_id", Key, nullable=False),
    Column("former_run_id", Key, nullable=False),
)

# Nomor KK changes with a move, a divorce, a death: an attribute of a person with history, never a key. One runs.
family_member = Table(
    "family_member",
    metadata,
    key(),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("kk", String(16), nullable=False, index=True),
    Column("relation", String(30), nullable=False, server_default=""),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("run_id", Key, ForeignKey("import_run.id"), index=True),
    # The import whose card took its place: taken back, this one runs again.
    Column("end_run_id", Key, ForeignKey("import_run.id"), index=True),
    CheckConstraint("length(kk) = 16", name="kk_whole"),
    CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_begin"),
    Index(
        "ix_family_member_running",
        "person_id",
        unique=True,
        sqlite_where=text("valid_to IS NULL"),
        postgresql_where=text("valid_to IS NULL"),
    ),
)

# B8: a value that came from elsewhere than its record, and what stood there before.
value_source = Table(
    "value_source",
    metadata,
    key(),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("field", String(30), nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
    Column("run_id", Key, ForeignKey("import_run.id"), index=True),
    Column("staff_id", Key, ForeignKey("staff.id")),
    Column("at", Instant, nullable=False),
)

# What a merge carried over, so that it can be taken back row by row.
person_merge = Table(
    "person_merge",
    metadata,
    key(),
    Column("kept_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("merged_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("moved", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_by", Key, ForeignKey("staff.id")),
    Column("undone_at", Instant),
)

# What a clerk once confirmed about somebody's headings; `signature` is a digest of the headings themselves.
column_mapping = Table(
    "column_mapping",
    metadata,
    Column("signature", String(64), primary_key=True),
    Column("layout", String(40), nullable=False),
    Column("mapping", Text, nullable=False),
    Column("office_id", Key, ForeignKey("office.id"), primary_key=True),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
)
