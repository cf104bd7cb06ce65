"""What differs between the databases, behind questions: each backend answers for itself."""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy import Connection, Engine

from db.listening import CatchUp, Listener


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
        """Nobody changes these rows of ``office`` or ``staff`` until the transaction ends; shared: others hold them too."""
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

    def upgrade_lock(self, connection: Connection) -> None:
        """Make a second program that upgrades at the same moment wait."""
        ...


def backend_for(url: str, *, login: str = "", password: str = "") -> Backend:
    """The backend behind a URL; a login only means something to a server.

    :raises ValueError: for a database that Padan does not know.
    """
    scheme = url.split(":", 1)[0].split("+", 1)[0]
    if scheme == "sqlite":
        from db.backends.sqlite import SQLite

        return SQLite()
    if scheme == "postgresql":
        from db.backends.postgresql import PostgreSQL

        return PostgreSQL(login, password)
    raise ValueError(scheme)


def statements(script: str) -> list[str]:
    """The statements of a guards file, which are divided by lines that read ``--;;``."""
    return [part.strip() for part in script.split("--;;") if part.strip()]
