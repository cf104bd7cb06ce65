"""The e-Dabu form of changes to members: 37 columns below a head of twelve lines, read and written."""

from desktop.spreadsheets.formats import common
from desktop.spreadsheets.list_layout import ListColumn, ListLayout

LAYOUT = ListLayout(
    code="edabu_mutasi",
    title="Form mutasi data peserta (e-Dabu)",
    columns=(
        common.number("No Kartu BPJS Kesehatan", required=True),
        ListColumn("mutation", "Jenis Mutasi", "MUTASI; KODE MUTASI", kind="word", required=True),
        ListColumn(
            "effective_date",
            "Tgl Aktif Berlaku Mutasi",
            "TANGGAL AKTIF BERLAKU MUTASI; TMT MUTASI; TGL MUTASI; TANGGAL MUTASI; BERLAKU MULAI",
            kind="day",
        ),
        common.kk("No KK"),
        common.nik("NIK/KITAS/KITAP", required=True, filled=True),
        common.name("Nama Lengkap", required=True, filled=True),
        ListColumn("relation", "PISA / Kode HubKel", "PISA; KODE HUBKEL; HUB KELUARGA", kind="code", codes="bpjs"),
        common.birth_place("Tempat Lahir"),
        common.birth("Tgl Lahir"),
        common.sex("Jenis Kelamin", codes="bpjs"),
        ListColumn("marital", "Status Kawin", "", kind="code", codes="bpjs"),
        common.address("Alamat Tempat Tinggal"),
        *common.neighbourhood(),
        common.district("Nama Kecamatan"),
        common.village("Nama Desa"),
        ListColumn("facility_code", "Kode Faskes Tk. I", "KODE FASKES; KODE FASKES TINGKAT I", kind="word"),
        ListColumn("facility", "Nama Faskes Tk. I", "FASKES; NAMA FASKES; NAMA FASKES TINGKAT I", kind="word"),
    ),
    fields=(
        *("number", "nik", "kk", "name", "sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan"),
        *("relation", "marital", "facility_code", "facility", "mutation", "effective_date"),
    ),
    key=("nik", "mutation"),
    delivered=(
        "No;No Kartu BPJS Kesehatan;Jenis Mutasi;Tgl Aktif Berlaku Mutasi;No KK;NIK/KITAS/KITAP;Nama Lengkap;"
        "PISA / Kode HubKel;Tempat Lahir;Tgl Lahir;Jenis Kelamin;Status Kawin;Alamat Tempat Tinggal;RT;RW;"
        "Kode Pos;Kode Kecamatan;Nama Kecamatan;Kode Desa;Nama Desa;Kode Faskes Tk. I;Nama Faskes Tk. I;"
        "Kode Faskes Dokter Gigi;Nama Faskes Dokter Gigi;Nomor Telepon Peserta;Email;NIP / Nomor Pegawai;Jabatan;"
        "Status (pegawai);Kelas Rawat;TMT Kerja;Gaji Pokok + Tunjangan Tetap;Kewarganegaraan;No. Kartu Asuransi;"
        "Nama Asuransi;No. NPWP;No Passport"
    ),
)
