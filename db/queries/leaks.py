"""What leaks, as far as it is known: the newest compared month of every segment (N1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, select

from db.queries.leak_months import counted_once
from db.tables.reconciliation import finding, finding_decision, reconciliation


@dataclass(frozen=True, slots=True)
class LeakRow:
    """One segment: rupiah that leak by its newest compared month, paid before or asked for too much in it, how many
    findings cost something, how many of those are decided. ``open``: whether that month still waits for its Berita Acara.
    ``lines``: budget line → its part, "" for what was compared for all lines together; ``since``: the oldest day from which
    it leaks."""

    period: str
    segment: str
    leaked: int
    found: int
    decided: int
    open: bool
    lines: Mapping[str, int]
    since: date | None


def newest_leaks(connection: Connection) -> tuple[LeakRow, ...]:
    """Every segment that was ever compared, whoever may see it; the one that leaks most first."""
    r = reconciliation.c
    newest = (
        select(r.segment, func.max(r.period).label("period"))
        .where(r.compared_at.is_not(None))
        .group_by(r.segment)
        .subquery()
    )
    mine = (
        select(r.id, r.period, r.segment, r.budget_line, r.leaked, r.state)
        .join(newest, and_(newest.c.segment == r.segment, newest.c.period == r.period))
        .where(r.compared_at.is_not(None), counted_once())
        .subquery()
    )
    decided = select(finding_decision.c.finding_id).where(finding_decision.c.reconciliation_id.in_(select(mine.c.id)))
    costs = and_(finding.c.reconciliation_id == mine.c.id, ~finding.c.stale, finding.c.amount != 0)
    counts = (
        select(
            mine.c.id,
            func.count(finding.c.id).label("found"),
            func.coalesce(func.sum(case((finding.c.amount > 0, finding.c.amount), else_=0)), 0).label("asked"),
            func.coalesce(func.sum(case((finding.c.id.in_(decided), 1), else_=0)), 0).label("decided"),
            func.min(case((finding.c.leaked > 0, finding.c.since))).label("since"),
        )
        .select_from(mine.outerjoin(finding, costs))
        .group_by(mine.c.id)
        .subquery()
    )
    waits = case((mine.c.state == "terbuka", 1), else_=0)
    statement = (
        select(mine.c.period, mine.c.segment, mine.c.budget_line, mine.c.leaked + counts.c.asked)
        .add_columns(counts.c.found, counts.c.decided, waits, counts.c.since)
        .join(counts, counts.c.id == mine.c.id)
        .order_by(mine.c.segment, mine.c.budget_line)
    )
    rows = connection.execute(statement).all()
    of_segment = [[row for row in rows if row[1] == segment] for segment in dict.fromkeys(row[1] for row in rows)]
    return tuple(sorted(map(_segment, of_segment), key=lambda row: (-row.leaked, row.segment)))


def _segment(rows: Sequence[Row[Any]]) -> LeakRow:
    """Offices and budget lines of one segment together."""
    leaked, found, decided, waits = (sum(int(row[at]) for row in rows) for at in (3, 4, 5, 6))
    lines: dict[str, int] = {}
    for row in rows:
        lines[row[2]] = lines.get(row[2], 0) + int(row[3])
    since = min((row[7] for row in rows if row[7] is not None), default=None)
    return LeakRow(rows[0][0], rows[0][1], leaked, found, decided, bool(waits), lines, since)


def leaks_since(connection: Connection, month_id: int) -> date | None:
    """The oldest day from which anything of a month leaked; ``None`` when nothing did."""
    mine = (finding.c.reconciliation_id == month_id, ~finding.c.stale, finding.c.leaked > 0)
    oldest: date | None = connection.scalar(select(func.min(finding.c.since)).where(*mine))
    return oldest
