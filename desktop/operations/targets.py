"""Where cases go next: known before the move is made, so that its letters can be shown before it too."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from db.queries.cases import CaseRow
from db.tables.cases import application
from desktop.operations.work import next_office
from desktop.sop.procedure import Action, Procedure


def by_target(
    connection: Connection, own_office: int, procedure: Procedure, action: Action, rows: Sequence[CaseRow]
) -> list[tuple[int, list[CaseRow]]]:
    """The rows by the office they go to: each office gets a list, and letters, of its own."""
    parts: dict[int, list[CaseRow]] = {}
    for row in rows:
        parts.setdefault(target_office(connection, own_office, procedure, action, row), []).append(row)
    return sorted(parts.items())


def target_office(connection: Connection, own_office: int, procedure: Procedure, action: Action, row: CaseRow) -> int:
    """The office whose turn it is next: the case's own panti, the office it came from, or the agency's office.

    :raises Refused: when that agency has no office yet.
    """
    role = procedure.status(action.target).waits_for
    if not role:
        return own_office
    if role == "panti" and row.panti_office_id is not None:
        return row.panti_office_id
    if role == procedure.status(procedure.initial).waits_for:
        origin: int = connection.execute(
            select(application.c.origin_office_id).where(application.c.id == row.id)
        ).scalar_one()
        return origin
    return next_office(connection, role)
