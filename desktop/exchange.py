"""Spreadsheets at the desk: what was read becomes commands, what is known becomes workbooks."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries.cases import CaseRow, cases_of_batch, queue
from db.queries.offices import offices
from desktop.operations.import_handover import ImportHandover
from desktop.operations.intake import Newcomer
from desktop.operations.letter_rows import annex_row
from desktop.operations.note_access import NoteAccess
from desktop.operations.outcome import Outcome
from desktop.operations.record_eid import Eid
from desktop.seat import ZONE
from desktop.sop.procedure import AGENCIES, ROLES, may_read_health
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.seat import Seat
    from desktop.spreadsheets.formats.wbs_handover import HandoverRow
    from desktop.spreadsheets.reading import Reading

_SMALLEST = "eid_result"
"""A form of so few columns that many a large list has them too."""
LISTS = {"rekapitulasi": "Rekapitulasi Data WBS"}


def read_spreadsheet(seat: "Seat", path: Path, layout: str | None) -> "Reading":
    """A trial run. :raises OtherList: for a list that comes in elsewhere. :raises UnreadableFile: with a sentence."""
    from desktop.spreadsheets.errors import UnreadableFile
    from desktop.spreadsheets.read import read_file

    try:
        reading = read_file(path, layout=layout, today=seat.now().date())
    except UnreadableFile as error:
        if not error.retry:
            _refuse_other(seat, path)
        raise
    if layout is None and reading.layout == _SMALLEST:
        _refuse_other(seat, path, _SMALLEST)
    return reading


def _refuse_other(seat: "Seat", path: Path, known_as: str = "") -> None:
    """:raises OtherList: when the file is a large list, or another form than the one it is ``known_as``."""
    from desktop.operations.list_trial import Answers
    from desktop.spreadsheets.errors import UnreadableFile
    from desktop.spreadsheets.list_proposals import NeedsMapping, OtherList

    try:
        found = seat.register.recognise(path, Answers(date_order="dmy"))
    except OtherList as other:
        if other.layout == known_as:
            return
        raise
    except (UnreadableFile, NeedsMapping):
        return
    raise OtherList(path.name, found.layout, found.title)


def import_handover(seat: "Seat", path: Path, reading: "Reading", panti_office_id: int | None, request: str) -> Outcome:
    """The good rows of a hand-over list come in; the file's fingerprint and problems are kept with the run."""
    command = ImportHandover(
        request=request,
        file_name=path.name,
        file_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        total=reading.total,
        rejected=reading.rejected,
        people=tuple((row.source_row, _newcomer(row)) for row in reading.rows),
        problems=tuple(
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "code": problem.code,
                "severity": problem.severity,
                "sentence": problem.sentence,
            }
            for problem in reading.problems
        ),
        panti_office_id=panti_office_id,
    )
    return seat.run(command)


def _newcomer(row: "HandoverRow") -> Newcomer:
    return Newcomer(
        name=row.name,
        alias=row.alias,
        sex=row.sex or None,
        birth_place=row.birth_place,
        birth_date=row.birth_date,
        birth_estimated=row.birth_estimated,
        category=row.category,
        found_place=row.found_place,
        found_at=_aware(row.found_at),
        condition=row.condition,
        belongings=row.belongings,
        note=row.note,
        nik_claimed=row.nik or "",
    )


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=ZONE) if moment else None


@dataclass(frozen=True, slots=True)
class EidMatch:
    """BPJS's file against our queue: cases with a number, lines of the file nobody waits for, cases still without."""

    eids: tuple[Eid, ...]
    unknown_rows: tuple[int, ...]
    missing: tuple[CaseRow, ...]


def match_eids(seat: "Seat", reading: "Reading") -> EidMatch:
    """Matched by NIK alone: a name that is spelled otherwise does not keep a person waiting (D1)."""
    waiting = {row.nik: row for row in seat.read(queue, seat.staff.office_id, ["disetujui"], limit=5000) if row.nik}
    eids, unknown = [], []
    for row in reading.rows:
        case = waiting.pop(row.nik, None)
        if case is None:
            unknown.append(row.source_row)
        else:
            eids.append(Eid((case.id, case.version), row.participant_number, row.facility))
    return EidMatch(tuple(eids), tuple(unknown), tuple(waiting.values()))


def export(seat: "Seat", name: str, out: Path, *, batch_id: int | None, purpose: str, recipient: str = "") -> int:
    """Write the list, journal who took it, what for, for whom and whose data; gives the number of rows."""
    from desktop.spreadsheets.formats.rekapitulasi import write_rekapitulasi
    from desktop.spreadsheets.taken import Taken

    if name not in LISTS:
        raise Refused("unknown_list", f"Daftar '{name}' tidak ada. Pakai: {', '.join(LISTS)}.")
    if batch_id is not None:
        rows = seat.read(cases_of_batch, batch_id)
    else:
        statuses = [status.code for status in seat.procedure.statuses if status.waits_for]
        rows = seat.read(queue, seat.staff.office_id, statuses, limit=5000)
    if batch_id is not None and not any(seat.staff.office_id in (row.office_id, row.panti_office_id) for row in rows):
        raise Refused("other_office", "Daftar itu bukan milik kantor Anda. Ekspor dari kantor yang menanganinya.")
    # Journalled before the file exists: nothing leaves the office unrecorded.
    people = tuple(row.person_id for row in rows)
    purpose = purpose or LISTS[name]
    seat.run(NoteAccess(kind="ekspor", purpose=purpose, recipient=recipient, count=len(rows), subjects=people))
    health = may_read_health(*_kinds_named(seat, recipient))
    lines = [annex_row(number, row, health=health) for number, row in enumerate(rows, 1)]
    taken = Taken(seat.taken(), recipient, purpose)
    write_rekapitulasi(out, lines, heading=(seat.staff.office_name,), taken=taken)
    return len(rows)


def _kinds_named(seat: "Seat", recipient: str) -> set[str]:
    """The kinds of the clerk's own office and of every office that the recipient names, by its own name or by its kind."""
    named = recipient.casefold()
    found = {office.kind for office in seat.read(offices) if office.name.casefold() in named}
    found |= {kind for kind in AGENCIES if any(word in named for word in (kind, ROLES[kind].casefold()))}
    return found | {seat.staff.office_kind}


def write_return(
    seat: "Seat", source: Path, reading: "Reading", out: Path, *, entered: bool, recipient: str = ""
) -> None:
    """The sender's own file with coloured cells and remarks, marked and journalled. :raises CannotWrite:"""
    from desktop.spreadsheets import returns
    from desktop.spreadsheets.taken import Taken

    purpose = "Berkas balasan daftar yang diimpor"
    seat.run(NoteAccess(kind="ekspor", purpose=purpose, recipient=recipient, count=reading.total))
    returns.write_return(source, reading, out, entered=entered, taken=Taken(seat.taken(), recipient, purpose))
