"""What happened: the journal, stored outcomes of commands, what other screens listen to, and imports."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from db.tables.base import Key, key, metadata
from db.types import Instant

journal = Table(
    "journal",
    metadata,
    key(),
    Column("chain", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("staff_id", Key, ForeignKey("staff.id")),
    Column("staff_name", Text, nullable=False),
    Column("office_id", Key, ForeignKey("office.id")),
    Column("action", String(60), nullable=False),
    Column("application_id", Key, ForeignKey("application.id"), index=True),
    Column("person_id", Key, ForeignKey("person.id"), index=True),
    Column("from_status", String(40), nullable=False, server_default=""),
    Column("to_status", String(40), nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("fields", Text, nullable=False, server_default="{}"),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("chain", "seq"),
    Index("ix_journal_at", "at"),
)

journal_head = Table(
    "journal_head",
    metadata,
    Column("chain", String(40), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

# Whose data a line concerns beyond its own person: a list that was exported, a letter that was read.
journal_subject = Table(
    "journal_subject",
    metadata,
    Column("chain", String(40), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True, index=True),
    ForeignKeyConstraint(["chain", "seq"], ["journal.chain", "journal.seq"]),
)

request = Table(
    "request",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("command", String(60), nullable=False),
    Column("staff_id", Key, nullable=True),
    Column("at", Instant, nullable=False, index=True),
    Column("outcome", Text),
)

counter = Table(
    "counter", metadata, Column("name", String(60), primary_key=True), Column("last", Integer, nullable=False)
)

change = Table(
    "change",
    metadata,
    key(),
    Column("topics", Text, nullable=False),
    Column("ids", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("desk", String(16), nullable=False, server_default=""),
)

import_run = Table(
    "import_run",
    metadata,
    key(),
    Column("layout", String(40), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False, index=True),
    Column("total", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("at", Instant, nullable=False),
    # Of lists that are delivered again and again: the month they speak of, and whose members they name.
    Column("period", String(7)),
    Column("segment", String(30)),
    Column("undone_at", Instant),
    Column("undone_by", Key),
    # Of a delivery of residents: what it wrote over still stands in ``resident_before``.
    Column("former_kept", Boolean, nullable=False, server_default=false()),
)

import_row = Table(
    "import_row",
    metadata,
    Column("office_id", Key, ForeignKey("office.id"), primary_key=True),
    Column("layout", String(40), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("run_id", Key, ForeignKey("import_run.id"), nullable=False),
    Column("application_id", Key, ForeignKey("application.id")),
)

import_problem = Table(
    "import_problem",
    metadata,
    key(),
    Column("run_id", Key, ForeignKey("import_run.id"), nullable=False, index=True),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("column", String(80), nullable=False),
    Column("code", String(60), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("sentence", Text, nullable=False),
)
