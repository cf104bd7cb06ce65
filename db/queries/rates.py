"""The table of rates."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from db.tables.lists import rate
from db.tables.reconciliation import reconciliation


@dataclass(frozen=True, slots=True)
class RateRow:
    """One line: from ``valid_from`` on a budget line pays this for a member."""

    id: int
    segment: str
    ward_class: int
    budget_line: str
    amount: int
    valid_from: date
    legal_basis: str
    note: str
    version: int


def rates(connection: Connection) -> tuple[RateRow, ...]:
    """All rates, by segment and day."""
    columns = (rate.c[name] for name in RateRow.__dataclass_fields__)
    order = (rate.c.segment, rate.c.ward_class, rate.c.budget_line, rate.c.valid_from)
    return tuple(RateRow(*row) for row in connection.execute(select(*columns).order_by(*order)))


def budget_lines(connection: Connection, segment: str) -> tuple[str, ...]:
    """The budget lines that pay for members of a segment, by name."""
    statement = select(rate.c.budget_line).where(rate.c.segment == segment).distinct().order_by(rate.c.budget_line)
    return tuple(connection.scalars(statement))


def last_closed(connection: Connection, segment: str) -> str:
    """The newest month of a segment that was closed with these rates ("2026-10"); "" before the first."""
    r = reconciliation.c
    newest = select(func.max(r.period)).where(r.segment == segment, r.state == "tutup")
    return connection.scalar(newest) or ""
