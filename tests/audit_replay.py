"""``python tests/audit_replay.py [--edits 10000] [--people 2000] [--on sqlite|postgresql]``: the audit pack of a closed month
before and after so many later edits. Prints what was done and both fingerprints; exit status 1 when they differ. Needs
PADAN_TEST_POSTGRESQL for the server.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent / "operations"))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from tests.cities.later import closed_month, later_work
from tests.conftest import Clock, KeptOffice, _database_url, _drop, _server, give_back, seats_of


def main():
    """One office, one closed month, many edits."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="padan-audit-") as place:
        folder = Path(place)
        same = _play(wish, folder)
    return 0 if same else 1


def _play(wish, folder):
    from desktop.practice import fill
    from desktop.settings import sqlite_url

    name = f"padan_audit_{os.getpid()}"
    if wish.on == "postgresql":
        _server(f'CREATE DATABASE "{name}"')
    url = sqlite_url(folder / "kantor.db") if wish.on == "sqlite" else _database_url(name)
    clock = Clock()
    office = KeptOffice(url, folder, practice=True, clock=clock)
    try:
        fill(office)
        return _compare(office, clock, wish, folder)
    finally:
        give_back(office)
        if wish.on == "postgresql":
            _drop(name)


def _compare(office, clock, wish, folder):
    from db.queries.reconciliations import month_by_id

    seat = seats_of(office)
    month, run = closed_month(office, seat, clock, people=wish.people)
    ratna = seat("ratna")
    packs = []
    for at in range(2):
        begun = time.perf_counter()
        packs.append(ratna.register.write_audit(ratna.read(month_by_id, month), folder / str(at), "Inspektorat"))
        spent = time.perf_counter() - begun
        print(f"paket {at + 1}: {packs[-1].lines} baris, {spent:.1f} s, sidik jari {packs[-1].fingerprint}", flush=True)
        if not at:
            done = later_work(office, seat, clock, run, wish.edits)
            print(
                f"{sum(done.values())} suntingan:", ", ".join(f"{k} {n}" for k, n in sorted(done.items())), flush=True
            )
    same = packs[0].fingerprint == packs[1].fingerprint
    print("SAMA" if same else "BERBEDA")
    return same


if __name__ == "__main__":
    sys.exit(main())
