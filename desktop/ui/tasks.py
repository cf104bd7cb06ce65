"""Work off the GUI thread: two readers, one writer, and one worker each for long jobs, for printing, for copies of the
office, for this computer's disk and for what nobody waits for; answers come back on the GUI thread.

Writes run strictly in the order they were asked for. A read whose place on the screen was asked again, or whose
screen is gone, is dropped: not started when still waiting, not delivered when already running.
"""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, Signal

from desktop.ui.rubbish import Rubbish

Lane = Literal["read", "write", "long", "print", "disk", "quiet", "backup"]
THREADS: dict[Lane, int] = {"read": 2, "write": 1, "long": 1, "print": 1, "disk": 1, "quiet": 1, "backup": 1}


_TURN = 0.001
"""A thread that computes gives way after a millisecond. Python's own five are waited for at each of the dozens of steps of
one painting, and a clerk's hand notices the sum while a list of a million lines is read beside the window."""


class Cancelled(Exception):
    """The clerk stopped a long job; raised inside the job at its next ``report``."""


class Owner:
    """Who asked: one per screen. ``leave`` makes everything still under way for it stale."""

    def __init__(self) -> None:
        self.alive = True
        self.latest: dict[str, Job] = {}

    def leave(self) -> None:
        """From now on nothing is delivered to this owner."""
        self.alive = False
        self.latest.clear()


@dataclass(slots=True, eq=False)
class Job:
    """One piece of work and its handle: the asker may ``cancel``, the work may ``report``."""

    work: Callable[["Job"], Any]
    then: Callable[[Any], Any] | None = None
    failed: Callable[[BaseException], Any] | None = None
    progress: Callable[[int, int, str], None] | None = None
    ended: Callable[[], None] | None = None
    lane: Lane = "read"
    owner: Owner | None = None
    slot: str | None = None
    cancelled: bool = False
    _tell: Callable[["Job", str, Any], None] | None = field(default=None, repr=False)

    def stale(self) -> bool:
        """Nobody waits for this answer any more."""
        if self.owner is None:
            return False
        return not self.owner.alive or (self.slot is not None and self.owner.latest.get(self.slot) is not self)

    def cancel(self) -> None:
        """Ask the job to stop; it ends at its next ``report`` and ``failed`` hears ``Cancelled``."""
        self.cancelled = True

    def report(self, done: int, total: int, sentence: str = "") -> None:
        """From inside the work: how far it is. Raises ``Cancelled`` when the clerk stopped it."""
        if self.cancelled:
            raise Cancelled
        if self._tell:
            self._tell(self, "progress", (done, total, sentence))


class Tasks(QObject):
    """The threads of one window. Make it on the GUI thread; ``close`` joins everything."""

    bug = Signal(object)  # an exception that nobody took, or that a callback raised
    _arrived = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__()
        sys.setswitchinterval(_TURN)
        self._queues: dict[Lane, SimpleQueue[Job | None]] = {lane: SimpleQueue() for lane in THREADS}
        self._threads: dict[Lane, list[threading.Thread]] = {lane: [] for lane in THREADS}
        self._open = 0
        self._closed = False
        self._rubbish = Rubbish(self)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self, job: Job) -> Job:
        """Queue a job in its lane; call it on the GUI thread. After ``close`` jobs are dropped silently."""
        if self._closed:
            return job
        if job.owner is not None and job.slot is not None:
            job.owner.latest[job.slot] = job
        job._tell = self._arrived.emit
        self._open += 1
        self._queues[job.lane].put(job)
        self._staff_up(job.lane)
        return job

    def idle(self) -> bool:
        """Nothing is waiting or running and every answer was delivered (for tests and closing)."""
        return self._open == 0

    def hurried(self, lane: Lane) -> bool:
        """Whether work that only watches should end: somebody waits behind it in its lane, or the window closes."""
        return self._closed or not self._queues[lane].empty()

    def close(self, patience: float = 10.0) -> bool:
        """Finish the writes already asked for, drop the rest, join the threads: ``patience`` seconds for all together.
        False when one did not end in time."""
        self._closed = True
        for lane, threads in self._threads.items():
            if lane not in ("write", "disk"):
                self._drain(self._queues[lane])
            for _thread in threads:
                self._queues[lane].put(None)
        every = [thread for threads in self._threads.values() for thread in threads]
        last = time.monotonic() + patience
        for thread in every:
            thread.join(max(0.0, last - time.monotonic()))
        self._rubbish.leave()
        return not any(thread.is_alive() for thread in every)

    @staticmethod
    def _drain(queue: "SimpleQueue[Job | None]") -> None:
        while not queue.empty():
            job = queue.get()
            if job is not None:
                job.cancel()

    def _staff_up(self, lane: Lane) -> None:
        threads = self._threads[lane]
        if len(threads) < THREADS[lane]:
            name = f"padan-{lane}-{len(threads) + 1}"
            thread = threading.Thread(target=self._serve, args=(self._queues[lane],), name=name, daemon=True)
            threads.append(thread)
            thread.start()

    def _serve(self, queue: "SimpleQueue[Job | None]") -> None:
        while (job := queue.get()) is not None:
            self._do(job)
            del job

    def _do(self, job: Job) -> None:
        kind, answer = "dropped", None
        if job.lane in ("write", "disk") or not (job.stale() or job.cancelled):
            try:
                kind, answer = "done", job.work(job)
            except BaseException as error:
                kind, answer = "failed", error
        elif job.cancelled:
            kind, answer = "failed", Cancelled()
        try:
            self._arrived.emit(job, kind, answer)
        except RuntimeError:  # the window is already gone; nobody is left to tell
            return

    def _deliver(self, job: Job, kind: str, answer: Any) -> None:
        if kind == "progress":
            if job.progress and not job.stale() and not job.cancelled:
                self._call(job.progress, *answer)
            return
        self._open -= 1
        if kind != "dropped" and not job.stale():
            self._hand_over(job, kind, answer)
        if job.ended:
            self._call(job.ended)

    def _hand_over(self, job: Job, kind: str, answer: Any) -> None:
        if kind == "done" and job.then:
            self._call(job.then, answer)
        elif kind == "failed" and job.failed:
            self._call(job.failed, answer)
        elif kind == "failed" and not isinstance(answer, Cancelled):
            self.bug.emit(answer)

    def _call(self, callback: Callable[..., None], *args: Any) -> None:
        try:
            callback(*args)
        except Exception as error:
            self.bug.emit(error)
