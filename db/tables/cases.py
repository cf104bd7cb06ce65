"""Applications on their way through a procedure, the lists they travel in, and how long each step took."""

from sqlalchemy import Column, Date, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text

from db.tables.base import Key, key, metadata, version
from db.types import Instant

batch = Table(
    "batch",
    metadata,
    key(),
    Column("procedure", String(20), ForeignKey("sop_procedure.code"), nullable=False),
    Column("action", String(40), nullable=False),
    Column("step", Integer, nullable=False),
    Column("from_office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("to_office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("people", Integer, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_batch_received", "to_office_id", "id"),
)

application = Table(
    "application",
    metadata,
    key(),
    Column("procedure", String(20), nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("status", String(40), nullable=False),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("origin_office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("panti_office_id", Key, ForeignKey("office.id")),
    Column("batch_id", Key, ForeignKey("batch.id"), index=True),
    Column("reason", Text, nullable=False, server_default=""),
    Column("step_since", Instant, nullable=False),
    Column("step_due", Instant),
    Column("taken_by", Key, ForeignKey("staff.id")),
    Column("taken_at", Instant),
    Column("taken_until", Instant),
    Column("moved_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("moved_action", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    version(),
    ForeignKeyConstraint(["procedure", "status"], ["sop_status.procedure", "sop_status.code"]),
    Index("ix_application_queue", "office_id", "status", "step_since", "id"),
    Index("ix_application_status", "status", "office_id"),
)

batch_member = Table(
    "batch_member",
    metadata,
    Column("batch_id", Key, ForeignKey("batch.id"), primary_key=True),
    Column("application_id", Key, ForeignKey("application.id"), primary_key=True, index=True),
)

wbs_profile = Table(
    "wbs_profile",
    metadata,
    Column("application_id", Key, ForeignKey("application.id"), primary_key=True),
    Column("category", Text, nullable=False, server_default=""),
    Column("found_place", Text, nullable=False, server_default=""),
    Column("found_at", Instant),
    Column("belongings", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("nik_claimed", String(40), nullable=False, server_default=""),
    Column("room", Text, nullable=False, server_default=""),
    Column("entered_on", Date),
    Column("left_on", Date),
    Column("left_reason", Text, nullable=False, server_default=""),
    version(),
)

# Health and disability need a right of their own (UU 27/2022 Art. 4): a table, because a row can be walled off.
wbs_health = Table(
    "wbs_health",
    metadata,
    Column("application_id", Key, ForeignKey("wbs_profile.application_id"), primary_key=True),
    Column("condition", Text, nullable=False, server_default=""),
)

step_run = Table(
    "step_run",
    metadata,
    key(),
    Column("application_id", Key, ForeignKey("application.id"), nullable=False, index=True),
    Column("step", Integer, nullable=False),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("batch_id", Key, ForeignKey("batch.id")),
    Column("people", Integer, nullable=False),
    Column("list_id", Key, ForeignKey("batch.id")),
    Column("standard_seconds", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("real_seconds", Integer),
    Column("action", String(40)),
    Column("ended_by", Key, ForeignKey("staff.id")),
    Index("ix_step_run_report", "ended_at", "step"),
)

register_search = Table(
    "register_search",
    metadata,
    key(),
    Column("application_id", Key, ForeignKey("application.id"), nullable=False, index=True),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("decision", String(20), nullable=False),
    Column("found_person_id", Key, ForeignKey("person.id")),
    Column("candidates", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)
