"""Proposals in the 21 columns of SIKS-NG; occupation, disability and pregnancy are not read."""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="siksng_usulan",
    title="Usulan DTKS/DTSEN (SIKS-NG)",
    columns=(
        common.nik(required=True, filled=True),
        ListColumn("segment", "PROGRAM BANSOS", "PROGRAM; BANSOS; JENIS BANSOS", kind="word", required=True),
        common.kk("NOKK", required=True),
        common.name(required=True, filled=True),
        common.birth_place("TEMPAT LAHIR"),
        common.birth("TANGGAL LAHIR"),
        common.sex("JENIS KELAMIN"),
        ListColumn("marital", "STATUS KAWIN", "STATUS PERKAWINAN", kind="code", codes="siak"),
        common.address(),
        *common.neighbourhood(),
        common.district("KECAMATAN"),
        common.village("KELURAHAN"),
    ),
    fields=(
        *("nik", "kk", "name", "sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan"),
        *("marital", "segment"),
    ),
    key=("nik",),
    once=True,
    delivered=(
        "NIK;PROGRAM BANSOS;NOKK;NAMA;TEMPAT LAHIR;TANGGAL LAHIR;IBU KANDUNG;JENIS KELAMIN;JENIS PEKERJAAN;"
        "STATUS KAWIN;ALAMAT;RT;RW;PROVINSI;KABUPATEN;KECAMATAN;KELURAHAN;STATUS DISABILITAS;"
        "KODE JENIS DISABILITAS;STATUS HAMIL;TGL MULAI HAMIL"
    ),
)
