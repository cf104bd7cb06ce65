"""A whole import of members, or a list of BPJS, is taken back as one (I4, N7), unless later work stands upon it."""

from dataclasses import dataclass

from sqlalchemy import select

from db.queries.list_runs import newer_standing
from db.queries.undone import ACTION, RUN
from db.registry.people import LISTED
from db.registry.undo import later_work, take_back
from db.tables.traces import import_run
from desktop.operations.command import Command, operation
from desktop.operations.import_list import BOOKS, EVIDENCE, PROPOSALS
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused

MOST_NAMED = 4


@dataclass(frozen=True, kw_only=True)
class UndoImport(Command):
    """``run_id``: the import; ``reason`` is kept in the journal."""

    run_id: int
    reason: str


@operation(UndoImport)
def undo_import(work: Work, command: UndoImport) -> Outcome:
    """The register as if the file had never come. :raises Refused: with what stands upon it."""
    work.need_role("dinkes", "dinsos")
    if not command.reason.strip():
        raise Refused("no_reason", "Alasan pembatalan masih kosong. Tulis alasannya, lalu ulangi.")
    chosen = import_run.c.id == command.run_id
    run = work.connection.execute(select(import_run).where(chosen)).first()
    if run is None or run.office_id != work.staff.office_id:
        raise Refused("no_run", "Impor itu tidak ada di kantor Anda. Muat ulang daftar impor.")
    if run.layout not in PROPOSALS:
        work.need_role("dinkes")
    if run.layout not in (*BOOKS, *EVIDENCE, *PROPOSALS):
        raise Refused(
            "not_undoable", "Impor jenis ini tidak dapat dibatalkan. Impor kiriman yang benar untuk menggantinya."
        )
    # Whoever was faster has taken it out of reach.
    if work.locked(select(import_run.c.id).where(chosen, import_run.c.undone_at.is_(None))).first() is None:
        raise Refused("undone", "Impor ini sudah dibatalkan. Tidak ada yang berubah.")
    members = run.layout not in PROPOSALS
    _nothing_stands_upon(work, command.run_id)
    taken = take_back(work.connection, command.run_id, work.staff.id, work.now, LISTED, members=members)
    work.changed("import")
    work.changed("membership")
    fields = {name: (n, 0) for name, n in taken.items()} | {RUN: (command.run_id, "")}
    work.note(Entry(ACTION, reason=command.reason.strip(), fields=fields))
    words = (
        f"{taken['kepesertaan']} kepesertaan dan {taken['orang']} orang ditarik, {taken['berlaku_lagi']} berlaku lagi"
    )
    if taken["tetap"]:
        words = f"{words}; {taken['tetap']} orang yang datanya pernah dibuka tetap tercatat tanpa kepesertaan"
    return Outcome(f"Impor {run.file_name} dibatalkan: {words}.", data={"run": command.run_id, **taken})


def _nothing_stands_upon(work: Work, run_id: int) -> None:
    later = later_work(work.connection, run_id, BOOKS)
    words = [
        f"{count} {what}"
        for count, what in (
            (later.memberships, "kepesertaan sesudahnya"),
            (later.cases, "permohonan"),
            (later.months, "bulan rekonsiliasi"),
            (later.lists, "daftar sesudahnya"),
            (later.traces, "peristiwa, berkas, atau isian orangnya"),
            (later.merges, "penggabungan catatan orangnya"),
        )
        if count
    ]
    if words:
        what = f"Impor ini sudah dipakai: {', '.join(words)}."
        raise Refused("built_upon", f"{what} {_first(work, run_id, later.lists)}")


def _first(work: Work, run_id: int, count: int) -> str:
    """What to do: the newer imports by name, in the order in which they can be taken back."""
    newer = newer_standing(work.connection, run_id, BOOKS, MOST_NAMED) if count else ()
    if not newer:
        return "Batalkan atau selesaikan pekerjaan itu dulu, lalu ulangi."
    named = [f"{one.file_name} ({say_month(month_of(one.period))})" for one in newer]
    named += [f"{count - len(newer)} lainnya"] * (count > len(newer))
    return f"Batalkan dulu, mulai dari yang terbaru: {', '.join(named)}; lalu ulangi."
