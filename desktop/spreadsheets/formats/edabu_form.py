"""What stands over the table of the e-Dabu form: twelve labelled lines, and a row that groups the 37 columns.

The labels are those of the form; the names of the groups are not published and only help the eye.
"""

HEAD = (
    "FORM MUTASI DATA PESERTA",
    "JENIS PESERTA",
    "NAMA INSTANSI/BADAN/PERUSAHAAN",
    "KODE VIRTUAL ACCOUNT",
    "BANK TEMPAT PEMBAYARAN IURAN",
    "TANGGAL REGISTRASI",
    "NOMOR PKS",
    "KODE PKS",
    "MASA BERLAKU",
    "KODE TANGGUNGAN",
    "KODE KC",
    "KODE DATI2",
)
_STARTS = {
    0: "MUTASI",
    4: "IDENTITAS",
    12: "ALAMAT",
    20: "FASILITAS KESEHATAN",
    24: "KONTAK",
    26: "PEKERJAAN",
    32: "LAIN-LAIN",
}
GROUPS = tuple(_STARTS.get(at, "") for at in range(37))
