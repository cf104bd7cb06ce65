"""Print jobs as the queue took them, what became of cards afterwards, and the keys that seal them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from db.tables.base import Key, key, metadata
from db.types import Instant

print_job = Table(
    "print_job",
    metadata,
    key(),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("title", Text, nullable=False),
    Column("printer", Text, nullable=False),
    Column("paper", String(20), nullable=False),
    Column("copies", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("duplex", Boolean, nullable=False, server_default="0"),
    Column("state", String(12), nullable=False),
    Column("system_job", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("letter_id", Key, ForeignKey("letter.id"), index=True),
    Column("sheet_id", Key, ForeignKey("card_sheet.id"), index=True),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_print_job_office", "office_id", "id"),
)

card_event = Table(
    "card_event",
    metadata,
    key(),
    Column("card_id", Key, ForeignKey("card.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

office_key = Table(
    "office_key",
    metadata,
    Column("key_id", String(8), primary_key=True),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False, index=True),
    Column("public", LargeBinary, nullable=False),
    Column("created_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("retired_at", Instant),
)

# Apart from the public half, which everybody who checks cards may read.
office_secret = Table(
    "office_secret",
    metadata,
    Column("key_id", String(8), ForeignKey("office_key.key_id"), primary_key=True),
    Column("private", LargeBinary, nullable=False),
)
