"""The registers of letters as workbooks: agenda in, agenda out, expedition."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from desktop.spreadsheets.write import OutColumn, Taken, write_table

_NUMBER = OutColumn("agenda", "NO. AGENDA", 10, "code")
_LETTER = (OutColumn("number", "NOMOR SURAT", 32, "code"), OutColumn("dated", "TANGGAL SURAT", 14, "date"))
_END = (
    OutColumn("subject", "PERIHAL", 48),
    OutColumn("place", "TEMPAT ARSIP", 26),
    OutColumn("note", "KETERANGAN", 30),
)
COLUMNS: Mapping[str, tuple[OutColumn, ...]] = {
    "masuk": (_NUMBER, OutColumn("entered", "DICATAT", 12, "date"), *_LETTER, OutColumn("party", "DARI", 34), *_END),
    "keluar": (
        OutColumn("code", "KLASIFIKASI", 14, "code"),
        _NUMBER,
        *_LETTER,
        OutColumn("party", "KEPADA", 34),
        *_END,
        OutColumn("state", "PENGIRIMAN", 18),
    ),
    "ekspedisi": (
        OutColumn("agenda", "NO. EKSPEDISI", 12, "code"),
        OutColumn("entered", "TANGGAL", 12, "date"),
        OutColumn("number", "NOMOR SURAT", 32, "code"),
        OutColumn("subject", "PERIHAL", 44),
        OutColumn("party", "DIKIRIM KEPADA", 34),
        OutColumn("address", "ALAMAT", 34),
        OutColumn("way", "CARA", 10),
        OutColumn("state", "KEADAAN", 16),
        OutColumn("received", "DITERIMA", 28),
    ),
}
SHEETS = {"masuk": "Surat masuk", "keluar": "Surat keluar", "ekspedisi": "Ekspedisi"}


def write_register(
    out: Path,
    kind: str,
    rows: Iterable[Mapping[str, object]],
    *,
    heading: Sequence[str] = (),
    taken: Taken | None = None,
) -> None:
    """Write the lines of one book (keys of `COLUMNS[kind]`). Raises CannotWrite."""
    write_table(out, title=tuple(heading), columns=COLUMNS[kind], rows=rows, sheet=SHEETS[kind], taken=taken)
