"""Dukcapil takes back a death or a move that was wrong, at whatever desk it stands by then (E11)."""

from dataclasses import dataclass

from sqlalchemy import select, update

from db.queries.cases import cases_by_id
from db.queries.restorable import newest_ended
from db.tables.civil import civil_event
from desktop.operations.command import Command, operation
from desktop.operations.event_rows import begin_cases
from desktop.operations.facts import facts_of
from desktop.operations.journal import Entry
from desktop.operations.letter_rows import SAID
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.register_state import tell_register
from desktop.operations.targets import by_target
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.refusals import Refused

STRAIGHT, REPORTED, APPLIED = "cabut_peristiwa", "cabut_laporan", "cabut_terapan"


@dataclass(frozen=True, kw_only=True)
class RevokeEvent(Command):
    """``case`` as the clerk saw it, ``None`` for the event of somebody who was no member."""

    event_id: int
    case: Seen | None
    reason: str


@operation(RevokeEvent)
def revoke_event(work: Work, command: RevokeEvent) -> Outcome:
    """Before Dinas Kesehatan reported it the case ends; afterwards BPJS gets it, to give the membership back: also where
    there was no case, because a Berita Acara had ended the membership for that reason.

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
    case_id = event.application_id
    ended = newest_ended(work.connection, event.person_id, SAID[event.kind]) if case_id is None else None
    if ended is not None:
        case_id, sentence = _ask_back(work, event.person_id, reason)
        values |= {"membership_id": ended, "application_id": case_id}
    work.connection.execute(update(civil_event).where(civil_event.c.id == event.id).values(values))
    tell_register(work, [event.nik], "ada", {})
    work.note(Entry("peristiwa_cabut", case_id, event.person_id, reason=reason))
    done = (case_id,) if case_id is not None else ()
    work.changed("civil_event", done)
    work.changed("person")
    return Outcome(sentence, done=done)


def _take_back(work: Work, seen: Seen, reason: str) -> str:
    row = locked_cases(work, [seen], ("dukcapil",))[0]
    procedure = work.procedure(row.procedure)
    name = STRAIGHT if row.status in procedure.action(STRAIGHT).sources else REPORTED
    if row.status in procedure.action(APPLIED).sources and row.event_stopped_on is not None:
        name = APPLIED
    verdict = decide(procedure, work.actor, name, [facts_of(row, work.now)])[0]
    if verdict.reason is not None:
        raise Refused(verdict.reason.code, verdict.reason.sentence)
    action = procedure.action(name)
    for target, part in by_target(work.connection, work.staff.office_id, procedure, action, [row]):
        advance(work, procedure, action, part, target, reason=reason)
    return f"{row.label}: {action.done}."


def _ask_back(work: Work, person_id: int, reason: str) -> tuple[int, str]:
    """A case that begins at once at BPJS, which gives the membership back; (its id, what is said of it)."""
    procedure = work.procedure("terpadu")
    action = procedure.action(APPLIED)
    (case_id,) = begin_cases(work, procedure, [person_id])
    rows = cases_by_id(work.connection, (case_id,))
    for target, part in by_target(work.connection, work.staff.office_id, procedure, action, rows):
        advance(work, procedure, action, part, target, reason=reason)
    return case_id, f"{rows[0].label}: {action.done}."
