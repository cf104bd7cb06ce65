"""A whole list of deaths or moves is taken back, before Dinas Kesehatan reported any of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, update

from db.queries.cases import CaseRow
from db.queries.gone import HERE
from db.queries.restorable import ended_for
from db.tables.civil import civil_event
from db.tables.people import membership
from db.tables.registry import resident
from desktop.operations.facts import facts_of, refusals_of
from desktop.operations.journal import Entry
from desktop.operations.letter_rows import SAID
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.revoke_event import STRAIGHT
from desktop.operations.targets import by_target
from desktop.operations.undo_parts import locked_now, mark_undone, note_undone, some_names
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.procedure import Procedure
from desktop.sop.refusals import Refused

PROCEDURE = "terpadu"


def undo_events(work: Work, run: Row[Any], reason: str) -> Outcome:
    """Every event of the list that still stands is revoked, its case ends, and its resident is here again. :raises
    Refused: naming those with whom Dinas Kesehatan or BPJS worked already."""
    mine = civil_event.c
    standing = (mine.run_id == run.id, mine.revoked_at.is_(None))
    events = work.locked(select(civil_event).where(*standing).order_by(mine.id)).all()
    procedure = work.procedure(PROCEDURE)
    cases = locked_now(work, [one.application_id for one in events if one.application_id is not None])
    _nothing_stands_upon(work, procedure, cases, run.id)
    mark_undone(work, run.id)
    action = procedure.action(STRAIGHT)
    for target, part in by_target(work.connection, work.staff.office_id, procedure, action, cases):
        advance(work, procedure, action, part, target, reason=reason)
    niks = select(mine.nik).where(*standing)
    work.connection.execute(update(resident).where(resident.c.nik.in_(niks)).values(state=HERE, since=None))
    values = {"revoked_at": work.now, "revoked_by": work.staff.id, "revoked_reason": reason}
    work.connection.execute(update(civil_event).where(*standing).values(values))
    taken = {"peristiwa": len(events), "kasus": len(cases)}
    note_undone(work, run.id, reason, taken)
    work.note(*(Entry("peristiwa_cabut", one.application_id, one.person_id, reason=reason) for one in events))
    work.changed("civil_event", [one.id for one in cases])
    work.changed("person")
    words = f"{len(events)} peristiwa dicabut"
    if cases:
        words += f", {len(cases)} laporan ditarik dari Dinas Kesehatan"
    return Outcome(f"Impor {run.file_name} dibatalkan: {words}.", data={"run": run.id, **taken})


def _nothing_stands_upon(work: Work, procedure: Procedure, cases: Sequence[CaseRow], run_id: int) -> None:
    verdicts = decide(procedure, work.actor, STRAIGHT, [facts_of(row, work.now) for row in cases])
    blocked = refusals_of(verdicts)
    moved = [one for one in blocked if one.code == "not_this_turn"]
    if moved:
        names = some_names([one.label for one in moved])
        what = f"{len(moved)} peristiwa sudah dilaporkan Dinas Kesehatan ke BPJS: {names}."
        raise Refused("built_upon", f"{what} Cabut yang keliru satu per satu, agar BPJS diberi tahu.", moved)
    if blocked:
        what = f"{len(blocked)} peristiwa belum dapat dicabut: {some_names([one.label for one in blocked])}."
        raise Refused("built_upon", f"{what} {blocked[0].sentence}", blocked)
    applied = _applied(work, run_id)
    if applied:
        what = f"{applied} kepesertaan sudah diakhiri Berita Acara karena peristiwa di daftar ini."
        raise Refused("built_upon", f"{what} Cabut peristiwanya satu per satu, agar BPJS memulihkannya.")


def _applied(work: Work, run_id: int) -> int:
    """Memberships that a month ended because of an event without a case of its own."""
    event, count = civil_event.c, 0
    mine = (event.run_id == run_id, event.revoked_at.is_(None), event.application_id.is_(None))
    for kind, said in SAID.items():
        of_kind = select(func.count(membership.c.id)).join(civil_event, event.person_id == membership.c.person_id)
        ended = (event.kind == kind, membership.c.ended_at >= event.recorded_at, ended_for(membership, (said,)))
        count += work.connection.scalar(of_kind.where(*mine, *ended)) or 0
    return count
