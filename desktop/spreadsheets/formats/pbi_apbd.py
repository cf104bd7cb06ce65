"""The monthly list of members whose contribution a region pays (PBPU dan BP Pemda): `;`, month by its name.

Regions keep such lists with headings of their own; whose month and segment are said beside the file need not stand in it.
"""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="pbi_apbd",
    title="Daftar bulanan PBI APBD (PBPU dan BP Pemda)",
    columns=(
        common.number("PSNOKA", required=True, filled=True),
        common.nik(required=True, lenient=True),
        common.name(required=True, filled=True),
        ListColumn("segment", "SEGMEN", "SEGMEN PESERTA; SEGMEN KEPESERTAAN", kind="word", telling=True),
        ListColumn("month", "BULAN", "BLN; BULAN LAYANAN", kind="month", telling=True, filled=True),
        ListColumn("year", "TAHUN", "THN", kind="year"),
        common.kk("NO KK", lenient=True),
        common.sex("JENIS KELAMIN"),
        common.birth("TANGGAL LAHIR"),
        common.birth_place("TEMPAT LAHIR"),
        common.address(),
        *common.neighbourhood(),
        common.village("KELURAHAN"),
        common.district("KECAMATAN"),
        ListColumn("relation", "HUBUNGAN KELUARGA", "HUB KELUARGA; SHDK; HUBKEL", kind="code", codes="siak"),
        ListColumn("facility", "FASKES", "NMPPK; NAMA PPK; NAMA FASKES; FKTP; NAMA FKTP; PUSKESMAS", kind="word"),
    ),
    fields=(
        *("number", "nik", "name", "segment", "period", "kk", "sex", "birth_date", "birth_place", "address"),
        *("kelurahan", "kecamatan", "relation", "facility"),
    ),
    key=("number", "period"),
    solid=2,
    delivered=("PSNOKA;NIK;NAMA;SEGMEN;BULAN;TAHUN"),
)
