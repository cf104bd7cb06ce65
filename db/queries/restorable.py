"""Memberships that a death or a move ended, by its own case or by the Berita Acara of a month: what BPJS can give back."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, func, or_, select

from db.queries.applied import LAYOUT
from db.tables.people import membership, person
from db.tables.traces import import_run


def ended_for(held: FromClause, reasons: Collection[str]) -> ColumnElement[bool]:
    """Ended for one of these reasons; a Berita Acara names itself behind it."""
    of_month = select(import_run.c.id).where(import_run.c.id == held.c.end_run_id, import_run.c.layout == LAYOUT)
    said = or_(*(held.c.end_reason.startswith(f"{reason}, ", autoescape=True) for reason in reasons))
    return and_(
        held.c.valid_to.is_not(None),
        or_(held.c.end_reason.in_(reasons), and_(said, exists(of_month.correlate(held)))),
    )


def newest_ended(connection: Connection, person_id: int, reason: str) -> int | None:
    """The membership of a person, or of the record theirs was merged into, that ended for this reason last and whose number
    runs no more."""
    own: Any = select(func.coalesce(person.c.merged_into, person.c.id)).where(person.c.id == person_id)
    again = membership.alias()
    number = membership.c.participant_number
    running = select(again.c.id).where(again.c.participant_number == number, again.c.valid_to.is_(None))
    statement = (
        select(membership.c.id)
        .where(membership.c.person_id == own.scalar_subquery(), ended_for(membership, (reason,)), ~exists(running))
        .order_by(membership.c.ended_at.desc(), membership.c.id.desc())
    )
    return connection.scalar(statement.limit(1))
