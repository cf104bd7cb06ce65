"""E-mails about lists that arrived at an office: who took it upon itself to write one, and what became of it."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from db.tables.base import Key, metadata
from db.types import Instant

mail_notice = Table(
    "mail_notice",
    metadata,
    Column("batch_id", Key, ForeignKey("batch.id"), primary_key=True),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False, index=True),
    Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False, server_default="1"),
    Column("claimed_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("reason", Text, nullable=False, server_default=""),
)
