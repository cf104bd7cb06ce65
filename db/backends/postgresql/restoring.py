"""A copy of a shared office brought back: ``pg_restore`` in one transaction, into a place where nothing is."""

import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import IO, TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from db.backends import Progress, Readable
from db.backends.postgresql.clients import environment, program, running, trouble
from db.backends.postgresql.walls import group_roles
from db.errors import RecordRoomError, translate

if TYPE_CHECKING:
    from db.database import Database

_BYTES = 1 << 20
_PREFIX = "padan_periksa_"
_FORGOTTEN = """
SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname < %s AND pg_has_role(datdba, 'USAGE')
"""
_OWN = """
SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
    WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def is_empty(database: "Database") -> bool:
    """Whether the schema ``public`` holds nothing; what extensions brought does not count."""
    with database.read() as connection:
        return holds_nothing(connection)


def holds_nothing(connection: Connection) -> bool:
    """The same question inside a transaction under way."""
    return connection.execute(text(_OWN)).first() is None


def unpack(source: Readable, database: "Database", progress: Progress) -> None:
    """Without owners and grants: those are the new server's own, and the program puts its own up afterwards."""
    with database.read() as connection:
        env = environment(connection)
    with database.write() as connection:
        # A new server knows none of the group roles that the policies in the copy name.
        connection.execution_options(no_parameters=True).exec_driver_sql(group_roles())
    words = [program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    words += ["--no-password", "--dbname", env["PGDATABASE"]]
    with running(words, env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, bufsize=0) as (child, complaints):
        assert child.stdin is not None  # noqa: S101
        done = 0
        try:
            while part := source.read(_BYTES):
                _write(child.stdin, part)
                done += len(part)
                progress(done, 0)
            child.stdin.close()
        except BrokenPipeError:
            # pg_restore ended before it had read everything: its exit status says whether it was content.
            pass
        if child.wait() != 0:
            raise trouble(complaints)


def _write(pipe: IO[bytes], part: bytes) -> None:
    """Without a buffer of ours: what a killed client did not take must not be tried again at the pipe's end."""
    rest = memoryview(part)
    while rest:
        rest = rest[pipe.write(rest) :]


def clear(database: "Database") -> None:
    """In one transaction: everything or nothing goes."""
    with database.write() as connection:
        for statement in connection.scalars(text(_OWN)).all():
            connection.exec_driver_sql(statement)


@contextmanager
def rehearsal(database: "Database") -> Iterator["Database"]:
    """Needs a login that may create databases. :raises RecordRoomError: ``no_createdb`` otherwise."""
    own = make_url(database.url)
    # Whose it is stands in the name: a server may hold several offices, and its administrator sees only names.
    whose = re.sub(r"\W", "", own.database or "")[-20:]
    name = f"{_PREFIX}{datetime.now(UTC):%Y%m%d%H%M}_{secrets.token_hex(4)}_{whose}"
    _outside(database, f'CREATE DATABASE "{name}" TEMPLATE template0')
    other = database.beside(own.set(database=name).render_as_string(hide_password=False))
    try:
        yield other
    finally:
        other.close()
        _outside(database, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _outside(database: "Database", statement: str) -> None:
    """A statement that no transaction may hold, after the rehearsals that a killed program left yesterday."""
    import psycopg

    try:
        with database.raw() as connection:
            connection.autocommit = True
            line = f"{_PREFIX}{datetime.now(UTC) - timedelta(days=1):%Y%m%d%H%M}"
            for (old,) in connection.execute(_FORGOTTEN, (_PREFIX, line)).fetchall():
                connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        raise RecordRoomError("no_createdb", "rehearsal") from None
    except psycopg.Error as error:
        raise translate(DBAPIError(None, None, error)) from None
