"""Which budget lines pay a month, and in which proportion; reads only."""

from datetime import date

from sqlalchemy import Connection

from db.queries.rates import rates
from desktop.sop.budget import Parts, parts_of
from desktop.sop.rates import Rate
from desktop.sop.reconciling import month_of


def budget_parts(
    connection: Connection, segment: str, period: str, budget_line: str = "", since: date | None = None
) -> Parts:
    """As :func:`~desktop.sop.budget.parts_of` by the office's own tariff; empty for a month of one budget line alone."""
    if budget_line:
        return {}
    names = Rate.__struct_fields__
    known = (Rate(**{name: getattr(row, name) for name in names}) for row in rates(connection))
    return parts_of(known, segment, month_of(period), since)
