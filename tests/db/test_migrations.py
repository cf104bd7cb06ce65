"""Migrations: what they build is what the tables declare; they may be repeated; a newer database is left alone."""

from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from migration_sql import DIALECTS, RELEASED, statements
from sqlalchemy import text

import db.migrations
from db.database import Database
from db.migrations import NewerDatabase, upgrade
from db.tables import metadata
from desktop.operations.open_office import prepare

GOLDENS = Path(__file__).parents[1] / "golden" / "migrations"


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
        assert connection.scalar(text("SELECT count(*) FROM sop_status")) == 13 + 7
        assert connection.scalar(text("SELECT count(*) FROM sop_transition")) == 20 + 13


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


def build_first(database):
    """A database as the first version left it."""
    script = ScriptDirectory(str(Path(db.migrations.__file__).parent))
    with database.write() as connection:
        context = MigrationContext.configure(connection, opts={"transactional_ddl": True})
        with Operations.context(context):
            script.get_revision("0001").module.upgrade()
        context.stamp(script, "0001")


FIRST_VERSION = (
    "INSERT INTO role (code, label) VALUES ('satpol_pp', 'Satpol PP'), ('panti', 'Panti')",
    "INSERT INTO sop_procedure (code, title, initial_status) VALUES ('wbs', 'WBS', 'dijangkau')",
    "INSERT INTO office (id, kind, name, emblem) VALUES (1, 'satpol_pp', 'Satpol PP', NULL), (2, 'panti', 'Panti', NULL)",
    "INSERT INTO staff (id, username, name, office_id, password_hash) VALUES (1, 'bagus', 'Bagus', 1, '-')",
    "INSERT INTO batch (id, procedure, action, step, from_office_id, to_office_id, people, created_by, created_at)"
    " VALUES (1, 'wbs', 'serahkan', 1, 1, 2, 3, 1, '2026-03-02 03:00:00')",
    "INSERT INTO letter_series (office_id, classification, year, last) VALUES (1, '300.1', 2026, 1)",
    "INSERT INTO letter (id, code, office_id, batch_id, classification, year, agenda, number, issued_on, issued_by,"
    " issued_at, facts) VALUES (1, 'bast', 1, 1, '300.1', 2026, 1, '300.1/001/S/III/2026', '2026-03-02', 1,"
    " '2026-03-02 03:00:00', '{}'), (2, 'rekapitulasi', 1, 1, '300.1', 2026, NULL, '300.1/001/S/III/2026',"
    " '2026-03-02', 1, '2026-03-02 03:00:00', '{}')",
)


def test_letters_of_the_first_version_get_their_line(database):
    """Only what has a number of its own; the book goes on where the series stands."""
    from db.queries.letters import all_letters
    from db.queries.mail import mail_book

    build_first(database)
    with database.write() as connection:
        for statement in FIRST_VERSION:
            connection.execute(text(statement))
    prepare(database)
    with database.read() as connection:
        (line,) = mail_book(connection, 1, "keluar", 2026)
        letters = all_letters(connection)
    assert (line.agenda, line.number, line.letter_id, line.letter_code) == (1, "300.1/001/S/III/2026", 1, "bast")
    assert (line.dated, line.entered_on, line.correspondent) == (date(2026, 3, 2), date(2026, 3, 2), "Panti")
    assert (line.voided, line.sent, line.version) == (False, "", 1)
    assert [(row.id, row.voided, row.signed) for row in letters] == [(2, False, ""), (1, False, "")]


@pytest.mark.parametrize("revision", RELEASED)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_released_migration_says_what_it_always_said(revision, dialect):
    said = (GOLDENS / f"{revision}_{dialect}.sql").read_text(encoding="utf-8")
    assert statements(revision, dialect) == said
