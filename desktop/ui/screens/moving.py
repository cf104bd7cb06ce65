"""What every desk's list needs to make its declared moves: may I, for whom, and the command for those who may."""

from collections.abc import Callable, Sequence
from typing import Any

from db.queries.cases import CaseRow
from desktop.operations.facts import facts_of
from desktop.operations.locking import Seen
from desktop.operations.move import Move
from desktop.operations.outcome import Outcome
from desktop.sop.decide import Actor, decide
from desktop.sop.procedure import Action, Procedure, with_action
from desktop.sop.refusals import Reason
from desktop.ui.desk import Desk

Act = tuple[str, Callable[[], Any]]
# Why somebody leaves the care of a panti before the card is there.
LEFT_PANTI = ("Kembali ke keluarga", "Pindah ke panti atau rumah sakit lain", "Meninggal dunia")


def procedure_of(desk: Desk) -> Procedure:
    """The procedure of the WBS, for the desks that know no other."""
    return desk.office.procedure


def action_of(name: str) -> Action:
    """The declared action with its label."""
    return with_action(name).action(name)


def reasons(desk: Desk, action: str, rows: Sequence[CaseRow]) -> dict[int, Reason | None]:
    """Case id → why not (``None`` = may). The same question the operation asks again inside its transaction."""
    staff = desk.staff
    actor = Actor(staff.id, frozenset(staff.roles), staff.office_id)
    verdicts = decide(with_action(action), actor, action, [facts_of(row, desk.now()) for row in rows])
    return {verdict.facts.application_id: verdict.reason for verdict in verdicts}


def why_not(desk: Desk, action: str, row: CaseRow) -> str:
    """The sentence that stands in the way of one person, empty when nothing does."""
    reason = reasons(desk, action, [row])[row.id]
    return reason.sentence if reason else ""


def seen(rows: Sequence[CaseRow]) -> tuple[Seen, ...]:
    """The rows with the versions the clerk is looking at."""
    return tuple((row.id, row.version) for row in rows)


def move_command(desk: Desk, action: str, rows: Sequence[CaseRow], reason: str = "", note: str = "") -> Move:
    """Built when the dialog opens, with its request id: a double click is the same request."""
    return Move(procedure=with_action(action).code, action=action, cases=seen(rows), reason=reason, note=note)


def step_line(procedure: Procedure, number: int) -> str:
    """«Langkah 6 dari 9»."""
    return f"Langkah {number} dari {len(procedure.steps)}"


def tell(desk: Desk, outcome: Outcome, actions: Sequence[Act] = ()) -> None:
    """The outcome in the message bar, with what may be done next beside *Lihat alasan*."""
    rows = tuple(outcome.refused)
    more = [("Lihat alasan", lambda: desk.detailed.emit("Yang belum", rows))] if rows else []
    desk.say(outcome.sentence, "warn" if rows else "ok", [*more, *actions])
