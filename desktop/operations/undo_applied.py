"""The decisions of a month are taken out of the register again: every membership they ended runs as before."""

from dataclasses import dataclass

from sqlalchemy import select

from db.queries.applied import applied_run
from db.queries.month_letters import letter_of_month
from db.queries.rates import last_closed
from db.queries.reconciliations import month_by_id
from db.reconcile.apply import ends_from, people_of_run
from db.registry.undo import begun_since, take_back
from db.tables.traces import import_run
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry, month_chain
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class UndoApplied(Command):
    """``reason`` is kept in the journal of everybody concerned."""

    reconciliation_id: int
    reason: str


@operation(UndoApplied)
def undo_applied(work: Work, command: UndoApplied) -> Outcome:
    """As one, or not at all. :raises Refused: when it was not applied, or somebody is a member anew since."""
    work.need_role("dinkes")
    reason = command.reason.strip()
    if not reason:
        raise Refused("no_reason", "Alasan pembatalan masih kosong. Tulis alasannya, lalu ulangi.")
    row = month_by_id(work.connection, command.reconciliation_id)
    if row is None or row.office_id != work.staff.office_id:
        raise Refused("gone", "Rekonsiliasi ini bukan dari kantor Anda. Muat ulang daftarnya.")
    paper = letter_of_month(work.connection, row.id)
    done = applied_run(work.connection, row.office_id, paper.number) if paper else None
    standing = import_run.c.undone_at.is_(None)
    if done is None or not work.locked(select(import_run.c.id).where(import_run.c.id == done.run_id, standing)).all():
        raise Refused("not_applied", "Keputusan bulan ini tidak sedang diterapkan. Muat ulang layarnya.")
    again = begun_since(work.connection, done.run_id)
    if again:
        what = f"{again} kepesertaan baru sudah dimulai sesudahnya untuk orang atau nomor yang sama."
        raise Refused("built_upon", f"{what} Akhiri kepesertaan baru itu dulu, lalu ulangi.")
    _refuse_closed_since(work, row.segment, done.run_id)
    people = people_of_run(work.connection, done.run_id)
    taken = take_back(work.connection, done.run_id, work.staff.id, work.now, ())
    fields = {"nomor": (row.number, ""), "berlaku_lagi": (0, taken["berlaku_lagi"])}
    work.note(Entry("penerapan_batal", reason=reason, fields=fields, subjects=people, own_chain=month_chain(row.id)))
    for topic in ("membership", "import", "reconciliation"):
        work.changed(topic)
    return Outcome(f"{taken['berlaku_lagi']} kepesertaan berlaku lagi.", data={"run": done.run_id, **taken})


def _refuse_closed_since(work: Work, segment: str, run_id: int) -> None:
    """A month that was closed without them would owe for them. :raises Refused:"""
    begins = ends_from(work.connection, run_id)
    closed = last_closed(work.connection, segment)
    if begins is not None and closed and month_of(closed) >= begins:
        what = f"{say_month(month_of(closed))} sudah ditutup tanpa peserta yang berhenti itu."
        raise Refused("closed", f"{what} Catat mereka sebagai peserta baru mulai bulan sesudahnya.")
