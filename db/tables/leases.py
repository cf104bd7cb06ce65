"""Blocks of numbers lent to a desk while the server is reachable, so that a number given without network stays."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from db.tables.base import Key, key, metadata
from db.types import Instant

number_lease = Table(
    "number_lease",
    metadata,
    key(),
    # The counter the block was taken from (``db.statements.next_numbers``).
    Column("name", String(60), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("desk", String(40), nullable=False),
    Column("leased_at", Instant, nullable=False),
    Column("ended_at", Instant),
    # Once ended: the numbers from here to ``last`` were never given out; ``passed_to`` is the lease that got them.
    Column("unused_from", Integer),
    Column("passed_to", Key, ForeignKey("number_lease.id")),
    CheckConstraint("first <= last", name="some"),
    CheckConstraint("unused_from IS NULL OR (unused_from >= first AND unused_from <= last + 1)", name="rest"),
    Index("ix_number_lease_name", "name", "first"),
)
