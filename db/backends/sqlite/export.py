"""A whole office's file copied into one with another key (or its first), row by row through SQLCipher's own export."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from db.backends.sqlite.cipher import connect, literal, told
from db.errors import RecordRoomError


@contextmanager
def alone(path: Path, key: bytes | None) -> Iterator[Any]:
    """A connection that nobody else shares the file with; its write-ahead log is folded in and gone.

    Nothing else can read or write until the block ends. :raises RecordRoomError: ``busy`` when another program has it.
    """
    connection = connect(path, key, timeout=1.0)
    try:
        with told():
            # The mode first, the lock second: the other way round a journal would stay beside the file until the end,
            # and whoever is killed would leave it beside the file that comes next.
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            connection.execute("BEGIN EXCLUSIVE").close()
            connection.execute("COMMIT").close()
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
                raise RecordRoomError("busy", "the file is open elsewhere")
            yield connection
    finally:
        with suppress(Exception):
            connection.close()


@contextmanager
def as_reader(connection: Any) -> Iterator[Connection]:
    """The same connection for SQLAlchemy's statements. Whoever opened it closes it, after this block."""
    from sqlcipher3 import dbapi2

    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as reader:
        yield reader


def export(connection: Any, target: Path, key: bytes) -> None:
    """Everything of the connection's file into ``target``, which must not exist, encrypted with ``key``."""
    with told():
        # ATTACH takes its key as an expression: so it is bound and stands in no statement.
        connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(target), literal(key))).close()
        try:
            connection.execute("BEGIN IMMEDIATE").close()
            connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
            connection.execute("COMMIT").close()
        finally:
            connection.execute("DETACH DATABASE fresh").close()


def row_counts(connection: Any) -> dict[str, int]:
    """Table → rows, of every table of the file."""
    with told():
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith("sqlite_stat")
        ]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def sound(connection: Any) -> bool:
    """Whether every page proves to be what was written (HMAC of SQLCipher) and the tables hold together."""
    with told():
        pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        return not pages and connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
