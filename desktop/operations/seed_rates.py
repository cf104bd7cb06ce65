"""The rates an office begins with; afterwards the table is its own."""

from db.tables.register import rate
from sqlalchemy import Connection, insert, select

from desktop.sop.rates import first_rates


def seed_rates(connection: Connection) -> None:
    """Fill an empty table of rates. What an office changed or took out is never put back."""
    if connection.scalar(select(rate.c.id).limit(1)) is not None:
        return
    names = ("segment", "ward_class", "budget_line", "amount", "valid_from", "legal_basis", "note")
    connection.execute(insert(rate), [{name: getattr(one, name) for name in names} for one in first_rates()])
