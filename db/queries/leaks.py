"""What leaks, as far as it is known: the newest compared month of every segment (N1)."""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, func, select

from db.tables.reconciliation import finding, finding_decision, reconciliation


@dataclass(frozen=True, slots=True)
class LeakRow:
    """One segment: rupiah that leak by its newest compared month, paid before or asked for too much in it, how many
    findings cost something, how many of those are decided. ``open``: whether that month still waits for its Berita Acara."""

    period: str
    segment: str
    leaked: int
    found: int
    decided: int
    open: bool


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
        select(r.id, r.period, r.segment, r.leaked, r.state)
        .join(newest, and_(newest.c.segment == r.segment, newest.c.period == r.period))
        .where(r.compared_at.is_not(None))
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
        )
        .select_from(mine.outerjoin(finding, costs))
        .group_by(mine.c.id)
        .subquery()
    )
    waits = func.sum(case((mine.c.state == "terbuka", 1), else_=0))
    leaked = func.sum(mine.c.leaked + counts.c.asked)
    statement = (
        select(mine.c.period, mine.c.segment, leaked, func.sum(counts.c.found), func.sum(counts.c.decided), waits)
        .join(counts, counts.c.id == mine.c.id)
        .group_by(mine.c.period, mine.c.segment)
        .order_by(leaked.desc(), mine.c.segment)
    )
    return tuple(
        LeakRow(row[0], row[1], int(row[2]), int(row[3]), int(row[4]), bool(row[5]))
        for row in connection.execute(statement)
    )
