"""What was paid before this month for somebody who should have left: once, and no more than was paid."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)

from db.reconcile.month import Month
from db.tables.people import person
from db.tables.reconciliation import doubt, finding, finding_decision, month_line
from db.tables.registry import person_merge


def named_before(month: Month) -> Select[Any]:
    """Person → the first day of the newest closed month whose Berita Acara struck and named what was paid until then."""
    said = finding_decision.alias()
    newest = select(func.max(said.c.id)).where(said.c.finding_id == finding.c.id).scalar_subquery()
    day = _first_day(month, finding.c.reconciliation_id)
    who = func.coalesce(person.c.merged_into, finding.c.person_id)
    return (
        select(who.label("person_id"), func.max(day).label("day"))
        .select_from(finding)
        .join(finding_decision, finding_decision.c.id == newest)
        .outerjoin(person, person.c.id == finding.c.person_id)
        .where(finding.c.reconciliation_id.in_(month.closed), ~finding.c.stale, finding.c.since.is_not(None))
        .where(finding_decision.c.decision == "stop", finding.c.amount > 0)
        .group_by(who)
    )


def leaked(month: Month, since: ColumnElement[Any], named: ColumnElement[Any]) -> ColumnElement[int]:
    """Rupiah of the months after ``since`` in which the person was a member, behind those named before and up to the one
    before this: of a closed month what its basis says was paid, of others what a member cost."""
    own = doubt.c.own_since
    steps = [(or_(since >= day, own > day, named >= day), amount) for day, amount in month.paid]
    unclosed = case(*steps, else_=0) if steps else literal(0, Integer)
    if not month.closed:
        return unclosed
    day = _first_day(month, month_line.c.reconciliation_id)
    wrong = and_(day > since, or_(named.is_(None), day > named), month_line.c.reconciliation_id.in_(month.closed))
    paid = select(func.coalesce(func.sum(month_line.c.paid), 0)).where(wrong)
    # Each asked for by itself, and the merged by way of the few merges: together a server reads all lines for every leak.
    own_lines = paid.where(month_line.c.person_id == doubt.c.person_id).correlate_except(month_line)
    merged = (
        select(person.c.id, person.c.merged_into)
        .where(person.c.id.in_(select(person_merge.c.merged_id)), person.c.merged_into.is_not(None))
        .cte("merged")
        .prefix_with("MATERIALIZED")
    )
    merged_lines = (
        paid.select_from(merged.join(month_line, month_line.c.person_id == merged.c.id))
        .where(merged.c.merged_into == doubt.c.person_id)
        .correlate_except(month_line, merged)
    )
    return unclosed + own_lines.scalar_subquery() + merged_lines.scalar_subquery()


def _first_day(month: Month, of: ColumnElement[int]) -> ColumnElement[Any]:
    days = {one: literal(day, Date) for one, day in month.closed.items()}
    return case(days, value=of) if days else cast(null(), Date)
