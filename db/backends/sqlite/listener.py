"""News on SQLite: a number in memory that grows with every commit of another connection, looked at a few times a second."""

import sqlite3
import threading
import time
from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from db.errors import RecordRoomError
from db.listening import NOTHING, STALE, CatchUp, Heard, Line, caught_up, pause

EVERY = 0.15


class SQLiteListener(Line):
    """``PRAGMA data_version`` reads no page of the file while nobody commits (SQLite manual); only then is the table of
    changes read. It does not change with commits of its own connection, so that connection does nothing else."""

    def __init__(self, engine: Engine, after: int, catch_up: CatchUp, every: float = EVERY) -> None:
        super().__init__()
        self._engine, self._catch_up, self._every = engine, catch_up, every
        self._last = after
        self._seen = -1
        self._line: PoolProxiedConnection | None = None
        self._tries = 0
        self._next_try = 0.0
        self._woken = threading.Event()

    def _wait(self, timeout: float) -> Heard:
        end = time.monotonic() + timeout
        while True:
            heard = self._look()
            left = end - time.monotonic()
            if heard.kind in ("news", "stale") or left <= 0 or self._woken.wait(min(self._every, left)):
                return heard

    def _wake(self) -> None:
        self._woken.set()

    def _look(self) -> Heard:
        if self._tries and time.monotonic() < self._next_try:
            return Heard("lost", tries=self._tries)
        try:
            version = self._version()
            if version == self._seen and not self._tries:
                return NOTHING
            heard, self._last = caught_up(self._catch_up, self._last)
        except (sqlite3.Error, SQLAlchemyError, RecordRoomError):
            return self._cut()
        mended, self._tries, self._seen = self._tries > 0, 0, version
        return STALE if mended else heard

    def _version(self) -> int:
        if self._line is None:
            self._line = self._engine.raw_connection()
            self._line.detach()
        version: int = self._line.cursor().execute("PRAGMA data_version").fetchone()[0]
        return version

    def _cut(self) -> Heard:
        self._tries += 1
        self._next_try = time.monotonic() + pause(self._tries)
        self._hang_up()
        return Heard("lost", tries=self._tries)

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(sqlite3.Error, SQLAlchemyError):
                line.close()
