"""What differs between the databases, behind questions: each backend answers for itself."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection, Engine

if TYPE_CHECKING:
    from db.database import Database

Progress = Callable[[int, int], None]
"""Told how far a copy is: done and total (0: not known). May raise to stop it."""


class Readable(Protocol):
    """Where the bytes of a copy come from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; nothing at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Copying:
    """One moment of a database: its bytes, and the rows of every table at exactly that moment. ``read`` gives nothing
    at the end only when the copy is whole, else it raises ``RecordRoomError``."""

    counts: dict[str, int]
    revision: str
    source: Readable


class Backend(Protocol):
    """The capabilities a database must bring."""

    name: str

    def reader(self, url: str) -> Engine:
        """An engine for reading: a consistent view, never a writer's lock."""
        ...

    def writer(self, url: str) -> Engine:
        """An engine whose transactions may write."""
        ...

    def lock_rows(self) -> bool:
        """Whether rows need ``FOR UPDATE`` (several writers at once)."""
        ...

    def install_guards(self, connection: Connection) -> None:
        """Put the last wall up: triggers that refuse what the procedures do not allow. May be repeated."""
        ...

    def upgrade_lock(self, connection: Connection) -> None:
        """Make a second program that upgrades at the same moment wait."""
        ...

    def desks_may_copy(self) -> bool:
        """Whether any desk may copy the whole database (it holds the file anyway), not only an administrator's."""
        ...

    def copy_obstacle(self, connection: Connection) -> str:
        """Why this desk cannot copy the whole database: "" when it can, ``not_owner``, ``no_client``."""
        ...

    def copying(self, database: "Database", progress: Progress) -> AbstractContextManager[Copying]:
        """A copy of one consistent moment while everybody goes on working."""
        ...

    def is_empty(self, database: "Database") -> bool:
        """Whether nothing is there yet, not even a table."""
        ...

    def unpack(self, source: Readable, database: "Database", progress: Progress) -> None:
        """Fill an empty database with a copy, all or nothing. ``progress`` hears the bytes."""
        ...

    def belongings(self, database: "Database") -> dict[str, str]:
        """What must travel with a copy so that it opens elsewhere, such as the key of an encrypted file. Secret."""
        ...

    def adopt(self, database: "Database", belongings: Mapping[str, str]) -> None:
        """Make an empty place ready for a copy with these belongings."""
        ...

    def clear(self, database: "Database") -> None:
        """Take away what ``unpack`` put there, and nothing else."""
        ...

    def rehearsal(self, database: "Database") -> AbstractContextManager["Database"]:
        """An empty database of the same kind beside this one, gone afterwards: there a copy is opened and counted."""
        ...


def backend_for(url: str) -> Backend:
    """The backend behind a URL. :raises ValueError: for a database that Padan does not know."""
    scheme = url.split(":", 1)[0].split("+", 1)[0]
    if scheme == "sqlite":
        from db.backends.sqlite import SQLite

        return SQLite()
    if scheme == "postgresql":
        from db.backends.postgresql import PostgreSQL

        return PostgreSQL()
    raise ValueError(scheme)


def statements(script: str) -> list[str]:
    """The statements of a guards file, which are divided by lines that read ``--;;``."""
    return [part.strip() for part in script.split("--;;") if part.strip()]
