"""The daily seal on SQLite, which has no SHA-256: the same steps as ``seal_journal`` in PostgreSQL's guards.sql."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, literal, select, text

from db import seals
from db.tables.sealing import journal_seal, journal_seal_head
from db.tables.traces import journal
from db.types import Instant


@dataclass(frozen=True, slots=True)
class _Seal:
    seq: int
    day: date
    last_id: int
    lines: int
    chains: int
    root: str
    made_at: datetime
    made_by: int | None
    previous: str
    hash: str = ""


def seal_journal(connection: Connection, day: date, midnight: datetime, at: datetime, staff_id: int | None) -> bool:
    """Seal what no seal covers yet. The write lock is already held, so nobody else is writing."""
    before = connection.execute(select(journal_seal).order_by(journal_seal.c.seq.desc()).limit(1)).first()
    if before is not None and before.day >= day:
        return False
    begin = before.last_id if before else 0
    # The plus keeps SQLite from sorting all lines by their moment: the newest are looked at first.
    newest = text("SELECT id FROM journal WHERE +at < :midnight ORDER BY id DESC LIMIT 1")
    found = connection.scalar(newest.bindparams(bindparam("midnight", midnight, type_=Instant)))
    last_id = max(found or 0, begin)
    if not last_id:
        return False
    mine = (journal.c.id > begin, journal.c.id <= last_id)
    lines = connection.scalar(select(func.count()).select_from(journal).where(*mine)) or 0
    # SQLite gives the other columns from the row that holds the maximum.
    heads = select(journal.c.chain, func.max(journal.c.seq).label("seq"), journal.c.hash).where(*mine)
    ended = heads.group_by(journal.c.chain).order_by(journal.c.chain).execution_options(yield_per=2000)
    chains, root = seals.root_of((row[0], row[1], row[2]) for row in connection.execute(ended))
    previous = before.hash if before else seals.FIRST
    seal = _Seal(before.seq + 1 if before else 1, day, last_id, lines, chains, root, at, staff_id, previous)
    connection.execute(insert(journal_seal), asdict(replace(seal, hash=seals.hash_of(seal))))
    rows = heads.add_columns(literal(seal.seq)).group_by(journal.c.chain)
    connection.execute(insert(journal_seal_head).from_select(["chain", "seq", "hash", "seal"], rows))
    return True
