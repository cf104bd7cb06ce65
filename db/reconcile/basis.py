"""What a month stood upon, written with its closing: who is paid how much, by which membership, import, case, and proof.

Everything an audit asks for later is either here or in rows that never change; so it may be asked after any later work.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Select,
    Subquery,
    delete,
    func,
    insert,
    literal,
    null,
    or_,
    select,
)

from db.queries.as_billed import as_billed
from db.queries.newest_decisions import newest_decisions
from db.reconcile.month import Month
from db.tables.cases import application, step_run
from db.tables.lists import list_row
from db.tables.papers import letter, letter_subject, paper
from db.tables.people import membership, person
from db.tables.reconciliation import finding, finding_decision, month_basis, month_line, month_proof

HEALTH = ("bast", "rekapitulasi")
"""Letters that may tell of somebody's health: no proof of a payment, and not for every reader of an audit."""
_CIVIL, _ANSWER = "terpadu", "terbitkan_eid"
_COPIED = (
    *(
        "person_id",
        "registration",
        "nik",
        "name",
        "membership_id",
        "number",
        "segment",
        "valid_from",
        "valid_to",
        "reason",
    ),
    *("run_id", "source_row", "application_id", "billed", "paid"),
)


def write_basis(connection: Connection, month: Month) -> tuple[int, int]:
    """Lines and proofs of the month, a statement each; gives (billed, paid) to be proved against the Berita Acara. What a
    closing before a void paper left is written anew."""
    for kept in (month_proof, month_line, month_basis):
        connection.execute(delete(kept).where(kept.c.reconciliation_id == month.id))
    connection.execute(_lines(month))
    connection.execute(_added(month))
    for proof in _proofs(month.id):
        names = ["reconciliation_id", "person_id", "kind", "ref_id", "application_id"]
        connection.execute(insert(month_proof).from_select(names, proof))
    mine = month_line.c.reconciliation_id == month.id
    sums = select(func.sum(month_line.c.billed), func.sum(month_line.c.paid)).where(mine)
    billed, paid = connection.execute(sums).one()
    return int(billed or 0), int(paid or 0)


def _taken_off(month: Month) -> Subquery:
    """Finding → what is not paid of its amount."""
    newest = newest_decisions(month.id).subquery()
    return (
        select(
            finding.c.id,
            finding.c.list_row_id,
            finding.c.membership_id,
            finding.c.person_id,
            finding.c.amount,
            (finding.c.amount - as_billed()).label("off"),
        )
        .outerjoin(newest, newest.c.finding_id == finding.c.id)
        .outerjoin(finding_decision, finding_decision.c.id == newest.c.id)
        .where(finding.c.reconciliation_id == month.id, ~finding.c.stale)
        .subquery()
    )


def _lines(month: Month) -> Insert:
    """Every line that asked for money. By its number the membership; else by what a finding says of it."""
    off = _taken_off(month)
    by_line = (
        select(
            off.c.list_row_id,
            func.sum(off.c.off).label("off"),
            func.max(off.c.membership_id).label("membership_id"),
            func.max(off.c.person_id).label("person_id"),
        )
        .where(off.c.list_row_id.is_not(None))
        .group_by(off.c.list_row_id)
        .subquery()
    )
    held = membership.alias()
    by_number = (
        select(func.min(held.c.id))
        .where(held.c.participant_number == list_row.c.number, month.ours(held))
        .correlate(list_row)
        .scalar_subquery()
    )
    line = (
        select(
            *(list_row.c.id, list_row.c.number, list_row.c.amount, list_row.c.period, list_row.c.status),
            by_number.label("by_number"),
            func.coalesce(by_number, by_line.c.membership_id).label("membership_id"),
            by_line.c.person_id,
            func.coalesce(by_line.c.off, 0).label("off"),
        )
        .outerjoin(by_line, by_line.c.list_row_id == list_row.c.id)
        .where(list_row.c.run_id == month.lines_run, month.active())
        .subquery()
    )
    numbered = membership.alias()
    billed = month.billed(line, numbered)
    rows = _told(month, line.c.person_id, billed, billed - line.c.off).add_columns(line.c.id.label("list_row_id"))
    rows = rows.select_from(
        line.outerjoin(membership, membership.c.id == line.c.membership_id)
        .outerjoin(numbered, numbered.c.id == line.c.by_number)
        .outerjoin(person, person.c.id == func.coalesce(membership.c.person_id, line.c.person_id))
    ).order_by(line.c.id)
    columns = ["reconciliation_id", *_COPIED, "list_row_id"]
    return insert(month_line).from_select(columns, rows)


def _added(month: Month) -> Insert:
    """Members whom nobody billed: those who are added are paid for, of the others it is kept that nothing is paid."""
    off = _taken_off(month)
    rows = (
        _told(month, off.c.person_id, literal(0), -off.c.off)
        .add_columns(off.c.id.label("finding_id"))
        .select_from(
            off.outerjoin(membership, membership.c.id == off.c.membership_id).outerjoin(
                person, person.c.id == func.coalesce(membership.c.person_id, off.c.person_id)
            )
        )
        .where(off.c.list_row_id.is_(None), off.c.amount != 0)
        .order_by(off.c.id)
    )
    return insert(month_line).from_select(["reconciliation_id", *_COPIED, "finding_id"], rows)


def _told(
    month: Month, someone: ColumnElement[int], billed: ColumnElement[int], paid: ColumnElement[int]
) -> Select[Any]:
    """What is copied of person and membership as they stand now."""
    source = list_row.alias()
    m, p = membership.c, person.c
    source_row = (
        select(func.min(source.c.row))
        .where(source.c.run_id == m.run_id, source.c.number == m.participant_number)
        .correlate(membership)
        .scalar_subquery()
    )
    return select(
        literal(month.id).label("reconciliation_id"),
        func.coalesce(p.id, someone).label("person_id"),
        func.coalesce(p.registration, "").label("registration"),
        p.nik,
        func.coalesce(p.name, "").label("name"),
        m.id.label("membership_id"),
        m.participant_number.label("number"),
        func.coalesce(m.segment, "").label("segment"),
        m.valid_from,
        m.valid_to,
        func.coalesce(m.reason, "").label("reason"),
        m.run_id,
        source_row.label("source_row"),
        case_behind().label("application_id"),
        billed.label("billed"),
        paid.label("paid"),
    )


def case_behind() -> ColumnElement[int]:
    """Of a membership the case that led to it. A list of members has none; a file of E-IDs is the answer to one, which the
    case itself tells: the file is BPJS's, and the walls do not show it to who closes a month."""
    m, step, case = membership.c, step_run.c, application.c
    answered = select(step.id).where(
        step.application_id == case.id, step.action == _ANSWER, step.ended_at == m.created_at
    )
    of_case = or_(m.run_id.is_(None), answered.correlate(application, membership).exists())
    mine = (case.person_id == m.person_id, case.procedure != _CIVIL, of_case)
    return select(func.max(case.id)).where(*mine).correlate(membership).scalar_subquery()


def _proofs(month_id: int) -> tuple[Select[Any], ...]:
    """Letters and finished steps of the cases that led to a membership, scans of everybody who was paid."""
    mine = (
        select(month_line.c.person_id, month_line.c.application_id)
        .distinct()
        .where(month_line.c.reconciliation_id == month_id, month_line.c.person_id.is_not(None))
        .subquery()
    )
    people = select(mine.c.person_id).distinct().subquery()
    cases = select(mine).where(mine.c.application_id.is_not(None)).distinct().subquery()
    head = literal(month_id)
    letters = (
        select(head, cases.c.person_id, literal("surat"), letter.c.id, cases.c.application_id)
        .join(letter_subject, letter_subject.c.application_id == cases.c.application_id)
        .join(letter, letter.c.id == letter_subject.c.letter_id)
        .where(letter.c.code.not_in(HEALTH))
    )
    steps = (
        select(head, cases.c.person_id, literal("langkah"), step_run.c.id, cases.c.application_id)
        .join(step_run, step_run.c.application_id == cases.c.application_id)
        .where(step_run.c.ended_at.is_not(None))
    )
    scans = (
        select(head, people.c.person_id, literal("pindaian"), paper.c.id, null())
        .join(paper, paper.c.person_id == people.c.person_id)
        .where(paper.c.kind != "foto")
    )
    return letters, steps, scans
