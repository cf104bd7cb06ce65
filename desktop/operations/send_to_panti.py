"""Choose the panti that will receive people; part of the hand-over of step 1."""

from dataclasses import dataclass

from sqlalchemy import select, update

from db.tables.access import office
from db.tables.cases import application
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class SendToPanti(Command):
    """The destination of cases that still stand at the first desk."""

    cases: tuple[Seen, ...]
    panti_office_id: int


@operation(SendToPanti)
def send_to_panti(work: Work, command: SendToPanti) -> Outcome:
    """Only the office that picked the people up, and only before the hand-over."""
    work.need_role("satpol_pp")
    kind = work.connection.scalar(select(office.c.kind).where(office.c.id == command.panti_office_id, office.c.active))
    if kind != "panti":
        raise Refused("no_panti", "Panti tujuan tidak ditemukan. Pilih panti dari daftar.")
    rows = locked_cases(work, command.cases)
    late = [row for row in rows if row.status != work.procedure(row.procedure).initial]
    if late or any(row.office_id != work.staff.office_id for row in rows):
        raise Refused("not_this_turn", "Sebagian orang sudah diserahkan. Muat ulang daftar Anda.")
    ids = [row.id for row in rows]
    values = {"panti_office_id": command.panti_office_id, "version": application.c.version + 1}
    work.connection.execute(update(application).where(application.c.id.in_(ids)).values(values))
    fields = {"panti_office_id": (None, command.panti_office_id)}
    work.note(*(Entry("tujuan", row.id, row.person_id, fields=fields) for row in rows))
    work.changed("application", ids)
    return Outcome(f"Panti tujuan {len(ids)} orang dicatat.", done=tuple(ids))
