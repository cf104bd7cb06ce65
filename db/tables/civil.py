"""Deaths and move-outs as Dukcapil records them; taken back with a trace, never erased."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, String, Table, Text, text

from db.tables.base import Key, key, metadata
from db.types import Instant

# ``event_date`` is when it happened, ``recorded_at`` when the office learnt of it: a late death changes no closed month.
# ``membership_id`` is the membership that ran then; ``application_id`` the case that stops it, none for who is no member.
civil_event = Table(
    "civil_event",
    metadata,
    key(),
    Column("kind", String(10), nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("nik", String(16), nullable=False),
    Column("event_date", Date, nullable=False),
    Column("document", Text, nullable=False, server_default=""),
    Column("paper_id", Key, ForeignKey("paper.id")),
    Column("destination", Text, nullable=False, server_default=""),
    # What the list that told it remarks.
    Column("note", Text, nullable=False, server_default=""),
    Column("membership_id", Key, ForeignKey("membership.id")),
    Column("application_id", Key, ForeignKey("application.id"), unique=True),
    Column("recorded_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("revoked_by", Key, ForeignKey("staff.id")),
    Column("revoked_reason", Text, nullable=False, server_default=""),
    # The list that brought it, and the delivery of residents by which it counts no more.
    Column("run_id", Key, index=True),
    Column("revoked_run_id", Key, index=True),
    CheckConstraint("kind IN ('kematian', 'pindah')", name="kind_known"),
    CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_whole"),
    Index(
        "ix_civil_event_stands",
        "person_id",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
    Index("ix_civil_event_recorded", "recorded_at"),
)
