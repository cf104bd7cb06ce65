"""Say that a card no longer counts: called off, lost or spoilt (L16). The card itself stays in the book as it is."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import insert, select

from db.queries.cards import card_by_id
from db.tables.cases import application
from db.tables.papers import card
from db.tables.printing import card_event
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

KINDS = {"batal": "dibatalkan", "hilang": "dinyatakan hilang", "rusak": "dinyatakan rusak"}


@dataclass(frozen=True, kw_only=True)
class SpoilCard(Command):
    """One copy is called off (batal: misprinted, never handed over), lost or spoilt."""

    card_id: int
    kind: Literal["batal", "hilang", "rusak"]
    reason: str


@operation(SpoilCard)
def spoil_card(work: Work, command: SpoilCard) -> Outcome:
    """Once for each copy; a reprint afterwards takes its reason from here."""
    work.need_role("panti")
    reason = command.reason.strip()
    if command.kind not in KINDS or not reason:
        raise Refused("reason_needed", "Alasannya belum diisi. Isi apa yang terjadi dengan kartu ini.")
    # Cards never change, so the case is what two desks that tell about one card queue for.
    mine = select(card.c.application_id).where(card.c.id == command.card_id).scalar_subquery()
    case = work.locked(select(application.c.id, application.c.person_id).where(application.c.id == mine)).first()
    row = card_by_id(work.connection, command.card_id)
    if case is None or row is None:
        raise Refused("gone", "Kartu ini tidak ditemukan. Muat ulang riwayat kartu.")
    if row.panti_office_id != work.staff.office_id:
        raise Refused("other_office", "Kartu ini dibuat untuk penghuni panti lain. Hanya panti itu yang mencatatnya.")
    if row.state in KINDS:
        raise Refused("already", f"Kartu ini sudah {KINDS[row.state]}. Buat kartu baru dengan cetak ulang.")
    values = {"card_id": row.id, "kind": command.kind, "reason": reason, "staff_id": work.staff.id, "at": work.now}
    work.connection.execute(insert(card_event), values)
    fields = {"cetakan": (None, row.copy), "lembar": (None, row.sheet_id)}
    work.note(Entry(f"kartu:{command.kind}", row.application_id, case.person_id, reason=reason, fields=fields))
    work.changed("card", [row.application_id])
    return Outcome(f"Kartu cetakan ke-{row.copy} {KINDS[command.kind]}.", done=(row.application_id,))
