"""BPJS gives the participant numbers (E-ID): a membership begins (step 7, D1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from db.queries.cases import CaseRow, cases_by_id
from db.tables.people import membership
from desktop.operations.command import Command, operation
from desktop.operations.facts import facts_of, refusals_of
from desktop.operations.import_source import ImportFile, keep_run
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.decide import decide
from desktop.sop.identity import check_participant_number
from desktop.sop.refusals import Refused, RowRefusal
from desktop.sop.segments import segment

SEGMENT = "pbi_provinsi"


@dataclass(frozen=True, slots=True)
class Eid:
    """The participant number of one case, with the first-level facility when BPJS names one."""

    case: Seen
    participant_number: str
    facility: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordEid(Command):
    """The numbers BPJS issued, typed or read from its file. Cases without a good number stay behind. With ``file`` they are
    one import, which can be taken back as one."""

    eids: tuple[Eid, ...]
    file: ImportFile | None = None


@operation(RecordEid)
def record_eid(work: Work, command: RecordEid) -> Outcome:
    """Memberships are inserted and the cases go on to Dinas Kesehatan as one list."""
    work.need_role("bpjs")
    if len({eid.case[0] for eid in command.eids}) < len(command.eids):
        raise Refused("twice", "Ada orang yang tercantum dua kali di daftar ini. Hapus salah satunya, lalu kirim lagi.")
    rows = {row.id: row for row in locked_cases(work, [eid.case for eid in command.eids])}
    numbers, refused = _good_numbers(work, command.eids, rows)
    procedure = work.procedure(next(iter(rows.values())).procedure)
    action = procedure.action("terbitkan_eid")
    turn = [row for row in rows.values() if row.id in numbers]
    early = decide(procedure, work.actor, action.name, [facts_of(row, work.now) for row in turn])
    for verdict in early:
        if verdict.reason and verdict.reason.code != "has_participant_number":
            numbers.pop(verdict.facts.application_id)
            refused.extend(refusals_of([verdict]))
    if not numbers:
        first = refused[0] if refused else RowRefusal(0, "", "nothing", "Belum ada nomor peserta yang diisi.")
        raise Refused(first.code, first.sentence, refused)
    run_id = keep_run(work, command.file, len(numbers)) if command.file else None
    facilities = {eid.case[0]: eid.facility for eid in command.eids}
    _enter(work, [rows[case_id] for case_id in numbers], numbers, facilities, run_id)
    moved = cases_by_id(work.connection, tuple(numbers))
    target = work.office_of_kind("dinkes")
    advance(work, procedure, action, moved, target)
    left = f", {len(refused)} belum: lihat alasan." if refused else "."
    data = {"run": run_id, "accepted": len(moved)} if run_id else {}
    done = tuple(row.id for row in moved)
    return Outcome(f"{len(moved)} WBS {action.done}{left}", done=done, refused=tuple(refused), data=data)


def _good_numbers(work: Work, eids: Sequence[Eid], rows: dict[int, CaseRow]) -> tuple[dict[int, str], list[RowRefusal]]:
    numbers: dict[int, str] = {}
    refused: list[RowRefusal] = []
    reports = [check_participant_number(eid.participant_number) for eid in eids]
    clean = [report.number for report in reports if report.number]
    held = select(membership.c.participant_number).where(membership.c.participant_number.in_(clean))
    taken = set(work.connection.scalars(held))
    for eid, report in zip(eids, reports, strict=True):
        row = rows[eid.case[0]]
        wrong = next((finding for finding in report.findings if finding.severity == "error"), None)
        number = report.number
        if number is None or wrong:
            sentence = wrong.sentence if wrong else "Nomor peserta belum diisi. Isi 13 angka dari BPJS."
            refused.append(RowRefusal(row.id, row.label, "bad_number", sentence))
        elif number in taken:
            sentence = "Nomor peserta ini sudah dipakai orang lain. Periksa lagi nomornya."
            refused.append(RowRefusal(row.id, row.label, "number_double", sentence))
        else:
            taken.add(number)
            numbers[row.id] = number
    return numbers, refused


def _enter(
    work: Work, rows: Sequence[CaseRow], numbers: dict[int, str], facilities: dict[int, str], run_id: int | None
) -> None:
    today = work.today
    values = [
        {
            "person_id": row.person_id,
            "participant_number": numbers[row.id],
            "segment": SEGMENT,
            "payer": segment(SEGMENT).payer,
            "facility": facilities.get(row.id, ""),
            "valid_from": today,
            "created_at": work.now,
            "run_id": run_id,
        }
        for row in rows
    ]
    work.connection.execute(insert(membership), values)
    work.note(
        *(Entry("peserta", row.id, row.person_id, fields={"nomor_peserta": (None, numbers[row.id])}) for row in rows)
    )
    work.changed("membership")
