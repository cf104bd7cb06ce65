"""People move in: the day is written once for a whole hand-over, right after it was accepted (A12)."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from db.queries.cases import cases_by_id
from db.tables.cases import application, wbs_profile
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class RecordEntry(Command):
    """The day on which these cases' people began to live in the panti."""

    cases: tuple[int, ...]
    entered_on: date


@operation(RecordEntry)
def record_entry(work: Work, command: RecordEntry) -> Outcome:
    """A day that stands already is kept: it may be older and better known."""
    work.need_role("panti")
    if command.entered_on > work.now.astimezone(ZoneInfo(work.calendar.zone)).date():
        raise Refused("entered_on", "Tanggal masuk ada di masa depan. Perbaiki tanggalnya.")
    work.locked(select(application.c.id).where(application.c.id.in_(command.cases)).order_by(application.c.id))
    rows = cases_by_id(work.connection, command.cases)
    if any(row.panti_office_id != work.staff.office_id for row in rows):
        raise Refused("other_office", "Sebagian orang tinggal di panti lain. Pilih hanya penghuni panti Anda.")
    empty = [row for row in rows if row.entered_on is None]
    ids = [row.id for row in empty]
    work.changed("application", ids)
    if not ids:
        return Outcome("Tanggal masuk sudah tercatat.")
    entered = {"entered_on": command.entered_on, "version": wbs_profile.c.version + 1}
    work.connection.execute(update(wbs_profile).where(wbs_profile.c.application_id.in_(ids)).values(entered))
    newer = update(application).where(application.c.id.in_(ids)).values(version=application.c.version + 1)
    work.connection.execute(newer)
    fields = {"entered_on": ("", command.entered_on.isoformat())}
    work.note(*(Entry("ubah", row.id, row.person_id, fields=fields) for row in empty))
    return Outcome(f"Tanggal masuk {len(ids)} orang dicatat.", done=tuple(ids))
