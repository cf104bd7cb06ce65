"""What the register of members knows of a person, on their page: memberships, family card, where the values came from."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.queries.awaited import Awaited
from db.queries.families import MOST, Family, FamilyCard
from db.queries.person import MembershipRow
from desktop.sop.segments import PAYERS
from desktop.sop.segments import label as segment_label
from desktop.ui.format import day, masked_nik
from desktop.ui.screens.person_awaited import awaited_words
from desktop.ui.screens.source_words import soft
from desktop.ui.widgets import Facts, Muted, Task

TELLS_SOURCES = frozenset({"dinkes", "dukcapil"})
"""Roles that keep the register and have to know where a value came from."""


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
            ("Faskes", row.facility),
        )
        facts.extend((label, value) for label, value in told if value or label == "Faskes")
    return Facts(facts)


def family_facts(family: Family, *, with_file: bool) -> list[tuple[str, str]]:
    """The running card and the earlier ones, newest first; numbers masked."""
    return [("Sebelumnya" if card.valid_to else "Nomor KK", _card(card, with_file)) for card in family.cards]


def _card(card: FamilyCard, with_file: bool) -> str:
    until = f" sampai {day(card.valid_to)}" if card.valid_to else ""
    origin = f"dari berkas {soft(card.file_name)}" if with_file and card.file_name else ""
    words = (masked_nik(card.kk), _relation(card.relation), f"sejak {day(card.valid_from)}{until}", origin)
    return ", ".join(word for word in words if word)


def family_links(family: Family, go: Callable[[int], None]) -> list[Task]:
    """Everybody else on the running card; each leads to their page."""

    def link(person_id: int) -> Callable[[], None]:
        return lambda: go(person_id)

    links = [
        Task(
            one.name or f"Tanpa nama ({one.alias or one.registration})", _relation(one.relation), on=link(one.person_id)
        )
        for one in family.relatives
    ]
    if len(links) == MOST:
        links.append(Task("Nomor KK ini dipakai terlalu banyak orang", f"hanya {MOST} ditampilkan; cocokkan nomornya"))
    return links


def _relation(word: str) -> str:
    return word[:1].upper() + word[1:].lower()
