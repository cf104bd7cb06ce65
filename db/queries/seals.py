"""The daily seals of the journal, newest first, each with the short code that is kept on paper."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from db.tables.access import staff
from db.tables.sealing import journal_seal


@dataclass(frozen=True, slots=True)
class SealRow:
    """One seal. ``maker`` is empty when a verb without a clerk made it."""

    seq: int
    day: date
    lines: int
    chains: int
    made_at: datetime
    maker: str
    hash: str

    @property
    def code(self) -> str:
        """The first 120 bits of the hash in six groups of letters and digits: what is compared with the paper."""
        letters = b32encode(bytes.fromhex(self.hash)[:15]).decode()
        return "-".join(letters[at : at + 4] for at in range(0, 24, 4))


def seals(connection: Connection, begin: date | None = None, end: date | None = None) -> tuple[SealRow, ...]:
    """The seals of these days, both included, newest first."""
    names = ("seq", "day", "lines", "chains", "made_at")
    columns = [journal_seal.c[name] for name in names]
    statement = select(*columns, func.coalesce(staff.c.name, ""), journal_seal.c.hash)
    statement = statement.outerjoin(staff, staff.c.id == journal_seal.c.made_by).order_by(journal_seal.c.seq.desc())
    if begin is not None:
        statement = statement.where(journal_seal.c.day >= begin)
    if end is not None:
        statement = statement.where(journal_seal.c.day <= end)
    return tuple(SealRow(*row) for row in connection.execute(statement))


def newest_seal(connection: Connection) -> SealRow | None:
    """The last seal, or ``None`` before the first."""
    row = connection.execute(select(journal_seal).order_by(journal_seal.c.seq.desc()).limit(1)).first()
    return SealRow(row.seq, row.day, row.lines, row.chains, row.made_at, "", row.hash) if row else None
