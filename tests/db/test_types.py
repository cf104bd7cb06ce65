"""Moments mean the same on both databases: what went in comes out, in UTC, and sorts by time."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from db.database import Database
from db.types import Instant

MOMENTS = [
    datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
    datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Jakarta")),
    datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-11))),
    datetime(1899, 12, 31, 12, 0, tzinfo=UTC),
    datetime(9999, 12, 31, 0, 0, tzinfo=UTC),
    datetime(900, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
]


@pytest.fixture
def kept(empty_url):
    """A table with one Instant, on the database under test."""
    database = Database(empty_url)
    table = Table("kept", MetaData(), Column("id", Integer, primary_key=True), Column("at", Instant))
    with database.write() as connection:
        table.metadata.create_all(connection)
    yield database, table
    database.close()


def test_round_trip_and_order(kept):
    database, table = kept
    with database.write() as connection:
        connection.execute(insert(table), [{"at": moment} for moment in MOMENTS])
    with database.read() as connection:
        back = list(connection.scalars(select(table.c.at).order_by(table.c.id)))
        ordered = list(connection.scalars(select(table.c.at).order_by(table.c.at)))
        between = list(connection.scalars(select(table.c.at).where(table.c.at > MOMENTS[0], table.c.at <= MOMENTS[1])))
    assert back == MOMENTS and all(moment.tzinfo is UTC for moment in back)
    assert ordered == sorted(MOMENTS) and between == [MOMENTS[1]]


def test_nothing_stays_nothing(kept):
    database, table = kept
    with database.write() as connection:
        connection.execute(insert(table), {"at": None})
        assert connection.scalar(select(table.c.at)) is None


def test_a_moment_without_a_zone_is_refused(kept):
    database, table = kept
    with pytest.raises(StatementError, match="needs a time zone"), database.write() as connection:
        connection.execute(insert(table), {"at": datetime(2026, 11, 23, 8, 0)})  # noqa: DTZ001
