"""The proof of the daily seals: each against itself, the seal before it, and the journal as it stands now."""

from collections.abc import Iterator
from typing import Protocol

from sqlalchemy import Connection, Row, exists, func, select

from db.seals import FIRST, hash_of, root_of
from db.tables.sealing import journal_seal, journal_seal_head
from db.tables.traces import journal

MOST = 200


class Findings(Protocol):
    """Where breaks are noted."""

    def note(self, chain: str, seq: int, sentence: str) -> None: ...
    def note_file(self, kind: str, number: int, sentence: str) -> None: ...


def prove_seals(connection: Connection, findings: Findings) -> int:
    """The number of seals read. Lines that a seal covers and that are gone, rewritten or new are named."""
    previous, expected, begin = FIRST, 1, 0
    seals = connection.execute(select(journal_seal).order_by(journal_seal.c.seq)).all()
    for seal in seals:
        name = f"segel {seal.day:%d-%m-%Y}"
        if seal.seq != expected:
            findings.note_file("segel", expected, f"segel ke-{expected} hilang, sebelum {name}")
        elif seal.previous != previous:
            findings.note_file("segel", seal.seq, f"{name} tidak menyambung segel sebelumnya: salah satunya diubah")
        if hash_of(seal) != seal.hash:
            findings.note_file("segel", seal.seq, f"{name} diubah: isinya tidak cocok dengan sidik jarinya")
        elif root_of(_heads(connection, seal.seq)) != (seal.chains, seal.root):
            findings.note_file("segel", seal.seq, f"daftar rantai pada {name} diubah")
        else:
            _count(connection, seal, begin, name, findings)
        previous, expected, begin = seal.hash, seal.seq + 1, seal.last_id
    _against_heads(connection, findings)
    return len(seals)


def _heads(connection: Connection, seal: int) -> Iterator[tuple[str, int, str]]:
    columns = (journal_seal_head.c.chain, journal_seal_head.c.seq, journal_seal_head.c.hash)
    statement = select(*columns).where(journal_seal_head.c.seal == seal).order_by(journal_seal_head.c.chain)
    rows = connection.execute(statement.execution_options(yield_per=2000))
    return ((row[0], row[1], row[2]) for row in rows)


def _count(connection: Connection, seal: Row[tuple[object, ...]], begin: int, name: str, findings: Findings) -> None:
    """As many lines as were sealed; a line put in later is named, one that is gone is missing at a head or in a chain."""
    mine = (journal.c.id > begin, journal.c.id <= seal.last_id)
    now = connection.scalar(select(func.count()).select_from(journal).where(*mine)) or 0
    if now == seal.lines:
        return
    sealed = exists().where(
        journal_seal_head.c.seal == seal.seq,
        journal_seal_head.c.chain == journal.c.chain,
        journal_seal_head.c.seq >= journal.c.seq,
    )
    strangers = select(journal.c.chain, journal.c.seq).where(*mine, ~sealed).order_by(journal.c.id).limit(MOST)
    for chain, seq in connection.execute(strangers):
        findings.note(chain, seq, f"baris {seq} disisipi setelah {name} dibuat")
    findings.note_file("segel", seal.seq, f"{name} mencatat {seal.lines} baris, di jurnal kini ada {now}")


def _against_heads(connection: Connection, findings: Findings) -> None:
    """Every sealed head must still be a line of the journal with that hash."""
    head, earlier, line = journal_seal_head, journal_seal_head.alias(), journal.alias()
    proven = (
        select(func.coalesce(func.max(earlier.c.seq), 0))
        .where(earlier.c.chain == head.c.chain, earlier.c.seal < head.c.seal)
        .correlate(head)
        .scalar_subquery()
    )
    left = (
        select(func.coalesce(func.max(line.c.seq), 0))
        .where(line.c.chain == head.c.chain)
        .correlate(head)
        .scalar_subquery()
    )
    statement = (
        select(head.c.chain, head.c.seq, journal.c.hash, journal_seal.c.day, proven, left)
        .join(journal_seal, journal_seal.c.seq == head.c.seal)
        .outerjoin(journal, (journal.c.chain == head.c.chain) & (journal.c.seq == head.c.seq))
        .where(journal.c.hash.is_distinct_from(head.c.hash))
        .order_by(head.c.seal, head.c.chain)
    )
    for chain, seq, found, day, before, tail in connection.execute(statement.limit(MOST)):
        if found is not None:
            where = f"baris {seq}" if seq == before + 1 else f"baris {before + 1} sampai {seq}"
            findings.note(chain, before + 1, f"{where} ditulis ulang: berbeda dari segel {day:%d-%m-%Y}")
        elif tail:
            gone = min(tail + 1, seq)
            findings.note(chain, gone, f"baris {gone} hilang: segel {day:%d-%m-%Y} mencatat {seq} baris")
        else:
            findings.note(chain, 1, f"seluruh rantai hilang: segel {day:%d-%m-%Y} mencatat {seq} baris")
