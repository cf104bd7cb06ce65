"""A month of a whole city, read, checked, loaded, matched, findings stored; against reading alone and two other ways.

Every way runs in a process of its own, so that its peak memory is its own. ``PADAN_BENCH_ROWS`` narrows the sizes;
``PADAN_BENCH_SERVER_ROWS`` those on PostgreSQL, whose own work the CPU time does not tell (none unless asked for: a million
members take minutes to settle there).
"""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.bench.rekon_file import HEADINGS, write_rekon  # noqa: E402
from tests.cities.city import PERIOD, City, city  # noqa: E402

SIZES = tuple(int(size) for size in os.environ.get("PADAN_BENCH_ROWS", "10000 100000 1000000").split())
SERVED = tuple(int(size) for size in os.environ.get("PADAN_BENCH_SERVER_ROWS", "").split())
SEGMENT = "pbi_kota"
_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
AT = {heading: place for place, heading in enumerate(HEADINGS)}


def made(size: int) -> City:
    """The city of this size: two in a thousand of each kind are wrong."""
    return city(size, size, leaks=max(size // 500, 1))


def calamine(file: Path, _database: Path) -> int:
    """Reading alone."""
    from python_calamine import CalamineWorkbook

    return sum(1 for _row in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows())


def padan(file: Path, database: Path, url: str = "") -> int:
    """The whole job, by the commands a clerk gives."""
    from db.queries.staff import staff_by_username
    from desktop.office import Office
    from desktop.operations.import_list import ImportList
    from desktop.operations.reconcile import Reconcile
    from desktop.settings import sqlite_url
    from desktop.spreadsheets.lists import open_list

    office = Office(url or sqlite_url(database), database.parent, practice=True)
    ratna = office.read(staff_by_username, "ratna")
    assert ratna is not None
    office.run(
        ImportList(
            layout="bpjs_rekon",
            file_name=file.name,
            file_sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
            source=lambda: open_list(file, layout="bpjs_rekon", today=date(2026, 11, 2)),
            period=PERIOD,
            segment=SEGMENT,
        ),
        ratna.id,
    )
    loaded = time.perf_counter()
    outcome = office.run(Reconcile(period=PERIOD, segment=SEGMENT), ratna.id)
    print(f"# matching alone: {time.perf_counter() - loaded:.1f} s", file=sys.stderr, flush=True)
    office.close()
    return int(outcome.data["found"])


MEMBERS = (
    "SELECT m.participant_number AS PSNOKA, p.nik, p.name, p.sex, p.birth_date"
    f" FROM membership m JOIN person p ON p.id = m.person_id WHERE m.segment = '{SEGMENT}'"
)


def openpyxl(file: Path, database: Path) -> int:
    """The same findings by hand: one dictionary a list, one row after the other."""
    import sqlite3

    from openpyxl import load_workbook

    found, seen = [], set()
    source = sqlite3.connect(database)
    ours, alive = _ours(source)
    by_nik = {member[0]: number for number, member in ours.items()}
    for row in load_workbook(file, read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True):
        number, nik, name, sex, day = row[0], row[5], row[2], row[3], row[4]
        member = ours.get(number) or ours.get(by_nik.get(nik))
        found += _judged(number, nik, name, sex, f"{day[6:]}-{day[3:5]}-{day[:2]}", member, alive, seen)
        seen.add(nik)
        seen.add(number)
    found += [("hanya_kita", number) for number, member in ours.items() if member[0] not in seen and number not in seen]
    _store(source, found)
    return len(found)


def _ours(source: Any) -> tuple[dict[str, Any], dict[str, str]]:
    ours = {number: rest for number, *rest in source.execute(MEMBERS)}
    return ours, dict(source.execute("SELECT nik, state FROM resident"))


def _judged(
    number: Any, nik: Any, name: Any, sex: Any, birth: Any, member: Any, alive: Any, seen: set[Any]
) -> list[Any]:
    if number in seen or nik in seen:
        return [("ganda", number)]
    if member is None:
        return [("hanya_mereka", number)]
    state = alive.get(member[0])
    found = [(state or "nik_tidak_ada", number)] if state != "ada" else []
    pairs = zip(("nik_beda", "nama_beda", "jk_beda", "lahir_beda"), (nik, name, sex, birth), member, strict=True)
    return found + [(rule, number) for rule, theirs, our in pairs if theirs != our]


def _store(source: Any, found: list[Any]) -> None:
    source.execute("CREATE TABLE peer (rule TEXT, number TEXT)")
    source.executemany("INSERT INTO peer VALUES (?, ?)", found)
    source.commit()
    source.close()


def pandas(file: Path, database: Path) -> int:
    """The same findings with data frames."""
    import sqlite3

    import pandas as pd

    source = sqlite3.connect(database)
    theirs = pd.read_excel(file, engine="calamine", dtype=str)
    ours = pd.read_sql(MEMBERS, source)
    register = pd.read_sql("SELECT nik, state FROM resident", source)
    theirs["birth"] = theirs.TGLLHR.str[6:] + "-" + theirs.TGLLHR.str[3:5] + "-" + theirs.TGLLHR.str[:2]
    twice = theirs[theirs.duplicated("PSNOKA") | theirs.duplicated("NIK")]
    both = theirs.merge(ours, on="PSNOKA", how="outer", indicator=True).merge(register, on="nik", how="left")
    inner = both[both._merge == "both"]
    kinds = {
        "ganda": twice.PSNOKA,
        "hanya_mereka": both[both._merge == "left_only"].PSNOKA,
        "hanya_kita": both[both._merge == "right_only"].PSNOKA,
        "keadaan": inner[inner.state != "ada"].PSNOKA,
        "nik_beda": inner[inner.nik != inner.NIK].PSNOKA,
        "nama_beda": inner[inner.name != inner.NAMA].PSNOKA,
        "jk_beda": inner[inner.sex != inner.JENKEL].PSNOKA,
        "lahir_beda": inner[inner.birth != inner.birth_date].PSNOKA,
    }
    found = [(rule, number) for rule, numbers in kinds.items() for number in numbers]
    _store(source, found)
    return len(found)


def served(file: Path, url: Path) -> int:
    """The same in an office on a server; ``url`` stands in a file, for a command line is seen by others."""
    return padan(file, url, url.read_text(encoding="utf-8"))


WAYS: dict[str, Callable[[Path, Path], int]] = {
    "calamine": calamine,
    "padan": padan,
    "served": served,
    "openpyxl": openpyxl,
    "pandas": pandas,
}
LIBRARIES = {
    "calamine": ("python_calamine",),
    "padan": (
        *("desktop.office", "desktop.operations.import_list", "desktop.operations.reconcile"),
        *("desktop.spreadsheets.lists", "desktop.practice", "python_calamine", "rapidfuzz"),
    ),
    "served": ("desktop.office", "desktop.operations.reconcile", "desktop.practice", "psycopg", "rapidfuzz"),
    "openpyxl": ("openpyxl", "sqlite3"),
    "pandas": ("pandas", "sqlite3"),
}


def child(way: str, file: Path, database: Path) -> None:
    """One way in this process, its libraries loaded; seconds to the stored findings."""
    for name in LIBRARIES[way]:
        import_module(name)
    with watched_children() as peaks:
        begun, worked = time.perf_counter(), _cpu()
        count = WAYS[way](file, database)
        seconds, cpu = time.perf_counter() - begun, _cpu() - worked
    mb = _peak("self") + max(peaks.values(), default=0.0)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "mb": mb, "found": count}))


def _cpu() -> float:
    """Of this process and of those that it started and that have ended."""
    return sum(getattr(resource.getrusage(who), name) for who in _WHO for name in ("ru_utime", "ru_stime"))


@contextmanager
def watched_children() -> Iterator[dict[str, float]]:
    """{process started from here: the most memory it ever had, in MB}, looked at twenty times a second."""
    peaks: dict[str, float] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            for task in Path("/proc/self/task").glob("*/children"):
                for pid in task.read_text(encoding="ascii").split():
                    with suppress(OSError, StopIteration):  # it ended meanwhile
                        peaks[pid] = _peak(pid)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()


def _peak(process: str) -> float:
    """The most memory a process ever had, in MB. (``getrusage`` would tell its parent's.)"""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def run(way: str, file: Path, template: Path) -> dict[str, float]:
    """One way in a process of its own, on a fresh copy of the office."""
    database = template.with_name("ukur.db")
    shutil.copy(template, database)
    figures = child_of(way, file, database)
    for left in template.parent.glob("ukur.db*"):
        left.unlink()
    return figures


def child_of(way: str, file: Path, database: Path) -> dict[str, float]:
    """One way in a process of its own."""
    words = [_python(way), str(Path(__file__)), way, str(file), str(database)]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"# {way}: {figures}", file=sys.stderr, flush=True)
    return figures


def _python(way: str) -> str:
    """pandas is no part of Padan: ``PADAN_BENCH_PANDAS`` names the interpreter of an environment that has it."""
    return os.environ.get("PADAN_BENCH_PANDAS", "") if way == "pandas" else sys.executable


def prepared(size: int, folder: Path, url: str = "") -> tuple[Path, Path]:
    """(the file of the branch, the office with its members)."""
    from desktop.office import Office
    from desktop.practice import fill
    from desktop.settings import sqlite_url
    from tests.cities.settling import settle

    whole = made(size)
    file, database = folder / f"rekon-{size}.xlsx", folder / f"kantor-{size}.db"
    write_rekon(file, whole.lines)
    whole.lines.clear()
    office = Office(url or sqlite_url(database), folder, practice=True)
    fill(office)
    settle(office.database, whole, staff_id=1)
    if not url:
        with office.database.raw() as bare:
            bare.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    office.close()
    return file, database


def on_server(size: int, folder: Path, base: str) -> tuple[dict[str, float], dict[str, float]]:
    """(the job in an office on a server, reading alone)."""
    from tests.bench.data import command

    name = f"padan_bench_{size}"
    own = folder / "alamat"
    own.write_text(f"{base.rpartition('/')[0]}/{name}", encoding="utf-8")
    command(base, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    command(base, f'CREATE DATABASE "{name}"')
    try:
        file, _ = prepared(size, folder, own.read_text(encoding="utf-8"))
        return child_of("served", file, own), child_of("calamine", file, own)
    finally:
        command(base, f'DROP DATABASE "{name}" WITH (FORCE)')


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """Every size beside reading alone; the largest beside openpyxl and pandas too."""
    from tests.bench.data import server

    curve = []
    with TemporaryDirectory(prefix="padan-bench-") as name:
        for size in SIZES:
            file, database = prepared(size, Path(name))
            ours, reading = run("padan", file, database), run("calamine", file, database)
            curve.append(ours["seconds"] / size * 1e6)
            yield row(f"{size:,} rows: whole job / calamine", ours["seconds"], reading["seconds"], "s", "≤ 2 ×")
            yield row(f"{size:,} rows: the same in CPU time", ours["cpu"], reading["cpu"], "s", "≤ 2 ×")
            yield row(f"{size:,} rows: peak memory / calamine", ours["mb"], reading["mb"], "MB", "≤ 1.3 ×")
            if size != SIZES[-1]:
                continue
            for way, aim in (("openpyxl", "≤ 0.20 ×"), ("pandas", "≤ 0.83 ×")):
                if _python(way):
                    peer = run(way, file, database)
                    yield row(f"{size:,} rows: whole job / {way}", ours["seconds"], peer["seconds"], "s", aim)
        for size in SERVED:
            with server() as base:
                ours, reading = on_server(size, Path(name), base)
            yield row(
                f"PostgreSQL, {size:,} rows: whole job / calamine", ours["seconds"], reading["seconds"], "s", "≤ 2 ×"
            )
            yield row("  µs a row there / on SQLite", ours["seconds"] / size * 1e6, curve[-1], "µs", "–")
    if len(curve) > 1:
        yield row(f"µs a row at {SIZES[-1]:,} / {SIZES[0]:,}", curve[-1], curve[0], "µs", "linear: ≤ 1.2 ×")


if __name__ == "__main__":
    child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
