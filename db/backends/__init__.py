"""What differs between the databases, behind questions: each backend answers for itself."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection, Engine, Table

from db.listening import CatchUp, Listener

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
    logins: bool
    """Whether every staff member is a login of the server, with a password the server keeps."""

    def reader(self, url: str) -> Engine:
        """An engine for reading: a consistent view, never a writer's lock."""
        ...

    def writer(self, url: str) -> Engine:
        """An engine whose transactions may write."""
        ...

    def listen(self, url: str, after: int, catch_up: CatchUp, cut: Callable[[], None]) -> Listener:
        """A line on which every change after number ``after`` is heard. ``cut`` is called when the line breaks: other
        connections to the same place are then worth nothing either."""
        ...

    def spares_writer(self) -> bool:
        """Whether the place in the server that an idle writer holds is worth giving back."""
        ...

    def lock_rows(self) -> bool:
        """Whether rows need ``FOR UPDATE`` (several writers at once)."""
        ...

    def remote(self) -> bool:
        """Whether a network lies between the desk and the database."""
        ...

    def drop_guard(self, connection: Connection, name: str, table: str) -> None:
        """Take one trigger down for a migration; ``install_guards`` puts it up again."""
        ...

    def install_guards(self, connection: Connection, *, again: bool = False) -> None:
        """Put the last wall up: triggers that refuse what the procedures do not allow. May be repeated; ``again``: even
        where nothing changed since the last time."""
        ...

    def may_upgrade(self, connection: Connection) -> bool:
        """Whether this account may change tables and guards."""
        ...

    def hold(self, connection: Connection, table: str, ids: list[int], *, shared: bool) -> None:
        """Nobody changes these rows of ``office``, ``staff`` or ``person`` until the end; shared: others hold them too."""
        ...

    def set_password(
        self, connection: Connection, staff_id: int, password: str, encoded: str, *, must_change: bool
    ) -> None:
        """A new password for a staff member; lifts a lock. ``encoded`` is the hash where the database keeps one."""
        ...

    def proves(self, connection: Connection, staff_id: int, password: str) -> bool | None:
        """Whether the password is the one this desk signed in with; ``None`` when only the stored hash can tell."""
        ...

    def renewed(self, password: str) -> None:
        """The desk's own password is another one from now on."""
        ...

    def pour(
        self, connection: Connection, table: Table, names: Sequence[str], columns: Sequence[Sequence[Any]]
    ) -> None:
        """A few thousand rows at once, a sequence of values for each name, as the driver wants them (``db.bulk``)."""
        ...

    def make_room(self, connection: Connection) -> None:
        """Until this transaction ends a comparison of whole lists runs here: give it memory."""
        ...

    def look_at_incoming(self, connection: Connection) -> None:
        """The lines of a list were just poured: let the planner know how many there are."""
        ...

    def upgrade_lock(self, connection: Connection) -> None:
        """Make a second program that upgrades at the same moment wait."""
        ...

    def desks_may_copy(self) -> bool:
        """Whether any desk may copy the whole database (it holds the file anyway), not only an administrator's."""
        ...

    def seal_journal(
        self, connection: Connection, day: date, midnight: datetime, at: datetime, staff_id: int | None
    ) -> bool:
        """Seal the journal up to the end of ``day`` (``midnight``); ``False`` when that day is sealed already."""
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


def backend_for(url: str, key: bytes | None = None, *, login: str = "", password: str = "") -> Backend:
    """The backend behind a URL; ``key`` opens an encrypted single office, a login only means something to a server.

    :raises ValueError: for a database that Padan does not know.
    """
    scheme = url.split(":", 1)[0].split("+", 1)[0]
    if scheme == "sqlite":
        from db.backends.sqlite import SQLite

        return SQLite(key)
    if key is not None:
        raise ValueError("a key belongs to a single office's file")
    if scheme == "postgresql":
        from db.backends.postgresql import PostgreSQL

        return PostgreSQL(login, password)
    raise ValueError(scheme)


def statements(script: str) -> list[str]:
    """The statements of a guards file, which are divided by lines that read ``--;;``."""
    return [part.strip() for part in script.split("--;;") if part.strip()]
