"""People who moved away, with the number of the SKPWNI. Its layout is not published: headings vary."""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="siak_pindah",
    title="Daftar pindah dari Dukcapil",
    columns=(
        common.nik(required=True, filled=True),
        common.name(required=True, filled=True),
        common.kk("NOMOR KK"),
        common.sex("JENIS KELAMIN"),
        common.birth_place("TEMPAT LAHIR"),
        common.birth("TANGGAL LAHIR"),
        ListColumn(
            "event_date",
            "TANGGAL PINDAH",
            "TGL PINDAH; TANGGAL KEPINDAHAN; TGL KEPINDAHAN; TANGGAL SKPWNI; TGL SKPWNI; PINDAH TANGGAL",
            kind="day",
            required=True,
            filled=True,
        ),
        ListColumn(
            "document",
            "NO SKPWNI",
            "NOMOR SKPWNI; SKPWNI; NO SURAT PINDAH; NOMOR SURAT PINDAH; NO PINDAH; NOMOR PINDAH; SURAT PINDAH",
            width=26,
        ),
        ListColumn(
            "destination",
            "TUJUAN",
            "ALAMAT TUJUAN; DAERAH TUJUAN; TUJUAN PINDAH; PINDAH KE; KABUPATEN TUJUAN; KOTA TUJUAN; KAB KOTA TUJUAN",
            width=34,
        ),
        common.address("ALAMAT"),
        *common.neighbourhood(),
        common.village("KELURAHAN"),
        common.district("KECAMATAN"),
        ListColumn("note", "KETERANGAN", "KET; CATATAN", width=24),
    ),
    fields=(
        *("nik", "name", "kk", "sex", "birth_date", "birth_place", "event_date", "document", "destination"),
        *("address", "kelurahan", "kecamatan", "note"),
    ),
    key=("nik",),
    once=True,
)
