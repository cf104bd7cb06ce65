"""SQLite: the single office. One file, one writer at a time, readers never wait."""

import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from db.backends import statements

_BUSY_MILLISECONDS = 10_000


class SQLite:
    """WAL, foreign keys, ``BEGIN IMMEDIATE`` for writers. ``synchronous=FULL``: an acknowledged command
    survives a power cut, which the default of WAL would not promise. A writer waits ten seconds for another
    one; ``?timeout=SECONDS`` at the end of the URL changes that."""

    name = "sqlite"

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

    def upgrade_lock(self, connection: Connection) -> None:
        """``BEGIN IMMEDIATE`` is the lock."""

    def seal_journal(
        self, connection: Connection, day: date, midnight: datetime, at: datetime, staff_id: int | None
    ) -> bool:
        """Counted and hashed here: ``BEGIN IMMEDIATE`` keeps every other writer out meanwhile."""
        from db.backends.sqlite.sealing import seal_journal

        return seal_journal(connection, day, midnight, at, staff_id)

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
