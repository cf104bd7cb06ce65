"""Take a recorded print back when its queue gave the job up or somebody called it off after it had been taken."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, update

from db.queries.print_jobs import cases_on_sheet
from db.tables.printing import print_job
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry, look_chain
from desktop.operations.outcome import Outcome
from desktop.operations.record_print import JOURNAL, SAID
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class SettlePrint(Command):
    """``print_id`` of a job that was ``diterima``: it ended otherwise, with a reason."""

    print_id: int
    state: Literal["gagal", "dibatalkan"]
    reason: str


@operation(SettlePrint)
def settle_print(work: Work, command: SettlePrint) -> Outcome:
    """Its copies do not count any more."""
    if not command.reason.strip():
        raise Refused("reason_needed", "Cetakan yang tidak jadi memerlukan alasan. Isi alasannya.")
    row = work.locked(select(print_job).where(print_job.c.id == command.print_id)).first()
    if row is None or row.office_id != work.staff.office_id:
        raise Refused("gone", "Cetakan ini bukan milik kantor Anda. Muat ulang daftar cetakan.")
    if row.state != "diterima":
        raise Refused("settled", "Cetakan ini sudah dicatat tidak jadi. Muat ulang daftar cetakan.")
    reason = command.reason.strip()[:500]
    mine = print_job.c.id == command.print_id
    work.connection.execute(update(print_job).where(mine).values(state=command.state, reason=reason))
    on_sheet = cases_on_sheet(work.connection, row.sheet_id) if row.sheet_id is not None else ()
    fields = {"salinan": (row.copies, 0), "judul": ("", row.title)}
    action = JOURNAL[command.state]
    people = [Entry(action, case, person, reason=reason, fields=fields) for case, person, _office in on_sheet]
    chain = look_chain(work.staff.id, work.today)
    work.note(*people or [Entry(action, reason=reason, fields=fields, own_chain=chain)])
    work.changed("print", [case for case, _person, _office in on_sheet])
    return Outcome(f"{row.title} {SAID[command.state]}.", data={"print": row.id})
