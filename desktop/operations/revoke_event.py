"""Dukcapil takes back a death or a move that was wrong, at whatever desk it stands by then (E11)."""

from dataclasses import dataclass

from sqlalchemy import select, update

from db.tables.civil import civil_event
from desktop.operations.command import Command, operation
from desktop.operations.facts import facts_of
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.register_state import tell_register
from desktop.operations.targets import by_target
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.refusals import Refused

STRAIGHT, REPORTED = "cabut_peristiwa", "cabut_laporan"


@dataclass(frozen=True, kw_only=True)
class RevokeEvent(Command):
    """``case`` as the clerk saw it, ``None`` for the event of somebody who was no member."""

    event_id: int
    case: Seen | None
    reason: str


@operation(RevokeEvent)
def revoke_event(work: Work, command: RevokeEvent) -> Outcome:
    """Before Dinas Kesehatan reported it the case ends; afterwards BPJS gets it, to give the membership back.

    :raises Refused: without a reason, or when it was taken back before.
    """
    work.need_role("dukcapil")
    reason = command.reason.strip()
    if not reason:
        raise Refused("reason_needed", "Alasan belum diisi. Tulis mengapa peristiwa ini dicabut.")
    event = work.locked(select(civil_event).where(civil_event.c.id == command.event_id)).first()
    if event is None or (event.application_id is not None) != (command.case is not None):
        raise Refused("gone", "Peristiwa ini tidak ditemukan. Muat ulang daftar Anda.")
    if event.revoked_at is not None:
        raise Refused("event_stands", "Peristiwa ini sudah dicabut. Tidak ada lagi yang perlu dilakukan.")
    sentence = "Peristiwa dicabut."
    if command.case is not None:
        if command.case[0] != event.application_id:
            raise Refused("gone", "Kasus ini bukan tentang peristiwa itu. Muat ulang daftar Anda.")
        sentence = _take_back(work, command.case, reason)
    values = {"revoked_at": work.now, "revoked_by": work.staff.id, "revoked_reason": reason}
    work.connection.execute(update(civil_event).where(civil_event.c.id == event.id).values(values))
    tell_register(work, [event.nik], "ada", {})
    work.note(Entry("peristiwa_cabut", event.application_id, event.person_id, reason=reason))
    done = (event.application_id,) if event.application_id is not None else ()
    work.changed("civil_event", done)
    work.changed("person")
    return Outcome(sentence, done=done)


def _take_back(work: Work, seen: Seen, reason: str) -> str:
    row = locked_cases(work, [seen], ("dukcapil",))[0]
    procedure = work.procedure(row.procedure)
    name = STRAIGHT if row.status in procedure.action(STRAIGHT).sources else REPORTED
    verdict = decide(procedure, work.actor, name, [facts_of(row, work.now)])[0]
    if verdict.reason is not None:
        raise Refused(verdict.reason.code, verdict.reason.sentence)
    action = procedure.action(name)
    for target, part in by_target(work.connection, work.staff.office_id, procedure, action, [row]):
        advance(work, procedure, action, part, target, reason=reason)
    return f"{row.label}: {action.done}."
