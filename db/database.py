"""The one door to the database: short read views and write transactions, never on the thread that paints."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from db.backends import Backend, backend_for
from db.errors import RecordRoomError, translate


class WrongThread(RuntimeError):
    """Somebody asked the database on the GUI thread: a bug, told at once instead of a window that hangs."""


class Database:
    """A database behind one URL. Engines are made when first used, so that opening the sign-in page costs nothing.

    ``key`` (32 bytes) opens an encrypted single office; it is kept in memory only and is never part of the URL."""

    def __init__(self, url: str, key: bytes | None = None) -> None:
        self.url = url
        self.backend: Backend = backend_for(url, key)
        self._reader: Engine | None = None
        self._writer: Engine | None = None
        self._forbidden: int | None = None
        self._lock = threading.Lock()

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
        with self._open(reading=False) as connection:
            yield connection

    @contextmanager
    def _open(self, *, reading: bool) -> Iterator[Connection]:
        if threading.get_ident() == self._forbidden:
            raise WrongThread("the database was asked on the GUI thread")
        engine = self._engine(reading=reading)
        try:
            with engine.begin() as connection:
                yield connection
        except NoFreeConnection:
            raise RecordRoomError("busy", "no free connection") from None
        except DBAPIError as error:
            if error.connection_invalidated:
                engine.dispose()
            # `from None`: the driver's text may quote the row that was refused.
            raise translate(error) from None

    def _engine(self, *, reading: bool) -> Engine:
        with self._lock:
            if reading:
                self._reader = self._reader or self.backend.reader(self.url)
                return self._reader
            self._writer = self._writer or self.backend.writer(self.url)
            return self._writer

    def close(self) -> None:
        """Give every connection back."""
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
