"""The trail of one person's data as a workbook or as CSV."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from desktop.spreadsheets.cells import harmless
from desktop.spreadsheets.files import write_atomically
from desktop.spreadsheets.write import OutColumn, Taken, write_table

COLUMNS = (
    OutColumn("at", "WAKTU", 17),
    OutColumn("who", "PETUGAS DAN JABATAN", 36),
    OutColumn("place", "KANTOR", 34),
    OutColumn("what", "YANG DILAKUKAN", 36),
    OutColumn("detail", "RINCIAN (SEMULA → MENJADI)", 70),
)


def write_trail(out: Path, rows: Sequence[object], *, heading: Sequence[str], taken: Taken | None = None) -> None:
    """Write the lines (attributes as in :data:`COLUMNS`); a CSV has no place for who took it. Raises CannotWrite."""
    if out.suffix.lower() != ".csv":
        write_table(out, title=tuple(heading), columns=COLUMNS, rows=rows, sheet="Riwayat", taken=taken)
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.heading for column in COLUMNS])
    for row in rows:
        writer.writerow([harmless(str(getattr(row, column.field))) for column in COLUMNS])
    # The mark at the beginning tells Excel that the file is UTF-8.
    write_atomically(out, text.getvalue().encode("utf-8-sig"))
