"""The corrected bill of a closed month: every line with what is paid of it, and which finding and decision made it so."""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from db.queries.newest_decisions import newest_decisions
from db.tables.lists import list_row
from db.tables.reconciliation import finding, finding_decision, month_line

PAGE = 10_000


@dataclass(frozen=True, slots=True)
class CorrectedLine:
    """A line of the bill, or a member without one (``row`` is ``None``), who is added or not. ``rule`` is the finding that
    priced it, with its decision and note; all three are "" where nothing was found."""

    id: int
    row: int | None
    number: str
    nik: str
    name: str
    billed: int
    paid: int
    rule: str
    decision: str
    note: str


def corrected_page(connection: Connection, month_id: int, after: int = 0) -> tuple[CorrectedLine, ...]:
    """In the order of the bill, from behind ``after``; nothing of a month that is open."""
    newest, line, theirs = newest_decisions(month_id).subquery(), month_line.c, list_row.c
    # The one finding that stands with the price of a line, and the one of a member without a line.
    priced, added, said = finding.alias(), finding.alias(), finding_decision.c
    mine = and_(priced.c.reconciliation_id == month_id, ~priced.c.stale, priced.c.amount != 0)
    statement = (
        select(
            *(line.id, theirs.row, func.coalesce(theirs.number, line.number, "")),
            *(func.coalesce(theirs.nik, line.nik, ""), func.coalesce(func.nullif(line.name, ""), theirs.name, "")),
            *(line.billed, line.paid, func.coalesce(priced.c.rule, added.c.rule, "")),
            *(func.coalesce(said.decision, ""), func.coalesce(said.note, "")),
        )
        .select_from(month_line)
        .outerjoin(list_row, theirs.id == line.list_row_id)
        .outerjoin(priced, and_(mine, priced.c.list_row_id == line.list_row_id))
        .outerjoin(added, added.c.id == line.finding_id)
        .outerjoin(newest, newest.c.finding_id == func.coalesce(priced.c.id, added.c.id))
        .outerjoin(finding_decision, said.id == newest.c.id)
        .where(line.reconciliation_id == month_id, line.id > after)
        .order_by(line.id)
        .limit(PAGE)
    )
    return tuple(CorrectedLine(*row) for row in connection.execute(statement))
