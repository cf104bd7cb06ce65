"""What differs between the databases, behind questions: each backend answers for itself."""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy import Connection, Engine

from db.listening import CatchUp, Listener


class Backend(Protocol):
    """The capabilities a database must bring."""

    name: str

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

    def install_guards(self, connection: Connection) -> None:
        """Put the last wall up: triggers that refuse what the procedures do not allow. May be repeated."""
        ...

    def upgrade_lock(self, connection: Connection) -> None:
        """Make a second program that upgrades at the same moment wait."""
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
