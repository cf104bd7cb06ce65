"""Reconciled months: the list of them, one with its counts by rule, and its findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, case, func, select

from db.queries.as_billed import as_billed
from db.queries.earlier_disputes import repeated
from db.queries.finding_remarks import remarks
from db.queries.finding_sieve import Sieve, parts, typed
from db.queries.newest_decisions import newest_decisions
from db.tables.access import staff
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.reconciliation import finding, finding_decision, reconciliation

__all__ = [
    "FindingRow",
    "MonthRow",
    "RuleCount",
    "findings",
    "month_by_id",
    "month_of_segment",
    "months",
    "newest_decisions",
    "rule_counts",
]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of a segment. ``state``: terbuka, tutup."""

    id: int
    period: str
    segment: str
    budget_line: str
    office_id: int
    state: str
    list_run_id: int | None
    bill_run_id: int | None
    ours: int
    theirs: int
    billed: int
    expected: int
    found: int
    leaked: int
    compared_at: datetime | None
    closed_at: datetime | None
    number: str
    counterpart_number: str
    facts: str
    version: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One kind of finding in a month, and how far it is decided. ``undecided``: those that cost something and wait;
    ``disputed``: how much is in dispute, too much and too little alike; ``kept``: the amounts that stay as billed;
    ``leaked``: what was paid for them before this month, but for whom it was right or is in dispute."""

    rule: str
    count: int
    amount: int
    leaked: int
    stop: int
    tambah: int
    sengketa: int
    tetap: int
    undecided: int
    disputed: int
    kept: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with both sides' names, and its newest decision ("" while there is none). ``earlier_paper`` and
    ``earlier_note``: the newest Berita Acara in which it was in dispute already, and why. ``remark``: what was noted about
    it, whatever was decided."""

    id: int
    rule: str
    number: str
    nik: str
    name: str
    their_name: str
    their_row: int | None
    person_id: int | None
    membership_id: int | None
    theirs: str
    ours: str
    register: str
    score: int | None
    amount: int
    leaked: int
    since: date | None
    decision: str
    note: str
    decided_by: str
    earlier_paper: str
    earlier_note: str
    remark: str = ""

    @property
    def disputed_before(self) -> bool:
        """Whether the same was in dispute already when an earlier month was closed, and was not settled since."""
        return bool(self.earlier_paper)


def month_by_id(connection: Connection, month_id: int) -> MonthRow | None:
    """One month."""
    found = connection.execute(select(*_MONTH).where(reconciliation.c.id == month_id)).first()
    return None if found is None else MonthRow(*found)


def month_of_segment(
    connection: Connection, office_id: int, period: str, segment: str, budget_line: str = ""
) -> MonthRow | None:
    """The month of an office's segment, if it was begun."""
    r = reconciliation.c
    mine = (r.office_id == office_id, r.period == period, r.segment == segment, r.budget_line == budget_line)
    found = connection.execute(select(*_MONTH).where(*mine)).first()
    return None if found is None else MonthRow(*found)


def months(connection: Connection, limit: int = 200) -> tuple[MonthRow, ...]:
    """All months, newest first."""
    statement = select(*_MONTH).order_by(reconciliation.c.period.desc(), reconciliation.c.segment).limit(limit)
    return tuple(MonthRow(*row) for row in connection.execute(statement))


_MONTH = tuple(reconciliation.c[name] for name in MonthRow.__dataclass_fields__)


def rule_counts(connection: Connection, month_id: int) -> tuple[RuleCount, ...]:
    """Counts and amounts by rule, with what was decided."""
    newest = newest_decisions(month_id).subquery()
    said = finding_decision.c.decision

    def count(*values: str) -> object:
        return func.coalesce(func.sum(case((said.in_(values), 1), else_=0)), 0)

    amount = finding.c.amount
    undecided = func.coalesce(func.sum(case((said.is_(None) & (finding.c.amount != 0), 1), else_=0)), 0)
    statement = (
        select(
            finding.c.rule,
            func.count(),
            func.sum(finding.c.amount),
            func.coalesce(func.sum(case((said.in_(("sengketa", "tetap")), 0), else_=finding.c.leaked)), 0),
            *(count(one) for one in ("stop", "tambah", "sengketa", "tetap")),  # type: ignore[call-overload]
            undecided,
            func.coalesce(func.sum(case((said == "sengketa", func.abs(amount)), else_=0)), 0),
            func.coalesce(func.sum(as_billed()), 0),
        )
        .outerjoin(newest, newest.c.finding_id == finding.c.id)
        .outerjoin(finding_decision, finding_decision.c.id == newest.c.id)
        .where(finding.c.reconciliation_id == month_id, ~finding.c.stale)
        .group_by(finding.c.rule)
        .order_by(finding.c.rule)
    )
    return tuple(RuleCount(row[0], *(int(value) for value in row[1:])) for row in connection.execute(statement))


def findings(
    connection: Connection,
    month_id: int,
    *,
    rules: Sequence[str] = (),
    decisions: Sequence[str] = (),
    sieve: Sieve | None = None,
    disputes: Sequence[int] | None = None,
    after: int = 0,
    limit: int = 500,
) -> tuple[FindingRow, ...]:
    """Findings of a month in the order of their ids, from behind ``after``; ``decisions``: only those so decided ("" for
    undecided); ``sieve``: only what a list is narrowed to; ``disputes``: see
    :func:`~db.queries.earlier_disputes.repeated`."""
    newest, again = newest_decisions(month_id).subquery(), repeated(connection, month_id, disputes)
    said = func.coalesce(finding_decision.c.decision, "")
    statement = (
        select(
            finding.c.id,
            finding.c.rule,
            func.coalesce(finding.c.number, ""),
            func.coalesce(finding.c.nik, ""),
            func.coalesce(person.c.name, ""),
            func.coalesce(list_row.c.name, ""),
            list_row.c.row,
            *(finding.c.person_id, finding.c.membership_id, finding.c.theirs, finding.c.ours, finding.c.register),
            *(finding.c.score, finding.c.amount, finding.c.leaked, finding.c.since, said),
            func.coalesce(finding_decision.c.note, ""),
            func.coalesce(staff.c.name, ""),
            func.coalesce(again.c.paper, ""),
            func.coalesce(again.c.note, ""),
        )
        .outerjoin(newest, newest.c.finding_id == finding.c.id)
        .outerjoin(finding_decision, finding_decision.c.id == newest.c.id)
        .outerjoin(staff, staff.c.id == finding_decision.c.staff_id)
        .outerjoin(person, person.c.id == finding.c.person_id)
        .outerjoin(list_row, list_row.c.id == finding.c.list_row_id)
        .outerjoin(again, again.c.finding_id == finding.c.id)
        .where(finding.c.reconciliation_id == month_id, ~finding.c.stale, finding.c.id > after)
        .order_by(finding.c.id)
        .limit(limit)
    )
    if rules:
        statement = statement.where(finding.c.rule.in_(rules))
    if decisions:
        statement = statement.where(said.in_(decisions))
    if sieve is not None:
        statement = statement.where(typed(sieve), parts(again)[sieve.part])
    noted = remarks(connection, month_id)
    return tuple(FindingRow(*(*row, noted.get(row.id, ""))) for row in connection.execute(statement))
