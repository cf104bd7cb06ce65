"""Take a case to work on it alone, and let it go again (A8). A take wears off, so that nobody blocks a desk for a day."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from db.queries.cases import CaseRow
from db.queries.offices import settings
from db.tables.cases import application
from desktop.operations.command import Command, operation
from desktop.operations.facts import held_by_other, held_sentence, taker
from desktop.operations.heads import leads
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.settings import number_setting
from desktop.sop.procedure import AGENCIES, ROLES
from desktop.sop.refusals import Refused

SHORTEST_REASON = 5
_OTHER_OFFICE = "Orang ini ditangani kantor lain. Tunggu sampai tiba giliran kantor Anda."


@dataclass(frozen=True, kw_only=True)
class Take(Command):
    """Take a case; ``over`` takes it over from a colleague on purpose, with a ``reason``, by who leads the office."""

    case: Seen
    over: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Release(Command):
    """Let a case go; ``over`` frees what a colleague holds, as in :class:`Take`. Administrators free it in any office."""

    case: Seen
    over: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleaseMine(Command):
    """Let everything go that this clerk holds: said when signing out."""


@operation(Take)
def take(work: Work, command: Take) -> Outcome:
    """Refused when a colleague holds it and it has not worn off, unless taken over openly by who may."""
    work.need_role(*AGENCIES)
    row = locked_cases(work, [command.case])[0]
    if row.office_id != work.staff.office_id:
        raise Refused("other_office", _OTHER_OFFICE)
    held = held_by_other(row, work.staff.id, work.now)
    reason = _may_override(work, row, command.reason) if held and command.over else ""
    if held and not command.over:
        raise Refused("taken", held_sentence(row))
    _set(work, [row.id], work.staff.id)
    fields = {"dikerjakan": (row.taken_name, work.staff.name)}
    work.note(Entry("ambil", row.id, row.person_id, reason=reason, fields=fields))
    return Outcome(f"{row.label} kini Anda kerjakan.", done=(row.id,))


@operation(Release)
def release(work: Work, command: Release) -> Outcome:
    """Who took it lets it go; letting go what nobody holds changes nothing. An administrator may free a case of a single
    office; on a server the walls show an administrator none."""
    row = locked_cases(work, [command.case], tuple(ROLES))[0]
    foreign, reason = row.taken_by not in (None, work.staff.id), ""
    if foreign and not command.over:
        sentence = f"Sedang dikerjakan {taker(row)}. Hanya ia yang bisa melepasnya."
        raise Refused("taken", sentence)
    if foreign:
        reason = _may_override(work, row, command.reason)
    work.changed("application", [row.id])
    if row.taken_by is None:
        return Outcome(f"{row.label} tidak sedang dikerjakan siapa pun.")
    _set(work, [row.id], None)
    fields = {"dikerjakan": (row.taken_name, "")} if foreign else {}
    work.note(Entry("lepas", row.id, row.person_id, reason=reason, fields=fields))
    return Outcome(f"{row.label} dilepas.", done=(row.id,))


@operation(ReleaseMine)
def release_mine(work: Work, _command: ReleaseMine) -> Outcome:
    """Nothing held, nothing written but the request."""
    mine = application.c.taken_by == work.staff.id
    columns = (application.c.id, application.c.person_id)
    rows = list(work.locked(application.select().with_only_columns(*columns).where(mine).order_by(application.c.id)))
    work.changed("application")
    if rows:
        _set(work, [row.id for row in rows], None)
        work.note(*(Entry("lepas", row.id, row.person_id) for row in rows))
    return Outcome(f"{len(rows)} kasus dilepas.", done=tuple(row.id for row in rows))


def _may_override(work: Work, row: CaseRow, reason: str) -> str:
    said = " ".join(reason.split())
    if row.office_id != work.staff.office_id and "admin" not in work.staff.roles:
        raise Refused("other_office", _OTHER_OFFICE)
    if not leads(work.connection, work.staff, work.today):
        sentence = f"{held_sentence(row)} Yang boleh mengambil alih hanya kepala kantor, Plh/Plt, atau administrator."
        raise Refused("not_head", sentence)
    if len(said) < SHORTEST_REASON:
        raise Refused("reason_needed", "Alasan mengambil alih belum ditulis. Tulis alasannya, lalu ulangi.")
    return said


def _set(work: Work, application_ids: list[int], staff_id: int | None) -> None:
    minutes = number_setting(settings(work.connection), "take_minutes", least=1, most=1440)
    values = {
        "taken_by": staff_id,
        "taken_at": work.now if staff_id else None,
        "taken_until": work.now + timedelta(minutes=minutes) if staff_id else None,
        "version": application.c.version + 1,
    }
    work.connection.execute(update(application).where(application.c.id.in_(application_ids)).values(values))
    work.changed("application", application_ids)
