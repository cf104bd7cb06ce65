"""A month of one segment, ours against theirs: what does not agree, what it costs, and what was decided about it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.tables.base import Key, key, metadata, version
from db.types import Instant

Rupiah = BigInteger

reconciliation = Table(
    "reconciliation",
    metadata,
    key(),
    Column("period", String(7), nullable=False),
    Column("segment", String(30), nullable=False),
    # Of which budget line their bill asks for money; "" for all of them together.
    Column("budget_line", String(60), nullable=False, server_default=""),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("state", String(10), nullable=False, server_default="terbuka"),
    Column("list_run_id", Key, ForeignKey("import_run.id")),
    Column("bill_run_id", Key, ForeignKey("import_run.id")),
    # The list of PBI JK that was asked too: who stands there is paid for by the state.
    Column("pbi_run_id", Key),
    Column("ours", Integer, nullable=False, server_default="0"),
    Column("theirs", Integer, nullable=False, server_default="0"),
    Column("billed", Rupiah, nullable=False, server_default="0"),
    Column("expected", Rupiah, nullable=False, server_default="0"),
    Column("found", Integer, nullable=False, server_default="0"),
    Column("leaked", Rupiah, nullable=False, server_default="0"),
    Column("created_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("compared_at", Instant),
    Column("closed_by", Key, ForeignKey("staff.id")),
    Column("closed_at", Instant),
    Column("number", Text, nullable=False, server_default=""),
    Column("counterpart_number", Text, nullable=False, server_default=""),
    # The Berita Acara as it was agreed: what the paper shows, frozen with the month.
    Column("facts", Text, nullable=False, server_default=""),
    version(),
    UniqueConstraint("office_id", "segment", "budget_line", "period"),
    CheckConstraint("state IN ('terbuka', 'tutup')", name="state_known"),
)

# Lines and members that do not plainly agree, with all that the rules ask about them. Work in hand of one comparison,
# a few rows of a hundred; emptied when the next one begins and when the month is closed.
doubt = Table(
    "doubt",
    metadata,
    key(),
    Column("reconciliation_id", Key, ForeignKey("reconciliation.id"), nullable=False),
    Column("list_row_id", Key),
    Column("membership_id", Key),
    Column("person_id", Key),
    # Whether this row stands for its member's contribution of the month.
    Column("stands", Boolean, nullable=False, server_default=text("false")),
    # How the member was found: "nomor", "nik", "" not at all.
    Column("matched", String(5), nullable=False, server_default=""),
    Column("priced", Boolean, nullable=False, server_default=text("false")),
    Column("number", String(13)),
    Column("nik", String(16)),
    Column("our_nik", String(16)),
    Column("our_number", String(13)),
    Column("period", String(7), nullable=False),
    Column("billed", Integer, nullable=False, server_default="0"),
    Column("due", Integer, nullable=False, server_default="0"),
    # The how-manieth of one person and month.
    Column("place", Integer, nullable=False, server_default="1"),
    Column("nik_note", String(8), nullable=False, server_default=""),
    Column("their_segment", String(60)),
    Column("other_segment", String(30)),
    Column("other_since", Date),
    # Since when the member is one of this segment.
    Column("own_since", Date),
    Column("in_pbi", Boolean, nullable=False, server_default=text("false")),
    # What the population register says of the NIK: null when it is not there.
    Column("state", String(10)),
    Column("state_since", Date),
    Column("rule", String(20)),
    Index("ix_doubt_row", "reconciliation_id", "list_row_id"),
    Index("ix_doubt_membership", "reconciliation_id", "membership_id"),
)

finding = Table(
    "finding",
    metadata,
    key(),
    Column("reconciliation_id", Key, ForeignKey("reconciliation.id"), nullable=False),
    Column("rule", String(20), nullable=False),
    # What makes it the same finding in the next comparison.
    Column("mark", String(60), nullable=False),
    # The how-manieth with other values than before; 0 while a comparison is under way.
    Column("round", Integer, nullable=False),
    # Decided upon, and no longer so in the newest comparison.
    Column("stale", Boolean, nullable=False, server_default=text("false")),
    Column("list_row_id", Key),
    Column("membership_id", Key),
    Column("person_id", Key),
    Column("number", String(13)),
    Column("nik", String(16)),
    # The evidence: what they write, what we have, what the population register says.
    Column("theirs", Text, nullable=False, server_default=""),
    Column("ours", Text, nullable=False, server_default=""),
    Column("register", Text, nullable=False, server_default=""),
    Column("score", Integer),
    Column("amount", Rupiah, nullable=False),
    Column("since", Date),
    Column("leaked", Rupiah, nullable=False),
    # The number of the membership it is about, where theirs is another: rows come and go with their import, a person with
    # a number stays the same.
    Column("our_number", String(13)),
    UniqueConstraint("reconciliation_id", "rule", "mark", "round"),
)

finding_decision = Table(
    "finding_decision",
    metadata,
    key(),
    Column("finding_id", Key, ForeignKey("finding.id"), nullable=False, index=True),
    Column("reconciliation_id", Key, ForeignKey("reconciliation.id"), nullable=False, index=True),
    Column("decision", String(10), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("decision IN ('stop', 'tambah', 'sengketa', 'tetap')", name="decision_known"),
)

# What a closed month stood upon, written with its closing and never again: names, people and imports as they were then.
month_basis = Table(
    "month_basis",
    metadata,
    Column("reconciliation_id", Key, ForeignKey("reconciliation.id"), primary_key=True, autoincrement=False),
    Column("facts", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

# One row a line that asked for money, and one a member whom none asked for. No foreign keys: three look-ups a
# row, and an import that is taken back later must not be held up by history.
month_line = Table(
    "month_line",
    metadata,
    key(),
    Column("reconciliation_id", Key, nullable=False),
    Column("list_row_id", Key),
    # Of who has no line of theirs: the finding by which the member is added or not.
    Column("finding_id", Key),
    Column("person_id", Key),
    Column("registration", String(20), nullable=False, server_default=""),
    Column("nik", String(16)),
    Column("name", Text, nullable=False, server_default=""),
    Column("membership_id", Key),
    Column("number", String(13)),
    Column("segment", String(30), nullable=False, server_default=""),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("reason", Text, nullable=False, server_default=""),
    # The import that began the membership and its line there; else the case that led to it.
    Column("run_id", Key),
    Column("source_row", Integer),
    Column("application_id", Key),
    Column("billed", Rupiah, nullable=False),
    Column("paid", Rupiah, nullable=False),
    Index("ix_month_line_month", "reconciliation_id", "id"),
    # What was paid for somebody in earlier months.
    Index("ix_month_line_person", "person_id", "reconciliation_id"),
)

# Letters ("surat"), steps of a case ("langkah") and scans ("pindaian") of who was paid: rows that never change themselves,
# named here because they may hang on another record by now.
month_proof = Table(
    "month_proof",
    metadata,
    Column("reconciliation_id", Key, primary_key=True, autoincrement=False),
    Column("person_id", Key, primary_key=True, autoincrement=False),
    Column("kind", String(10), primary_key=True),
    Column("ref_id", Key, primary_key=True, autoincrement=False),
    Column("application_id", Key),
)
