"""What the register knows of a person, on their page: identity, memberships, family card, what the newest lists say."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from db.queries.awaited import Awaited
from db.queries.cases import CaseRow
from db.queries.families import MOST, Family, FamilyCard
from db.queries.person import MembershipRow, PersonRow
from db.queries.told_lines import ToldLine
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import PAYERS
from desktop.sop.segments import label as segment_label
from desktop.ui.format import day, masked_nik
from desktop.ui.screens.person_awaited import awaited_words
from desktop.ui.screens.source_words import soft
from desktop.ui.widgets import Facts, Muted, Task

TOLD_LISTS = {
    "bpjs_rekon": "Rekonsiliasi",
    "bpjs_tagihan": "Tagihan",
    "pbi_bnba": "PBI JK",
    "pbi_apbd": "Bulanan",
    "edabu_mutasi": "e-Dabu",
    "siak_penduduk": "SIAK",
}
"""Lists whose lines a page tells."""
TELLS_SOURCES = frozenset({"dinkes", "dukcapil"})
"""Roles that keep the register and have to know where a value came from."""


def identity_facts(who: PersonRow, cases: Sequence[CaseRow]) -> list[tuple[str, str]]:
    """Who this is, and where the case of a WBS began and the panti stands."""
    birth = f"sekitar {who.birth_date.year}" if who.birth_estimated and who.birth_date else day(who.birth_date)
    facts = [
        ("Nomor catatan", who.registration),
        ("Lahir", f"{who.birth_place}, {birth}" if who.birth_place else birth),
        ("Alamat", who.address),
        ("Status kawin", _in_words(who.marital)),
        ("ID DTKS", who.id_dtks),
    ]
    if cases:
        case = next((one for one in cases if one.procedure == "wbs"), cases[0])
        facts += [("Kategori", case.category), ("Ditemukan di", case.found_place), ("Kondisi", case.condition)]
        facts += [("Panti", case.panti_name), ("Kamar", case.room)]
    return [(label, value) for label, value in facts if value]


def membership_part(rows: tuple[MembershipRow, ...], awaited: Awaited) -> QWidget:
    """All memberships, newest first, with why each began and ended."""
    facts = awaited_words(awaited)
    if not rows and not facts:
        return Muted("Belum menjadi peserta JKN-KIS.")
    for row in rows:
        until = f"sampai {day(row.valid_to)}" if row.valid_to else "masih berlaku"
        told = (
            ("Nomor peserta", masked_nik(row.participant_number)),
            ("Segmen", f"{segment_label(row.segment)}, dibayar {PAYERS.get(row.payer, row.payer)}"),
            ("Berlaku", f"sejak {day(row.valid_from)}, {until}"),
            ("Mulai karena", row.reason),
            ("Berakhir karena", row.end_reason),
            ("Faskes", _clinic(row.facility, row.facility_code)),
            ("Nomor keluarga", masked_nik(row.family_number) if row.family_number else ""),
        )
        facts.extend((label, value) for label, value in told if value or label == "Faskes")
    return Facts(facts)


def told_facts(lines: Sequence[ToldLine]) -> list[tuple[str, str]]:
    """Each list by its name → its month, what it says beside what is matched, and the file it stands in."""
    return [(TOLD_LISTS[one.layout], _line_words(one)) for one in lines]


def _line_words(one: ToldLine) -> str:
    told = (
        say_month(month_of(one.period)) if one.period else "",
        f"nomor keluarga {masked_nik(one.family_number)}" if one.family_number else "",
        f"sebagai {one.relation.lower()}" if one.relation else "",
        (one.marital or "").lower(),
        _clinic(one.facility or "", one.facility_code or ""),
        f"ID DTKS {one.id_dtks}" if one.id_dtks else "",
        one.address or "",
        one.note or "",
        f"dari berkas {soft(one.file_name)}" if one.file_name else "",
    )
    return ", ".join(word for word in told if word)


def _clinic(name: str, code: str) -> str:
    return f"{name} ({code})" if name and code else name or (f"kode {code}" if code else "")


def family_facts(family: Family, *, with_file: bool) -> list[tuple[str, str]]:
    """The running card and the earlier ones, newest first; numbers masked."""
    return [("Sebelumnya" if card.valid_to else "Nomor KK", _card(card, with_file)) for card in family.cards]


def _card(card: FamilyCard, with_file: bool) -> str:
    until = f" sampai {day(card.valid_to)}" if card.valid_to else ""
    origin = f"dari berkas {soft(card.file_name)}" if with_file and card.file_name else ""
    words = (masked_nik(card.kk), _in_words(card.relation), f"sejak {day(card.valid_from)}{until}", origin)
    return ", ".join(word for word in words if word)


def family_links(family: Family, go: Callable[[int], None]) -> list[Task]:
    """Everybody else on the running card; each leads to their page."""

    def link(person_id: int) -> Callable[[], None]:
        return lambda: go(person_id)

    links = [
        Task(
            one.name or f"Tanpa nama ({one.alias or one.registration})", _in_words(one.relation), on=link(one.person_id)
        )
        for one in family.relatives
    ]
    if len(links) == MOST:
        links.append(Task("Nomor KK ini dipakai terlalu banyak orang", f"hanya {MOST} ditampilkan; cocokkan nomornya"))
    return links


def _in_words(word: str) -> str:
    return word[:1].upper() + word[1:].lower()
