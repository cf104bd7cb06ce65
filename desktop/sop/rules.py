"""What must hold before a move is made. One function a rule; ``resources/sop/*.toml`` names them.

A rule looks at the :class:`Facts` of one person's case and gives a sentence when it does not hold, else ``None``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Rule = Callable[["Facts"], str | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules may look at for one case, as plain values read inside the same transaction.

    ``makers`` maps an action's name to the staff ids that made it on this case;
    ``taken_by`` is the staff id of the clerk who is working on it, with ``taken_name`` for the sentence. ``gone`` says in
    one word why the person is here no more; ``event_…`` is of a case about a death or a move alone. ``sender_office_id``:
    who sent the case to where it lies, told only where that office takes it back.
    """

    application_id: int
    version: int
    status: str
    office_id: int
    label: str
    name: str = ""
    alias: str = ""
    sex: str | None = None
    birth_date: date | None = None
    found_place: str = ""
    has_found_at: bool = False
    has_destination: bool = False
    nik: str | None = None
    nik_searched: bool = False
    other_cases: int = 0
    participant_number: str | None = None
    active_memberships: int = 0
    cards_made: int = 0
    taken_by: int | None = None
    taken_name: str = ""
    makers: frozenset[tuple[str, int]] = frozenset()
    origin_office_id: int | None = None
    sender_office_id: int | None = None
    gone: str = ""
    event_kind: str = ""
    event_documented: bool = False
    event_ahead: bool = False
    event_revoked: bool = False
    event_member: bool = False
    event_ended: bool = False
    other_events: int = 0


def has_identity(facts: Facts) -> str | None:
    """A name, or an alias for a person who gives none (FACTS: WBS without papers)."""
    return None if facts.name or facts.alias else "Nama atau sebutan belum diisi. Isi salah satunya."


def has_sex(facts: Facts) -> str | None:
    """Sex is known."""
    return None if facts.sex in {"L", "P"} else "Jenis kelamin belum dipilih. Pilih L atau P."


def has_birth(facts: Facts) -> str | None:
    """A birth date, be it estimated."""
    return None if facts.birth_date else "Tanggal lahir atau perkiraan umur belum ada. Isi perkiraannya."


def has_found(facts: Facts) -> str | None:
    """Where and when the person was found."""
    return (
        None
        if facts.found_place and facts.has_found_at
        else "Tempat atau waktu ditemukan belum lengkap. Lengkapi dulu."
    )


def has_destination(facts: Facts) -> str | None:
    """The Panti Sosial that will receive the person."""
    return None if facts.has_destination else "Panti tujuan belum dipilih. Pilih panti yang menerima."


def has_search(facts: Facts) -> str | None:
    """The population register was searched before a NIK is issued (about one WBS in four already has one)."""
    return None if facts.nik_searched else "Pencarian NIK lama belum dilakukan. Cari dulu, lalu catat keputusannya."


def has_nik(facts: Facts) -> str | None:
    """A NIK is recorded."""
    return None if facts.nik else "NIK belum ada. Mintakan ke Dukcapil dulu."


def not_in_two_lists(facts: Facts) -> str | None:
    """The same person has no second running case (L14)."""
    return (
        None if not facts.other_cases else "Orang ini punya kasus lain yang masih berjalan. Kembalikan salah satunya."
    )


def not_member(facts: Facts) -> str | None:
    """No running membership yet (B3)."""
    return None if not facts.active_memberships else "Sudah menjadi peserta aktif. Keluarkan dari permohonan ini."


def has_participant_number(facts: Facts) -> str | None:
    """BPJS gave the 13-digit participant number (E-ID)."""
    return None if facts.participant_number else "Nomor peserta (E-ID) belum diisi. Tunggu atau isi nomor dari BPJS."


def card_made(facts: Facts) -> str | None:
    """The card's file exists: "printed" is never recorded before (L16)."""
    return None if facts.cards_made else "Berkas kartu belum dibuat. Cetak kartunya dulu."


def not_gone(facts: Facts) -> str | None:
    """Nobody begins anything for the dead and the moved (L6)."""
    if not facts.gone:
        return None
    return f"Menurut Dukcapil sudah {facts.gone}. Keluarkan dari proses, atau minta Dukcapil mencabutnya."


def event_stands(facts: Facts) -> str | None:
    """The death or move was not taken back (E11)."""
    return "Peristiwa ini sudah dicabut Dukcapil. Jangan diteruskan; muat ulang." if facts.event_revoked else None


def has_event_document(facts: Facts) -> str | None:
    """Akta Kematian for the dead, Surat Keterangan Pindah WNI for the moved (Perwali 19/2020 Ps 5(2)c, d)."""
    if facts.event_documented:
        return None
    paper = "Akta Kematian" if facts.event_kind == "kematian" else "Surat Keterangan Pindah WNI"
    return f"{paper} belum ada. Isi nomornya atau lampirkan pindaiannya."


def event_has_happened(facts: Facts) -> str | None:
    """Nobody dies or moves tomorrow."""
    return "Tanggal peristiwa sesudah hari ini. Perbaiki tanggalnya." if facts.event_ahead else None


def member_running(facts: Facts) -> str | None:
    """The loop is about members (Ps 5(1)): whoever was none when it was recorded has nothing to be stopped."""
    return (
        None
        if facts.active_memberships or facts.event_member
        else "Bukan peserta PBI yang berjalan. Tidak ada kepesertaan yang perlu dihentikan."
    )


def membership_ended(facts: Facts) -> str | None:
    """The stop is never said before it is there (``stop_memberships``)."""
    return None if facts.event_ended else "Kepesertaannya masih berjalan. Hentikan dulu dengan tanggal berlakunya."


def membership_runs(facts: Facts) -> str | None:
    """Given back before it is said (``restore_memberships``)."""
    return None if facts.active_memberships else "Kepesertaannya belum dipulihkan. Pulihkan dulu di layar Penghentian."


def not_reported_yet(facts: Facts) -> str | None:
    """One event a person: the second one waits until the first was taken back."""
    return "Peristiwa orang ini sudah pernah dicatat. Cabut dulu yang lama bila keliru." if facts.other_events else None


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        has_identity,
        has_sex,
        has_birth,
        has_found,
        has_destination,
        has_search,
        has_nik,
        not_in_two_lists,
        not_member,
        has_participant_number,
        card_made,
        not_gone,
        event_stands,
        has_event_document,
        event_has_happened,
        member_running,
        membership_ended,
        membership_runs,
        not_reported_yet,
    )
}
"""Rule name as written in the declarations → the function."""
