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
    ``taken_by`` is the staff id of the clerk who is working on it, with ``taken_name`` for the sentence.
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
    )
}
"""Rule name as written in the declarations → the function."""
