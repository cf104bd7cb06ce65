"""A connection that does not wait for ever for a server that says nothing: it asks on a second line what became of it."""

import time
from collections.abc import Generator
from select import select
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

PATIENCE = 5.0
T = TypeVar("T")
# At work means: neither trying to speak to us, nor waiting for a standby that is away while the change is already written.
_AT_WORK = """
    SELECT state = 'active' AND wait_event_type IS DISTINCT FROM 'Client' AND wait_event IS DISTINCT FROM 'SyncRep'
    FROM pg_stat_activity WHERE pid = %s
"""


class Impatient(psycopg.Connection[Any]):
    """Cut after ``silence`` seconds without a byte. :raises psycopg.OperationalError: then, and the line is closed."""

    silence = PATIENCE

    def wait(self, gen: PQGen[T], *args: Any, **named: Any) -> T:
        """See psycopg; every statement waits here for its answer."""
        return super().wait(self._heeding(gen), *args, **named)

    def _heeding(self, gen: PQGen[T]) -> Generator[Any, Any, T]:
        try:
            wanted = next(gen)
            heard = time.monotonic()
            while True:
                ready = yield wanted
                if ready:
                    heard = time.monotonic()
                elif time.monotonic() - heard >= self.silence:
                    if not self._still_there():
                        self.close()
                        raise psycopg.OperationalError("the connection is lost: no answer")
                    heard = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            result: T = end.value
            return result

    def _still_there(self) -> bool:
        return False


class Attentive(Impatient):
    """A desk's connection. A server at work (a long list, a lock) is left in peace; one that cannot be reached, or has
    nothing to do for us, never got the question or its answer went astray."""

    silence = 10.0
    patience = PATIENCE

    def _still_there(self) -> bool:
        # The answer may come while we ask.
        return self._at_work() or bool(select([self.pgconn.socket], [], [], 0)[0])

    def _at_work(self) -> bool:
        words: dict[str, Any] = {
            **self.info.get_parameters(),
            "password": self.info.password,
            "connect_timeout": max(2, round(self.patience)),
        }
        try:
            with Impatient.connect(**words, autocommit=True) as other:
                other.silence = self.patience
                row = other.execute(_AT_WORK, (self.info.backend_pid,)).fetchone()
        except psycopg.Error:
            return False
        return bool(row and row[0])
