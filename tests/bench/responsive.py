"""Whether the window goes on while a month is tried, brought in and compared beside it: gaps of its event loop.

A timer of ten milliseconds beats in a real window; between two beats lies what the clerk waits. The peer is the same
window, for as long, with nothing beside it: on a busy machine that, too, has gaps.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from desktop.office import Office
from desktop.operations.list_trial import Answers
from desktop.operations.reconcile import Reconcile
from desktop.settings import sqlite_url
from tests.bench.painted import desk
from tests.bench.reconcile import SEGMENT, prepared
from tests.cities.city import PERIOD
from tests.conftest import seats_of

ROWS = int(os.environ.get("PADAN_BENCH_LIST", "100000"))
BEAT = 10


class Heart:
    """The beats of one window."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def during(self, wait: Callable[[], Any]) -> tuple[float, float, float]:
        """(longest gap, the 99th of a hundred, seconds) while the window is served."""
        self.gaps.clear()
        begun = self._last = time.perf_counter()
        self._timer.start(BEAT)
        wait()
        self._timer.stop()
        gaps = sorted(self.gaps)
        return gaps[-1], gaps[int(len(gaps) * 0.99)], time.perf_counter() - begun


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """Each part of the work against a window at rest."""
    with TemporaryDirectory(prefix="padan-bench-") as name:
        folder = Path(name)
        file, database = prepared(ROWS, folder)
        office = Office(sqlite_url(database), folder, practice=True)
        seat = seats_of(office)("ratna")
        driver = desk(office, folder)
        heart, told = Heart(), Answers(layout="bpjs_rekon", period=PERIOD, segment=SEGMENT)
        tried: list[Any] = []
        parts: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("tried", lambda: tried.append(seat.register.try_out(file, told))),
            ("brought in", lambda: seat.register.bring_in(tried[0])),
            ("compared", lambda: seat.run(Reconcile(period=PERIOD, segment=SEGMENT))),
        )
        driver.settle()
        try:
            for what, work in parts:
                longest, usual, seconds = heart.during(lambda work=work: driver.answer(work))
                rest = heart.during(lambda seconds=seconds: driver.answer(lambda: time.sleep(seconds)))
                yield row(f"{ROWS:,} rows {what}: longest gap / at rest", longest, rest[0], "ms", "< 100 ms")
                yield row("  99 of 100 beats / at rest", usual, rest[1], "ms", "< 50 ms")
        finally:
            driver.close()
            office.close()
