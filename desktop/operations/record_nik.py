"""Dukcapil gives a WBS the NIK: the one an earlier registration already has, or a new one (step 4)."""

from dataclasses import dataclass, replace

from sqlalchemy import update

from db.queries.cases import CaseRow, cases_by_id
from db.queries.person import person_by_nik
from db.tables.people import person
from desktop.operations.command import Command, operation
from desktop.operations.facts import facts_of
from desktop.operations.issue import Wish
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.record_search import RecordSearch, store_search
from desktop.operations.same_person import continue_on, own_record_again, stands_alone
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.identity import check_nik
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class RecordNik(Command):
    """The result of one WBS: the search decision, and the NIK.

    With ``found_person_id`` the case continues on that person's record, whose NIK stands; ``nik`` may then be empty.
    """

    case: Seen
    nik: str = ""
    found_person_id: int | None = None
    candidates: tuple[tuple[int, float], ...] = ()
    note: str = ""


@operation(RecordNik)
def record_nik(work: Work, command: RecordNik) -> Outcome:
    """Stores the search, sets the NIK and moves the case on to the panti, all or nothing."""
    work.need_role("dukcapil")
    row = locked_cases(work, [command.case])[0]
    search = RecordSearch(
        case=command.case,
        candidates=command.candidates,
        found_person_id=command.found_person_id,
        note=command.note,
    )
    store_search(work, row, search)
    procedure = work.procedure(row.procedure)
    action = procedure.action("nik_ditemukan" if command.found_person_id else "nik_diterbitkan")
    turn = decide(procedure, work.actor, action.name, [replace(facts_of(row, work.now), nik="-", nik_searched=True)])[
        0
    ].reason
    if turn is not None:
        raise Refused(turn.code, turn.sentence)
    if command.found_person_id:
        continue_on(work, row, command.found_person_id)
    else:
        _give(work, row, command.nik)
    row = cases_by_id(work.connection, [row.id])[0]
    verdict = decide(procedure, work.actor, action.name, [facts_of(row, work.now)])[0]
    if verdict.reason is not None:
        raise Refused(verdict.reason.code, verdict.reason.sentence)
    # A record returned by Dinkes keeps its panti; the next desk is that panti.
    target = row.panti_office_id or work.office_of_kind("panti")
    advance(work, procedure, action, [row], target, wish=Wish(note=command.note))
    work.changed("person", [row.id])
    return Outcome(f"{row.label}: {action.done}.", done=(row.id,))


def _give(work: Work, row: CaseRow, typed: str) -> None:
    report = check_nik(typed, birth_date=row.birth_date, sex=row.sex, today=work.today)
    wrong = next((finding for finding in report.findings if finding.severity == "error"), None)
    if report.nik is None or wrong is not None:
        raise Refused("bad_nik", wrong.sentence if wrong else "NIK belum diisi. Isi 16 angka NIK.")
    if row.nik != report.nik:
        row = own_record_again(work, row)
        if row.nik is not None:
            stands_alone(work, row)
    owner = person_by_nik(work.connection, report.nik)
    if owner is not None and owner.id != row.person_id:
        raise Refused(
            "nik_double", "NIK ini sudah tercatat pada orang lain. Bandingkan dulu, lalu pilih Sudah punya NIK."
        )
    values = {"nik": report.nik, "version": person.c.version + 1}
    work.connection.execute(update(person).where(person.c.id == row.person_id).values(values))
    work.note(Entry("nik", row.id, row.person_id, fields={"nik": (row.nik, report.nik)}))
