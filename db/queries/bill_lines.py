"""A bill line by line, with what BPJS's layout asks of it: as it was kept, or as a closed month corrected it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, func, select

from db.tables.lists import list_row
from db.tables.people import membership, person
from db.tables.reconciliation import month_line, reconciliation

PAGE = 10_000
FIELDS = ("number", "family_number", "nik", "name", "birth_date", "period", "amount", "segment")
Lines = tuple[dict[str, object], ...]


def bill_span(connection: Connection, run_id: int) -> tuple[int, int]:
    """(first, last) id of an import's lines, which stand together; (0, 0) where there is none."""
    row = list_row.c
    found = connection.execute(select(func.min(row.id), func.max(row.id)).where(row.run_id == run_id)).one()
    return found[0] or 0, found[1] or 0


def kept_bill(connection: Connection, run_id: int, last: int, after: int, limit: int = PAGE) -> Lines:
    """The lines of an import as their sender wrote them, from behind ``after`` to ``last`` (their ids), in the order of
    the file: walked by the ids, for by the index of the runs every page would gather all lines to sort them."""
    row = list_row.c
    mine = (func.coalesce(row.run_id, 0) == run_id, row.id > after, row.id <= last)
    chosen = select(row.id, *(row[name] for name in FIELDS)).where(*mine)
    return _facts(connection.execute(chosen.order_by(row.id).limit(limit)))


def corrected_bill(connection: Connection, month_id: int, after: int = 0, limit: int = PAGE) -> Lines:
    """What is paid of each line of a closed month, and members who were added; lines that were struck are left out."""
    line, theirs, ours = month_line.c, list_row.c, membership.c
    statement = (
        select(
            line.id,
            func.coalesce(theirs.number, line.number),
            func.coalesce(theirs.family_number, func.nullif(ours.family_number, "")),
            func.coalesce(theirs.nik, line.nik),
            func.coalesce(theirs.name, line.name),
            func.coalesce(theirs.birth_date, person.c.birth_date),
            func.coalesce(theirs.period, reconciliation.c.period),
            line.paid,
            theirs.segment,
        )
        .join_from(month_line, reconciliation, reconciliation.c.id == line.reconciliation_id)
        .outerjoin(list_row, theirs.id == line.list_row_id)
        .outerjoin(membership, ours.id == line.membership_id)
        .outerjoin(person, person.c.id == line.person_id)
        .where(line.reconciliation_id == month_id, line.paid != 0, line.id > after)
        .order_by(line.id)
        .limit(limit)
    )
    return _facts(connection.execute(statement))


def closed_months(connection: Connection, office_id: int, period: str, segment: str) -> tuple[tuple[int, int], ...]:
    """(month, lines that are paid) of each closed reconciliation of the segment: one a budget line."""
    r, line = reconciliation.c, month_line.c
    mine = (r.office_id == office_id, r.period == period, r.segment == segment, r.state == "tutup")
    paid = select(func.count()).where(line.reconciliation_id == r.id, line.paid != 0).scalar_subquery()
    return tuple((row[0], row[1]) for row in connection.execute(select(r.id, paid).where(*mine).order_by(r.id)))


def _facts(rows: Iterable[Iterable[object]]) -> Lines:
    found = tuple(dict(zip(("id", *FIELDS), row, strict=True)) for row in rows)
    for facts in found:
        born = facts["birth_date"]
        facts["birth_date"] = born.isoformat() if isinstance(born, date) else None
    return found
