"""What other screens listen to: one row a commit, with topics and the ids of the records that changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from db.statements import next_numbers
from db.tables.traces import change

MOST = 500
"""A desk that slept through more changes than this refreshes everything."""


@dataclass(frozen=True, slots=True)
class Change:
    """One commit's news: ``topics`` such as ``application`` or ``staff``, ``ids`` of applications concerned, and the
    ``desk`` that made it (``Database.desk``; empty when nobody said)."""

    id: int
    topics: frozenset[str]
    ids: tuple[int, ...]
    desk: str = ""


def announce(connection: Connection, topics: Iterable[str], ids: Iterable[int], at: datetime, desk: str = "") -> int:
    """Write the news of this transaction and give its number; it appears to others with the commit, never before.

    Numbers come from a counter that stays locked until the commit, not from a sequence: a desk that has read number 9
    must never see a number 8 arrive later, for it would not look back. Call it last, the lock is every writer's.
    """
    number = next_numbers(connection, "change", 1)
    row = {
        "id": number,
        "topics": json.dumps(sorted(topics)),
        "ids": json.dumps(sorted(ids)),
        "desk": desk,
        "at": at,
    }
    connection.execute(insert(change), row)
    return number


def latest(connection: Connection) -> int:
    """The number of the newest change; 0 in a new office."""
    return connection.scalar(select(func.max(change.c.id))) or 0


def since(connection: Connection, number: int) -> tuple[Change, ...]:
    """The changes after ``number``, oldest first, at most ``MOST``."""
    rows = connection.execute(select(change).where(change.c.id > number).order_by(change.c.id).limit(MOST))
    return tuple(
        Change(row.id, frozenset(json.loads(row.topics)), tuple(json.loads(row.ids)), row.desk) for row in rows
    )
