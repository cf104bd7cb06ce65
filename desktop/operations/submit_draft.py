"""The maker's side of a draft: hand it in for paraf, hand it in again after it came back, call it off (C3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from db.queries.cases import CaseRow, cases_by_id
from db.queries.drafts import DraftRow, draft_by_id, draft_cases, draft_steps
from db.tables.cases import application
from db.tables.letters import draft, draft_case, draft_step
from desktop.operations.command import Command, operation
from desktop.operations.draft_proof import fingerprint_of, printable_draft, printable_month
from desktop.operations.drafts import change_draft, in_open_drafts, locked_draft, note_draft, steps_of
from desktop.operations.facts import facts_of, refusals_of
from desktop.operations.issue import Wish
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.procedure import Action, Procedure
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused, RowRefusal


@dataclass(frozen=True, kw_only=True)
class SubmitDraft(Command):
    """The letters that ``action`` would issue for these people, to be initialled first; note, signer (none: the Plh,
    Plt or head in office) and the other party's number as in ``Move``."""

    procedure: str
    action: str
    cases: tuple[Seen, ...]
    note: str = ""
    signer_id: int | None = None
    counterpart_number: str = ""


@dataclass(frozen=True, kw_only=True)
class ResubmitDraft(Command):
    """A draft that came back, with what the maker changed; the people are taken as they are now."""

    draft_id: int
    version: int
    note: str = ""
    signer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CancelDraft(Command):
    """A draft that will not be issued; its people are free again."""

    draft_id: int
    version: int
    reason: str


@operation(SubmitDraft)
def submit_draft(work: Work, command: SubmitDraft) -> Outcome:
    """Everybody who may be moved by this action now goes into the draft; the others stay behind with a sentence."""
    procedure = work.procedure(command.procedure)
    action = procedure.action(command.action)
    rows = locked_cases(work, command.cases)
    held = in_open_drafts(work, rows)
    busy = {refusal.row_id for refusal in held}
    good, refused = _movable(work, procedure, action, [row for row in rows if row.id not in busy], held)
    wish = Wish(
        note=command.note,
        signer_id=command.signer_id,
        counterpart_number=command.counterpart_number.strip(),
    )
    steps = steps_for(work, action, work.staff.id)
    letters = printable_draft(work, procedure, action, good, wish, steps)
    values = {
        "office_id": work.staff.office_id,
        "procedure": procedure.code,
        "action": action.name,
        "note": wish.note,
        "counterpart_number": wish.counterpart_number,
        "signer_id": wish.signer_id,
        "state": "diajukan",
        "fingerprint": fingerprint_of(letters),
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    draft_id: int = work.connection.execute(insert(draft).returning(draft.c.id), values).scalar_one()
    _fill(work, draft_id, 1, good, steps)
    note_draft(work, draft_id, "konsep_diajukan", reason=command.note)
    work.changed("draft")
    return submitted(work, draft_id, f"{len(good)} WBS", refused)


@operation(ResubmitDraft)
def resubmit_draft(work: Work, command: ResubmitDraft) -> Outcome:
    """The next round begins with the rules of today. Who may no longer be moved leaves the draft and is named."""
    row = locked_draft(work, command.draft_id, command.version)
    if row.state != "dikembalikan":
        raise Refused("not_returned", "Konsep ini tidak sedang dikembalikan. Muat ulang daftar konsep.")
    if row.created_by != work.staff.id:
        raise Refused(
            "not_the_maker", f"Konsep ini milik {row.created_by_name.rstrip('.')}. Hanya ia yang mengajukannya lagi."
        )
    if row.month_id is not None:
        return _month_again(work, row, command)
    procedure = work.procedure(row.procedure)
    action = procedure.action(row.action)
    ids = [case_id for case_id, _ in draft_cases(work.connection, row.id)]
    work.locked(select(application.c.id).where(application.c.id.in_(ids)).order_by(application.c.id))
    good, refused = _movable(work, procedure, action, cases_by_id(work.connection, ids), [])
    steps = steps_for(work, action, row.created_by)
    wish = Wish(note=command.note, signer_id=command.signer_id, counterpart_number=row.counterpart_number)
    letters = printable_draft(work, procedure, action, good, wish, steps)
    work.connection.execute(delete(draft_case).where(draft_case.c.draft_id == row.id))
    _fill(work, row.id, row.round + 1, good, steps)
    again = {"state": "diajukan", "round": row.round + 1, "reason": "", "fingerprint": fingerprint_of(letters)}
    change_draft(work, row, **again, note=wish.note, signer_id=wish.signer_id)
    note_draft(work, row.id, "konsep_diajukan", reason=command.note)
    return submitted(work, row.id, f"{len(good)} WBS", refused)


@operation(CancelDraft)
def cancel_draft(work: Work, command: CancelDraft) -> Outcome:
    """By its maker, by an official who is asked for a paraf, or by a colleague of the same desk."""
    row = locked_draft(work, command.draft_id, command.version)
    reason = command.reason.strip()
    if not reason:
        raise Refused("reason_needed", "Alasan pembatalan belum diisi. Tulis alasannya untuk jurnal.")
    officers = {step.staff_id for step in draft_steps(work.connection, row.id)}
    actor = work.procedure(row.procedure).step_of(row.action).actor
    if work.staff.id not in officers | {row.created_by} and actor not in work.staff.roles:
        raise Refused("not_your_draft", f"Konsep ini milik {row.created_by_name.rstrip('.')}. Minta ia membatalkannya.")
    note_draft(work, row.id, "konsep_dibatalkan", reason=reason)
    change_draft(work, row, state="dibatalkan", reason=reason)
    free = "Bulannya" if row.month_id is not None else f"{row.people} WBS"
    return Outcome(f"Konsep nomor {row.id} dibatalkan. {free} dapat diajukan lagi.", data={"draft": row.id})


def _month_again(work: Work, row: DraftRow, command: ResubmitDraft) -> Outcome:
    """The Berita Acara of a month as its findings stand now."""
    assert row.month_id is not None  # noqa: S101 (asked before)
    steps = steps_for(work, work.procedure(row.procedure).action(row.action), row.created_by)
    wish = Wish(note=command.note, signer_id=command.signer_id, counterpart_number=row.counterpart_number)
    letters = printable_month(work, row.month_id, wish, steps)
    ask_for(work, row.id, row.round + 1, steps)
    again = {"state": "diajukan", "round": row.round + 1, "reason": "", "fingerprint": fingerprint_of(letters)}
    change_draft(work, row, **again, note=wish.note, signer_id=wish.signer_id)
    note_draft(work, row.id, "konsep_diajukan", reason=command.note)
    return submitted(work, row.id, say_month(month_of(row.period)), ())


def _movable(
    work: Work, procedure: Procedure, action: Action, rows: Sequence[CaseRow], held: Sequence[RowRefusal]
) -> tuple[list[CaseRow], tuple[RowRefusal, ...]]:
    """(who may be moved now, the others). :raises Refused: when that is nobody."""
    if not action.letters:
        raise Refused("no_letter", "Tindakan ini tidak menerbitkan surat. Jalankan langsung tanpa konsep.")
    verdicts = decide(procedure, work.actor, action.name, [facts_of(row, work.now) for row in rows])
    allowed = {verdict.facts.application_id for verdict in verdicts if verdict.allowed}
    refused = (*held, *refusals_of(verdicts))
    if not allowed:
        many = f"Tidak ada yang bisa diajukan dari {len(refused)} orang. Yang pertama: " if len(refused) > 1 else ""
        raise Refused(refused[0].code, many + refused[0].sentence, refused)
    return [row for row in rows if row.id in allowed], refused


def steps_for(work: Work, action: Action, maker: int) -> list[tuple[str, int]]:
    """Who initials the letters of an action. :raises Refused: when nobody does, or the maker would."""
    steps = steps_of(work, action.letters)
    if not steps:
        raise Refused("paraf_not_needed", "Surat ini tidak perlu paraf di kantor ini. Terbitkan langsung.")
    if maker in {staff_id for _, staff_id in steps}:
        # The maker is never the checker: such a draft could not be finished by anybody.
        raise Refused("own_paraf", "Anda sendiri pemaraf surat ini. Minta rekan yang membuat konsepnya.")
    return steps


def _fill(work: Work, draft_id: int, number: int, rows: Sequence[CaseRow], steps: Sequence[tuple[str, int]]) -> None:
    cases = [{"draft_id": draft_id, "application_id": row.id, "seen": row.version} for row in rows]
    work.connection.execute(insert(draft_case), cases)
    ask_for(work, draft_id, number, steps)


def ask_for(work: Work, draft_id: int, number: int, steps: Sequence[tuple[str, int]]) -> None:
    """Whose paraf a round of a draft waits for."""
    common = {"draft_id": draft_id, "round": number}
    asked = [
        common | {"seq": seq, "position": position, "staff_id": staff_id}
        for seq, (position, staff_id) in enumerate(steps, 1)
    ]
    work.connection.execute(insert(draft_step), asked)


def submitted(work: Work, draft_id: int, about: str, refused: tuple[RowRefusal, ...]) -> Outcome:
    """What is said of a draft that was handed in: ``about`` whom or what, and whose turn it is."""
    row = draft_by_id(work.connection, draft_id)
    assert row is not None  # noqa: S101 (just written)
    left = f" {len(refused)} orang tidak ikut: lihat alasan." if refused else ""
    sentence = f"Konsep untuk {about} diajukan. Menunggu paraf {_turn(row)}.{left}"
    return Outcome(sentence, refused=refused, data={"draft": draft_id})


def _turn(row: DraftRow) -> str:
    return f"{row.turn_position} ({row.turn_staff_name})"
