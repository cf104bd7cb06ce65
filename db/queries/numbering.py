"""How an office numbers its paper: its own patterns, and how far each series has come."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from db.tables.letters import number_rule
from db.tables.papers import letter_series

INCOMING = ""
EXPEDITION = "#ekspedisi"
"""Series beside those of letters, which are kept under their classification code."""
_BOOKS = {INCOMING: "masuk", EXPEDITION: "ekspedisi"}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The pattern for one kind of letter; ``code`` "" is for all letters without a rule of their own."""

    code: str
    pattern: str
    digits: int


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """``last`` is the last number taken. ``book``: keluar (``classification`` says which letters), masuk, ekspedisi."""

    classification: str
    year: int
    last: int
    book: str


def rules_of(connection: Connection, office_id: int) -> tuple[RuleRow, ...]:
    """The office's own patterns, the one for all letters first."""
    columns = (number_rule.c.code, number_rule.c.pattern, number_rule.c.digits)
    statement = select(*columns).where(number_rule.c.office_id == office_id).order_by(number_rule.c.code)
    return tuple(RuleRow(*row) for row in connection.execute(statement))


def series_of(connection: Connection, office_id: int, year: int) -> tuple[SeriesRow, ...]:
    """Every series that has begun in a year."""
    mine = (letter_series.c.office_id == office_id, letter_series.c.year == year)
    columns = (letter_series.c.classification, letter_series.c.year, letter_series.c.last)
    found = connection.execute(select(*columns).where(*mine).order_by(letter_series.c.classification))
    return tuple(
        SeriesRow(row.classification, row.year, row.last, _BOOKS.get(row.classification, "keluar")) for row in found
    )
