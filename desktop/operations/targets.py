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
    """The rows by the office they go to: each office gets a list, and letters, of its own.

    The office is the case's own panti, the office it came from, or the agency's office; asked once for all rows.

    :raises Refused: when that agency has no office yet.
    """
    role = procedure.status(action.target).waits_for
    if not role:
        return [(own_office, list(rows))] if rows else []
    known: dict[int, int] = {}
    if role == "panti":
        known = {row.id: row.panti_office_id for row in rows if row.panti_office_id is not None}
    unknown = [row.id for row in rows if row.id not in known]
    if unknown and role == procedure.status(procedure.initial).waits_for:
        known |= _origins(connection, unknown)
    elif unknown:
        known |= dict.fromkeys(unknown, next_office(connection, role))
    parts: dict[int, list[CaseRow]] = {}
    for row in rows:
        parts.setdefault(known[row.id], []).append(row)
    return sorted(parts.items())


def _origins(connection: Connection, cases: Sequence[int]) -> dict[int, int]:
    statement = select(application.c.id, application.c.origin_office_id).where(application.c.id.in_(cases))
    return {row.id: row.origin_office_id for row in connection.execute(statement)}
