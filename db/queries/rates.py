"""The table of rates."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from db.tables.lists import rate


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
