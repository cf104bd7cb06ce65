"""What a clerk waits for with 3,000 and with 300,000 people in the registry, on both databases.

A list or a search may not take longer because the registry grew: the day's queue is equally long in both.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import create_engine, text

from db.queries.batches import incoming, queue_counts
from db.queries.cases import queue
from db.queries.desk_lists import desk_work
from db.queries.report import compliance, waiting
from db.queries.search import candidates, letters_by_number, people_by_name, people_by_number
from db.queries.staff import staff_by_username
from desktop.office import Office
from desktop.operations.move import Move
from desktop.practice import fill as practice
from desktop.settings import sqlite_url
from desktop.sop.names import sound_key
from tests.bench import painted, registry

SMALL, LARGE = 3_000, 300_000
_MONTH = timedelta(days=30)
RUNS = 15
Timing = tuple[str, str, Callable[[Office], object]]


def _list(office: Office) -> None:
    """Dinas Kesehatan opens its work list; 640 people wait there."""
    statuses = ["menunggu_validasi", "eid_terbit"]
    assert len(office.read(queue, 5, statuses, limit=500)) == 500
    office.read(incoming, 5, statuses)
    office.read(queue_counts, 5)


def _panti(office: Office) -> None:
    """The panti, at whose door all finished cases stand too."""
    office.read(desk_work, 2, ["eid_diterima", "nik_tersedia"])
    office.read(queue_counts, 2)


TIMINGS: tuple[Timing, ...] = (
    ("work list of Dinkes, 500 of 640 rows", "< 200 ms", _list),
    ("work list of the panti, 240 rows", "< 200 ms", _panti),
    ("who waits for whom", "< 200 ms", lambda office: office.read(waiting, registry.NOW)),
    ("compliance of a month", "< 200 ms", lambda office: office.read(compliance, registry.NOW - _MONTH, registry.NOW)),
    ("search: one word, many hits", "< 60 ms", lambda office: office.read(people_by_name, ("siti",))),
    ("search: two words", "< 60 ms", lambda office: office.read(people_by_name, ("sri", "lestari"))),
    ("search: two words, none fits", "< 60 ms", lambda office: office.read(people_by_name, ("muhamad", "zulk"))),
    ("search: a whole NIK", "< 60 ms", lambda office: office.read(people_by_number, "3171070101409970")),
    ("search: eight digits", "< 60 ms", lambda office: office.read(people_by_number, "31710701")),
    ("search: a letter number that is not there", "< 60 ms", lambda office: office.read(letters_by_number, "/999X/")),
    ("candidates for a NIK, common name", "< 60 ms", lambda office: _candidates(office, "siti", "rahayu")),
    ("candidates for a NIK, rare name", "< 60 ms", lambda office: _candidates(office, "zainuddin", "mangunkusumo")),
)


def _candidates(office: Office, *words: str) -> object:
    return office.read(candidates, [sound_key(word) for word in words], without=0, birth_year=1970)


def approve(office: Office) -> list[float]:
    """Seconds from the command to its commit, 40 people each, the whole chain of journal, list, letter and clock."""
    ratna = office.read(staff_by_username, "ratna")
    assert ratna is not None
    seconds = []
    for _ in range(RUNS):
        rows = office.read(queue, 5, ["menunggu_validasi"], limit=600)
        rows = tuple(row for row in rows if row.nik)[:40]
        command = Move(procedure="wbs", action="validasi", cases=tuple((row.id, row.version) for row in rows))
        begun = time.perf_counter()
        assert len(office.run(command, ratna.id).done) == 40
        seconds.append(time.perf_counter() - begun)
    return seconds


@contextmanager
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the given one, else a private one that goes when we go."""
    given = os.environ.get("PADAN_TEST_POSTGRESQL")
    if given:
        yield given
        return
    from installer.postgresql import remove, start

    with TemporaryDirectory(prefix="padan-bench-") as folder:
        Path(folder).chmod(0o755)
        try:
            yield start(Path(folder) / "pg")
        finally:
            remove(Path(folder) / "pg")


@contextmanager
def filled(kind: str, people: int, base: str, folder: Path) -> Iterator[Office]:
    """A practice office with this many people, thrown away afterwards."""
    name = f"padan_bench_{uuid4().hex[:8]}"
    url = sqlite_url(folder / f"{name}.db") if kind == "sqlite" else f"{base.rpartition('/')[0]}/{name}"
    if kind == "postgresql":
        command(base, f'CREATE DATABASE "{name}"')
    office = Office(url, folder, practice=True, clock=lambda: registry.NOW)
    practice(office)
    begun = time.perf_counter()
    registry.fill(office.database, people)
    print(f"# {kind}: {people:,} people in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    yield office
    office.close()
    if kind == "postgresql":
        command(base, f'DROP DATABASE "{name}" WITH (FORCE)')


def command(base: str, statement: str) -> None:
    """One statement that stands in no transaction."""
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def milliseconds(wish: Callable[[Office], object], large: Office, small: Office) -> tuple[float, float]:
    """Medians on the large and the small office, measured alternately after a warm-up."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(RUNS + 2):
        for office, figures in zip((large, small), taken, strict=True):
            begun = time.perf_counter()
            wish(office)
            if turn > 1:
                figures.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """Every timing as ``row(what, at 300,000, at 3,000, unit, aim)``; the ratio's aim is 1.5."""
    with server() as base, TemporaryDirectory(prefix="padan-bench-") as name:
        folder = Path(name)
        for kind in ("sqlite", "postgresql"):
            with filled(kind, LARGE, base, folder) as large, filled(kind, SMALL, base, folder) as small:
                for what, aim, wish in TIMINGS:
                    yield row(f"{kind}: {what}", *milliseconds(wish, large, small), "ms", f"{aim}, ≤ 1.5 ×")
                yield from painted.measure(kind, large, small, folder, row)
                both = (statistics.median(approve(office)) * 1000 for office in (large, small))
                yield row(f"{kind}: approving 40, to the commit", *both, "ms", "< 150 ms")
