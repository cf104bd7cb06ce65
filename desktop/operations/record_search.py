"""Dukcapil's search before a NIK is issued: who was compared, with which score, and what was decided (B4, B5)."""

import json
from dataclasses import dataclass, field

from sqlalchemy import insert

from db.queries.cases import CaseRow
from db.queries.person import person_by_id
from db.tables.cases import register_search
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.locking import Seen, locked_cases
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

DECISIONS = {"sama": "orang yang sama", "tidak_ada": "tidak ada yang sama"}


@dataclass(frozen=True, kw_only=True)
class RecordSearch(Command):
    """The decision on one case. ``candidates`` holds (person id, score 0–100) of everybody who was shown;
    ``found_person_id`` is the one taken for the same person, ``None`` when nobody is."""

    case: Seen
    candidates: tuple[tuple[int, float], ...] = field(default=())
    found_person_id: int | None = None
    note: str = ""


@operation(RecordSearch)
def record_search(work: Work, command: RecordSearch) -> Outcome:
    """Journalled with the candidates shown, so that an auditor sees what the clerk saw."""
    work.need_role("dukcapil")
    row = locked_cases(work, [command.case])[0]
    store_search(work, row, command)
    work.changed("application", [row.id])
    decision = DECISIONS["sama" if command.found_person_id else "tidak_ada"]
    return Outcome(f"Pencarian {row.label} dicatat: {decision}.", done=(row.id,))


def store_search(work: Work, row: CaseRow, command: RecordSearch) -> None:
    """:raises Refused: when the case is not at this office, or the person chosen was not among the candidates."""
    if row.office_id != work.staff.office_id:
        raise Refused("other_office", "Orang ini ditangani kantor lain. Muat ulang daftar Anda.")
    if command.found_person_id is not None and command.found_person_id not in dict(command.candidates):
        raise Refused("not_shown", "Orang yang dipilih tidak ada di daftar pembanding. Cari lagi, lalu pilih.")
    if command.found_person_id is not None and person_by_id(work.connection, command.found_person_id) is None:
        raise Refused("gone", "Orang yang dipilih tidak ditemukan lagi. Cari lagi, lalu pilih.")
    decision = "sama" if command.found_person_id else "tidak_ada"
    values = {
        "application_id": row.id,
        "staff_id": work.staff.id,
        "at": work.now,
        "decision": decision,
        "found_person_id": command.found_person_id,
        "candidates": json.dumps(command.candidates),
        "note": command.note,
    }
    work.connection.execute(insert(register_search), values)
    fields = {"keputusan": ("", decision), "pembanding": (0, len(command.candidates))}
    work.note(Entry("cari", row.id, row.person_id, reason=command.note, fields=fields))
