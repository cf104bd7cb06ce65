"""Copies of a shared office: ``pg_dump`` of the snapshot in which the rows were counted, straight into a pipe."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from sqlalchemy import Connection, text

from db.backends import Copying, Progress
from db.backends.postgresql.clients import environment, program, running, trouble
from db.counts import counts, revision
from db.errors import RecordRoomError

if TYPE_CHECKING:
    from db.database import Database

# ``pg_has_role(…, 'USAGE')`` is true for a superuser and for whoever inherits the owner.
_FOREIGN = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT pg_has_role(c.relowner, 'USAGE')
"""


def copy_obstacle(connection: Connection) -> str:
    """A login that owns not every table would leave rows out, which ``pg_dump`` refuses."""
    if connection.scalar(text(_FOREIGN)):
        return "not_owner"
    try:
        program("pg_dump"), program("pg_restore")
    except RecordRoomError:
        return "no_client"
    return ""


@dataclass
class _Pipe:
    child: "subprocess.Popen[bytes]"
    complaints: IO[bytes]

    def read(self, size: int = -1, /) -> bytes:
        """Bytes of the dump; the end counts only when ``pg_dump`` says that it went well."""
        assert self.child.stdout is not None  # noqa: S101
        part = self.child.stdout.read(size)
        if not part and self.child.wait() != 0:
            raise trouble(self.complaints)
        return part


@contextmanager
def copying(database: "Database", progress: Progress) -> Iterator[Copying]:
    """The transaction that counted stays open while ``pg_dump`` reads the same snapshot."""
    with database.read() as connection:
        found, stand = counts(connection), revision(connection)
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        words = [program("pg_dump"), "--format=custom", "--no-password", f"--snapshot={snapshot}"]
        with running(words, environment(connection), stdout=subprocess.PIPE) as (child, complaints):
            progress(0, 0)  # from here on whoever reads the pipe knows how far it is
            yield Copying(found, stand, _Pipe(child, complaints))
