"""A closed month as it was: lines that were paid, findings with what was decided, and proofs; only rows that never change."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, literal, null, select

from db.queries.reconciliations import newest_decisions
from db.tables.cases import step_run
from db.tables.lists import list_row
from db.tables.papers import letter, paper
from db.tables.reconciliation import finding, finding_decision, month_basis, month_line, month_proof, reconciliation

PAGE = 5000


@dataclass(frozen=True, slots=True)
class Basis:
    """What was kept with the closing of a month; ``facts`` as ``keep_basis`` wrote them."""

    period: str
    segment: str
    budget_line: str
    number: str
    counterpart_number: str
    closed_at: datetime
    paper: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One line of the bill, or a member added without one (``row`` is ``None``), with our side as it stood."""

    id: int
    list_row_id: int | None
    finding_id: int | None
    row: int | None
    their_number: str
    their_nik: str
    their_name: str
    registration: str
    nik: str
    name: str
    number: str
    segment: str
    valid_from: date | None
    valid_to: date | None
    reason: str
    run_id: int | None
    source_row: int | None
    application_id: int | None
    billed: int
    paid: int


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A finding with its newest decision: by whom (an id of the basis) and when."""

    id: int
    list_row_id: int | None
    rule: str
    number: str
    nik: str
    their_name: str
    row: int | None
    theirs: str
    ours: str
    register: str
    amount: int
    leaked: int
    since: date | None
    stale: bool
    decision: str
    note: str
    staff_id: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof of one person. ``kind``: surat, langkah, pindaian; ``title``: code of the letter, number of the step,
    label of the scan."""

    registration: str
    name: str
    kind: str
    ref_id: int
    application_id: int | None
    title: str
    number: str
    day: datetime | date | None
    office_id: int | None
    staff_id: int | None
    sha256: str


def basis_of(connection: Connection, month_id: int) -> Basis | None:
    """What was kept; ``None`` for a month that is open, or was closed before anything was kept."""
    r = reconciliation.c
    statement = (
        select(
            *(r.period, r.segment, r.budget_line, r.number, r.counterpart_number, r.closed_at, r.facts),
            month_basis.c.facts.label("basis"),
        )
        .join(month_basis, month_basis.c.reconciliation_id == r.id)
        .where(r.id == month_id, r.state == "tutup")
    )
    row = connection.execute(statement).first()
    if row is None:
        return None
    named = dict(zip(Basis.__dataclass_fields__, row, strict=True))
    return Basis(**{**named, "facts": json.loads(row.basis)})


def paid_page(connection: Connection, month_id: int, after: int) -> tuple[PaidLine, ...]:
    """Lines in the order of the bill, from behind ``after``."""
    line, theirs = month_line.c, list_row.c
    texts = (func.coalesce(theirs[name], "") for name in ("number", "nik", "name"))
    statement = (
        select(
            *(line.id, line.list_row_id, line.finding_id, theirs.row, *texts),
            *(line.registration, func.coalesce(line.nik, ""), line.name, func.coalesce(line.number, "")),
            *(line.segment, line.valid_from, line.valid_to, line.reason, line.run_id, line.source_row),
            *(line.application_id, line.billed, line.paid),
        )
        .outerjoin(list_row, theirs.id == line.list_row_id)
        .where(line.reconciliation_id == month_id, line.id > after)
        .order_by(line.id)
        .limit(PAGE)
    )
    return tuple(PaidLine(*row) for row in connection.execute(statement))


def finding_page(connection: Connection, month_id: int, after: int) -> tuple[AuditFinding, ...]:
    """Findings with their newest decision, those too that were decided and held no longer."""
    newest, f, d = newest_decisions(month_id).subquery(), finding.c, finding_decision.c
    statement = (
        select(
            *(f.id, f.list_row_id, f.rule, func.coalesce(f.number, ""), func.coalesce(f.nik, "")),
            *(func.coalesce(list_row.c.name, ""), list_row.c.row, f.theirs, f.ours, f.register),
            *(f.amount, f.leaked, f.since, f.stale),
            *(func.coalesce(d.decision, ""), func.coalesce(d.note, ""), d.staff_id, d.at),
        )
        .outerjoin(newest, newest.c.finding_id == f.id)
        .outerjoin(finding_decision, d.id == newest.c.id)
        .outerjoin(list_row, list_row.c.id == f.list_row_id)
        .where(f.reconciliation_id == month_id, f.id > after)
        .order_by(f.id)
        .limit(PAGE)
    )
    return tuple(AuditFinding(*row) for row in connection.execute(statement))


def proofs(connection: Connection, month_id: int) -> tuple[Proof, ...]:
    """Every proof that was named with the closing, by person and kind. Few: imports need none beyond their line."""
    p, mine = month_proof.c, month_proof.c.reconciliation_id == month_id
    who = (
        select(month_line.c.person_id, func.max(month_line.c.registration), func.max(month_line.c.name))
        .where(month_line.c.reconciliation_id == month_id, month_line.c.person_id.in_(select(p.person_id).where(mine)))
        .group_by(month_line.c.person_id)
    )
    names = {row[0]: (row[1], row[2]) for row in connection.execute(who)}
    letters = select(letter.c.id, letter.c.code, letter.c.number, letter.c.issued_on, letter.c.office_id)
    letters = letters.add_columns(letter.c.issued_by, func.coalesce(letter.c.sha256, ""))
    steps = select(step_run.c.id, step_run.c.step, step_run.c.action, step_run.c.ended_at, step_run.c.office_id)
    steps = steps.add_columns(step_run.c.ended_by, literal(""))
    scans = select(paper.c.id, paper.c.label, paper.c.kind, paper.c.created_at, null())
    scans = scans.add_columns(paper.c.created_by, paper.c.sha256)
    found: list[Proof] = []
    for kind, statement, table in (
        ("surat", letters, letter),
        ("langkah", steps, step_run),
        ("pindaian", scans, paper),
    ):
        wanted = statement.add_columns(p.person_id, p.application_id)
        wanted = wanted.join(month_proof, table.c.id == p.ref_id).where(mine, p.kind == kind)
        for row in connection.execute(wanted):
            ref, title, number, day, office_id, staff_id, sha256, person_id, case_id = row
            told = names.get(person_id, ("", ""))
            found.append(Proof(*told, kind, ref, case_id, str(title), number or "", day, office_id, staff_id, sha256))
    order = {"langkah": 0, "surat": 1, "pindaian": 2}
    return tuple(sorted(found, key=lambda one: (one.registration, order[one.kind], one.ref_id)))


def letter_pdf(connection: Connection, letter_id: int) -> bytes | None:
    """The frozen PDF of one letter."""
    return connection.scalar(select(letter.c.pdf).where(letter.c.id == letter_id))
