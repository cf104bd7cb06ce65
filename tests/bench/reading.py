"""Reading and checking a large list against calamine alone and against openpyxl read-only, each in a process of its own.

The file is one month of BPJS reconciliation, 16 columns, people invented. "Ours" recognises it, checks every NIK, number,
name and date, finds repeated lines and hands out clean tuples; the peers only walk the rows. Seconds are those of the
processor, for other work on the machine must not count. `PADAN_BENCH_ROWS` makes the largest file smaller.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LARGEST = int(os.environ.get("PADAN_BENCH_ROWS", "1000000"))
TODAY = date(2026, 11, 28)
HEADINGS = (
    *("PSNOKA", "NOKA", "NAMA", "JENKEL", "TGLLHR", "NIK", "KKNO", "PISAT", "KDSTAWIN", "NOPPK", "NMPPK", "ALAMAT"),
    *("NAMADATI2", "NMKEC", "NMDESA", "STATUS"),
)
CODES = {"PSNOKA", "NOKA", "NIK", "KKNO", "PISAT", "KDSTAWIN", "NOPPK", "STATUS"}
NAMES = (
    *("SITI", "BUDI", "AGUS", "SRI", "WAYAN", "KETUT", "ENDANG", "SLAMET", "YULI", "RATNA", "JOKO", "DEWI"),
    *("EKO", "NUR", "TRI"),
)


def people(count: int) -> Iterator[tuple[Any, ...]]:
    """Invented participants: births over ninety years, families of four, a thousand streets, 300 facilities."""
    dice = random.Random(7)
    first = date(1932, 1, 1).toordinal()
    for at in range(count):
        born, sex = date.fromordinal(first + dice.randrange(33_000)), "LP"[at & 1]
        day = born.day + (40 if sex == "P" else 0)
        nik = f"3175{1 + at % 10:02d}{day:02d}{born:%m%y}99{at // 10 % 100:02d}"
        name = f"{NAMES[at % 15]} {NAMES[at // 15 % 15]} {NAMES[dice.randrange(15)]}"
        family = at - at % 4
        yield (
            *(f"{10_000_000 + at:013d}", f"{10_000_000 + family:013d}", name, sex, born, nik),
            *(f"31750101012{family % 100_000:05d}", str(at % 4 + 1), str(at % 4), f"0901{at % 300:04d}"),
            *(f"PUSKESMAS {at % 300}", f"JL MERDEKA NO {at % 997} RT {at % 12:03d}", "KOTA JAKARTA TIMUR"),
            *(f"KECAMATAN {at % 20}", f"KELURAHAN {at % 200}", "0"),
        )


def make(path: Path, count: int) -> Path:
    """The list as .xlsx or .csv."""
    from desktop.spreadsheets.write_fast import OutColumn, write_csv, write_list

    kinds = {"TGLLHR": "date", **dict.fromkeys(CODES, "code")}
    columns = [OutColumn(name, name, 16, kinds.get(name, "text")) for name in HEADINGS]  # type: ignore[arg-type]
    if path.suffix == ".csv":
        write_csv(path, columns=columns, rows=people(count))
    else:
        write_list(path, columns=columns, rows=people(count))
    return path


def make_shared(path: Path, count: int) -> Path:
    """The same people in a workbook whose texts are shared, as Excel itself saves it; calamine reads that faster."""
    from tests.bench.rekon_file import write_rekon

    write_rekon(path, ((one[0], one[5], one[2], one[3], one[4], "0") for one in people(count)))
    return path


def ours(path: Path) -> int:
    """Recognise, check and hand out."""
    from desktop.spreadsheets.lists import open_list

    opened = open_list(path, today=TODAY)
    return sum(len(chunk) for chunk in opened.chunks())


def calamine(path: Path) -> int:
    """Walk the rows."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(path)
    return sum(1 for _row in book.get_sheet_by_index(0).iter_rows()) - 1


def by_openpyxl(path: Path) -> int:
    """Walk the rows."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for _row in book.worksheets[0].iter_rows(values_only=True)) - 1


WAYS: dict[str, Callable[[Path], int]] = {"ours": ours, "calamine": calamine, "openpyxl": by_openpyxl}


def alone(way: str, path: Path, count: int) -> dict[str, float]:
    """One way in a fresh process: processor seconds, peak memory in MB."""
    command = [sys.executable, str(Path(__file__)), way, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    if figures["rows"] < count * 0.9:
        raise AssertionError(f"{way} read {figures['rows']} of {count} rows")
    return figures


def median(way: str, path: Path, count: int, runs: int) -> tuple[float, float]:
    """Median seconds and peak memory over some runs."""
    found = [alone(way, path, count) for _ in range(runs)]
    return statistics.median(one["seconds"] for one in found), statistics.median(one["mb"] for one in found)


def measure(row: Any) -> Iterator[Any]:
    """Each size against calamine; openpyxl at a tenth of the largest, for it takes minutes there."""
    with TemporaryDirectory() as folder:
        curve: dict[int, float] = {}
        for count in (LARGEST // 100, LARGEST // 10, LARGEST):
            path = make(Path(folder) / f"{count}.xlsx", count)
            runs = 1 if count > 200_000 else 3
            seconds, mb = median("ours", path, count, runs)
            peer, peer_mb = median("calamine", path, count, runs)
            curve[count] = seconds / count * 1e6
            yield row(f"read + check {count:,} × 16 .xlsx / calamine", seconds, peer, "s", "≤ 2 ×")
            yield row("  its peak memory / calamine", mb, peer_mb, "MB", "≤ 1.3 ×")
            if count == LARGEST // 10:
                yield row(
                    f"read + check {count:,} / openpyxl read-only",
                    seconds,
                    alone("openpyxl", path, count)["seconds"],
                    "s",
                    "≤ 0.2 ×",
                )
                shared = make_shared(Path(folder) / "shared.xlsx", count)
                seconds, _mb = median("ours", shared, count, runs)
                peer, _mb = median("calamine", shared, count, runs)
                yield row(f"{count:,} × 16 with shared strings / calamine", seconds, peer, "s", "≤ 2 ×")
            if count < LARGEST:
                path.unlink()
        yield row(
            "µs a row at the largest / at a hundredth", curve[LARGEST], curve[LARGEST // 100], "µs", "straight: ≤ 1 ×"
        )
        path.unlink()
        text = make(Path(folder) / "list.csv", LARGEST)
        found = alone("ours", text, LARGEST)
        yield row(f"peak memory of {LARGEST:,} rows .csv / 300 MB", found["mb"], 300, "MB", "≤ 1 ×")
        yield row("  its seconds / those of the .xlsx", found["seconds"], curve[LARGEST] * LARGEST / 1e6, "s", "less")


if __name__ == "__main__":
    began = time.process_time()
    rows = WAYS[sys.argv[1]](Path(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "seconds": time.process_time() - began, "mb": peak}))
