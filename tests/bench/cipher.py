"""What encryption costs: the same office, readable and encrypted, measured alternately in one run."""

import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from db.backends.sqlite.cipher import opens
from db.backends.sqlite.export import alone, export
from db.queries.cases import queue
from db.queries.staff import staff_by_username
from desktop.keys.ring import KeyRing
from desktop.keys.slots import empty, keys_of, wrap
from desktop.office import Office
from desktop.operations.move import Move
from desktop.operations.passwords import hash_password, matches
from desktop.settings import sqlite_url
from tests.bench import registry
from tests.bench.data import RUNS, TIMINGS, filled, milliseconds

PEOPLE = 30_000
CHOSEN = ("work list of Dinkes, 500 of 640 rows", "work list of the panti, 240 rows", "search: two words")


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """Every timing as ``row(what, encrypted, readable, unit, aim)``."""
    with TemporaryDirectory(prefix="padan-bench-") as name, filled("sqlite", PEOPLE, "", Path(name)) as plain:
        sealed = _sealed(plain, Path(name))
        for what, _, wish in TIMINGS:
            if what in CHOSEN:
                yield row(f"encrypted: {what}", *milliseconds(wish, sealed, plain), "ms", "≤ 1.5 ×")
        opened = milliseconds(_first_list, sealed, plain)
        yield row("encrypted: first list after opening the file", *opened, "ms", "≤ 2 ×")
        yield row("encrypted: approving 40, to the commit", *_approve(sealed, plain), "ms", "≤ 1.5 ×")
        sealed.close()
    yield row("signing in: slot and hash / hash alone", *_sign_in(), "ms", "≤ 2.2 ×")


def _sealed(plain: Office, folder: Path) -> Office:
    """The same rows under a key."""
    key, target = secrets.token_bytes(32), folder / "terenkripsi.db"
    plain.close()
    source = Path(plain.database.url.removeprefix("sqlite:///"))
    with alone(source, None) as connection:
        export(connection, target, key)
    assert opens(target, key)
    ring = KeyRing(folder / "terenkripsi.db.kunci", key)
    return Office(sqlite_url(target), folder, practice=True, clock=lambda: registry.NOW, ring=ring)


def _first_list(office: Office) -> None:
    office.close()
    office.read(queue, 5, ["menunggu_validasi"], limit=500)


def _approve(sealed: Office, plain: Office) -> tuple[float, float]:
    taken: dict[Office, list[float]] = {sealed: [], plain: []}
    for _ in range(RUNS):
        for office, figures in taken.items():
            ratna = office.read(staff_by_username, "ratna")
            assert ratna is not None
            rows = [row for row in office.read(queue, 5, ["menunggu_validasi"], limit=600) if row.nik][:40]
            command = Move(procedure="wbs", action="validasi", cases=tuple((row.id, row.version) for row in rows))
            begun = time.perf_counter()
            assert len(office.run(command, ratna.id).done) == 40
            figures.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[sealed]), statistics.median(taken[plain])


def _sign_in() -> tuple[float, float]:
    secret = "gajah putih terbang"
    slots, encoded = empty(), hash_password(secret)
    slots = type(slots)(1, slots.office, (wrap(bytes(32), slots.office, "ibu", secret, encoded),))
    both, alone_ = [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        assert matches(encoded, secret)
        between = time.perf_counter()
        assert keys_of(slots, "ibu", secret)
        alone_.append((between - begun) * 1000)
        both.append((time.perf_counter() - begun) * 1000)
    return statistics.median(both), statistics.median(alone_)
