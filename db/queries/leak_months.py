"""What reconciliations found to leak month by month, what was settled by a Berita Acara, and what was not paid for it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Subquery, and_, case, exists, func, or_, select

from db.tables.reconciliation import finding, finding_decision, reconciliation


@dataclass(frozen=True, slots=True)
class LeakMonth:
    """One reconciled month over all segments, in rupiah. ``found``: asked for too much, and paid before for whom it was
    asked; ``settled``: of that what closed months agreed to stop; ``saved``: of that what is not paid in the month itself,
    the rest being reckoned between the offices. ``open``: whether a segment still waits for its Berita Acara."""

    period: str
    found: int
    settled: int
    saved: int
    open: bool


def leak_months(connection: Connection, limit: int = 12) -> tuple[LeakMonth, ...]:
    """The newest months that were compared, oldest first. A segment that was compared as a whole counts so; else each of
    its budget lines."""
    r, newest = reconciliation.c, _newest_of(limit)
    asked = case((finding.c.amount > 0, finding.c.amount), else_=0)
    stopped = and_(r.state == "tutup", finding_decision.c.decision == "stop")

    def total(amount: ColumnElement[int], *when: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((and_(*when), amount), else_=0) if when else amount), 0)

    both = func.coalesce(asked + finding.c.leaked, 0)
    statement = (
        select(r.period, total(both), total(both, stopped), total(asked, stopped))
        .add_columns(func.max(case((r.state == "terbuka", 1), else_=0)))
        .select_from(reconciliation)
        .outerjoin(finding, and_(finding.c.reconciliation_id == r.id, ~finding.c.stale))
        .outerjoin(newest, newest.c.finding_id == finding.c.id)
        .outerjoin(finding_decision, finding_decision.c.id == newest.c.id)
        .where(r.compared_at.is_not(None), counted_once())
        .group_by(r.period)
        .order_by(r.period.desc())
        .limit(limit)
    )
    rows = [
        LeakMonth(period, int(found), int(settled), int(saved), bool(waits))
        for period, found, settled, saved, waits in connection.execute(statement)
    ]
    return tuple(reversed(rows))


def _newest_of(limit: int) -> Subquery:
    """Finding → its newest decision, of the newest months alone."""
    r, d = reconciliation.c, finding_decision.c
    months = select(r.period).where(r.compared_at.is_not(None)).distinct().order_by(r.period.desc()).limit(limit)
    mine = select(r.id).where(r.period.in_(months))
    newest = select(d.finding_id, func.max(d.id).label("id")).where(d.reconciliation_id.in_(mine))
    return newest.group_by(d.finding_id).subquery()


def counted_once() -> ColumnElement[bool]:
    """Of months: a budget line does not count beside the whole month that was compared too."""
    r, whole = reconciliation.c, reconciliation.alias()
    same = (whole.c[name] == r[name] for name in ("office_id", "period", "segment"))
    compared = exists().where(*same, whole.c.budget_line == "", whole.c.compared_at.is_not(None))
    return or_(r.budget_line == "", ~compared)
