"""Record cards whose file exists: the sheet's bytes are stored in the same transaction, never before (L16)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from db.queries.cards import spoiled_cases
from db.queries.cases import CaseRow
from db.tables.papers import card, card_sheet
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.procedure import Procedure
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class MakeCards(Command):
    """One PDF (``layout``: folder of resources/cards) with the cards of these cases in their order.

    ``reason`` is required when somebody's card was made before (a reprint), unless that card was called off, lost or
    spoilt: then the reason is known. ``copies`` and ``seals``, in the order of the cases, are what the PDF says.
    """

    cases: tuple[Seen, ...]
    layout: str
    pdf: bytes
    reason: str = ""
    copies: tuple[int, ...] = ()
    seals: tuple[str, ...] = ()


@operation(MakeCards)
def make_cards(work: Work, command: MakeCards) -> Outcome:
    """Every copy is counted; the participant number is frozen with it."""
    work.need_role("panti")
    rows = locked_cases(work, command.cases)
    if any(row.panti_office_id != work.staff.office_id for row in rows):
        raise Refused("other_office", "Sebagian orang tinggal di panti lain. Pilih hanya penghuni panti Anda.")
    turns = {(row.procedure, row.status) for row in rows}
    if any(status not in card_statuses(work.procedure(code)) for code, status in turns):
        raise Refused("not_this_turn", "Sebagian orang belum sampai langkah cetak kartu. Muat ulang daftar Anda.")
    if any(not row.participant_number or not row.nik for row in rows):
        raise Refused(
            "has_participant_number", "Sebagian orang belum punya nomor peserta. Kartu tidak dicetak berlubang."
        )
    gone = next((row for row in rows if row.gone), None)
    if gone is not None:
        raise Refused("not_gone", f"{gone.label} menurut Dukcapil sudah {gone.gone}. Kartunya tidak dibuat lagi.")
    reasons = _reasons(work, rows, command.reason.strip())
    sha256 = hashlib.sha256(command.pdf).hexdigest()
    sheet = {"pdf": command.pdf, "sha256": sha256, "layout": command.layout, "office_id": work.staff.office_id}
    sheet_id = work.connection.execute(insert(card_sheet).returning(card_sheet.c.id), sheet).scalar_one()
    ids = [row.id for row in rows]
    copies = _copies(work, command)
    seals = dict(zip((case_id for case_id, _ in command.cases), command.seals, strict=False))
    common = {
        "layout": command.layout,
        "sha256": sha256,
        "sheet_id": sheet_id,
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    values = [
        {
            **common,
            "application_id": row.id,
            "participant_number": row.participant_number,
            "copy": copies[row.id],
            "reason": reasons[row.id],
            "seal": seals.get(row.id, ""),
        }
        for row in rows
    ]
    work.connection.execute(insert(card), values)
    fields = {"lembar": (None, sheet_id), "sha256": (None, sha256)}
    work.note(*(Entry("kartu", row.id, row.person_id, reason=reasons[row.id], fields=fields) for row in rows))
    work.changed("card", ids)
    return Outcome(f"{len(rows)} kartu dibuat.", done=tuple(ids), data={"sheet": sheet_id})


def _reasons(work: Work, rows: Sequence[CaseRow], typed: str) -> dict[int, str]:
    """Why each card is made: empty for a first one. :raises Refused: when a reprint has no reason."""
    again = [row.id for row in rows if row.cards_made]
    known = spoiled_cases(work.connection, again) if again and not typed else {}
    if not typed and len(known) < len(again):
        raise Refused("reason_needed", "Kartu ini pernah dicetak. Isi alasan cetak ulang, misalnya rusak atau hilang.")
    return {row.id: typed or ": ".join(known.get(row.id, ())) for row in rows}


def _copies(work: Work, command: MakeCards) -> dict[int, int]:
    """The copy that each case gets now. :raises Refused: ``stale`` when the PDF was drawn for another one."""
    ids = [case_id for case_id, _ in command.cases]
    last = select(card.c.application_id, func.max(card.c.copy).label("copy")).where(card.c.application_id.in_(ids))
    before = {row.application_id: row.copy for row in work.connection.execute(last.group_by(card.c.application_id))}
    found = {case_id: before.get(case_id, 0) + 1 for case_id in ids}
    if command.copies and command.copies != tuple(found[case_id] for case_id in ids):
        raise Refused("stale", "Meja lain baru saja mencetak kartu yang sama. Muat ulang, lalu cetak lagi bila perlu.")
    return found


def card_statuses(procedure: Procedure) -> frozenset[str]:
    """Where cards are made: before the action that records them as printed, and after it for reprints."""
    making = [action for _, action in procedure.actions() if action.cards]
    return frozenset(code for action in making for code in (*action.sources, action.target))
