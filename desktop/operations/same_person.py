"""A case that turns out to be somebody already registered, and the way back when that was a mistake (steps 4 and 6)."""

import json
from dataclasses import replace

from sqlalchemy import select, update

from db.queries.cases import CaseRow
from db.queries.person import person_by_id
from db.tables.cases import application
from db.tables.papers import paper
from db.tables.people import person
from db.tables.traces import journal
from desktop.operations.journal import Entry
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

JOINED = "orang_sama"


def continue_on(work: Work, row: CaseRow, person_id: int) -> None:
    """The case and its papers go on with the person found; the record made at intake points there and leaves every list.

    :raises Refused: ``no_nik`` when that person has no NIK, or is itself a record that was left.
    """
    found = person_by_id(work.connection, person_id)
    if found is None or not found.nik or found.merged_into is not None:
        raise Refused("no_nik", "Orang yang dipilih belum punya NIK. Pilih yang lain, atau terbitkan NIK.")
    if found.id == row.person_id:
        return
    row = own_record_again(work, row)
    if found.id == row.person_id:
        return
    stands_alone(work, row)
    papers = list(work.connection.scalars(select(paper.c.id).where(paper.c.person_id == row.person_id)))
    work.connection.execute(update(paper).where(paper.c.id.in_(papers)).values(person_id=found.id))
    _continue(work, row, found.id)
    # A NIK given to this record by mistake becomes free for whom it belongs to; the journal keeps it.
    left = update(person).where(person.c.id == row.person_id)
    work.connection.execute(left.values(merged_into=found.id, nik=None, version=person.c.version + 1))
    fields = {"orang": (row.person_id, found.id), "nik": (row.nik, found.nik), "berkas": (None, papers)}
    work.note(Entry(JOINED, row.id, found.id, fields=fields))


def stands_alone(work: Work, row: CaseRow) -> None:
    """:raises Refused: ``shared_record`` when another case stands on the same record: leaving it, or giving it another
    NIK, would change that other case behind the back of whoever decided it."""
    others = select(application.c.id).where(application.c.person_id == row.person_id, application.c.id != row.id)
    work.locked(select(person.c.id).where(person.c.id == row.person_id))
    if work.connection.execute(others.limit(1)).first() is not None:
        sentence = "Kasus lain memakai catatan orang yang sama. Selesaikan atau keluarkan kasus itu dulu, lalu ulangi."
        raise Refused("shared_record", sentence)


def own_record_again(work: Work, row: CaseRow) -> CaseRow:
    """The case as it stood on its own record before it was taken for somebody else's: that person's NIK, papers and
    other cases stay untouched. A case that never left its own record is given back as it is."""
    last = select(journal.c.fields).where(journal.c.application_id == row.id, journal.c.action == JOINED)
    text = work.connection.scalar(last.order_by(journal.c.id.desc()).limit(1))
    fields = json.loads(text) if text else {}
    own, other = fields.get("orang", (None, None))
    if other != row.person_id:
        return row
    _continue(work, row, own)
    papers = fields.get("berkas", (None, []))[1]
    work.connection.execute(update(paper).where(paper.c.id.in_(papers)).values(person_id=own))
    own_record = update(person).where(person.c.id == own)
    work.connection.execute(own_record.values(merged_into=None, version=person.c.version + 1))
    work.note(Entry("orang_berbeda", row.id, own, fields={"orang": (other, own)}))
    return replace(row, person_id=own, nik=None)


def _continue(work: Work, row: CaseRow, person_id: int) -> None:
    work.connection.execute(update(application).where(application.c.id == row.id).values(person_id=person_id))
