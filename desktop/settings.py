"""Every setting, declared once: key, default, label and who may change it; and where this desk keeps its data."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from desktop.every_desk import Given, given
from desktop.sop.mail import SECURITIES, MailServer, Security
from desktop.sop.refusals import Refused


@dataclass(frozen=True, slots=True)
class Setting:
    """``scope``: ``desk`` is kept in a file of this PC, ``office`` in the database for everybody."""

    key: str
    label: str
    default: str
    scope: Literal["desk", "office"]
    who: Literal["everybody", "admin"] = "everybody"


SETTINGS = {
    setting.key: setting
    for setting in (
        Setting("database", "Alamat basis data", "", "desk", "admin"),
        Setting("theme", "Tampilan (ikut sistem, terang, gelap)", "system", "desk"),
        Setting("idle_minutes", "Kunci layar setelah diam (menit)", "10", "desk"),
        Setting("arrival_notes", "Kabari di layar saat daftar masuk (ya, tidak)", "ya", "desk"),
        Setting("printer.a4", "Pencetak untuk A4 (pencetak, salinan, bolak-balik, geser)", "", "desk"),
        Setting("printer.f4", "Pencetak untuk F4", "", "desk"),
        Setting("printer.folio", "Pencetak untuk folio", "", "desk"),
        Setting("printer.cr80", "Pencetak untuk kartu CR80", "", "desk"),
        Setting("zone", "Zona waktu kantor", "Asia/Jakarta", "office", "admin"),
        Setting("take_minutes", "Kasus yang diambil lepas sendiri setelah (menit)", "30", "office", "admin"),
        Setting("lease_size", "Nomor registrasi yang dipinjamkan ke satu meja (blok)", "20", "office", "admin"),
        Setting("request_days", "Catatan permintaan disimpan (hari)", "90", "office", "admin"),
        Setting("name_same", "Nama dianggap sama mulai kemiripan (dari 100)", "85", "office", "admin"),
        Setting(
            "list_share", "Tanyakan daftar BPJS yang barisnya di bawah (persen dari dulu)", "90", "office", "admin"
        ),
        Setting("name_check", "Nama perlu diperiksa mulai kemiripan (dari 100)", "60", "office", "admin"),
        Setting(
            "event_document", "Bukti kematian dan pindah (salah_satu, nomor, pindaian)", "salah_satu", "office", "admin"
        ),
        Setting("monthly_contribution", "Iuran per orang per bulan (rupiah)", "42000", "office", "admin"),
        Setting("smtp_host", "Server surel keluar (SMTP)", "", "office", "admin"),
        Setting("smtp_port", "Port server surel", "587", "office", "admin"),
        Setting("smtp_security", "Keamanan sambungan surel (starttls, ssl, none)", "starttls", "office", "admin"),
        Setting("smtp_user", "Nama pengguna surel", "", "office", "admin"),
        Setting("smtp_sender", "Alamat pengirim surel", "", "office", "admin"),
        Setting(
            "arrival_mail", "Kabari surel bila daftar masuk belum diambil (menit; 0 tidak)", "0", "office", "admin"
        ),
        Setting("setup_told", "Hari terakhir dikabari pemasang baru", "", "desk"),
        Setting("setup_folder", "Folder pemasang Padan", "", "office", "admin"),
        Setting("program_version", "Versi Padan yang dibutuhkan basis data", "", "office", "admin"),
        Setting("backup_folder", "Folder cadangan", "", "desk", "admin"),
        Setting("backup_hour", "Jam cadangan harian", "12", "office", "admin"),
        Setting("backup_daily", "Cadangan harian yang disimpan", "14", "office", "admin"),
        Setting("backup_monthly", "Cadangan bulanan yang disimpan", "12", "office", "admin"),
        Setting("backup_public_key", "Kunci cadangan (belahan umum)", "", "office", "admin"),
    )
}
"""``name_…``: FACTS, 60–85 "perlu diperiksa"; below it is somebody else's name.
``monthly_contribution``: FACTS, PBPU/BP Pemda kelas III Rp42.000; issue D replaces it by the table of rates.
``backup_folder`` is of this PC: a stick or a share hangs on one machine, and only a desk with a folder makes copies.
``smtp_…`` and ``arrival_mail`` belong to one office of the database each (``mail_key``). The password is nowhere: it is
asked for."""
FIXED = "Diatur untuk semua meja oleh administrator"
SHORTEST_IDLE, LONGEST_IDLE = 1, 120
PASSWORD_VARIABLE = "PADAN_SMTP_PASSWORD"  # noqa: S105 the name of the variable


def mail_key(name: str, office_id: int) -> str:
    """Under which key one office's ``smtp_…`` is stored."""
    return f"{name}:{office_id}"


def mail_server(stored: Mapping[str, str], office_id: int) -> MailServer:
    """The mail server of an office out of the stored settings; without a host none is set up yet."""

    def read(name: str) -> str:
        return stored.get(mail_key(name, office_id)) or SETTINGS[name].default

    port, security = read("smtp_port"), read("smtp_security")
    return MailServer(
        read("smtp_host"),
        int(port) if port.isdecimal() else 0,
        cast(Security, security if security in SECURITIES else "starttls"),
        read("smtp_user"),
        read("smtp_sender"),
    )


def number_setting(stored: Mapping[str, str], key: str, *, least: int, most: int) -> int:
    """A whole number among the stored settings; what cannot be one, or lies outside, counts as the default."""
    text = stored.get(key, "")
    number = int(text) if text.isdecimal() else 0
    return number if least <= number <= most else int(SETTINGS[key].default)


def arrival_minutes(stored: Mapping[str, str], office_id: int) -> int:
    """After how many minutes an office wants an e-mail about a list that nobody fetched; 0 never."""
    wanted = stored.get(mail_key("arrival_mail", office_id)) or SETTINGS["arrival_mail"].default
    return int(wanted) if wanted.isdecimal() else 0


def data_folder() -> Path:
    """Where this PC keeps the office's data: ``PADAN_HOME``, else the operating system's own place."""
    chosen = os.environ.get("PADAN_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("Padan", appauthor=False)


def sqlite_url(path: Path) -> str:
    """The URL of a single office's file."""
    return f"sqlite:///{path.as_posix()}"


def default_url(*, practice: bool = False) -> str:
    """The office of this desk: what the wizard stored, else the single office's own file."""
    if practice:
        return sqlite_url(data_folder() / "latihan.db")
    return desk_setting("database") or sqlite_url(data_folder() / "kantor.db")


def desk_file() -> Path:
    """The settings of this PC."""
    return data_folder() / "meja.json"


def read_desk() -> dict[str, str]:
    """The settings stored on this PC; a damaged file counts as empty, for the defaults always work."""
    import json

    try:
        stored = json.loads(desk_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in stored.items() if isinstance(value, str)} if isinstance(stored, dict) else {}


def write_desk(**values: str) -> None:
    """Store settings of this PC; the file is replaced as a whole, so that a crash leaves the old one.

    :raises Refused: ``for_all_desks`` when another value than this is set for all desks. :raises OSError:
    """
    import json

    fixed = for_all_desks().values
    if any(fixed.get(key, value) != value for key, value in values.items()):
        raise Refused("for_all_desks", f"{FIXED}, jadi tidak dapat diubah di meja ini. Mintalah kepadanya.")
    path = desk_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".baru")
    fresh.write_text(json.dumps(read_desk() | values, indent=1), encoding="utf-8")
    fresh.replace(path)


def for_all_desks() -> Given:
    """What is set for all desks, which no desk can change, and what is wrong with it."""
    return given(key for key, setting in SETTINGS.items() if setting.scope == "desk")


def desk_setting(key: str) -> str:
    """A desk setting: for all desks, else this desk's own, else its default."""
    return for_all_desks().values.get(key) or read_desk().get(key) or SETTINGS[key].default


def idle_minutes() -> int:
    """After how many quiet minutes the screen is locked; nonsense counts as the default."""
    stored = {"idle_minutes": desk_setting("idle_minutes")}
    return number_setting(stored, "idle_minutes", least=SHORTEST_IDLE, most=LONGEST_IDLE)
