"""Daily seals over the journal: one row a sealed day, and where every chain that grew that day ended."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from db.tables.base import Key, metadata
from db.types import Instant

# In "C" order on PostgreSQL, for the root of a seal is a hash over the chains in the order of their bytes.
_CHAIN = String(40).with_variant(String(40, collation="C"), "postgresql")

journal_seal = Table(
    "journal_seal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False, unique=True),
    Column("last_id", Key, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("chains", Integer, nullable=False),
    Column("root", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    # No foreign key: its row lock would wait for writers who wait for the seal.
    Column("made_by", Key),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

journal_seal_head = Table(
    "journal_seal_head",
    metadata,
    Column("seal", Integer, ForeignKey("journal_seal.seq"), primary_key=True),
    Column("chain", _CHAIN, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
