"""Take a case to work on it alone, and let it go again (A8). A take wears off, so that nobody blocks a desk for a day."""

from dataclasses import dataclass

from sqlalchemy import update

from db.tables.cases import application
from desktop.operations.command import Command, operation
from desktop.operations.facts import held_by_other
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.procedure import AGENCIES
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Take(Command):
    """Take a case; ``over`` takes it over from a colleague on purpose."""

    case: Seen
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class Release(Command):
    """Let a case go."""

    case: Seen


@operation(Take)
def take(work: Work, command: Take) -> Outcome:
    """Refused when a colleague took it within the last half hour, unless taken over openly."""
    work.need_role(*AGENCIES)
    row = locked_cases(work, [command.case])[0]
    if row.office_id != work.staff.office_id:
        raise Refused("other_office", "Orang ini ditangani kantor lain. Tunggu sampai tiba giliran kantor Anda.")
    if held_by_other(row, work.staff.id, work.now) and not command.over:
        raise Refused("taken", f"Sedang dikerjakan {row.taken_name.rstrip('.')}. Minta dilepas dulu, atau ambil alih.")
    _set(work, row.id, work.staff.id)
    work.note(Entry("ambil", row.id, row.person_id, fields={"dikerjakan": (row.taken_name, work.staff.name)}))
    return Outcome(f"{row.label} kini Anda kerjakan.", done=(row.id,))


@operation(Release)
def release(work: Work, command: Release) -> Outcome:
    """Only who took it lets it go; letting go what nobody holds changes nothing."""
    row = locked_cases(work, [command.case])[0]
    if row.taken_by not in (None, work.staff.id):
        raise Refused("taken", f"Sedang dikerjakan {row.taken_name.rstrip('.')}. Hanya ia yang bisa melepasnya.")
    work.changed("application", [row.id])
    if row.taken_by is None:
        return Outcome(f"{row.label} tidak sedang dikerjakan siapa pun.")
    _set(work, row.id, None)
    work.note(Entry("lepas", row.id, row.person_id))
    return Outcome(f"{row.label} dilepas.", done=(row.id,))


def _set(work: Work, application_id: int, staff_id: int | None) -> None:
    values = {
        "taken_by": staff_id,
        "taken_at": work.now if staff_id else None,
        "version": application.c.version + 1,
    }
    work.connection.execute(update(application).where(application.c.id == application_id).values(values))
    work.changed("application", [application_id])
