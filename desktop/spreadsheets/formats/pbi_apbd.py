"""The monthly list of members whose contribution a region pays (PBPU dan BP Pemda): `;`, month by its name."""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="pbi_apbd",
    title="Daftar bulanan PBI APBD (PBPU dan BP Pemda)",
    columns=(
        common.number("PSNOKA", required=True, filled=True),
        common.nik(required=True, lenient=True),
        common.name(required=True, filled=True),
        ListColumn("segment", "SEGMEN", "SEGMEN PESERTA; SEGMEN KEPESERTAAN", kind="word", required=True),
        ListColumn("month", "BULAN", "BLN; BULAN LAYANAN", kind="month", required=True, filled=True),
        ListColumn("year", "TAHUN", "THN", kind="year"),
    ),
    fields=("number", "nik", "name", "segment", "period"),
    key=("number", "period"),
    solid=2,
    delivered=("PSNOKA;NIK;NAMA;SEGMEN;BULAN;TAHUN"),
)
