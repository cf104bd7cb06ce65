"""A whole import is taken back as one (I4, N7): each kind of list in its own way, or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from db.queries.list_runs import EID_RESULT, EVENT_LISTS, HANDOVER
from db.tables.traces import import_run
from desktop.operations.command import Command, operation
from desktop.operations.import_list import BOOKS, EVIDENCE, PROPOSALS, REGISTER
from desktop.operations.outcome import Outcome
from desktop.operations.undo_eid import undo_eid
from desktop.operations.undo_events import undo_events
from desktop.operations.undo_handover import undo_handover
from desktop.operations.undo_members import undo_members
from desktop.operations.undo_register import undo_register
from desktop.operations.work import Work
from desktop.sop.procedure import AGENCIES
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class UndoImport(Command):
    """``run_id``: the import; ``reason`` is kept in the journal."""

    run_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Way:
    """Who takes a kind of list back, and how."""

    roles: tuple[str, ...]
    take_back: Callable[[Work, Row[Any], str], Outcome]


WAYS: Mapping[str, Way] = {
    **dict.fromkeys((*BOOKS, *EVIDENCE), Way(("dinkes",), undo_members)),
    **dict.fromkeys(PROPOSALS, Way(("dinkes", "dinsos"), undo_members)),
    **dict.fromkeys(REGISTER, Way(("dukcapil",), undo_register)),
    **dict.fromkeys(EVENT_LISTS, Way(("dukcapil",), undo_events)),
    HANDOVER: Way(("satpol_pp",), undo_handover),
    EID_RESULT: Way(("bpjs",), undo_eid),
}


@operation(UndoImport)
def undo_import(work: Work, command: UndoImport) -> Outcome:
    """As if the file had never come, but for the journal. :raises Refused: with what stands upon it."""
    work.need_role(*AGENCIES)
    reason = command.reason.strip()
    if not reason:
        raise Refused("no_reason", "Alasan pembatalan masih kosong. Tulis alasannya, lalu ulangi.")
    chosen = import_run.c.id == command.run_id
    run = work.connection.execute(select(import_run).where(chosen)).first()
    if run is None or run.office_id != work.staff.office_id:
        raise Refused("no_run", "Impor itu tidak ada di kantor Anda. Muat ulang daftar impor.")
    way = WAYS.get(run.layout)
    if way is None:
        raise Refused(
            "not_undoable", "Impor jenis ini tidak dapat dibatalkan. Impor kiriman yang benar untuk menggantinya."
        )
    work.need_role(*way.roles)
    # Whoever was faster has taken it out of reach.
    if work.locked(select(import_run.c.id).where(chosen, import_run.c.undone_at.is_(None))).first() is None:
        raise Refused("undone", "Impor ini sudah dibatalkan. Tidak ada yang berubah.")
    work.changed("import")
    return way.take_back(work, run, reason)
