"""The list of all screens. A new screen is one file beside this one and one line here."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from desktop.ui.screens.base import Screen

EVERYONE = frozenset({"satpol_pp", "panti", "dinsos", "dukcapil", "dinkes", "bpjs", "admin"})


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """``place`` is ``module:Class``, imported when first shown. ``rail`` False: reached only by ``desk.go``.

    ``queue`` names the statuses whose cases are counted in the rail's pill; ``tally`` names another number of
    ``Seat.counts`` for it. ``served``: only where a server stands behind the office.
    """

    code: str
    title: str
    icon: str
    place: str
    roles: frozenset[str]
    order: int
    rail: bool = True
    queue: tuple[str, ...] = ()
    tally: str = ""
    served: bool = False

    def load(self) -> type[Screen]:
        """Import the class."""
        module, name = self.place.split(":")
        found: type[Screen] = getattr(import_module(module), name)
        return found


SCREENS: list[ScreenEntry] = [
    ScreenEntry("beranda", "Beranda", "house", "desktop.ui.screens.home:Home", EVERYONE, 0),
    ScreenEntry(
        "penjangkauan",
        "Penjangkauan",
        "footprints",
        "desktop.ui.screens.intake:Intake",
        frozenset({"satpol_pp"}),
        10,
        queue=("dijangkau",),
    ),
    ScreenEntry(
        "impor",
        "Impor daftar",
        "file-spreadsheet",
        "desktop.ui.screens.import_list:ImportList",
        frozenset({"satpol_pp"}),
        20,
    ),
    ScreenEntry(
        "serah_terima",
        "Serah terima",
        "handshake",
        "desktop.ui.screens.reception:Reception",
        frozenset({"panti"}),
        10,
        queue=("diserahkan",),
    ),
    ScreenEntry(
        "permohonan",
        "Permohonan NIK",
        "send",
        "desktop.ui.screens.request_nik:RequestNik",
        frozenset({"panti"}),
        20,
        queue=("diterima",),
    ),
    ScreenEntry(
        "persetujuan",
        "Permohonan JKN",
        "clipboard-check",
        "desktop.ui.screens.request_approval:RequestApproval",
        frozenset({"panti"}),
        30,
        queue=("nik_tersedia",),
    ),
    ScreenEntry(
        "loket",
        "Loket kartu",
        "printer",
        "desktop.ui.screens.card_desk:CardDesk",
        frozenset({"panti"}),
        40,
        queue=("eid_diterima",),
    ),
    ScreenEntry("penghuni", "Penghuni", "users", "desktop.ui.screens.residents:Residents", frozenset({"panti"}), 50),
    ScreenEntry(
        "rekomendasi",
        "Rekomendasi",
        "file-check",
        "desktop.ui.screens.recommendation:Recommendation",
        frozenset({"dinsos"}),
        10,
        queue=("menunggu_rekomendasi",),
    ),
    ScreenEntry(
        "nik",
        "NIK WBS",
        "fingerprint",
        "desktop.ui.screens.nik_desk:NikDesk",
        frozenset({"dukcapil"}),
        10,
        queue=(
            "menunggu_nik",
            "perbaikan_nik",
        ),
    ),
    ScreenEntry(
        "validasi",
        "Validasi WBS",
        "user-check",
        "desktop.ui.screens.validation:Validation",
        frozenset({"dinkes"}),
        10,
        queue=("menunggu_validasi",),
    ),
    ScreenEntry(
        "teruskan",
        "Terusan E-ID",
        "id-card",
        "desktop.ui.screens.eid_forward:EidForward",
        frozenset({"dinkes"}),
        20,
        queue=("eid_terbit",),
    ),
    ScreenEntry(
        "daftar_peserta",
        "Daftar dan tagihan",
        "file-spreadsheet",
        "desktop.ui.screens.member_lists:MemberLists",
        frozenset({"dinkes", "dukcapil", "dinsos"}),
        40,
    ),
    ScreenEntry(
        "kepesertaan",
        "Kepesertaan",
        "users",
        "desktop.ui.screens.membership_charts:MembershipCharts",
        frozenset({"dinkes", "dinsos", "dukcapil", "bpjs"}),
        50,
    ),
    ScreenEntry("ganda", "Catatan ganda", "users", "desktop.ui.screens.doubles:Doubles", frozenset({"dinkes"}), 55),
    ScreenEntry(
        "gabung",
        "Gabungkan catatan",
        "users",
        "desktop.ui.screens.merge_records:MergeRecords",
        frozenset({"dinkes"}),
        56,
        rail=False,
    ),
    ScreenEntry(
        "rekonsiliasi",
        "Rekonsiliasi",
        "clipboard-check",
        "desktop.ui.screens.reconciliation:Reconciliation",
        frozenset({"dinkes", "bpjs"}),
        45,
    ),
    ScreenEntry(
        "tarif",
        "Tarif iuran",
        "file-check",
        "desktop.ui.screens.rates:Rates",
        frozenset({"dinkes", "bpjs", "admin"}),
        61,
    ),
    ScreenEntry(
        "eid",
        "E-ID peserta",
        "id-card",
        "desktop.ui.screens.eid_entry:EidEntry",
        frozenset({"bpjs"}),
        10,
        queue=("disetujui",),
    ),
    ScreenEntry(
        "kematian_pindah",
        "Kematian & pindah",
        "file-text",
        "desktop.ui.screens.civil_events:CivilEvents",
        frozenset({"dukcapil"}),
        20,
        queue=("hasil_bpjs", "peristiwa_dicatat"),
    ),
    ScreenEntry(
        "laporan_dukcapil",
        "Laporan Dukcapil",
        "file-text",
        "desktop.ui.screens.civil_report:CivilReport",
        frozenset({"dinkes"}),
        30,
        queue=("lapor_dinkes",),
    ),
    ScreenEntry(
        "data_terpadu",
        "Data terpadu",
        "database",
        "desktop.ui.screens.civil_split:CivilSplit",
        frozenset({"dinsos"}),
        20,
    ),
    ScreenEntry(
        "penghentian",
        "Penghentian",
        "circle-x",
        "desktop.ui.screens.civil_stop:CivilStop",
        frozenset({"bpjs"}),
        20,
        queue=("lapor_bpjs", "cabut_bpjs"),
    ),
    ScreenEntry("petugas", "Petugas", "users", "desktop.ui.screens.staff:StaffAdmin", frozenset({"admin"}), 60),
    ScreenEntry(
        "kantor", "Kantor dan libur", "building", "desktop.ui.screens.offices:Offices", frozenset({"admin"}), 61
    ),
    ScreenEntry(
        "konsep",
        "Konsep surat",
        "file-pen",
        "desktop.ui.screens.drafts:Drafts",
        EVERYONE - {"admin"},
        75,
        tally="konsep",
    ),
    ScreenEntry(
        "tata_surat", "Tata surat", "stamp", "desktop.ui.screens.letter_setup:LetterSetup", frozenset({"admin"}), 62
    ),
    ScreenEntry(
        "templat",
        "Templat surat",
        "file-cog",
        "desktop.ui.screens.template_editor:TemplateEditor",
        frozenset({"admin"}),
        63,
    ),
    ScreenEntry("cadangan", "Cadangan", "database", "desktop.ui.screens.backups:Backups", frozenset({"admin"}), 64),
    ScreenEntry("komputer", "Komputer", "monitor", "desktop.ui.screens.desks:Desks", frozenset({"admin"}), 65),
    ScreenEntry(
        "kotak_keluar",
        "Kotak keluar",
        "inbox",
        "desktop.ui.screens.outbox:OutboxScreen",
        frozenset({"satpol_pp", "panti"}),
        76,
        served=True,
    ),
    ScreenEntry("surat", "Surat", "file-text", "desktop.ui.screens.letters:Letters", EVERYONE, 80),
    ScreenEntry("agenda", "Agenda surat", "mail", "desktop.ui.screens.mail_book:MailBook", EVERYONE - {"admin"}, 81),
    ScreenEntry(
        "periksa",
        "Periksa surat",
        "scan-search",
        "desktop.ui.screens.letter_check:LetterCheck",
        EVERYONE,
        81,
        rail=False,
    ),
    ScreenEntry("laporan", "Laporan SOP", "clock", "desktop.ui.screens.sop_report:SopReport", EVERYONE, 90),
    ScreenEntry("hak", "Hak akses", "shield", "desktop.ui.screens.rights:Rights", EVERYONE, 95),
    ScreenEntry("orang", "Orang", "user", "desktop.ui.screens.person:PersonPage", EVERYONE, 99, rail=False),
    ScreenEntry("pencetak", "Pencetak", "printer", "desktop.ui.screens.printers:Printers", EVERYONE, 98, rail=False),
    ScreenEntry("akun", "Akun saya", "key-round", "desktop.ui.screens.account:Account", EVERYONE, 99, rail=False),
]


def screens_for(roles: Iterable[str], entries: Iterable[ScreenEntry] | None = None) -> list[ScreenEntry]:
    """The entries somebody with these roles may open, in the order of the rail."""
    mine = frozenset(roles)
    every = SCREENS if entries is None else entries
    return sorted((entry for entry in every if entry.roles & mine), key=lambda entry: entry.order)
