"""The rows of events that were judged good: papers, cases with their clocks, events; one statement a table."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import insert

from db.queries.members import MemberRow
from db.tables.cases import application, step_run
from db.tables.civil import civil_event
from db.tables.papers import paper
from desktop.operations.attach_scan import scan_type
from desktop.operations.journal import Entry
from desktop.operations.letter_rows import SAID
from desktop.operations.work import Work
from desktop.sop.procedure import Procedure
from desktop.sop.refusals import Refused

PAPERS = {"kematian": "Akta Kematian", "pindah": "Surat Keterangan Pindah WNI"}


class Event(Protocol):
    """What is stored of an event."""

    @property
    def kind(self) -> str: ...
    @property
    def event_date(self) -> date: ...
    @property
    def document(self) -> str: ...
    @property
    def destination(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def scan(self) -> bytes | None: ...
    @property
    def row(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Found:
    """An event with the person it is about; ``member``: a membership runs that must be stopped."""

    event: Event
    who: MemberRow
    member: bool


def store(work: Work, procedure: Procedure, found: Sequence[Found], run_id: int | None = None) -> tuple[int, ...]:
    """Gives the ids of the cases that were begun; ``run_id``: the list that brought them. :raises Refused: for a kind or a
    scan that is none."""
    if any(one.event.kind not in PAPERS for one in found):
        raise Refused("kind", "Jenis peristiwa belum dipilih. Pilih kematian atau pindah.")
    papers = _papers(work, found)
    members = [one for one in found if one.member]
    ids = [one.who.person_id for one in members]
    cases = dict(zip(ids, begin_cases(work, procedure, ids), strict=True))
    rows = [
        {
            "kind": one.event.kind,
            "person_id": one.who.person_id,
            "nik": one.who.nik,
            "event_date": one.event.event_date,
            "document": one.event.document.strip(),
            "paper_id": papers.get(one.who.person_id),
            "destination": one.event.destination.strip(),
            "note": one.event.note.strip(),
            "membership_id": one.who.membership_id,
            "application_id": cases.get(one.who.person_id),
            "recorded_by": work.staff.id,
            "recorded_at": work.now,
            "run_id": run_id,
        }
        for one in found
    ]
    work.connection.execute(insert(civil_event), rows)
    work.note(
        *(Entry("peristiwa", cases.get(one.who.person_id), one.who.person_id, fields=_said(one)) for one in found)
    )
    return tuple(sorted(cases.values()))


def _said(one: Found) -> dict[str, tuple[Any, Any]]:
    event = one.event
    values = {
        "peristiwa": SAID[event.kind],
        "event_date": event.event_date,
        "dokumen": event.document.strip(),
        "tujuan_pindah": event.destination.strip(),
    }
    return {name: (None, value) for name, value in values.items() if value}


def _papers(work: Work, found: Sequence[Found]) -> dict[int, int]:
    """Person id → the paper that was kept."""
    scanned = [(one, one.event.scan) for one in found if one.event.scan]
    if not scanned:
        return {}
    rows = [
        {
            "person_id": one.who.person_id,
            "kind": "pindaian",
            "label": PAPERS[one.event.kind],
            "media_type": scan_type(content),
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
            "created_by": work.staff.id,
            "created_at": work.now,
        }
        for one, content in scanned
    ]
    ids = work.connection.scalars(insert(paper).returning(paper.c.id, sort_by_parameter_order=True), rows)
    return dict(zip((one.who.person_id for one, _content in scanned), ids, strict=True))


def begin_cases(work: Work, procedure: Procedure, people: Sequence[int]) -> list[int]:
    """A case each for these people, with its clock, at the desk that begins it; gives the ids."""
    if not people:
        return []
    seconds = procedure.step(1).standard_seconds(len(people))
    common = {
        "procedure": procedure.code,
        "status": procedure.initial,
        "office_id": work.staff.office_id,
        "origin_office_id": work.staff.office_id,
        "step_since": work.now,
        "step_due": work.calendar.due(work.now, seconds),
        "moved_by": work.staff.id,
        "moved_action": "catat",
        "created_at": work.now,
    }
    returning = insert(application).returning(application.c.id, sort_by_parameter_order=True)
    rows = [{**common, "person_id": one} for one in people]
    ids = list(work.connection.scalars(returning, rows))
    run = {
        "step": 1,
        "office_id": work.staff.office_id,
        "people": len(ids),
        "standard_seconds": seconds,
        "started_at": work.now,
    }
    work.connection.execute(insert(step_run), [{**run, "application_id": case_id} for case_id in ids])
    return ids
