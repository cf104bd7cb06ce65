"""The Berita Acara of a month is handed in for paraf before it closes the month (C3, F2)."""

from dataclasses import dataclass

from sqlalchemy import insert

from db.queries.month_letters import draft_on_its_way
from db.tables.letters import draft, draft_month
from desktop.operations.close_month import ready_month
from desktop.operations.command import Command, operation
from desktop.operations.draft_proof import fingerprint_of, printable_month
from desktop.operations.drafts import note_draft
from desktop.operations.issue import Wish
from desktop.operations.mail_lines import clean_texts
from desktop.operations.month_letter import ACTION
from desktop.operations.outcome import Outcome
from desktop.operations.submit_draft import ask_for, steps_for, submitted
from desktop.operations.work import Work
from desktop.sop.procedure import MONTHLY
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class SubmitMonth(Command):
    """As :class:`~desktop.operations.close_month.CloseMonth`, for an office whose Berita Acara is initialled first."""

    reconciliation_id: int
    version: int
    counterpart_number: str = ""
    signer_id: int | None = None
    note: str = ""


@operation(SubmitMonth)
def submit_month(work: Work, command: SubmitMonth) -> Outcome:
    """The month stays open until its draft is issued; whoever changes its findings meanwhile makes the draft stale."""
    row, _month = ready_month(work, command.reconciliation_id, command.version)
    held = draft_on_its_way(work.connection, row.id)
    if held is not None:
        raise Refused("in_draft", f"Berita Acara bulan ini ada di konsep nomor {held}. Terbitkan atau batalkan dulu.")
    texts = clean_texts(our_number=command.counterpart_number, note=command.note)
    wish = Wish(note=texts["note"], signer_id=command.signer_id, counterpart_number=texts["our_number"])
    steps = steps_for(work, work.procedure(MONTHLY).action(ACTION), work.staff.id)
    letters = printable_month(work, row.id, wish, steps)
    values = {
        "office_id": work.staff.office_id,
        "procedure": MONTHLY,
        "action": ACTION,
        "note": wish.note,
        "counterpart_number": wish.counterpart_number,
        "signer_id": wish.signer_id,
        "state": "diajukan",
        "fingerprint": fingerprint_of(letters),
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    draft_id: int = work.connection.execute(insert(draft).returning(draft.c.id), values).scalar_one()
    month = {"reconciliation_id": row.id, "period": row.period, "segment": row.segment}
    work.connection.execute(insert(draft_month), {"draft_id": draft_id, **month})
    ask_for(work, draft_id, 1, steps)
    note_draft(work, draft_id, "konsep_diajukan", reason=wish.note)
    work.changed("draft")
    work.changed("reconciliation", [])
    return submitted(work, draft_id, say_month(month_of(row.period)), ())
