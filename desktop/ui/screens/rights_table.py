"""Who may do what, read from the procedure itself and from what the administrator's operations ask (J1). No Qt."""

from dataclasses import dataclass

from desktop.sop.procedure import AGENCIES, ROLES, Procedure

EVERYBODY = frozenset(ROLES)
BEYOND = (
    ("Administrasi", "Menambah, mengubah, dan menonaktifkan petugas", frozenset({"admin"})),
    ("Administrasi", "Menyetel ulang kata sandi petugas", frozenset({"admin"})),
    ("Administrasi", "Mengatur kop surat dan penanda tangan kantor", frozenset({"admin"})),
    ("Administrasi", "Mengatur hari libur", frozenset({"admin"})),
    ("Di luar langkah", "Mencatat WBS, mengimpor daftar, memilih panti tujuan", frozenset({"satpol_pp"})),
    ("Di luar langkah", "Mencatat tanggal masuk panti dan membuat kartu", frozenset({"panti"})),
    ("Di luar langkah", "Mendaftarkan data kependudukan", frozenset({"dukcapil"})),
    ("Di luar langkah", "Melihat data kematian dan pindah, terpilah menurut jenis KIS", frozenset({"dinsos"})),
    ("Di luar langkah", "Mencatat pencarian data kependudukan dan NIK", frozenset({"dukcapil"})),
    ("Di luar langkah", "Mencatat nomor peserta (E-ID)", frozenset({"bpjs"})),
    ("Di luar langkah", "Menambah foto", frozenset({"satpol_pp", "panti", "dukcapil"})),
    ("Di luar langkah", "Memperbaiki data WBS yang sedang ditangani kantornya", frozenset(AGENCIES)),
    ("Semua petugas", "Mencari orang, melihat surat, laporan, dan jurnal orang", EVERYBODY),
    ("Semua petugas", "Membuka NIK (dicatat di jurnal) dan mengganti kata sandi sendiri", EVERYBODY),
)
"""What operations ask beyond the declared moves (``need_role``), in words."""


@dataclass(frozen=True, slots=True)
class Right:
    """One row: its group, what may be done, by which roles, and who is kept out although the role would allow it."""

    group: str
    verb: str
    roles: frozenset[str]
    note: str = ""


def rights(*procedures: Procedure) -> tuple[Right, ...]:
    """Every declared action in the order of the procedures, then what lies beyond them."""
    moves = tuple(
        Right(
            f"{_named(procedure, procedures)}{step.number}  ·  {step.title}",
            action.label,
            frozenset({step.actor}),
            _second(procedure, action.second_pair_of_eyes),
        )
        for procedure in procedures
        for step, action in procedure.actions()
    )
    return moves + tuple(Right(*row) for row in BEYOND)


def _named(procedure: Procedure, among: tuple[Procedure, ...]) -> str:
    """«Langkah » of the first procedure; a further one is called by its name."""
    return "Langkah " if procedure == among[0] else f"{procedure.short} "


def _second(procedure: Procedure, makers: tuple[str, ...]) -> str:
    if not makers:
        return ""
    labels = ", ".join(f"“{procedure.action(name).label}”" for name in makers)
    return f"bukan oleh yang melakukan {labels}"
