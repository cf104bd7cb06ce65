"""The one verb by which cases move from desk to desk: any declared action on any list of people (DESIGN §5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from db.queries.cases import CaseRow
from db.tables.cases import application, batch, batch_member, step_run
from desktop.operations.command import Command, operation
from desktop.operations.draft_proof import refuse_other_letters
from desktop.operations.drafts import ApprovedDraft, draft_to_issue, mark_issued, refuse_other_than_draft
from desktop.operations.facts import facts_of, refusals_of
from desktop.operations.issue import Wish, issue_letters
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.outcome import Outcome
from desktop.operations.targets import by_target
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.procedure import Action, Procedure
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Move(Command):
    """Make ``action`` on the cases the clerk saw. ``reason`` is required where the procedure says so;
    ``note`` goes into the letter's merge field *keterangan*; ``signer_id`` (default: who signs today) and the other
    party's number belong to the letter too. With ``draft_id`` the approved draft is issued as it was initialled: its
    people, note, signer and number count."""

    procedure: str
    action: str
    cases: tuple[Seen, ...]
    reason: str = ""
    note: str = ""
    signer_id: int | None = None
    counterpart_number: str = ""
    draft_id: int | None = None


@operation(Move)
def move(work: Work, command: Move) -> Outcome:
    """Move who may be moved, leave the others with a sentence; letters take their numbers in the same transaction."""
    procedure = work.procedure(command.procedure)
    action = procedure.action(command.action)
    reason = command.reason.strip()
    if action.reason and not reason:
        raise Refused(
            "reason_needed", "Alasan belum diisi. Tulis alasannya agar meja berikut tahu apa yang diperbaiki."
        )
    approved = draft_to_issue(work, command.draft_id, procedure.code, action)
    rows = locked_cases(work, command.cases or (approved.cases if approved else ()))
    refuse_other_than_draft(work, approved, action, rows)
    verdicts = decide(procedure, work.actor, action.name, [facts_of(row, work.now) for row in rows])
    allowed = {verdict.facts.application_id for verdict in verdicts if verdict.allowed}
    refused = refusals_of(verdicts)
    moving = [row for row in rows if row.id in allowed]
    if not moving:
        raise Refused(refused[0].code, _nobody(refused[0].sentence, len(refused)), refused)
    if approved and refused:
        raise Refused(
            "draft_blocked", "Konsep terbit utuh atau tidak sama sekali. Lihat siapa yang menahannya.", refused
        )
    letters: list[int] = []
    wish = _wish(command, approved)
    if approved:
        refuse_other_letters(work, approved.row, moving)
    for target, part in by_target(work.connection, work.staff.office_id, procedure, action, moving):
        letters += advance(work, procedure, action, part, target, reason=reason, wish=wish)
    if approved:
        mark_issued(work, approved)
    return Outcome(
        _sentence(len(moving), procedure.unit, action, len(refused)),
        done=tuple(row.id for row in moving),
        refused=refused,
        data={"letters": letters},
    )


def _wish(command: Move, approved: ApprovedDraft | None) -> Wish:
    """What was initialled is what is issued, whatever the command says beside it."""
    return Wish(
        note=approved.row.note if approved else command.note,
        signer_id=approved.row.signer_id if approved else command.signer_id,
        counterpart_number=approved.row.counterpart_number if approved else command.counterpart_number.strip(),
        draft_id=command.draft_id,
    )


@dataclass(frozen=True, slots=True)
class _Onward:
    """One list on its way: the move, the people, where to, and the clock that starts there."""

    action: Action
    rows: Sequence[CaseRow]
    office_id: int
    batch_id: int
    reason: str
    next_step: int | None
    standard: int | None
    leaving_standard: int
    same_step: bool


def advance(
    work: Work,
    procedure: Procedure,
    action: Action,
    rows: Sequence[CaseRow],
    target: int,
    *,
    reason: str = "",
    wish: Wish | None = None,
) -> list[int]:
    """Carry cases that ``decide`` allowed to the next desk as one list; gives the ids of the letters issued."""
    step = procedure.step_of(action.name)
    following = procedure.status(action.target)
    running = bool(following.waits_for)
    onward = _Onward(
        action,
        rows,
        target,
        _batch(work, procedure.code, action.name, step.number, target, len(rows), reason),
        reason,
        following.step if running else None,
        procedure.step(following.step).standard_seconds(len(rows)) if running else None,
        step.standard_seconds(len(rows)),
        running and following.step == step.number and target == work.staff.office_id,
    )
    work.connection.execute(
        insert(batch_member), [{"batch_id": onward.batch_id, "application_id": row.id} for row in rows]
    )
    _change_status(work, onward)
    if not onward.same_step:
        _turn_the_clock(work, onward)
    work.note(*(Entry(action.name, row.id, row.person_id, row.status, action.target, reason) for row in rows))
    work.changed("application", [row.id for row in rows])
    return issue_letters(work, action, rows, onward.batch_id, target, wish or Wish())


def _batch(work: Work, procedure: str, action: str, step: int, target: int, people: int, reason: str) -> int:
    values = {
        "procedure": procedure,
        "action": action,
        "step": step,
        "from_office_id": work.staff.office_id,
        "to_office_id": target,
        "people": people,
        "reason": reason,
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    batch_id: int = work.connection.execute(insert(batch).returning(batch.c.id), values).scalar_one()
    return batch_id


def _change_status(work: Work, onward: _Onward) -> None:
    values: dict[str, object] = {
        "status": onward.action.target,
        "version": application.c.version + 1,
        "office_id": onward.office_id,
        "batch_id": onward.batch_id,
        "reason": onward.reason,
        "taken_by": None,
        "taken_at": None,
        "taken_until": None,
        "moved_by": work.staff.id,
        "moved_action": onward.action.name,
    }
    if not onward.same_step:
        values["step_since"] = work.now
        values["step_due"] = work.calendar.due(work.now, onward.standard) if onward.standard is not None else None
    mine = [application.c.id == bindparam("key"), application.c.version == bindparam("seen")]
    work.connection.execute(
        update(application).where(*mine).values(values), [{"key": row.id, "seen": row.version} for row in onward.rows]
    )


def _turn_the_clock(work: Work, onward: _Onward) -> None:
    """Stop the clock of the agency that lets go and start that of the agency that gets the cases. A closed case that is
    taken back has no clock running."""
    ids = [row.id for row in onward.rows]
    wanted = (step_run.c.id, step_run.c.started_at, step_run.c.batch_id, step_run.c.people, step_run.c.standard_seconds)
    open_runs = select(*wanted).where(step_run.c.application_id.in_(ids), step_run.c.ended_at.is_(None))
    running = list(work.connection.execute(open_runs))
    real = {begun: work.calendar.seconds_between(begun, work.now) for begun in {run.started_at for run in running}}
    stop = update(step_run).where(step_run.c.id == bindparam("key"))
    if not running:
        _start(work, onward, ids)
        return
    work.connection.execute(
        stop.values(
            ended_at=work.now,
            real_seconds=bindparam("real"),
            action=onward.action.name,
            ended_by=work.staff.id,
            list_id=bindparam("list"),
            people=bindparam("number"),
            standard_seconds=bindparam("standard"),
        ),
        [{"key": run.id, "real": real[run.started_at], **_list_of(onward, run)} for run in running],
    )
    _start(work, onward, ids)


def _start(work: Work, onward: _Onward, ids: Sequence[int]) -> None:
    if onward.next_step is None:
        return
    start = {
        "step": onward.next_step,
        "office_id": onward.office_id,
        "batch_id": onward.batch_id,
        "people": len(onward.rows),
        "standard_seconds": onward.standard,
        "started_at": work.now,
    }
    work.connection.execute(insert(step_run), [{"application_id": row_id, **start} for row_id in ids])


def _list_of(onward: _Onward, run: Row[tuple[Any, ...]]) -> dict[str, Any]:
    """The list a step is measured on: people may come one by one and leave together, or the other way round.
    The larger of the two is what the desk had before it, so its minutes × people are the standard."""
    leaving = onward.leaving_standard
    if run.batch_id is not None and run.people >= len(onward.rows):
        return {"list": run.batch_id, "number": run.people, "standard": run.standard_seconds}
    return {"list": onward.batch_id, "number": len(onward.rows), "standard": leaving}


def _sentence(moved: int, unit: str, action: Action, left: int) -> str:
    done = f"{moved} {unit} {action.done}"
    return f"{done}, {left} belum: lihat alasan." if left else f"{done}."


def _nobody(sentence: str, count: int) -> str:
    return sentence if count == 1 else f"Tidak ada yang bisa diproses dari {count} orang. Yang pertama: {sentence}"
