"""Everybody a panti has taken in: those who live there and those who left, whatever became of their case (A12)."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from db.queries.cases import CaseRow, cases_by_id
from db.tables.cases import application, wbs_profile


def people_of_panti(
    connection: Connection, panti_office_id: int, *, not_yet: Sequence[str], gone: bool, limit: int = 1000
) -> tuple[CaseRow, ...]:
    """Newest first, at most ``limit``; ``not_yet`` names the statuses before the panti accepted somebody."""
    left = wbs_profile.c.left_on.is_not(None) if gone else wbs_profile.c.left_on.is_(None)
    statement = (
        select(application.c.id)
        .join(wbs_profile, wbs_profile.c.application_id == application.c.id)
        .where(application.c.panti_office_id == panti_office_id, application.c.status.not_in(not_yet), left)
        .order_by(application.c.id.desc())
        .limit(limit)
    )
    return tuple(reversed(cases_by_id(connection, connection.scalars(statement).all())))
