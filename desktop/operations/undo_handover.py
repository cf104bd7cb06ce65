"""A whole list of newcomers is taken back, before anybody of it was handed over: a case is closed, never erased."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from db.queries.cases import CaseRow
from db.tables.traces import import_row
from desktop.operations.drafts import in_open_drafts
from desktop.operations.facts import facts_of, refusals_of
from desktop.operations.intake import PROCEDURE
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.undo_parts import locked_now, mark_undone, note_undone, some_names
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.refusals import Refused, RowRefusal

ACTION = "batal_catat"


def undo_handover(work: Work, run: Row[Any], reason: str) -> Outcome:
    """Every case of the list is closed with the reason; its lines may come in again. The people stay on record: the
    journal names them. :raises Refused: naming whom somebody handed over, holds, or has in a draft."""
    brought = select(import_row.c.application_id).where(import_row.c.run_id == run.id)
    cases = [row for row in locked_now(work, tuple(work.connection.scalars(brought))) if not _dropped(row)]
    _nothing_stands_upon(work, cases)
    mark_undone(work, run.id)
    if cases:
        procedure = work.procedure(PROCEDURE)
        advance(work, procedure, procedure.action(ACTION), cases, work.staff.office_id, reason=reason)
    work.connection.execute(delete(import_row).where(import_row.c.run_id == run.id))
    note_undone(work, run.id, reason, {"kasus": len(cases)})
    work.changed("person")
    words = f"pencatatan {len(cases)} orang dibatalkan; datanya tetap tersimpan bersama jejaknya"
    return Outcome(f"Impor {run.file_name} dibatalkan: {words}.", data={"run": run.id, "kasus": len(cases)})


def _dropped(row: CaseRow) -> bool:
    """Somebody dropped this one alone."""
    return any(action == ACTION for action, _staff in row.makers)


def _nothing_stands_upon(work: Work, cases: Sequence[CaseRow]) -> None:
    moved = [row for row in cases if row.batch_id is not None]
    if moved:
        what = (
            f"{len(moved)} orang dari daftar ini sudah diserahkan ke panti: {some_names([one.label for one in moved])}."
        )
        rows = [RowRefusal(one.id, one.label, "moved", "Sudah diserahkan ke panti.") for one in moved]
        raise Refused(
            "built_upon", f"{what} Daftar ini tidak dapat dibatalkan lagi; minta panti menutup yang keliru.", rows
        )
    held = in_open_drafts(work, cases)
    procedure = work.procedure(PROCEDURE)
    blocked = held or refusals_of(decide(procedure, work.actor, ACTION, [facts_of(row, work.now) for row in cases]))
    if blocked:
        what = f"{len(blocked)} orang belum dapat dibatalkan: {some_names([one.label for one in blocked])}."
        raise Refused("built_upon", f"{what} {blocked[0].sentence}", blocked)
