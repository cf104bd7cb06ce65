"""A single office that moves to a server: the mark that closes its file, and the line by which both places know each other.

The mark is set before anything is copied and says "berjalan"; it ends as "selesai". The line of the journal is written
here, travels with all others, and names how the journal stood: whoever asks later finds it at the server, however much was
done there since.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from db.queries.staff import StaffRow
from db.tables.access import setting
from db.tables.traces import journal as line
from db.tables.traces import journal_head
from desktop.operations import journal
from desktop.operations.journal import Entry
from desktop.sop.typed import typed

KEY = "moved_to"
"""The setting of the mark; ``guards.sql`` of SQLite knows it too."""
ACTION = "kantor_dipindahkan"
_OFFICE = "office"
_LINES, _PRINT = "baris", "sidik"


class Mark(msgspec.Struct, frozen=True):
    """Where the office went or is going (an address without any account), and since when."""

    to: str
    at: datetime
    done: bool

    @property
    def sentence(self) -> str:
        """What is told to who wants to sign in here."""
        if self.done:
            return f"Kantor ini sudah pindah ke basis data bersama, dan berkas ini ditutup. Masuklah di sana: {self.to}"
        return (
            f"Kantor ini sedang dipindahkan ke {self.to}. Tunggu sampai selesai; bila terputus, administrator "
            "menjalankan lagi main.py move yang sama."
        )


@dataclass(frozen=True, slots=True)
class Stand:
    """How a journal stands: its lines, and one fingerprint of the ends of all chains."""

    lines: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """The line of a move: how the journal stood when it was written, and the line itself."""

    stand: Stand
    row: Mapping[str, Any]


def mark(connection: Connection) -> Mark | None:
    """The mark of this file; ``None`` for an office at work."""
    value = connection.scalar(select(setting.c.value).where(setting.c.key == KEY))
    return msgspec.json.decode(value, type=typed(Mark)) if value else None


def set_mark(connection: Connection, new: Mark | None) -> None:
    """Put the mark in the place of the one before, or take it off."""
    connection.execute(delete(setting).where(setting.c.key == KEY))
    if new is not None:
        connection.execute(insert(setting), {"key": KEY, "value": msgspec.json.encode(new).decode()})


def stand(connection: Connection) -> Stand:
    """How the journal stands, or stood before the move if its line is the newest of its chain. Asked at the file only:
    the order of the chains is SQLite's."""
    moved = arrival(connection)
    found = sha256()
    heads = select(journal_head.c.chain, journal_head.c.seq, journal_head.c.hash).order_by(journal_head.c.chain)
    for head in connection.execute(heads.execution_options(yield_per=2000)):
        chain, seq, end = head
        if moved is not None and (chain, end) == (_OFFICE, moved.row["hash"]):
            seq, end = seq - 1, moved.row["previous"]
        found.update(f"{chain} {seq} {end}\n".encode())
    lines = connection.scalar(select(func.count()).select_from(line)) or 0
    return Stand(lines - (moved is not None), found.hexdigest())


def write_line(connection: Connection, before: Stand, to: str, staff: StaffRow, at: datetime) -> None:
    """The line of the move, the last one that is written here."""
    fields = {_LINES: ("", before.lines), _PRINT: ("", before.fingerprint)}
    journal.write(
        connection,
        [Entry(ACTION, reason=to, fields=fields)],
        at=at,
        staff_id=staff.id,
        staff_name=staff.name,
        office_id=staff.office_id,
        lock=False,
    )


def arrival(connection: Connection) -> Arrival | None:
    """The line of the move in a journal, here or at the server; ``None`` where nothing was moved."""
    mine = (line.c.chain == _OFFICE, line.c.action == ACTION)
    row = connection.execute(select(line).where(*mine).order_by(line.c.seq.desc()).limit(1)).mappings().first()
    if row is None:
        return None
    fields = json.loads(row["fields"])
    return Arrival(Stand(fields[_LINES][1], fields[_PRINT][1]), dict(row))


def lines_until(connection: Connection, row: Mapping[str, Any]) -> int:
    """How many lines of a journal came before this one and with it."""
    return connection.scalar(select(func.count()).select_from(line).where(line.c.id <= row["id"])) or 0


def take_over(connection: Connection, arrived: Arrival) -> None:
    """A program that was killed between both commits left the file without the line of its move: it is written as it
    stands at the server."""
    row = arrived.row
    if arrival(connection) is not None:
        return
    connection.execute(insert(line), dict(row))
    head = update(journal_head).where(journal_head.c.chain == _OFFICE)
    connection.execute(head.values(seq=row["seq"], hash=row["hash"]))
