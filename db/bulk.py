"""Many rows into one table, a chunk at a time: nothing is kept, so memory does not grow with the list."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table

from db.backends import Backend
from db.types import Instant

Rows = Sequence[Sequence[Any]]


def bulk_insert(
    backend: Backend,
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    chunks: Iterable[Rows],
    *,
    beside: bool = False,
) -> int:
    """Insert chunks of tuples in the order of ``columns``; gives the number of rows.

    Values are the driver's own: days as ISO text, whole numbers, text, ``None``. Only moments are turned here, for each
    database keeps them in its own way. ``beside``: the database writes one chunk while the next one is read; then
    ``chunks`` must not ask the connection anything. :raises RecordRoomError: as every statement.
    """
    moments = [at for at, name in enumerate(columns) if isinstance(table.c[name].type, Instant)]

    def pour(chunk: Rows) -> None:
        backend.pour(connection, table, columns, _with_moments(connection, chunk, moments) if moments else chunk)

    if beside:
        return _beside(pour, chunks)
    count = 0
    for chunk in chunks:
        if chunk:
            pour(chunk)
            count += len(chunk)
    return count


def _beside(pour: Callable[[Rows], None], chunks: Iterable[Rows]) -> int:
    """One chunk under way, never two: a connection belongs to one thread at a time, and this one again at the end."""
    count = 0
    with ThreadPoolExecutor(1, "bulk") as writer, _collector_at_rest():
        under_way: Future[None] | None = None
        for chunk in chunks:
            if under_way is not None:
                under_way.result()
            under_way = writer.submit(pour, chunk) if chunk else None
            count += len(chunk)
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


def _with_moments(connection: Connection, chunk: Rows, moments: Sequence[int]) -> Rows:
    kept = Instant()
    turned = []
    for row in chunk:
        values = list(row)
        for at in moments:
            values[at] = kept.process_bind_param(values[at], connection.dialect)
        turned.append(tuple(values))
    return turned
