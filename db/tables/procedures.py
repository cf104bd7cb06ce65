"""The published procedures as lookup tables: what the guard in the database compares every move with."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Integer, String, Table, Text

from db.tables.base import metadata

role = Table("role", metadata, Column("code", String(20), primary_key=True), Column("label", Text, nullable=False))

sop_procedure = Table(
    "sop_procedure",
    metadata,
    Column("code", String(20), primary_key=True),
    Column("title", Text, nullable=False),
    Column("initial_status", String(40), nullable=False),
)

sop_status = Table(
    "sop_status",
    metadata,
    Column("procedure", String(20), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("label", Text, nullable=False),
    Column("waits_for", String(20), nullable=False),
    Column("step", Integer, nullable=False),
    ForeignKeyConstraint(["procedure"], ["sop_procedure.code"]),
)

sop_transition = Table(
    "sop_transition",
    metadata,
    Column("procedure", String(20), primary_key=True),
    Column("action", String(40), primary_key=True),
    Column("from_status", String(40), primary_key=True),
    Column("to_status", String(40), nullable=False),
    Column("role", String(20), nullable=False),
    Column("recall", Boolean, nullable=False, server_default="0"),
    ForeignKeyConstraint(["procedure", "from_status"], ["sop_status.procedure", "sop_status.code"]),
    ForeignKeyConstraint(
        ["procedure", "to_status"], ["sop_status.procedure", "sop_status.code"], name="fk_sop_transition_to_status"
    ),
    ForeignKeyConstraint(["role"], ["role.code"]),
)

sop_second_eyes = Table(
    "sop_second_eyes",
    metadata,
    Column("procedure", String(20), primary_key=True),
    Column("action", String(40), primary_key=True),
    Column("maker_action", String(40), primary_key=True),
    ForeignKeyConstraint(["procedure"], ["sop_procedure.code"]),
)
