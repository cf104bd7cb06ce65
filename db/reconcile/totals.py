"""The sums of a month, counted apart from the findings: so that the findings can be proved by them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from db.reconcile.month import Month
from db.tables.lists import list_row
from db.tables.people import membership
from db.tables.reconciliation import doubt, finding


@dataclass(frozen=True, slots=True)
class Totals:
    """``billed``: what they ask for. ``expected``: what this month should cost. ``found``: findings."""

    ours: int
    theirs: int
    billed: int
    expected: int
    found: int
    leaked: int
    difference: int


def totals(connection: Connection, month: Month, whole: Sequence[str]) -> Totals:
    """``whole``: the rules by which a member is not owed anything."""
    ours, due = connection.execute(
        select(func.count(), func.coalesce(func.sum(month.due(membership)), 0)).where(month.ours(membership))
    ).one()
    theirs, billed = _billed(connection, month)
    unowed = connection.scalar(
        select(func.coalesce(func.sum(doubt.c.due), 0)).where(
            doubt.c.reconciliation_id == month.id, doubt.c.stands, doubt.c.rule.in_(whole)
        )
    )
    current = (finding.c.reconciliation_id == month.id, ~finding.c.stale)
    sums = select(
        func.count(), func.coalesce(func.sum(finding.c.leaked), 0), func.coalesce(func.sum(finding.c.amount), 0)
    )
    found, leaked, difference = connection.execute(sums.where(*current)).one()
    return Totals(ours, theirs, billed, int(due) - int(unowed or 0), found, int(leaked), int(difference))


def _billed(connection: Connection, month: Month) -> tuple[int, int]:
    mine = (list_row.c.run_id == month.lines_run, month.active())
    if month.billed_by_rate and month.flat:
        count: int = connection.execute(select(func.count()).select_from(list_row).where(*mine)).scalar_one()
        return count, count * month.usual
    known = and_(membership.c.participant_number == list_row.c.number, month.ours(membership))
    source = list_row.outerjoin(membership, known) if month.billed_by_rate else list_row
    asked = func.coalesce(func.sum(month.billed(list_row, membership)), 0)
    count, billed = connection.execute(select(func.count(), asked).select_from(source).where(*mine)).one()
    return count, int(billed)
