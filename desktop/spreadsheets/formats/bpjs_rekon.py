"""The file BPJS gives a region for reconciliation: 16 columns, one line a participant."""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="bpjs_rekon",
    title="Berkas rekonsiliasi dari BPJS Kesehatan",
    columns=(
        common.number("PSNOKA", required=True, filled=True),
        ListColumn("family_number", "NOKA", "NOKA KELUARGA", kind="number", lenient=True, width=18),
        common.name(required=True, filled=True, lenient=True),
        common.sex("JENKEL"),
        common.birth("TGLLHR"),
        common.nik(required=True, lenient=True),
        common.kk("KKNO", lenient=True),
        ListColumn("relation", "PISAT", "PISA; HUB KELUARGA; KDHUBKEL", kind="code", codes="bpjs"),
        ListColumn("marital", "KDSTAWIN", "STATUS KAWIN; STAWIN", kind="code", codes="bpjs"),
        ListColumn("facility_code", "NOPPK", "KODE PPK; KODE FASKES; KDPPK; KODE FASKES TK I", kind="word"),
        ListColumn(
            "facility", "NMPPK", "NAMA PPK; FASKES; NAMA FASKES; FKTP; NAMA FASKES TK I; PUSKESMAS", kind="word"
        ),
        common.address("ALAMAT"),
        *common.neighbourhood(),
        common.district("NMKEC"),
        common.village("NMDESA"),
        ListColumn("segment", "SEGMEN", "JENIS PESERTA; SEGMEN PESERTA", kind="word"),
        ListColumn("status", "STATUS", "STATUS PESERTA; STATUS KEPESERTAAN; STATUSPESERTA", kind="code", required=True),
    ),
    fields=(
        *("number", "family_number", "nik", "kk", "name", "sex", "birth_date", "relation", "marital"),
        *("facility_code", "facility", "address", "kelurahan", "kecamatan", "segment", "status"),
    ),
    key=("number",),
    delivered=(
        "PSNOKA;NOKA;NAMA;JENKEL;TGLLHR;NIK;KKNO;PISAT;KDSTAWIN;NOPPK;NMPPK;ALAMAT;NAMADATI2;NMKEC;NMDESA;STATUS"
    ),
)
