"""Deaths registered by Dukcapil, with the number of the Akta Kematian. Its layout is not published: headings vary."""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="siak_kematian",
    title="Daftar kematian dari Dukcapil",
    columns=(
        common.nik(required=True, filled=True),
        common.name(required=True, filled=True),
        common.kk("NOMOR KK"),
        common.sex("JENIS KELAMIN"),
        common.birth_place("TEMPAT LAHIR"),
        common.birth("TANGGAL LAHIR"),
        ListColumn(
            "event_date",
            "TANGGAL MENINGGAL",
            "TGL MENINGGAL; TANGGAL KEMATIAN; TGL KEMATIAN; TGL MATI; TANGGAL MATI; MENINGGAL TANGGAL; TGL WAFAT"
            "; TANGGAL WAFAT",
            kind="day",
            required=True,
            filled=True,
        ),
        ListColumn(
            "document",
            "NO AKTA KEMATIAN",
            "NOMOR AKTA KEMATIAN; AKTA KEMATIAN; NO AKTA MATI; NOMOR AKTA MATI; NO AKTA; NOMOR AKTA; NO KUTIPAN AKTA",
            width=26,
        ),
        common.address(),
        *common.neighbourhood(),
        common.village("KELURAHAN"),
        common.district("KECAMATAN"),
        ListColumn("note", "KETERANGAN", "KET; CATATAN", width=24),
    ),
    fields=(
        *("nik", "name", "kk", "sex", "birth_date", "birth_place", "event_date", "document"),
        *("address", "kelurahan", "kecamatan", "note"),
    ),
    key=("nik",),
    once=True,
)
