"""Rekapitulasi Data WBS: the by-name annex that travels with the request and the recommendation, as a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from desktop.spreadsheets.write import OutColumn, write_table

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
) -> None:
    """Write rows with the keys of `COLUMNS` (those of the letter's annex); NIK is a text cell.

    `heading` are lines under the title (agency, number of the letter), `below` the signature. Raises CannotWrite.
    """
    write_table(out, title=(TITLE, *heading), columns=COLUMNS, rows=rows, sheet="Rekapitulasi Data WBS", below=below)
