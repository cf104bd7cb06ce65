"""Migrations: what they build is what the tables declare; they may be repeated; a newer database is left alone."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from db.database import Database
from db.migrations import NewerDatabase, upgrade
from db.tables import metadata
from desktop.operations.open_office import prepare


@pytest.fixture
def database(empty_url):
    opened = Database(empty_url)
    yield opened
    opened.close()


def test_migrated_schema_is_the_declared_one(database):
    upgrade(database)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_repeating_changes_nothing(database):
    prepare(database)
    prepare(database)
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sop_status")) == 13
        assert connection.scalar(text("SELECT count(*) FROM sop_transition")) == 20


def test_older_program_leaves_a_newer_database_alone(database):
    upgrade(database)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase):
        upgrade(database)


def test_data_survives_an_upgrade(office, seat):
    from desktop.operations.intake import Newcomer, RecordIntake

    seat("bagus").run(RecordIntake(people=(Newcomer(name="Tetap Ada", sex="P"),)))
    prepare(office.database)
    with office.database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM application")) == 1
