"""What row-level security costs: the same lists asked by a clerk's own login and by the owner, whom no wall stops."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from db.queries.batches import incoming, queue_counts
from db.queries.cases import queue
from db.queries.desk_lists import desk_work
from db.queries.search import people_by_name, people_by_number
from desktop.office import Office
from tests.bench.data import LARGE, filled, server
from tests.conftest import give_back, seats_of

RUNS = 21
List = tuple[str, str, Callable[[Office], object]]


def _validation(office: Office) -> None:
    statuses = ["menunggu_validasi", "eid_terbit"]
    assert len(office.read(queue, 5, statuses, limit=500)) == 500
    office.read(incoming, 5, statuses)
    office.read(queue_counts, 5)


LISTS: tuple[List, ...] = (
    ("work list of Dinkes, 500 of 640 rows", "ratna", _validation),
    (
        "work list of the panti, 240 rows",
        "yusuf",
        lambda office: office.read(desk_work, 2, ["eid_diterima", "nik_tersedia"]),
    ),
    ("search at Dukcapil: two words", "andi", lambda office: office.read(people_by_name, ("sri", "lestari"))),
    ("search at the panti: two words", "yusuf", lambda office: office.read(people_by_name, ("sri", "lestari"))),
    ("search at the panti: a whole NIK", "yusuf", lambda office: office.read(people_by_number, "3171070101409970")),
)


def _milliseconds(ask: Callable[[Office], object], office: Office) -> float:
    begun = time.perf_counter()
    ask(office)
    return (time.perf_counter() - begun) * 1000


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """Medians of alternating questions with 300,000 people in the registry."""
    with server() as base, tempfile.TemporaryDirectory(prefix="padan-bench-") as name:
        with filled("postgresql", LARGE, base, Path(name)) as office:
            seat = seats_of(office)
            for what, who, ask in LISTS:
                own = seat(who).office
                ask(own), ask(office)
                pairs = [(_milliseconds(ask, own), _milliseconds(ask, office)) for _ in range(RUNS)]
                ours, peer = (statistics.median(one) for one in zip(*pairs, strict=True))
                yield row(f"walls on / off: {what}", ours, peer, "ms", "≤ 1.3 ×")
            give_back(office)
