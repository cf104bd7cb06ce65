"""The contribution bill of BPJS: one line a participant and month, with the amount in whole rupiah."""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="bpjs_tagihan",
    title="Tagihan iuran dari BPJS Kesehatan",
    columns=(
        common.number("PSNOKA", required=True, filled=True),
        ListColumn("family_number", "NOKA", "NOKA KELUARGA", kind="number", lenient=True, width=18),
        common.nik(required=True, lenient=True),
        common.name("NAMA", filled=True, lenient=True),
        common.birth("TGLLHR"),
        ListColumn(
            "period", "BLNTAG", "BULAN TAGIHAN; BLN TAGIHAN; PERIODE; BULAN TAGIH; PERIODE TAGIHAN", kind="period"
        ),
        ListColumn("month", "BULAN", "BLN; BULAN LAYANAN", kind="month"),
        ListColumn("year", "TAHUN", "THN", kind="year"),
        ListColumn(
            "amount",
            "BANTUAN_IURAN_PUSAT",
            "BANTUAN IURAN; IURAN; JUMLAH IURAN; NILAI IURAN; TAGIHAN; JUMLAH TAGIHAN; NOMINAL; BANTUAN IURAN DAERAH"
            "; BANTUAN IURAN PEMDA; KONTRIBUSI IURAN",
            kind="amount",
            required=True,
            filled=True,
        ),
        ListColumn("segment_code", "KDJNSPESERTA", "KODE JENIS PESERTA; KD JNS PESERTA", kind="participant"),
        ListColumn("segment", "KETJNSPESERTA", "JENIS PESERTA; SEGMEN; KET JNS PESERTA", kind="word"),
    ),
    fields=("number", "family_number", "nik", "name", "birth_date", "period", "amount", "segment"),
    key=("number", "period"),
    delivered=("PSNOKA;NOKA;NIK;TGLLHR;BLNTAG;BULAN;BANTUAN_IURAN_PUSAT;KDJNSPESERTA;KETJNSPESERTA"),
)
