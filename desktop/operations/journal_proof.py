"""The proof of the journal: every chain, whom its lines concern, the daily seals, the stored letters (J4).

Whoever edits the file or the tables with all rights is found here, or, after rewriting the seals too, by the sheet of
seals on paper. Everything is read as a stream; only the seals, one a day, are held together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, exists, select

from db.tables.traces import journal, journal_head, journal_subject
from desktop.operations.journal import GENESIS, SUBJECTS, digest, fingerprint
from desktop.operations.letter_proof import prove_letters
from desktop.operations.seal_proof import prove_seals

MOST_BREAKS = 200
_STREAM = 2000


@dataclass(frozen=True, slots=True)
class Break:
    """What is broken: the first line of a chain that does not agree (``seq``), and how. Seals are the chain ``segel``,
    letters ``surat``, with the number of the seal or letter."""

    chain: str
    seq: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read, and the first break of every chain, at most :data:`MOST_BREAKS`."""

    lines: int
    chains: int
    breaks: tuple[Break, ...]
    seals: int = 0
    letters: int = 0


@dataclass
class Findings:
    """Breaks as they are found; of one chain the earliest line stays."""

    found: dict[str, Break] = field(default_factory=dict)

    def note(self, chain: str, seq: int, sentence: str) -> None:
        """Keep it, unless an earlier line of the chain is known, or too many chains are broken already."""
        old = self.found.get(chain)
        if (old is None and len(self.found) < MOST_BREAKS) or (old is not None and seq < old.seq):
            self.found[chain] = Break(chain, seq, sentence)

    def note_file(self, kind: str, number: int, sentence: str) -> None:
        """Something that is no line: a seal, a letter; each counts for itself."""
        if len(self.found) < MOST_BREAKS:
            self.found.setdefault(f"{kind}:{number}", Break(kind, number, sentence))


def prove(connection: Connection) -> Proof:
    """Recompute all; nothing is changed."""
    findings = Findings()
    lines, chains = _chains(connection, findings)
    _subjects(connection, findings)
    seals = prove_seals(connection, findings)
    letters = prove_letters(connection, findings)
    breaks = sorted(findings.found.values(), key=lambda found: (found.chain, found.seq))
    return Proof(lines, chains, tuple(breaks), seals, letters)


def _chains(connection: Connection, findings: Findings) -> tuple[int, int]:
    """(lines, chains) of the journal; each chain against itself and against its head."""
    head = (journal_head.c.seq.label("head_seq"), journal_head.c.hash.label("head_hash"))
    statement = (
        select(journal, *head)
        .outerjoin(journal_head, journal_head.c.chain == journal.c.chain)
        .order_by(journal.c.chain, journal.c.seq)
    )
    rows = connection.execute(statement.execution_options(yield_per=_STREAM)).mappings()
    lines = chains = 0
    for chain, own in groupby(rows, key=lambda row: str(row["chain"])):
        chains += 1
        lines += _chain(chain, own, findings)
    lost = select(journal_head).where(~exists().where(journal.c.chain == journal_head.c.chain))
    for row in connection.execute(lost.limit(MOST_BREAKS)):
        findings.note(row.chain, 1, f"ujung rantai mencatat {row.seq} baris, tetapi semuanya hilang")
    return lines, chains


def _chain(chain: str, rows: Iterable[Mapping[Any, Any]], findings: Findings) -> int:
    seq, previous, sound, count = 0, GENESIS, True, 0
    last: Mapping[Any, Any] = {}
    for row in rows:
        count, last = count + 1, row
        if sound:
            trouble = _trouble(row, seq, previous)
            if trouble:
                findings.note(chain, *trouble)
                sound = False
        seq, previous = int(row["seq"]), str(row["hash"])
    if sound and last["head_seq"] is None:
        findings.note(chain, seq, "ujung rantai tidak tercatat lagi")
    elif sound and (last["head_seq"], last["head_hash"]) != (seq, previous):
        _wrong_end(chain, seq, last, findings)
    return count


def _trouble(row: Mapping[Any, Any], seq: int, previous: str) -> tuple[int, str] | None:
    """(line, sentence) when this line does not follow the one before it."""
    here = int(row["seq"])
    if here > seq + 1:
        return seq + 1, f"baris {seq + 1} hilang"
    if here != seq + 1:
        return here, f"baris {here} disisipi"
    whole = digest(row) == row["hash"]
    if row["previous"] != previous and whole and seq:
        return seq, f"baris {seq} diubah dan dihitung ulang: baris {here} masih menyebut sidik jari yang lama"
    if row["previous"] != previous:
        return here, f"baris {here} disisipi atau diubah: tidak menyambung baris sebelumnya"
    return None if whole else (here, f"isi baris {here} diubah: tidak cocok dengan sidik jarinya")


def _wrong_end(chain: str, seq: int, last: Mapping[Any, Any], findings: Findings) -> None:
    head = int(last["head_seq"])
    if head > seq:
        findings.note(chain, seq + 1, f"baris {seq + 1} hilang: ujung rantai mencatat {head} baris")
    elif head < seq:
        findings.note(chain, head + 1, f"baris {head + 1} disisipi: ujung rantai mencatat {head} baris")
    else:
        findings.note(chain, seq, f"baris {seq} diubah: sidik jarinya berbeda dari ujung rantai")


def _subjects(connection: Connection, findings: Findings) -> None:
    """Whom a line concerns, against the fingerprint inside the line."""
    same = (journal_subject.c.chain == journal.c.chain) & (journal_subject.c.seq == journal.c.seq)
    columns = (journal.c.chain, journal.c.seq, journal.c.fields, journal_subject.c.person_id)
    named = journal.c.fields.contains(f'"{SUBJECTS}": [')
    statement = select(*columns).outerjoin(journal_subject, same).where(named)
    order = (journal.c.chain, journal.c.seq, journal_subject.c.person_id)
    rows = connection.execute(statement.order_by(*order).execution_options(yield_per=_STREAM))
    for (chain, seq, fields), own in groupby(rows, key=lambda row: (row.chain, row.seq, row.fields)):
        found = fingerprint(row.person_id for row in own if row.person_id is not None)
        if f'"{found}"' not in fields:
            findings.note(chain, seq, f"daftar orang pada baris {seq} diubah")
    more = select(journal_subject.c.chain, journal_subject.c.seq).outerjoin(journal, same & named)
    for row in connection.execute(more.where(journal.c.id.is_(None)).limit(MOST_BREAKS)):
        findings.note(row.chain, row.seq, f"daftar orang pada baris {row.seq} disisipi")
