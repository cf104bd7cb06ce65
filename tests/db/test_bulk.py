"""Rows that come in bulk arrive as they were, whatever stands in them: written by columns, a few hundred at a time."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Date, Integer, MetaData, String, Table, Text, cast, select

from db.bulk import bulk_columns, bulk_insert
from db.database import Database
from db.types import Instant

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NAMES = ("id", "number", "name", "day", "at")
ODD = (
    *('Siti "Ayu"', "back\\slash", "a,b", "{x}", "NULL", "null", "", " ", "two\nlines\tand", "Nur'aini", "“é” 😀"),
    *('","', "\\", '"', "a\\n", "$1 ? %s"),
)


@pytest.fixture
def kept(empty_url):
    """A table of every kind of value that lists have, on the database under test."""
    database = Database(empty_url)
    columns = (Column("id", Integer), Column("number", String(13)), Column("name", Text))
    table = Table("kept", MetaData(), *columns, Column("day", Date), Column("at", Instant))
    with database.write() as connection:
        table.metadata.create_all(connection)
    yield database, table
    database.close()


def _rows(names):
    return [(at, f"{at:013d}", name, "1979-01-22" if at % 2 else None, AT) for at, name in enumerate(names)]


@pytest.mark.parametrize("names", [ODD, [*ODD, None], [None, None], ["Siti"], [f"Warga {at}" for at in range(3001)]])
def test_values_arrive_as_they_were(kept, names):
    database, table = kept
    rows = _rows(names)
    with database.write() as connection:
        assert bulk_insert(database.backend, connection, table, NAMES, [rows, []]) == len(rows)
    with database.read() as connection:
        asked = select(table.c.id, table.c.number, table.c.name, cast(table.c.day, Text), table.c.at)
        assert [tuple(row) for row in connection.execute(asked.order_by(table.c.id))] == rows


def test_columns_come_while_others_are_written(kept):
    database, table = kept
    rows = _rows([*ODD, None] * 40)
    parts = ([list(column) for column in zip(*rows[at : at + 150], strict=True)] for at in range(0, len(rows), 150))
    with database.write() as connection:
        assert bulk_columns(database.backend, connection, table, NAMES, parts) == len(rows)
    with database.read() as connection:
        found = connection.execute(select(table.c.id, table.c.name).order_by(table.c.id)).all()
    assert [tuple(row) for row in found] == [(row[0], row[2]) for row in rows]
