"""SQLite: the single office. One file, one writer at a time, readers never wait."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from db.backends import statements
from db.backends.sqlite.cipher import WrongKey, connect, unlock

_BUSY_MILLISECONDS = 10_000


class SQLite:
    """WAL, foreign keys, ``BEGIN IMMEDIATE`` for writers. ``synchronous=FULL``: an acknowledged command
    survives a power cut, which the default of WAL would not promise. A writer waits ten seconds for another
    one; ``?timeout=SECONDS`` at the end of the URL changes that. With a ``key`` the file is encrypted (SQLCipher)."""

    name = "sqlite"

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key

    def reader(self, url: str) -> Engine:
        """Readers begin deferred and see one snapshot."""
        return self._engine(url, "BEGIN", pool_size=3)

    def writer(self, url: str) -> Engine:
        """The write lock is taken at the beginning, so a transaction never fails half-way for want of it."""
        return self._engine(url, "BEGIN IMMEDIATE", pool_size=1)

    def lock_rows(self) -> bool:
        """The whole file is locked by ``BEGIN IMMEDIATE``."""
        return False

    def install_guards(self, connection: Connection) -> None:
        """Triggers from ``guards.sql``; a trigger that exists is made anew."""
        for statement in statements((Path(__file__).parent / "guards.sql").read_text(encoding="utf-8")):
            connection.exec_driver_sql(statement)

    def bare(self, path: Path) -> Any:
        """A bare driver's connection to another file under this office's key, for work on whole files such as a backup
        (``Connection.backup``). Close it. :raises WrongKey: :raises RecordRoomError:"""
        return connect(path, self._key)

    def upgrade_lock(self, connection: Connection) -> None:
        """``BEGIN IMMEDIATE`` is the lock."""

    def _engine(self, url: str, begin: str, pool_size: int) -> Engine:
        waits = {} if "timeout" in make_url(url).query else {"timeout": _BUSY_MILLISECONDS / 1000}
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=8,
            connect_args={"check_same_thread": False, **waits},
            **_driver(self._key),
        )
        _open_with(engine, Path(make_url(url).database or ""), self._key)

        @event.listens_for(engine, "connect")
        def connected(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}").close()

        @event.listens_for(engine, "begin")
        def began(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine


def _driver(key: bytes | None) -> dict[str, Any]:
    """SQLCipher's driver for an encrypted file; the standard library's for a plain one."""
    if key is None:
        return {}
    from sqlcipher3 import dbapi2

    return {"module": dbapi2}


def _open_with(engine: Engine, path: Path, key: bytes | None) -> None:
    """Unlock every new connection before SQLAlchemy itself asks it anything, and see that it reads the file that lies
    there now: who waited while the office was encrypted would go on with the old one."""

    @event.listens_for(engine, "do_connect")
    def do_connect(dialect: Any, _record: Any, arguments: Any, options: Any) -> Any:
        before = _identity(path)
        connection = dialect.connect(*arguments, **options)
        try:
            if key is not None:
                unlock(connection, key)
            # In WAL mode the first reading takes a lock that is kept, so that nobody changes the file under us.
            connection.execute("SELECT count(*) FROM sqlite_master").close()
            if before and before != _identity(path):
                raise dialect.dbapi.OperationalError("database is locked: its file was replaced")
        except WrongKey:
            connection.close()
            raise dialect.dbapi.DatabaseError("padan_wrong_key") from None
        except BaseException:
            connection.close()
            raise
        return connection


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
