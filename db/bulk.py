"""Many rows into one table, a chunk at a time: nothing is kept, so memory does not grow with the list."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table

from db.backends import Backend
from db.types import Instant

Columns = Sequence[Sequence[Any]]


def bulk_insert(
    backend: Backend,
    connection: Connection,
    table: Table,
    names: Sequence[str],
    chunks: Iterable[Sequence[Sequence[Any]]],
) -> int:
    """Insert chunks of tuples in the order of ``names``; gives the number of rows.

    Values are the driver's own: days as ISO text, whole numbers, text, ``None``. Only moments are turned here, for each
    database keeps them in its own way. :raises RecordRoomError: as every statement.
    """
    count = 0
    for chunk in chunks:
        if chunk:
            columns = list(zip(*chunk, strict=True))
            backend.pour(connection, table, names, _with_moments(connection, table, names, columns))
            count += len(chunk)
    return count


def bulk_columns(
    backend: Backend, connection: Connection, table: Table, names: Sequence[str], parts: Iterable[Columns]
) -> int:
    """The same with a column for each of ``names``, part by part: the database writes one part while the next one is
    read, so ``parts`` must not ask the connection anything."""

    def pour(columns: Columns) -> None:
        backend.pour(connection, table, names, _with_moments(connection, table, names, columns))

    count = 0
    # One part under way, never two: a connection belongs to one thread at a time, and to this one again at the end.
    with ThreadPoolExecutor(1, "bulk") as writer, _collector_at_rest():
        under_way: Future[None] | None = None
        for columns in parts:
            if under_way is not None:
                under_way.result()
            under_way = writer.submit(pour, columns)
            count += len(columns[0])
        if under_way is not None:
            under_way.result()
    return count


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Thousands of rows come and go, and none of them is a circle that the collector would have to find."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _with_moments(connection: Connection, table: Table, names: Sequence[str], columns: Columns) -> Columns:
    kept = Instant()

    def turned(moment: Any) -> Any:
        return kept.process_bind_param(moment, connection.dialect)

    return [
        list(map(turned, column)) if isinstance(table.c[name].type, Instant) else column
        for name, column in zip(names, columns, strict=True)
    ]
