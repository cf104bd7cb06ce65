"""Writing a list of 300,000 people as .xlsx against openpyxl write-only, each in a process of its own.

Both write the same 16 columns: numbers of people as text cells, births as date cells. Seconds are those of the processor.
openpyxl writes a tenth (`PADAN_BENCH_EXPORT` rows are ours), and its figure is taken times ten: it is linear and takes
minutes. Another writer is measured when PADAN_BENCH_XLSX names a Python that has xlsxwriter.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.reading import CODES, HEADINGS, ROOT, make, people

ROWS = int(os.environ.get("PADAN_BENCH_EXPORT", "300000"))
FEWER = ROWS // 10


def ours(path: Path, count: int) -> None:
    """Our writer."""
    make(path, count)


def layout(path: Path, count: int) -> None:
    """The same through a declared layout, from facts by name."""
    from desktop.spreadsheets.list_export import export_list

    names = ("number", "family_number", "name", "sex", "birth_date", "nik", "kk", "x", "y", "facility_code", "facility")
    names = (*names, "address", "z", "kecamatan", "kelurahan", "status")
    export_list(path, "bpjs_rekon", (dict(zip(names, one, strict=True)) for one in people(count)))


def by_openpyxl(path: Path, count: int) -> None:
    """openpyxl, write-only."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    codes = {at for at, name in enumerate(HEADINGS) if name in CODES}
    for one in people(count):
        line = []
        for at, value in enumerate(one):
            cell = WriteOnlyCell(sheet, value=value)
            if at in codes:
                cell.number_format = "@"
            elif at == 4:
                cell.number_format = "dd-mm-yyyy"
            line.append(cell)
        sheet.append(line)
    book.save(path)


def by_xlsxwriter(path: Path, count: int) -> None:
    """xlsxwriter in constant memory."""
    import xlsxwriter  # type: ignore[import-not-found]

    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    sheet, code, day = (
        book.add_worksheet(),
        book.add_format({"num_format": "@"}),
        book.add_format({"num_format": "dd-mm-yyyy"}),
    )
    sheet.write_row(0, 0, HEADINGS)
    codes = {at for at, name in enumerate(HEADINGS) if name in CODES}
    for row, one in enumerate(people(count), 1):
        for at, value in enumerate(one):
            if at == 4:
                sheet.write_datetime(row, at, value, day)
            else:
                sheet.write_string(row, at, value, code if at in codes else None)
    book.close()


WAYS: dict[str, Callable[[Path, int], None]] = {
    "ours": ours,
    "layout": layout,
    "openpyxl": by_openpyxl,
    "xlsxwriter": by_xlsxwriter,
}


def alone(way: str, count: int, python: str = sys.executable) -> dict[str, float]:
    """One way in a fresh process: processor seconds without the making of the people, peak memory in MB."""
    with TemporaryDirectory() as folder:
        command = [python, "-m", "tests.bench.exporting", way, str(Path(folder) / "out.xlsx"), str(count)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure(row: Any) -> Iterator[Any]:
    """Ours and through a layout against openpyxl; the memory of ours against openpyxl's for a tenth."""
    mine, named, peer = alone("ours", ROWS), alone("layout", ROWS), alone("openpyxl", FEWER)
    whole = peer["seconds"] * ROWS / FEWER
    yield row(f"write {ROWS:,} × 16 .xlsx / openpyxl write-only", mine["seconds"], whole, "s", "≤ 0.2 ×")
    yield row("  as declared layout / openpyxl write-only", named["seconds"], whole, "s", "≤ 0.2 ×")
    yield row("  peak memory / openpyxl for a tenth", mine["mb"], peer["mb"], "MB", "bounded")
    if other := os.environ.get("PADAN_BENCH_XLSX"):
        figures = alone("xlsxwriter", FEWER, other)
        yield row("  / xlsxwriter in constant memory", mine["seconds"], figures["seconds"] * ROWS / FEWER, "s", "less")


if __name__ == "__main__":
    amount = int(sys.argv[3])
    began = time.process_time()
    for _one in people(amount):
        pass
    making = time.process_time() - began
    WAYS[sys.argv[1]](Path(sys.argv[2]), amount)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.process_time() - began - 2 * making, "mb": peak}))
