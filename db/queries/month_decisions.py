"""Every finding of a month with what was decided about it: what a draft of its Berita Acara stands for."""

from sqlalchemy import Connection, func, select

from db.queries.reconciliations import newest_decisions
from db.tables.reconciliation import finding, finding_decision


def decisions_of(connection: Connection, month_id: int) -> list[tuple[int, str]]:
    """(finding, newest decision, "" while there is none), in the order of the findings."""
    newest = newest_decisions(month_id).subquery()
    statement = (
        select(finding.c.id, func.coalesce(finding_decision.c.decision, ""))
        .outerjoin(newest, newest.c.finding_id == finding.c.id)
        .outerjoin(finding_decision, finding_decision.c.id == newest.c.id)
        .where(finding.c.reconciliation_id == month_id, ~finding.c.stale)
        .order_by(finding.c.id)
    )
    return [(row[0], row[1]) for row in connection.execute(statement)]
