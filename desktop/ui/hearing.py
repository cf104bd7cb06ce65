"""The ear of a desk: one thread at the database's line, the connection light, and what is passed on to the screens."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.ui.refresh import EVERYTHING, Bus

WAIT = 5.0
OWN_AFTER_MS = 250
CUT_OFF = 3  # failed attempts until the light no longer promises a quick return
CONNECTED, AGAIN, CUT = ("Tersambung", "ok"), ("Menyambung lagi…", "warn"), ("Terputus", "bad")


class Hearing(QObject):
    """``begin`` and ``end`` on the GUI thread; everything is told there. ``at_rest()`` says whether this desk has no
    work under way: what it did itself is told by that work, and only what nobody told is told here, once it rests."""

    light = Signal(str, str)  # word, tone
    arrived = Signal(object)  # topics of what other desks did
    _heard = Signal(object, object)

    def __init__(self, bus: Bus, at_rest: Callable[[], bool]) -> None:
        super().__init__()
        self._bus, self._at_rest = bus, at_rest
        self._ended: threading.Event | None = None
        self._thread: threading.Thread | None = None
        self._line: Any = None
        self._desk = ""
        self._own: list[Any] = []
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._soon = QTimer(self)
        self._soon.setInterval(OWN_AFTER_MS)
        self._soon.timeout.connect(self._tell_own)

    def begin(self, seat: Any, after: int) -> None:
        """Listen for every change after number ``after``; ``seat`` opens the line (``Seat.listen``)."""
        self.end()
        self._desk, self._line, self._ended = seat.desk, seat.listen(after), threading.Event()
        self._thread = threading.Thread(
            target=self._listen, args=(self._line, self._ended, seat.rest), name="padan-listen", daemon=True
        )
        self._thread.start()

    def end(self, patience: float = 0.0) -> None:
        """Hear nothing more; with ``patience`` wait that long until the connection is given back."""
        self._soon.stop()
        self._own.clear()
        if self._ended is not None and self._line is not None:
            self._ended.set()
            self._line.close()
        if self._thread is not None and patience:
            self._thread.join(patience)
        self._ended = self._line = None

    def _listen(self, line: Any, ended: threading.Event, rest: Callable[[], None]) -> None:
        while not ended.is_set():
            heard = line.wait(WAIT)
            rest()
            try:
                self._heard.emit(ended, heard)
            except RuntimeError:  # the window is already gone
                break
        line.close()

    def _tell(self, ended: threading.Event, heard: Any) -> None:
        if ended is not self._ended:
            return
        self.light.emit(*_light(heard))
        if heard.kind == "stale":
            self._own.clear()
            self._bus.publish(EVERYTHING)
            self.arrived.emit(EVERYTHING)
            return
        self._own += [change for change in heard.changes if change.desk == self._desk]
        self._publish([change for change in heard.changes if change.desk != self._desk])
        if self._own:
            self._soon.start()

    def _publish(self, changes: Iterable[Any]) -> None:
        told = list(changes)
        topics = frozenset[str]().union(*(change.topics for change in told))
        ids = sorted({one for change in told for one in change.ids})
        self._bus.publish(topics, ids, [change.id for change in told])
        if topics:
            self.arrived.emit(topics)

    def _tell_own(self) -> None:
        if self._at_rest():
            self._soon.stop()
            own, self._own = self._own, []
            for change in own:
                self._bus.publish(change.topics, change.ids, [change.id])


def _light(heard: Any) -> tuple[str, str]:
    if heard.kind != "lost":
        return CONNECTED
    return AGAIN if heard.tries < CUT_OFF else CUT
