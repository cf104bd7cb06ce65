"""Letters and cards of invented people: for the self-test, previews of templates and the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.documents.facts import CardFacts, LetterFacts, Letterhead, Signer

_DAY = date(2026, 11, 23)
_GOVERNMENT = "PEMERINTAH PROVINSI DAERAH KHUSUS IBUKOTA JAKARTA"
_PANTI = "Panti Sosial Bina Insan Bangun Daya 1"
_SATPOL = "Satuan Polisi Pamong Praja Provinsi Daerah Khusus Ibukota Jakarta"

_HEADS: Mapping[str, Letterhead] = {
    "satpol_pp": Letterhead(
        (
            _GOVERNMENT,
            "SATUAN POLISI PAMONG PRAJA",
            "Jalan Contoh Merdeka Nomor 10, Gambir, Jakarta Pusat 10110",
            "Telepon (021) 5550 1001, pos-el satpolpp@contoh.go.id",
        )
    ),
    "panti": Letterhead(
        (
            _GOVERNMENT,
            "DINAS SOSIAL",
            "PANTI SOSIAL BINA INSAN BANGUN DAYA 1",
            "Jalan Contoh Kembangan Nomor 2, Kembangan, Jakarta Barat 11610",
            "Telepon (021) 5550 1002, pos-el bangundaya1@contoh.go.id",
        )
    ),
    "dinsos": Letterhead(
        (
            _GOVERNMENT,
            "DINAS SOSIAL",
            "Jalan Contoh Gunung Sahari Nomor 11, Sawah Besar, Jakarta Pusat 10720",
            "Telepon (021) 5550 1003, pos-el dinsos@contoh.go.id",
        )
    ),
    "dinkes": Letterhead(
        (
            _GOVERNMENT,
            "DINAS KESEHATAN",
            "Jalan Contoh Kesehatan Nomor 10, Gambir, Jakarta Pusat 10160",
            "Telepon (021) 5550 1004, pos-el dinkes@contoh.go.id",
        )
    ),
}

_SIGNERS: Mapping[str, Signer] = {
    "satpol_pp": Signer(
        "Kepala Seksi Operasi Satuan Polisi Pamong Praja",
        "Hendra Wijaksana, S.IP.",
        "Penata (III/c)",
        "198402022010011099",
    ),
    "panti": Signer(
        "Kepala Panti Sosial Bina Insan Bangun Daya 1",
        "Yusuf Hidayat, S.Sos., M.Si.",
        "Pembina (IV/a)",
        "197503122000031099",
    ),
    "dinsos": Signer(
        "Kepala Dinas Sosial Provinsi Daerah Khusus Ibukota Jakarta",
        "Dra. Ratna Kusumawardani, M.Si.",
        "Pembina Utama Madya (IV/d)",
        "196808171994032099",
    ),
    "dinkes": Signer(
        "Kepala Dinas Kesehatan Provinsi Daerah Khusus Ibukota Jakarta",
        "dr. Bayu Prasetyo Adi, M.Kes.",
        "Pembina Utama Muda (IV/c)",
        "197011052001121099",
    ),
}

# As long as a real seal and read by every scanner, but sealed by nobody.
SPECIMEN_SEAL = "PADAN CONTOH KARTU. BUKAN SEGEL." * 4
_CONTACT = "Jalan Contoh Kembangan Nomor 2, Kembangan, Jakarta Barat 11610, telepon (021) 5550 1002"

# code → (office that writes, number, the letter it answers, recipient)
_LETTERS: Mapping[str, tuple[str, str, str, tuple[str, ...]]] = {
    "bast": ("satpol_pp", "300.1/0217/OPS/XI/2026", "", ()),
    "permohonan_rekomendasi": (
        "panti",
        "400.9.4.1/0118/PSBI-BD1/XI/2026",
        "300.1/0217/OPS/XI/2026",
        ("Kepala Dinas Sosial Provinsi Daerah Khusus Ibukota Jakarta", "di", "Jakarta"),
    ),
    "rekapitulasi": ("panti", "", "400.9.4.1/0118/PSBI-BD1/XI/2026", ()),
    "rekomendasi": (
        "dinsos",
        "400.9.4.1/0452/REHSOS/XI/2026",
        "400.9.4.1/0118/PSBI-BD1/XI/2026",
        ("Kepala Dinas Kependudukan dan Pencatatan Sipil Provinsi Daerah Khusus Ibukota Jakarta", "di", "Jakarta"),
    ),
    "permohonan_persetujuan": (
        "panti",
        "400.7.24/0121/PSBI-BD1/XI/2026",
        "400.9.4.1/0452/REHSOS/XI/2026",
        ("Kepala Dinas Kesehatan Provinsi Daerah Khusus Ibukota Jakarta", "di", "Jakarta"),
    ),
    "persetujuan": (
        "dinkes",
        "400.7.24/0633/JAMKES/XI/2026",
        "400.7.24/0121/PSBI-BD1/XI/2026",
        ("Kepala BPJS Kesehatan Cabang Jakarta Pusat", "di", "Jakarta"),
    ),
    "laporan_mutasi": (
        "dinkes",
        "400.7.24/0634/JAMKES/XI/2026",
        "",
        ("Kepala BPJS Kesehatan Cabang Jakarta Pusat", "di", "Jakarta"),
    ),
    "ba_rekonsiliasi": ("dinkes", "400.7.24/0640/JAMKES/XI/2026", "", ()),
}
# Letters between two parties: who signs second, and the number of the other side.
_COUNTERPARTS: Mapping[str, tuple[Signer, str]] = {
    "bast": (_SIGNERS["panti"], "400.9.4.1/0117/PSBI-BD1/XI/2026"),
    "ba_rekonsiliasi": (Signer("Kepala Cabang Jakarta Pusat", "Herlina Sukmawati", "", "00606"), "1217/BA/IV-01/1126"),
}
_RECONCILED: Mapping[str, str] = {
    "kantor_tujuan": "BPJS Kesehatan Cabang Jakarta Pusat",
    "bulan_rekonsiliasi": "Oktober 2026",
    "segmen": "PBPU dan BP Pemda (KIS Kota)",
    "peserta_kita": "246.318",
    "baris_tagihan": "246.905",
    "nilai_tagihan": "Rp9.333.009.000",
    "nilai_disepakati": "Rp9.310.820.400",
    "nilai_sengketa": "Rp1.512.000",
    "nilai_bocor": "Rp61.273.800",
    "rincian_anggaran": "iuran Rp8.621.130.000 dan bantuan Rp689.690.400",
    "rincian_bocor": "iuran Rp56.735.000 dan bantuan Rp4.538.800",
    "banyak_temuan": "1.030",
}
_FINDINGS = (
    ("Ganda", "181", "Rp6.841.800", "181 dihentikan"),
    ("Meninggal", "362", "Rp13.683.600", "360 dihentikan, 2 tetap"),
    ("Pindah", "30", "Rp1.134.000", "30 dihentikan"),
    ("Nilai salah", "10", "Rp42.000", "10 disengketakan"),
    ("Nama berbeda", "447", "Rp0", "dicatat"),
    ("Jumlah", "1.030", "Rp21.701.400", "-"),
)

# nama, jk, lahir, kategori, lokasi, kondisi, nik, keterangan
_PEOPLE = (
    ("DEWI LESTARI", "P", "Bekasi, 14-02-1998", "Gelandangan", "Jl. Raya Bekasi Timur KM 18, 21-11-2026 22.40", "Sehat", "3275015402989907", "NIK ditemukan"),  # noqa: E501
    ("MARIA GORETI alias MARI", "P", "± 1979 (perkiraan)", "Pengemis", "Kolong Tol Pluit, 22-11-2026 09.15", "Luka ringan di kaki kiri", "3171054107799912", "Tanpa dokumen"),  # noqa: E501
    ("BAMBANG SUKOCO", "L", "Klaten, 03-09-1961", "Lanjut usia telantar", "Stasiun Senen, 22-11-2026 05.30", "Lemah, perlu kursi roda", "3171030309619921", ""),  # noqa: E501
    ("ROHANI", "P", "± 1985 (perkiraan)", "Gelandangan psikotik", "Pasar Kramat Jati, 22-11-2026 13.05", "Gelisah, tidak bisa diajak bicara", "3175044107859934", "Tanpa dokumen"),  # noqa: E501
    ("AGUS SALIM", "L", "Jakarta, 17-08-1990", "Pemulung", "Jl. Daan Mogot KM 11, 22-11-2026 16.20", "Sehat", "3173011708909945", ""),  # noqa: E501
    ("NURHAYATI BINTI DAUD", "P", "Serang, 29-12-1972", "Pengemis", "Perempatan Grogol, 22-11-2026 17.45", "Sehat", "3173026912729956", "Membawa fotokopi KTP"),  # noqa: E501
)  # fmt: skip
# tempat_lahir, tanggal_lahir, alamat, kelurahan, kecamatan, nomor_kis, jenis_kis, peristiwa
_MEMBERS = (
    ("Bekasi", "14-02-1998", "Jalan Latihan Melati 4 RT 003 RW 002", "Pasar Kliwon", "Pasar Kliwon", "0001234567890", "KIS Kota", "Meninggal 20-11-2026, Akta 3372-KM-20112026-0001"),  # noqa: E501
    ("", "01-07-1979", "Gang Contoh RT 001 RW 009", "Kestalan", "Banjarsari", "0001234567906", "KIS Provinsi", "Pindah 21-11-2026 ke Kabupaten Sukoharjo, SKPWNI/3372/21112026/0007"),  # noqa: E501
    ("Klaten", "03-09-1961", "Jalan Contoh Nomor 11 RT 004 RW 001", "Jebres", "Jebres", "0001234567914", "KIS Nasional", "Meninggal 19-11-2026, Akta 3372-KM-19112026-0004"),  # noqa: E501
)  # fmt: skip
_MEMBER_KEYS = (
    "tempat_lahir",
    "tanggal_lahir",
    "alamat",
    "kelurahan",
    "kecamatan",
    "nomor_kis",
    "jenis_kis",
    "peristiwa",
)
_KEYS = ("nama", "jk", "lahir", "kategori", "lokasi", "kondisi", "nik", "keterangan")


def sample_rows(count: int = len(_PEOPLE)) -> tuple[Mapping[str, str], ...]:
    """`count` rows of a list by name, the invented people over and over."""
    return tuple(
        {
            "no": str(at + 1),
            **dict(zip(_KEYS, _PEOPLE[at % len(_PEOPLE)], strict=True)),
            **dict(zip(_MEMBER_KEYS, _MEMBERS[at % len(_MEMBERS)], strict=True)),
        }
        for at in range(count)
    )


def finding_rows() -> tuple[Mapping[str, str], ...]:
    """Kinds of findings of an invented month, and their sum."""
    keys = ("temuan", "banyak", "nilai", "keputusan")
    return tuple(dict(zip(keys, row, strict=True)) for row in _FINDINGS)


def sample_letter(code: str) -> LetterFacts:
    """The letter `code` with six invented people. Raises KeyError for a letter without a sample."""
    kind, number, answered, recipient = _LETTERS[code]
    counterpart, their_number = _COUNTERPARTS.get(code, (None, ""))
    target = recipient[0].removeprefix("Kepala ") if recipient else _PANTI
    fields = {"panti": _PANTI, "kantor_asal": _SATPOL if kind == "satpol_pp" else _HEADS[kind].lines[1].title()}
    fields |= {"kantor_tujuan": target, "tempat_serah_terima": f"{_PANTI}, Jakarta Barat"}
    rows = sample_rows()
    if code == "ba_rekonsiliasi":
        fields |= _RECONCILED
        rows = finding_rows()
    if answered:
        fields |= {"nomor_rujukan": answered, "tanggal_rujukan": "22 November 2026"}
    return LetterFacts(
        code=code,
        number=number,
        date=_DAY,
        place="Jakarta",
        letterhead=_HEADS[kind],
        signer=_SIGNERS[kind],
        counterpart=counterpart,
        counterpart_number=their_number,
        recipient=recipient,
        fields=fields,
        rows=rows,
    )


def sample_cards() -> list[CardFacts]:
    """Three cards: an ordinary one, an estimated birth with a long address, and one with a long name."""
    return [
        CardFacts(
            participant_number="0001234567890",
            name="Dewi Lestari",
            nik="3275015402989907",
            birth_place="Bekasi",
            birth_date=date(1998, 2, 14),
            birth_estimated=False,
            sex="P",
            address="Jl. Raya Bekasi Timur KM 18, Cakung, Jakarta Timur",
            facility="Puskesmas Cakung",
            office=_PANTI,
            seal=SPECIMEN_SEAL,
            contact=_CONTACT,
        ),
        CardFacts(
            participant_number="0001234567906",
            name="Maria Goreti",
            nik="3171054107799912",
            birth_place="",
            birth_date=date(1979, 7, 1),
            birth_estimated=True,
            sex="P",
            address="Panti Sosial Bina Insan Bangun Daya 1, Jl. Contoh Kembangan No. 2 RT 003 RW 004, Kembangan Selatan, Jakarta Barat",  # noqa: E501
            facility="Puskesmas Kembangan",
            office=_PANTI,
            seal=SPECIMEN_SEAL,
            contact=_CONTACT,
            copy=2,
        ),
        CardFacts(
            participant_number="0001234567914",
            name="Raden Mas Bambang Sukoco Hadiningrat Kusumowardhana",
            nik="3171030309619921",
            birth_place="Klaten",
            birth_date=date(1961, 9, 3),
            birth_estimated=False,
            sex="L",
            address="Kembangan, Jakarta Barat",
            facility="Puskesmas Kembangan",
            office=_PANTI,
            seal=SPECIMEN_SEAL,
            contact=_CONTACT,
        ),
    ]
