"""News on PostgreSQL: ``LISTEN`` on a connection of its own that notices when the server is gone and comes back."""

import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import Any

import psycopg
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from db.changes import Change
from db.errors import RecordRoomError
from db.listening import NOTHING, STALE, CatchUp, Heard, Line, caught_up, pause

HEARTBEAT, PATIENCE = 10.0, 5.0
_BEGIN = b"SET application_name = 'padan kabar'; LISTEN padan_change"
_TROUBLE = (psycopg.Error, SQLAlchemyError, RecordRoomError, OSError)


class PostgreSQLListener(Line):
    """libpq's own way (PostgreSQL manual, "Asynchronous Notification"): sleep on the socket, then take what came.

    psycopg's ``notifies()`` waits as well, but it cannot ask a silent server with a time limit. A line that brought
    nothing for ``heartbeat`` seconds is asked, and is cut when no answer comes within ``patience``: a proxy or a
    sleeping machine may hold a dead line open for ever, and keep-alives never notice.
    """

    def __init__(
        self,
        connect: Callable[[], PoolProxiedConnection],
        after: int,
        catch_up: CatchUp,
        cut: Callable[[], None],
        heartbeat: float = HEARTBEAT,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__()
        self._connect, self._catch_up, self._tell_cut = connect, catch_up, cut
        self._heartbeat, self._patience = heartbeat, patience
        self._last = after
        self._line: PoolProxiedConnection | None = None
        self._begun = False
        self._tries = 0
        self._next_try = 0.0
        self._heard_at = 0.0
        self._bell, self._rope = socket.socketpair()  # close() pulls the rope, the waiting thread hears the bell

    def _wait(self, timeout: float) -> Heard:
        try:
            if self._line is not None:
                return self._listened(_pg(self._line), time.monotonic() + timeout)
            self._ready(None, min(timeout, self._next_try - time.monotonic()))
            if self._closed or time.monotonic() < self._next_try:
                return Heard("lost", tries=self._tries) if self._tries else NOTHING
            return self._dial()
        except _TROUBLE:
            return self._cut()

    def _wake(self) -> None:
        with suppress(OSError):
            self._rope.send(b".")

    def _dial(self) -> Heard:
        """The line is there first and the table is read afterwards, so that nothing falls in between."""
        line = self._connect()
        line.detach()
        self._line = line
        self._ask(_pg(line), _BEGIN)
        self._tries = 0
        if self._begun:
            # The server may be another one now, whose numbers begin earlier.
            self._last = 0
            return STALE
        self._begun = True
        heard, self._last = caught_up(self._catch_up, self._last)
        return heard

    def _listened(self, pg: PGconn, end: float) -> Heard:
        while True:
            heard = self._taken(pg)
            left = end - time.monotonic()
            if heard.changes or left <= 0 or self._closed:
                return heard
            quiet = time.monotonic() - self._heard_at
            if quiet >= self._heartbeat:
                self._ask(pg, b"SELECT 1")
            elif self._ready(pg, min(left, self._heartbeat - quiet)):
                pg.consume_input()
                self._heard_at = time.monotonic()

    def _taken(self, pg: PGconn) -> Heard:
        changes = []
        while (notify := pg.notifies()) is not None:
            change = _change(notify.extra)
            if change.id > self._last:
                changes.append(change)
                self._last = change.id
        return Heard("news", tuple(changes)) if changes else NOTHING

    def _ask(self, pg: PGconn, statement: bytes) -> None:
        """Send a statement and see its answer in time. :raises OSError: :raises psycopg.Error:"""
        end = time.monotonic() + self._patience
        pg.send_query(statement)
        while (unsent := pg.flush()) or pg.is_busy():
            if not self._ready(pg, end - time.monotonic(), writing=bool(unsent)):
                raise TimeoutError
            pg.consume_input()
        while (result := pg.get_result()) is not None:
            if result.status == ExecStatus.FATAL_ERROR:
                raise psycopg.OperationalError
        if pg.status != ConnStatus.OK:
            raise psycopg.OperationalError
        self._heard_at = time.monotonic()

    def _ready(self, pg: PGconn | None, seconds: float, writing: bool = False) -> bool:
        """Whether the socket has something within this time; without a line just sleep. ``close`` ends it."""
        with DefaultSelector() as selector:
            selector.register(self._bell, EVENT_READ)
            if pg is not None:
                selector.register(pg.socket, EVENT_READ | EVENT_WRITE if writing else EVENT_READ)
            ready = selector.select(max(seconds, 0))
        return any(key.fileobj is not self._bell for key, _ in ready)

    def _cut(self) -> Heard:
        self._tries += 1
        self._next_try = time.monotonic() + (pause(self._tries) if self._tries > 1 else 0)
        self._hang_up()
        self._tell_cut()
        return Heard("lost", tries=self._tries)

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            connection = _psycopg(line)
            line.invalidate()  # the pool's way of closing would first ask a server that may be silent
            with suppress(*_TROUBLE):
                connection.close()
        if self._closed:
            self._bell.close()
            self._rope.close()


def _psycopg(line: PoolProxiedConnection) -> "psycopg.Connection[Any]":
    connection = line.dbapi_connection
    assert isinstance(connection, psycopg.Connection)  # noqa: S101 the driver of this backend
    return connection


def _pg(line: PoolProxiedConnection) -> PGconn:
    return _psycopg(line).pgconn


def _change(payload: bytes) -> Change:
    """What the trigger ``tell_change`` wrote."""
    told = json.loads(payload)
    return Change(told["id"], frozenset(told["topics"]), tuple(told["ids"]), told["desk"])
