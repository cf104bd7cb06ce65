"""Offices, their staff, settings and the office calendar."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, LargeBinary, String, Table, Text

from db.tables.base import Key, key, metadata, version
from db.types import Instant

office = Table(
    "office",
    metadata,
    key(),
    Column("kind", String(20), ForeignKey("role.code"), nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", String(40), nullable=False, server_default=""),
    Column("government", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("contact", Text, nullable=False, server_default=""),
    Column("city", Text, nullable=False, server_default=""),
    Column("region", String(10), nullable=False, server_default=""),
    Column("head_position", Text, nullable=False, server_default=""),
    Column("head_name", Text, nullable=False, server_default=""),
    Column("head_rank", Text, nullable=False, server_default=""),
    Column("head_nip", String(30), nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default="1"),
    version(),
    Column("kelurahan", Text, nullable=False, server_default=""),
    Column("email", Text, nullable=False, server_default=""),
    Column("fax", Text, nullable=False, server_default=""),
    Column("letter_style", Text, nullable=False, server_default=""),
    Column("emblem_sha256", String(64)),
)

staff = Table(
    "staff",
    metadata,
    key(),
    Column("username", String(60), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("nip", String(30), nullable=False, server_default=""),
    Column("position", Text, nullable=False, server_default=""),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", Instant),
    Column("disabled", Boolean, nullable=False, server_default="0"),
    version(),
)

staff_role = Table(
    "staff_role",
    metadata,
    Column("staff_id", Key, ForeignKey("staff.id"), primary_key=True),
    Column("role", String(20), ForeignKey("role.code"), primary_key=True),
)

# A table of its own, so that rights on it are easily given: the secret is readable by nobody but its owner's password.
staff_totp = Table(
    "staff_totp",
    metadata,
    Column("staff_id", Key, ForeignKey("staff.id"), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    Column("last_step", BigInteger, nullable=False),
    Column("recovery", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

setting = Table("setting", metadata, Column("key", String(60), primary_key=True), Column("value", Text, nullable=False))

holiday = Table("holiday", metadata, Column("day", Date, primary_key=True), Column("name", Text, nullable=False))
