"""Whole tables as streams, and what proves that two databases hold the same rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, LargeBinary, String, Table, func, literal, select

from db.tables import metadata
from db.tables.access import staff

_ROWS, _FILES = 2000, 16
_MODULUS = 1 << 256
# What a single office keeps instead of a server's login; it opens nothing there.
_LEFT_BEHIND = frozenset({staff.c.password_hash})


@dataclass
class Tally:
    """Number of rows, and the sum of their SHA-256: the order, which two databases see differently, does not matter."""

    rows: int = 0
    total: int = 0

    def add(self, row: Sequence[Any]) -> None:
        """Count one row, every value of it."""
        plain = tuple(sha256(value).digest() if isinstance(value, bytes) else value for value in row)
        self.rows += 1
        self.total = (self.total + int.from_bytes(sha256(repr(plain).encode()).digest())) % _MODULUS


def tables() -> tuple[Table, ...]:
    """Every table of an office, those that others point to first."""
    return tuple(metadata.sorted_tables)


def batches(connection: Connection, table: Table, tally: Tally) -> Iterator[Sequence[Sequence[Any]]]:
    """All rows of a table, a batch at a time, without what stays behind; ``tally`` has counted them when it ends."""
    columns = [literal("").label(one.name) if one in _LEFT_BEHIND else one for one in table.columns]
    large = any(isinstance(one.type, LargeBinary) for one in table.columns)
    result = connection.execute(select(*columns).execution_options(yield_per=_FILES if large else _ROWS))
    for batch in result.partitions():
        for row in batch:
            tally.add(row)
        yield batch


def tallied(connection: Connection, table: Table) -> Tally:
    """What is in a table now."""
    tally = Tally()
    for _batch in batches(connection, table, tally):
        pass
    return tally


@dataclass(frozen=True, slots=True)
class TooLong:
    """A column that holds a longer text than other databases take."""

    table: str
    column: str
    longest: int
    room: int


def too_long(connection: Connection) -> tuple[TooLong, ...]:
    """SQLite takes texts of any length, whatever was declared."""
    found = []
    for table in tables():
        limited = [one for one in table.columns if isinstance(one.type, String) and one.type.length]
        if not limited:
            continue
        longest = connection.execute(select(*(func.max(func.length(one)) for one in limited))).one()
        for one, length in zip(limited, longest, strict=True):
            room = getattr(one.type, "length", 0)
            if length is not None and length > room:
                found.append(TooLong(table.name, one.name, length, room))
    return tuple(found)
