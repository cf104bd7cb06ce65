"""Rekapitulasi Data WBS: the by-name annex that travels with the request and the recommendation, as a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from desktop.spreadsheets.write import OutColumn, Taken, write_table

TITLE = "REKAPITULASI DATA WARGA BINAAN SOSIAL"
COLUMNS = (
    OutColumn("no", "NO", 5, "number"),
    OutColumn("nama", "NAMA / ALIAS", 28),
    OutColumn("jk", "L/P", 6),
    OutColumn("lahir", "TEMPAT, TGL LAHIR / UMUR", 24),
    OutColumn("kategori", "KATEGORI PPKS", 24),
    OutColumn("lokasi", "LOKASI DITEMUKAN", 30),
    OutColumn("kondisi", "KONDISI", 24),
    OutColumn("nik", "NIK", 20, "code"),
    OutColumn("keterangan", "KETERANGAN", 24),
)


def write_rekapitulasi(
    out: Path,
    rows: Iterable[Mapping[str, object]],
    *,
    heading: Sequence[str] = (),
    below: Sequence[str] = (),
    taken: Taken | None = None,
) -> None:
    """Write rows with the keys of `COLUMNS` (those of the letter's annex); NIK is a text cell. A column whose key the
    rows do not carry (`kondisi`, for who may not read it) is left out.

    `heading` are lines under the title (agency, number of the letter), `below` the signature. Raises CannotWrite.
    """
    found = list(rows)
    columns = [column for column in COLUMNS if not found or any(column.field in row for row in found)]
    title, sheet = (TITLE, *heading), "Rekapitulasi Data WBS"
    write_table(out, title=title, columns=columns, rows=found, sheet=sheet, below=below, taken=taken)
