"""The officials' side of a draft: give one's paraf when it is one's turn, or send it back to its maker (C3)."""

from dataclasses import dataclass

from sqlalchemy import insert

from db.queries.cases import cases_by_id
from db.queries.drafts import DraftRow, draft_by_id, draft_cases, draft_steps
from db.tables.letters import draft_paraf
from desktop.operations.command import Command, operation
from desktop.operations.draft_proof import refuse_other_letters
from desktop.operations.drafts import change_draft, locked_draft, note_draft, refuse_changed
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

MAKER = "Pembuat konsep"


@dataclass(frozen=True, kw_only=True)
class InitialDraft(Command):
    """One's paraf on the draft as it was read (``version``)."""

    draft_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class ReturnDraft(Command):
    """Back to its maker, with what is to be mended."""

    draft_id: int
    version: int
    reason: str


@operation(InitialDraft)
def initial_draft(work: Work, command: InitialDraft) -> Outcome:
    """Only who is next in order, never the maker; nobody initials what is no longer what was handed in: the people's
    data, the template, the letterhead, the signer."""
    row = locked_draft(work, command.draft_id, command.version)
    if row.state == "dikembalikan":
        raise Refused("draft_returned", "Konsep ini dikembalikan kepada pembuatnya. Tunggu diajukan lagi.")
    if row.state == "siap":
        raise Refused("paraf_complete", "Paraf konsep ini sudah lengkap. Konsep siap diterbitkan.")
    if row.created_by == work.staff.id:
        raise Refused("own_work", "Anda sendiri pembuat konsep ini; pemaraf harus orang lain.")
    if row.turn_staff_id != work.staff.id:
        turn = f"{row.turn_position} ({row.turn_staff_name})"
        raise Refused("not_your_turn", f"Sekarang giliran paraf {turn}. Tunggu giliran Anda.")
    seen = draft_cases(work.connection, row.id)
    rows = cases_by_id(work.connection, [case_id for case_id, _ in seen])
    refuse_changed(rows, seen)
    refuse_other_letters(work, row, rows)
    seq = next(step.seq for step in draft_steps(work.connection, row.id) if not step.given)
    _decide(work, row, seq, row.turn_position, "paraf")
    note_draft(work, row.id, "paraf", position=row.turn_position)
    change_draft(work, row)
    after = draft_by_id(work.connection, row.id)
    if after is not None and after.state == "diajukan":
        next_one = f"{after.turn_position} ({after.turn_staff_name})"
        return Outcome(f"Paraf Anda dicatat. Berikutnya {next_one}.", data={"draft": row.id})
    return Outcome("Paraf Anda dicatat. Paraf lengkap: surat siap diterbitkan.", data={"draft": row.id})


@operation(ReturnDraft)
def return_draft(work: Work, command: ReturnDraft) -> Outcome:
    """By who is next, by who initialled this round already and thought again, or by the maker who takes it back."""
    row = locked_draft(work, command.draft_id, command.version)
    reason = command.reason.strip()
    if not reason:
        raise Refused("reason_needed", "Alasan belum diisi. Tulis apa yang harus diperbaiki pembuatnya.")
    if row.state == "dikembalikan":
        raise Refused("draft_returned", "Konsep ini sudah dikembalikan kepada pembuatnya. Tunggu diajukan lagi.")
    mine = [step for step in draft_steps(work.connection, row.id) if step.staff_id == work.staff.id]
    if row.turn_staff_id == work.staff.id:
        _decide(work, row, mine[0].seq, mine[0].position, "kembali", reason)
    elif mine and mine[0].given:
        _decide(work, row, 0, mine[0].position, "kembali", reason)
    elif row.created_by == work.staff.id:
        _decide(work, row, 0, MAKER, "kembali", reason)
    else:
        raise Refused(
            "not_your_turn", "Konsep ini bukan giliran Anda. Hanya pemaraf atau pembuatnya yang mengembalikan."
        )
    note_draft(work, row.id, "konsep_dikembalikan", reason=reason)
    change_draft(work, row, state="dikembalikan", reason=reason)
    return Outcome(f"Konsep dikembalikan kepada {row.created_by_name.rstrip('.')}.", data={"draft": row.id})


def _decide(work: Work, row: DraftRow, seq: int, position: str, decision: str, reason: str = "") -> None:
    values = {
        "draft_id": row.id,
        "round": row.round,
        "seq": seq,
        "position": position,
        "staff_id": work.staff.id,
        "staff_name": work.staff.name,
        "decision": decision,
        "reason": reason,
        "at": work.now,
    }
    work.connection.execute(insert(draft_paraf), values)
