"""A whole office comes into an empty database of a server, inside one transaction: tables, rows, then guards and walls.

Triggers would refuse history (a case that begins in the middle, a number lent long ago), so they go up behind the rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import DataError, Error, sql
from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

from db.backends import Backend
from db.backends.postgresql.restoring import holds_nothing
from db.errors import RecordRoomError, translate
from db.migrations import raise_tables
from db.tables import metadata

# Ids came with their rows, so the sequences behind them know nothing yet.
_SEQUENCES = """
DO $$
DECLARE one record; last bigint;
BEGIN
    FOR one IN SELECT c.relname AS place, a.attname AS name, pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS seq
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
          AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL LOOP
        EXECUTE format('SELECT max(%I) FROM %I', one.name, one.place) INTO last;
        IF last IS NOT NULL THEN
            PERFORM setval(one.seq, last);
        END IF;
    END LOOP;
END $$"""
# A login of that name may be left over from a database that was dropped: its old password opens nothing here.
_CLOSED = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT login_of(id) AS login FROM staff LOOP
        EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', one.login);
    END LOOP;
END $$"""


def raise_empty(connection: Connection, backend: Backend) -> bool:
    """Tables without guards; ``False`` when something is there already. Two at once: the second one waits, and finds it."""
    backend.upgrade_lock(connection)
    if not holds_nothing(connection):
        return False
    raise_tables(connection, backend)
    return True


def pour(connection: Connection, table: Table, batches: Iterable[Sequence[Sequence[Any]]]) -> None:
    """Rows into a table by ``COPY``, a batch at a time. :raises RecordRoomError: ``unfit`` for what has no place here."""
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    words = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    driver: Any = connection.connection.driver_connection
    with _told(), driver.cursor() as cursor, cursor.copy(words) as copy:
        for batch in batches:
            for row in batch:
                copy.write_row(row)


def settle(connection: Connection, backend: Backend) -> None:
    """All rows are in: numbers go on behind them, guards and walls go up, and nobody has a password yet."""
    plain = connection.execution_options(no_parameters=True)
    plain.exec_driver_sql(_SEQUENCES)
    backend.install_guards(connection)
    plain.exec_driver_sql(_CLOSED)
    connection.execute(text("ANALYZE " + ", ".join(_quoted())))


def _quoted() -> Iterator[str]:
    return (f'"{name}"' for name in sorted(metadata.tables))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (DataError, TypeError, ValueError):
        # A value in the file that is none of its column's type: SQLite keeps whatever it was given.
        raise RecordRoomError("unfit", "value") from None
    except Error as error:
        raise translate(DBAPIError(None, None, error)) from None
