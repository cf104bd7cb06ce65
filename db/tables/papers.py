"""Papers in (scans, photos), letters and cards out, and the series their numbers come from."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.tables.base import Key, key, metadata
from db.types import Instant

paper = Table(
    "paper",
    metadata,
    key(),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", String(30), nullable=False),
    Column("label", Text, nullable=False, server_default=""),
    Column("media_type", String(40), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("created_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

letter_series = Table(
    "letter_series",
    metadata,
    Column("office_id", Key, ForeignKey("office.id"), primary_key=True),
    Column("classification", String(30), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

letter = Table(
    "letter",
    metadata,
    key(),
    Column("code", String(40), nullable=False),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("batch_id", Key, ForeignKey("batch.id"), nullable=False, index=True),
    Column("classification", String(30), nullable=False),
    Column("year", Integer, nullable=False),
    Column("agenda", Integer),
    Column("number", Text, nullable=False, index=True),
    Column("issued_on", Date, nullable=False),
    Column("issued_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("issued_at", Instant, nullable=False),
    # Small columns first: SQLite walks through a large value to reach what stands behind it.
    Column("sha256", String(64)),
    Column("facts", Text, nullable=False),
    Column("pdf", LargeBinary),
    Index("ix_letter_of_office", "office_id", "id"),
    Index(
        "ix_letter_without_paper",
        "office_id",
        sqlite_where=text("sha256 IS NULL"),
        postgresql_where=text("sha256 IS NULL"),
    ),
    UniqueConstraint("office_id", "classification", "year", "agenda"),
)

letter_subject = Table(
    "letter_subject",
    metadata,
    Column("letter_id", Key, ForeignKey("letter.id"), primary_key=True),
    Column("application_id", Key, ForeignKey("application.id"), primary_key=True, index=True),
)

card = Table(
    "card",
    metadata,
    key(),
    Column("application_id", Key, ForeignKey("application.id"), nullable=False, index=True),
    Column("participant_number", String(13), nullable=False, index=True),
    Column("layout", String(20), nullable=False),
    Column("copy", Integer, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("sha256", String(64), nullable=False),
    Column("sheet_id", Key, ForeignKey("card_sheet.id"), nullable=False, index=True),
    Column("created_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seal", Text, nullable=False, server_default=""),
    UniqueConstraint("application_id", "copy"),
)

card_sheet = Table(
    "card_sheet",
    metadata,
    key(),
    Column("sha256", String(64), nullable=False, index=True),
    Column("layout", String(20), nullable=False),
    Column("pdf", LargeBinary, nullable=False),
    Column("office_id", Key, index=True),
)
