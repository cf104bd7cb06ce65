"""From the commit at one desk to the changed row painted on another's screen, against psycopg's bare NOTIFY → recv."""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from PySide6.QtCore import QEventLoop
from sqlalchemy import Engine, event

from db.queries.cases import cases_by_id
from desktop.office import Office
from tests.bench.data import SMALL, filled, server
from tests.bench.painted import desk
from tests.conftest import give_back, seats_of
from tests.ui.stages import bring_to

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
COMMITS, WARM_UP = 120, 10
PEOPLE = 40
ROOT = Path(__file__).resolve().parents[2]
OTHER = """
import sys, time
from pathlib import Path
from desktop.office import Office
from tests.bench import registry
from tests.bench.live import seats_of, touch_once, watch_commits
office = Office(sys.argv[1], Path(sys.argv[2]), practice=True, clock=lambda: registry.NOW)
watch_commits()
seat = seats_of(office)("yusuf")
print("siap", flush=True)
for line in sys.stdin:
    case, word = line.split()
    print(repr(touch_once(seat, int(case), word)), flush=True)
office.close()
"""


_committed = [0.0]


def watch_commits() -> None:
    """Keep the moment just before a COMMIT is sent."""

    @event.listens_for(Engine, "commit")
    def commits(_connection: Any) -> None:
        _committed[0] = time.monotonic()


def touch_once(seat: Any, case: int, word: str) -> float:
    """The other desk edits one person; gives the moment at which it sent its COMMIT."""
    from desktop.operations.edit_case import EditCase

    row = seat.read(cases_by_id, [case])[0]
    seat.run(EditCase(application_id=case, before={"alias": row.alias}, after={"alias": word}))
    return _committed[0]


def _painted(driver: Any, other: Any, case: int, word: str) -> float:
    """Milliseconds from the COMMIT in the other process to the window having painted the new word here."""
    answer: list[float] = []
    reading = threading.Thread(target=lambda: answer.append(float(other.stdout.readline())))
    reading.start()
    print(case, word, file=other.stdin, flush=True)
    people = driver.screen.people
    while next(row.alias for row in people.rows() if row.id == case) != word:
        driver.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    driver.window.repaint()
    seen = time.monotonic()
    reading.join()
    return (seen - answer[0]) * 1000


def _bare(url: str) -> list[float]:
    """psycopg alone: an empty transaction with a NOTIFY at one connection, received by ``notifies()`` at another."""
    plain = url.replace("+psycopg", "")
    taken = []
    with psycopg.connect(plain, autocommit=True) as hears, psycopg.connect(plain, autocommit=True) as says:
        hears.execute("LISTEN bench")
        came: list[float] = []
        for turn in range(COMMITS + WARM_UP):
            waits = threading.Thread(
                target=lambda: came.extend(time.monotonic() for _ in hears.notifies(timeout=30, stop_after=1))
            )
            waits.start()
            begun = time.monotonic()
            says.execute("NOTIFY bench, '1'")
            waits.join()
            if turn >= WARM_UP:
                taken.append((came[-1] - begun) * 1000)
    return taken


def _connections(base: str, name: str) -> int:
    with psycopg.connect(base.replace("+psycopg", "")) as watcher:
        found = watcher.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()
    assert found is not None
    return int(found[0])


def _timings(office: Office, folder: Path) -> tuple[list[float], Any]:
    rows = bring_to(office, seats_of(office), "diterima", people=PEOPLE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", OTHER, office.database.url, str(folder)]
    other: Any = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    other.stdout.readline()
    driver = desk(office, folder, "yusuf", "permohonan")
    taken = []
    for turn in range(COMMITS + WARM_UP):
        driver.settle()
        waited = _painted(driver, other, rows[turn % PEOPLE].id, f"Kata{turn}")
        if turn >= WARM_UP:
            taken.append(waited)
    other.stdin.close()
    other.wait()
    return taken, driver


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """p50 and p95 on PostgreSQL (peer: bare NOTIFY) and SQLite (peer: its own pause between two looks)."""
    from db.backends.sqlite.listener import EVERY

    with server() as base, tempfile.TemporaryDirectory(prefix="padan-bench-") as name:
        folder = Path(name)
        with filled("postgresql", SMALL, base, folder) as office:
            bare = _bare(office.database.url)
            taken, driver = _timings(office, folder)
            for what, at in (("p50", 50), ("p95", 95)):
                ours, peer = _percentile(taken, at), _percentile(bare, at)
                yield row(f"postgresql: commit → painted elsewhere, {what}", ours, peer, "ms", "p95 < 100 ms")
            give_back(office)  # and the desks that brought the people there
            driver.program.seat.office.database.rest(0)
            driver.settle()
            held = _connections(base, office.database.url.rpartition("/")[2])
            yield row("connections of an idle desk", held, 2, "", "≤ 2")
            driver.close()
        with filled("sqlite", SMALL, base, folder) as office:
            taken, driver = _timings(office, folder)
            for what, at in (("p50", 50), ("p95", 95)):
                ours = _percentile(taken, at)
                yield row(f"sqlite: commit → painted elsewhere, {what}", ours, EVERY * 1000, "ms", "p95 < 300 ms")
            driver.close()


def _percentile(figures: list[float], at: int) -> float:
    return statistics.quantiles(figures, n=100)[at - 1]
