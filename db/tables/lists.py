"""Rows of the large lists as their senders wrote them (evidence of a month), and what a member costs."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint

from db.tables.base import Key, key, metadata, version

# What matching needs, and behind it the rest of the line: nothing that a sender wrote is lost. ``run_id`` has no foreign
# key: the server would look up the import a million times for one list. A guard says the same once: no import, no rows.
list_row = Table(
    "list_row",
    metadata,
    key(),
    Column("run_id", Key, nullable=False),
    Column("office_id", Key, nullable=False),
    Column("row", Integer, nullable=False),
    Column("number", String(13)),
    Column("nik", String(16)),
    Column("name", Text),
    Column("sex", String(1)),
    Column("birth_date", Date),
    Column("kecamatan", Text),
    Column("kelurahan", Text),
    Column("segment", String(60)),
    Column("status", String(40)),
    Column("period", String(7)),
    Column("amount", Integer),
    # What the NIK itself tells against the row: "" nothing, "bentuk", "lahir", "jk".
    Column("nik_note", String(8), nullable=False, server_default=""),
    Column("family_number", String(13)),
    Column("kk", String(16)),
    Column("birth_place", Text),
    Column("address", Text),
    Column("relation", Text),
    Column("marital", Text),
    Column("facility_code", Text),
    Column("facility", Text),
    Column("id_dtks", Text),
    Column("note", Text),
    # With what says whether a line counts, so that the comparison need not open the row for it.
    Index("ix_list_row_number", "run_id", "number", "status", "period"),
)

rate = Table(
    "rate",
    metadata,
    key(),
    Column("segment", String(30), nullable=False),
    Column("ward_class", Integer, nullable=False),
    Column("budget_line", String(60), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    version(),
    UniqueConstraint("segment", "ward_class", "budget_line", "valid_from"),
    CheckConstraint("amount >= 0", name="amount_known"),
    CheckConstraint("ward_class BETWEEN 1 AND 3", name="ward_class_known"),
)
