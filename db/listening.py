"""News without asking: what a listener answers, and how long it pauses before it tries a lost server again."""

import random
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from db.changes import MOST, Change

CatchUp = Callable[[int], tuple[Change, ...]]
"""The changes after a number, read from the table."""


@dataclass(frozen=True, slots=True)
class Heard:
    """``nothing``: the line holds. ``news``: ``changes``, oldest first. ``stale``: the line was cut and is there
    again, or too much happened at once; whatever is on a screen must be read anew. ``lost``: the line is cut, and
    ``tries`` attempts to reach the server have failed since."""

    kind: Literal["nothing", "news", "stale", "lost"] = "nothing"
    changes: tuple[Change, ...] = ()
    tries: int = 0


NOTHING, STALE = Heard(), Heard("stale")


class Listener(Protocol):
    """One line to the database, used by one thread; only ``close`` may be called from another."""

    def wait(self, timeout: float) -> Heard:
        """What happened, at the latest after ``timeout`` seconds (longer only while a server is dialled). Never raises:
        a line that is cut is told as ``lost`` and mended by the next calls."""
        ...

    def close(self) -> None:
        """End a ``wait`` that is under way and give the connection back. May be repeated."""
        ...


class Line(ABC):
    """What both listeners share: whichever thread is last at the line, the waiting or the closing one, hangs up."""

    def __init__(self) -> None:
        self._closed = False
        self._busy = threading.Lock()

    def wait(self, timeout: float) -> Heard:
        """See ``Listener``."""
        with self._busy:
            heard = NOTHING if self._closed else self._wait(timeout)
        if self._closed:
            self._end()
        return heard

    def close(self) -> None:
        """See ``Listener``."""
        self._closed = True
        self._wake()
        self._end()

    def _end(self) -> None:
        if self._busy.acquire(blocking=False):
            try:
                self._hang_up()
            finally:
                self._busy.release()

    @abstractmethod
    def _wait(self, timeout: float) -> Heard: ...

    @abstractmethod
    def _wake(self) -> None: ...

    @abstractmethod
    def _hang_up(self) -> None: ...


def caught_up(catch_up: CatchUp, after: int) -> tuple[Heard, int]:
    """What a desk hears that knows everything up to ``after``, and what it knows then."""
    changes = catch_up(after)
    heard = Heard("news", changes) if changes else NOTHING
    while len(changes) >= MOST:
        heard, after = STALE, changes[-1].id
        changes = catch_up(after)
    return heard, changes[-1].id if changes else after


def pause(tries: int) -> float:
    """Seconds before the next attempt: doubling up to a quarter of a minute, and never two desks at the same moment,
    for sixty of them lose a server together."""
    longest: float = min(15.0, 0.25 * 2 ** min(tries, 10))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 no secret
