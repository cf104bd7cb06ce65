"""Dukcapil records deaths and move-outs, one or a whole list; a running PBI member is reported at once (Ps 6a, 6d)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from db.queries.cases import cases_by_id
from db.queries.gone import WORDS
from db.queries.members import MemberRow, known_by_nik
from db.queries.offices import settings
from db.tables.civil import civil_event
from db.tables.people import person
from desktop.operations.command import Command, operation
from desktop.operations.event_rows import Found, store
from desktop.operations.import_source import ImportFile, keep_run
from desktop.operations.move import advance
from desktop.operations.outcome import Outcome
from desktop.operations.register_state import tell_register
from desktop.operations.resident_records import with_records
from desktop.operations.targets import by_target
from desktop.operations.texts import must_fit
from desktop.operations.work import Work
from desktop.settings import SETTINGS
from desktop.sop.decide import decide
from desktop.sop.identity import check_nik
from desktop.sop.kis import SEGMENTS
from desktop.sop.procedure import Procedure
from desktop.sop.refusals import Refused, RowRefusal
from desktop.sop.rules import Facts

PROCEDURE, ACTION = "terpadu", "catat_peristiwa"
EVIDENCE = "event_document"
CHUNK = 500
LABELS = {"document": "Nomor dokumen", "destination": "Tujuan pindah", "note": "Keterangan"}
UNKNOWN = "NIK ini belum ada di data Padan. Periksa nomornya, atau muat data penduduk dan pesertanya dulu."


@dataclass(frozen=True, slots=True, kw_only=True)
class CivilEvent:
    """A death («kematian») or a move-out («pindah») as SIAK tells it. ``row``: the line of the sender's file."""

    kind: str
    nik: str
    event_date: date
    document: str = ""
    destination: str = ""
    note: str = ""
    scan: bytes | None = None
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class RecordEvents(Command):
    """What Dukcapil learnt. One that cannot stand stays behind with its reason; the others are recorded. ``file``: the list
    that names them, which can be taken back as one."""

    events: tuple[CivilEvent, ...]
    file: ImportFile | None = None


@operation(RecordEvents)
def record_events(work: Work, command: RecordEvents) -> Outcome:
    """Members' events become cases that go to Dinas Kesehatan as one list; of others the event alone is kept.

    :raises Refused: when none of them can be recorded.
    """
    work.need_role("dukcapil")
    if not command.events:
        raise Refused("nothing", "Belum ada peristiwa yang dicatat. Isi NIK dan tanggalnya, lalu simpan.")
    for event in command.events:
        must_fit(civil_event, {name: getattr(event, name) for name in LABELS}, LABELS)
    procedure = work.procedure(PROCEDURE)
    required = settings(work.connection).get(EVIDENCE, "") or SETTINGS[EVIDENCE].default
    found: list[Found] = []
    refused: list[RowRefusal] = []
    taken: set[str] = set()
    for begin in range(0, len(command.events), CHUNK):
        judged = list(_judged(work, procedure, command.events[begin : begin + CHUNK], required, taken, begin))
        good = [one for one in judged if isinstance(one, Found)]
        refused += [one for one in judged if isinstance(one, RowRefusal)]
        kept = with_records(work, good)
        mine = {one.who.nik for one in kept}
        refused += [_elsewhere(one.event.row) for one in good if one.who.nik not in mine]
        found += kept
    if not found:
        words = refused[0].sentence
        many = f"Tidak ada yang bisa dicatat dari {len(refused)} baris. Yang pertama: {words}"
        raise Refused(refused[0].code, words if len(refused) == 1 else many, refused)
    run_id = keep_run(work, command.file, len(found)) if command.file else None
    cases = store(work, procedure, found, run_id)
    if cases:
        action = procedure.action(ACTION)
        rows = cases_by_id(work.connection, cases)
        for target, rest in by_target(work.connection, work.staff.office_id, procedure, action, rows):
            advance(work, procedure, action, rest, target)
    for kind in WORDS:
        niks = [one.who.nik for one in found if one.event.kind == kind]
        tell_register(work, niks, WORDS[kind], {one.who.nik: one.event.event_date for one in found})
    work.changed("civil_event", cases)
    work.changed("person")
    sentence = _sentence(len(found), len(cases), len(refused))
    return Outcome(sentence, done=tuple(cases), refused=tuple(refused), data={"run": run_id} if run_id else {})


def _judged(
    work: Work, procedure: Procedure, events: Sequence[CivilEvent], required: str, taken: set[str], begin: int
) -> Iterator[Found | RowRefusal]:
    """The people of these events, held against change, and what the rules say. ``taken``: NIKs that had one in this list."""
    reports = [check_nik(event.nik, today=work.today) for event in events]
    niks = sorted({report.nik for report in reports if report.nik})
    work.locked(select(person.c.id).where(person.c.nik.in_(niks)).order_by(person.c.id))
    known = known_by_nik(work.connection, niks, SEGMENTS)
    for at, (event, report) in enumerate(zip(events, reports, strict=True)):
        row = event.row or begin + at + 1
        wrong = next((finding for finding in report.findings if finding.severity == "error"), None)
        who = known.get(report.nik or "")
        if report.nik is None or wrong is not None:
            sentence = wrong.sentence if wrong else "NIK belum diisi. Isi 16 angka NIK."
            yield RowRefusal(row, f"baris {row}", "bad_nik", sentence)
        elif who is None:
            yield RowRefusal(row, f"baris {row}", "unknown", UNKNOWN)
        else:
            verdict = decide(
                procedure, work.actor, ACTION, [_facts(work, procedure, event, who, required, who.nik in taken)]
            )[0]
            if verdict.reason is None or verdict.reason.code == "member_running":
                taken.add(who.nik)
                yield Found(event, who, verdict.allowed)
            else:
                yield RowRefusal(row, who.label, verdict.reason.code, verdict.reason.sentence)


def _elsewhere(row: int) -> RowRefusal:
    words = "NIK ini dicatat kantor di luar wilayah Anda. Minta Dukcapil wilayah itu mencatat peristiwanya."
    return RowRefusal(row or 1, f"baris {row or 1}", "elsewhere", words)


def _facts(work: Work, procedure: Procedure, event: CivilEvent, who: MemberRow, required: str, again: bool) -> Facts:
    given = {"nomor": bool(event.document.strip()), "pindaian": bool(event.scan)}
    return Facts(
        application_id=0,
        version=0,
        status=procedure.initial,
        office_id=work.staff.office_id,
        origin_office_id=work.staff.office_id,
        label=who.label,
        nik=who.nik,
        active_memberships=1 if who.membership_id else 0,
        event_kind=event.kind,
        event_documented=given.get(required, any(given.values())),
        event_ahead=event.event_date > work.today,
        other_events=1 if who.gone or again else 0,
    )


def _sentence(people: int, reported: int, left: int) -> str:
    said = f"{people} peristiwa dicatat"
    if reported:
        said += f", {reported} peserta PBI langsung tampak di Dinas Kesehatan dan Dinas Sosial"
    if people > reported:
        said += f", {people - reported} bukan peserta PBI"
    return f"{said}; {left} belum: lihat alasan." if left else f"{said}."
