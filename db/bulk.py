"""Many rows into one table, a chunk at a time: nothing is kept, so memory does not grow with the list."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from db.backends import Backend
from db.types import Instant

Rows = Sequence[Sequence[Any]]


def bulk_insert(
    backend: Backend, connection: Connection, table: Table, columns: Sequence[str], chunks: Iterable[Rows]
) -> int:
    """Insert chunks of tuples in the order of ``columns``; gives the number of rows.

    Values are the driver's own: days as ISO text, whole numbers, text, ``None``. Only moments are turned here, for each
    database keeps them in its own way. :raises RecordRoomError: as every statement.
    """
    moments = [at for at, name in enumerate(columns) if isinstance(table.c[name].type, Instant)]
    count = 0
    for chunk in chunks:
        if chunk:
            backend.pour(connection, table, columns, _with_moments(connection, chunk, moments) if moments else chunk)
            count += len(chunk)
    return count


def _with_moments(connection: Connection, chunk: Rows, moments: Sequence[int]) -> Rows:
    kept = Instant()
    turned = []
    for row in chunk:
        values = list(row)
        for at in moments:
            values[at] = kept.process_bind_param(values[at], connection.dialect)
        turned.append(tuple(values))
    return turned
