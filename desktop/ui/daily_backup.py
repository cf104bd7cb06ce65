"""The copy of the day, made beside the clerks' work by whichever desk first notices that it is due."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.ui.faces import face_of
from desktop.ui.tasks import Cancelled, Job, Tasks

FIRST_MS, EVERY_MS = 30_000, 300_000


class DailyBackup(QObject):
    """``say(sentence, kind)`` hears how it went. Nothing happens on a desk without a folder for copies."""

    def __init__(self, tasks: Tasks, say: Callable[[str, str], None]) -> None:
        super().__init__()
        self._tasks, self._say = tasks, say
        self._seat: Any = None
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def begin(self, seat: Any) -> None:
        """Somebody signed in: look soon, for the desk may have been off at the hour."""
        self._seat = seat
        self._timer.start(FIRST_MS)

    def stop(self) -> None:
        """Nobody sits here any more: a copy under way is given up whole."""
        self._timer.stop()
        self._seat = None
        if self._job is not None:
            self._job.cancel()

    def look(self) -> None:
        """Ask whether today's copy is due, and make it."""
        if self._seat is None or self._job is not None:
            return
        self._timer.setInterval(EVERY_MS)
        backups = self._seat.backups
        job = Job(lambda _job: backups.due(), self._due, lambda _error: self._ended(), lane="read")
        self._job = self._tasks.start(job)

    def _due(self, due: bool) -> None:
        self._ended()
        if not due or self._seat is None:
            return
        backups = self._seat.backups
        job = Job(lambda job: backups.make_daily(job.report), self._made, self._failed, lane="backup")
        self._job = self._tasks.start(job)

    def _made(self, made: Any) -> None:
        self._ended()
        if made is not None:
            self._say(made.sentence, "bad" if made.alarms else "ok")

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if not isinstance(error, Cancelled):
            self._say(f"Cadangan harian tidak jadi. {face_of(error).sentence}", "bad")

    def _ended(self) -> None:
        self._job = None
