"""What differs between the databases, behind questions: each backend answers for itself."""

from typing import Protocol

from sqlalchemy import Connection, Engine


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


def backend_for(url: str, key: bytes | None = None) -> Backend:
    """The backend behind a URL; ``key`` opens an encrypted single office.

    :raises ValueError: for a database that Padan does not know, and for a key where none belongs.
    """
    scheme = url.split(":", 1)[0].split("+", 1)[0]
    if scheme == "sqlite":
        from db.backends.sqlite import SQLite

        return SQLite(key)
    if key is not None:
        raise ValueError("a key belongs to a single office's file")
    if scheme == "postgresql":
        from db.backends.postgresql import PostgreSQL

        return PostgreSQL()
    raise ValueError(scheme)


def statements(script: str) -> list[str]:
    """The statements of a guards file, which are divided by lines that read ``--;;``."""
    return [part.strip() for part in script.split("--;;") if part.strip()]
