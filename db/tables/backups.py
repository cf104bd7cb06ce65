"""The register of copies: who began one, and what became of it."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from db.tables.base import Key, key, metadata
from db.types import Instant

backup_run = Table(
    "backup_run",
    metadata,
    key(),
    Column("claim", String(50), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("staff_id", Key, ForeignKey("staff.id")),
    Column("desk", Text, nullable=False, server_default=""),
    Column("file_name", Text, nullable=False, server_default=""),
    Column("size", BigInteger, nullable=False, server_default="0"),
    Column("counts", Text, nullable=False, server_default="{}"),
    Column("sentence", Text, nullable=False, server_default=""),
    UniqueConstraint("claim", "attempt", name="uq_backup_run_claim"),
    CheckConstraint("state IN ('berjalan', 'baik', 'mencurigakan', 'gagal')", name="state_known"),
    Index("ix_backup_run_good", "state", "id"),
)
