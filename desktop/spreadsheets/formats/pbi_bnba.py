"""PBI JK by name and by address from the ministry of social affairs: 21 columns, parted by semicolons."""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="pbi_bnba",
    title="Daftar PBI JK (BNBA) dari Kemensos",
    columns=(
        ListColumn("id_dtks", "iddtks", "ID DTKS; IDBDT; ID DTSEN", telling=True, kind="text"),
        common.district("kecamatan"),
        common.village("kelurahan"),
        *common.neighbourhood(rt="rt", rw="rw"),
        common.address("alamat"),
        ListColumn("family_number", "noka_bpjs", "NOKA BPJS; NOKA", kind="number", lenient=True, width=18),
        common.number("psnoka_bpjs", required=True, lenient=True),
        common.name("nama", required=True, filled=True),
        common.birth("tanggal_lahir"),
        common.birth_place("tempat_lahir"),
        common.sex("jenis_kelamin"),
        common.nik("nik", required=True, lenient=True),
        common.kk("nokk", lenient=True),
        ListColumn("relation", "hub_keluarga", "HUBUNGAN KELUARGA; HUB KELUARGA; SHDK", kind="code", codes="siak"),
        ListColumn("note", "keterangan", "KET", width=24),
    ),
    fields=(
        *("number", "family_number", "nik", "kk", "name", "sex", "birth_date", "birth_place", "address"),
        *("kelurahan", "kecamatan", "relation", "id_dtks", "note"),
    ),
    key=("number",),
    one_of=("number", "nik"),
    delivered=(
        "id;iddtks;provinsi;kota;kecamatan;kelurahan;rt;rw;dusun;alamat;noka_bpjs;psnoka_bpjs;nama;tanggal_lahir;"
        "tempat_lahir;jenis_kelamin;nik;nokk;hub_keluarga;nama_ibu_kandung;keterangan"
    ),
)
