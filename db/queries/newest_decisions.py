"""What counts of the decisions of a month: of each finding the newest."""

from sqlalchemy import Select, func, select

from db.tables.reconciliation import finding_decision


def newest_decisions(month_id: int) -> Select[tuple[int, int]]:
    """Finding → its newest decision."""
    d = finding_decision.c
    return (
        select(d.finding_id, func.max(d.id).label("id")).where(d.reconciliation_id == month_id).group_by(d.finding_id)
    )
