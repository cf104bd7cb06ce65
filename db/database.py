"""The one door to the database: short read views and write transactions, never on the thread that paints."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from db.backends import Backend, backend_for
from db.changes import Change, since
from db.errors import RecordRoomError, translate
from db.latecomers import close_latecomers
from db.listening import Listener

IDLE_SECONDS = 15.0
"""How long a writer's connection is kept for the next command."""


class WrongThread(RuntimeError):
    """Somebody asked the database on the GUI thread: a bug, told at once instead of a window that hangs."""


class Database:
    """A database behind one URL; on a shared server as one staff member when a ``login`` is given.

    Engines are made when first used, so that opening the sign-in page costs nothing. ``desk`` names this program among
    all that use the database, as long as it runs. ``key`` (32 bytes) opens an encrypted single office; like the password
    it is kept in memory only and is never part of the URL.
    """

    def __init__(self, url: str, key: bytes | None = None, *, login: str = "", password: str = "") -> None:
        self.url = url
        self.backend: Backend = backend_for(url, key, login=login, password=password)
        self._reader: Engine | None = None
        self._writer: Engine | None = None
        self.desk = secrets.token_hex(8)
        self._writing = 0
        self._wrote_at = 0.0
        self._forbidden: int | None = None
        self._closed = False
        self._lock = threading.Lock()

    def as_login(self, username: str, password: str) -> "Database":
        """The same database as one staff member of a shared server sees it."""
        return Database(self.url, login=username, password=password)

    def forbid_this_thread(self) -> None:
        """From now on the calling thread (the GUI's) may not ask the database."""
        self._forbidden = threading.get_ident()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection with one consistent view. :raises RecordRoomError: when the world gets in the way."""
        with self._open(reading=True) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends well. :raises RecordRoomError:"""
        with self._lock:
            self._writing += 1
        try:
            with self._open(reading=False) as connection:
                yield connection
        finally:
            with self._lock:
                self._writing -= 1
                self._wrote_at = time.monotonic()

    def listen(self, after: int) -> Listener:
        """A line on which every change after number ``after`` is heard. Nothing is opened before its first ``wait``."""
        return self.backend.listen(self.url, after, self._changes_after, self._drop_idle)

    def rest(self, idle: float = IDLE_SECONDS) -> None:
        """Give the writer's connection back when nobody wrote for ``idle`` seconds; the next command opens it anew."""
        with self._lock:
            resting = self._writing == 0 and time.monotonic() - self._wrote_at >= idle
            if self._writer is not None and resting and self.backend.spares_writer():
                self._writer.dispose()

    def _changes_after(self, number: int) -> tuple[Change, ...]:
        with self.read() as connection:
            return since(connection, number)

    def _drop_idle(self) -> None:
        """Idle connections to a server that went away would make the next question wait for its silence to end."""
        with self._lock:
            engines = [engine for engine in (self._reader, self._writer) if engine is not None]
        for engine in engines:
            engine.dispose()

    @contextmanager
    def _open(self, *, reading: bool) -> Iterator[Connection]:
        if threading.get_ident() == self._forbidden:
            raise WrongThread("the database was asked on the GUI thread")
        engine = self._engine(reading=reading)
        committing = False
        try:
            with engine.begin() as connection:
                yield connection
                committing = not reading
        except NoFreeConnection:
            raise RecordRoomError("busy", "no free connection") from None
        except DBAPIError as error:
            if error.connection_invalidated:
                engine.dispose()
            told = translate(error)
            told.unsure = committing and told.kind in {"unreachable", "other"}
            # `from None`: the driver's text may quote the row that was refused.
            raise told from None

    def _engine(self, *, reading: bool) -> Engine:
        with self._lock:
            if reading:
                self._reader = self._reader or close_latecomers(self.backend.reader(self.url), self._is_closed)
                return self._reader
            self._writer = self._writer or close_latecomers(self.backend.writer(self.url), self._is_closed)
            return self._writer

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """The driver's own connection, outside any transaction and thrown away afterwards: for what only the driver can
        do. Its errors are the driver's."""
        fairy = self._engine(reading=False).raw_connection()
        fairy.detach()
        try:
            yield fairy.dbapi_connection
        finally:
            fairy.close()

    def beside(self, url: str) -> "Database":
        """Another database of the same kind, opened the way this one is (its key included)."""
        other = Database(url)
        other.backend = self.backend
        return other

    def _is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Give every connection back; those at work follow when their work is done."""
        self._closed = True
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
