"""SQLite: the single office. One file, one writer at a time, readers never wait."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, update
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from db.backends import statements
from db.backends.sqlite.listener import SQLiteListener
from db.listening import CatchUp, Listener
from db.tables.access import staff

_BUSY_MILLISECONDS = 10_000


class SQLite:
    """WAL, foreign keys, ``BEGIN IMMEDIATE`` for writers. ``synchronous=FULL``: an acknowledged command
    survives a power cut, which the default of WAL would not promise. A writer waits ten seconds for another
    one; ``?timeout=SECONDS`` at the end of the URL changes that."""

    name = "sqlite"
    logins = False

    def reader(self, url: str) -> Engine:
        """Readers begin deferred and see one snapshot."""
        return self._engine(url, "BEGIN", pool_size=3)

    def writer(self, url: str) -> Engine:
        """The write lock is taken at the beginning, so a transaction never fails half-way for want of it."""
        return self._engine(url, "BEGIN IMMEDIATE", pool_size=1)

    def listen(self, url: str, after: int, catch_up: CatchUp, cut: Callable[[], None]) -> Listener:
        """A connection of its own whose ``data_version`` tells of commits, also of other processes."""
        return SQLiteListener(self._engine(url, "BEGIN", pool_size=1), after, catch_up)

    def spares_writer(self) -> bool:
        """An idle connection to a file keeps nobody out."""
        return False

    def lock_rows(self) -> bool:
        """The whole file is locked by ``BEGIN IMMEDIATE``."""
        return False

    def drop_guard(self, connection: Connection, name: str, table: str) -> None:
        """A trigger's name is unique in the file."""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")

    def install_guards(self, connection: Connection, *, again: bool = False) -> None:
        """Triggers from ``guards.sql``; a trigger that exists is made anew."""
        for statement in statements((Path(__file__).parent / "guards.sql").read_text(encoding="utf-8")):
            connection.exec_driver_sql(statement)

    def may_upgrade(self, connection: Connection) -> bool:
        """Whoever can open the file."""
        return True

    def hold(self, connection: Connection, table: str, ids: list[int], *, shared: bool) -> None:
        """``BEGIN IMMEDIATE`` holds everything."""

    def set_password(
        self, connection: Connection, staff_id: int, password: str, encoded: str, *, must_change: bool
    ) -> None:
        """The hash is kept with the staff member."""
        values = {"password_hash": encoded, "must_change": must_change, "failures": 0, "locked_until": None}
        connection.execute(update(staff).where(staff.c.id == staff_id).values(**values, version=staff.c.version + 1))

    def proves(self, connection: Connection, staff_id: int, password: str) -> bool | None:
        """Only the stored hash can tell."""
        return None

    def renewed(self, password: str) -> None:
        """Nothing of it is kept."""

    def upgrade_lock(self, connection: Connection) -> None:
        """``BEGIN IMMEDIATE`` is the lock."""

    @staticmethod
    def _engine(url: str, begin: str, pool_size: int) -> Engine:
        waits = {} if "timeout" in make_url(url).query else {"timeout": _BUSY_MILLISECONDS / 1000}
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=8,
            connect_args={"check_same_thread": False, **waits},
        )

        @event.listens_for(engine, "connect")
        def connected(connection: sqlite3.Connection, _record: Any) -> None:
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}").close()

        @event.listens_for(engine, "begin")
        def began(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine
