"""The population register as SIAK exports it: 37 columns, of which only those are read that the registry needs.

Religion, education, occupation, blood group, disability and the parents stay in the sender's file.
"""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="siak_penduduk",
    title="Data penduduk dari SIAK",
    columns=(
        common.kk("Nomor KK", required=True),
        common.nik(required=True, filled=True),
        common.name("Nama Penduduk", required=True, filled=True),
        ListColumn("status", "Status", "STATUS PENDUDUK", kind="word"),
        common.birth_place("Tempat Lahir"),
        common.birth("Tanggal Lahir", required=True),
        common.sex("Kelamin", required=True),
        ListColumn("marital", "Status Kawin", "STAT KWN; STATUS PERKAWINAN", kind="code", codes="siak"),
        ListColumn(
            "relation",
            "SHDK",
            "STAT HBKEL; HUBUNGAN KELUARGA; STATUS HUBUNGAN; HUB KELUARGA",
            kind="code",
            codes="siak",
        ),
        common.district("Kecamatan"),
        common.village("Desa/Kel"),
        common.address("Alamat"),
        *common.neighbourhood(),
    ),
    fields=(
        *("nik", "kk", "name", "sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan"),
        *("relation", "marital", "status"),
    ),
    key=("nik",),
    once=True,
    delivered=(
        "Nomor KK;NIK;Nama Penduduk;Status;Tempat Lahir;Tanggal Lahir;Kelamin;NIK Ayah;Ayah;NIK Ibu;Ibu;"
        "Status Kawin;SHDK;Agama;Kecamatan;Desa/Kel;Alamat;RW;RT;Pendidikan;Pekerjaan;Deskripsi Pekerjaan;"
        "Gol. Darah;Cacat;Cetak KTP;Ganti KTP;KTP Berakhir;Nomor Paspor;Nomor Akta Lahir;Nomor Akta Kawin;"
        "Tanggal Kwn;Nomor Akta Cerai;Tgl Cerai;Petugas Registrasi;Tgl Ubah;Petugas Entri;Tgl Entri"
    ),
)
