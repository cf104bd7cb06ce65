"""Which program runs at which desk: one line for each clerk and computer, written at sign-in by that clerk."""

from sqlalchemy import Column, ForeignKey, String, Table

from db.tables.base import Key, metadata
from db.types import Instant

desk_version = Table(
    "desk_version",
    metadata,
    Column("staff_id", Key, ForeignKey("staff.id"), primary_key=True, autoincrement=False),
    Column("computer", String(64), primary_key=True),
    Column("version", String(20), nullable=False),
    Column("at", Instant, nullable=False),
)
