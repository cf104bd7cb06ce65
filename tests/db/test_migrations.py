"""Migrations: what they build is what the tables declare; they may be repeated; a newer database is left alone."""

from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from migration_sql import DIALECTS, RELEASED, statements
from sqlalchemy import Date, bindparam, insert, select, text

import db.migrations
from db.database import Database
from db.errors import RecordRoomError
from db.migrations import NewerDatabase, upgrade
from db.tables import metadata
from db.tables.registry import family_member
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
        assert connection.scalar(text("SELECT count(*) FROM sop_transition")) == 22 + 13


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


def build(database, last):
    """A database as an earlier version left it, without guards."""
    script = ScriptDirectory(str(Path(db.migrations.__file__).parent))
    with database.write() as connection:
        context = MigrationContext.configure(connection, opts={"transactional_ddl": True})
        with Operations.context(context):
            for revision in reversed(list(script.iterate_revisions(last, "base"))):
                revision.module.upgrade()
        context.stamp(script, last)


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

    build(database, "0001")
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


BEFORE_ONE_CARD = (
    "INSERT INTO role (code, label) VALUES ('dinkes', 'Dinas Kesehatan')",
    "INSERT INTO office (id, kind, name) VALUES (1, 'dinkes', 'Dinas Kesehatan')",
    "INSERT INTO staff (id, username, name, office_id, password_hash) VALUES (1, 'ratna', 'Ratna', 1, '-')",
    "INSERT INTO import_run (id, layout, file_name, file_sha256, total, accepted, rejected, duplicates, staff_id,"
    " office_id, at) SELECT n, 'pbi_bnba', 'a.xlsx', '-', 0, 0, 0, 0, 1, 1, '2026-10-01 03:00:00'"
    " FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS numbers",
    "INSERT INTO person (id, registration, created_at) SELECT n, 'I1.' || n, '2026-10-01 03:00:00'"
    " FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5) AS numbers",
)
# (person, card, from, to, import) as they stood → (to, import that ended it) as they are healed.
CARDS = [
    # Two run: a middle list was taken back.
    ((1, "A", "2026-10-01", None, 1), (date(2026, 12, 1), 3)),
    ((1, "B", "2026-12-01", None, 3), (None, None)),
    # Two run that began on one day.
    ((2, "A", "2026-10-01", None, 1), (date(2026, 10, 1), 2)),
    ((2, "B", "2026-10-01", None, 2), (None, None)),
    # A list of October came after the one of December: the newer card ended before it began.
    ((3, "A", "2026-12-01", "2026-10-01", 1), (None, None)),
    ((3, "B", "2026-10-01", None, 2), (date(2026, 12, 1), 1)),
    # As it should be, but for who ended the first one; the last of all ended by a merge on a day of its own.
    ((4, "A", "2026-10-01", "2026-11-01", 1), (date(2026, 11, 1), 2)),
    ((4, "B", "2026-11-01", "2026-11-29", 2), (date(2026, 11, 29), None)),
    ((5, "A", "2026-12-01", "2026-10-01", 1), (date(2026, 12, 1), None)),
]


def test_cards_that_contradict_each_other_follow_one_another(database):
    """Two running cards of one person, and cards that end before they begin, before the database forbids both."""
    build(database, "0020")
    card = (
        "INSERT INTO family_member (id, person_id, kk, relation, valid_from, valid_to, run_id)"
        " VALUES (:id, :person, :kk, 'Anak', :begun, :ended, :run)"
    )
    with database.write() as connection:
        for statement in BEFORE_ONE_CARD:
            connection.execute(text(statement))
        for at, ((person, kk, begun, ended, run), _healed) in enumerate(CARDS):
            days = {"begun": date.fromisoformat(begun), "ended": date.fromisoformat(ended) if ended else None}
            values = {"id": at, "person": person, "kk": kk * 16, "run": run, **days}
            connection.execute(text(card).bindparams(*(bindparam(day, type_=Date) for day in days)), values)
    prepare(database)
    told = select(*(family_member.c[name] for name in ("valid_to", "end_run_id", "relation")))
    with database.read() as connection:
        found = connection.execute(told.order_by(family_member.c.id)).all()
    assert [tuple(row[:2]) for row in found] == [healed for _before, healed in CARDS]
    assert {row.relation for row in found} == {"Anak"}


@pytest.mark.parametrize(
    "change", [{"valid_from": date(2026, 9, 1)}, {"valid_from": date(2026, 9, 1), "valid_to": date(2026, 8, 1)}]
)
def test_a_second_running_card_and_a_day_before_the_first_are_impossible(database, change):
    build(database, "0020")
    with database.write() as connection:
        for statement in BEFORE_ONE_CARD:
            connection.execute(text(statement))
    prepare(database)
    row = {"person_id": 1, "kk": "A" * 16, "valid_from": date(2026, 10, 1), "run_id": 1}
    with database.write() as connection:
        connection.execute(insert(family_member), row)
    with pytest.raises(RecordRoomError), database.write() as connection:
        connection.execute(insert(family_member), row | change)


@pytest.mark.parametrize("revision", RELEASED)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_released_migration_says_what_it_always_said(revision, dialect):
    said = (GOLDENS / f"{revision}_{dialect}.sql").read_text(encoding="utf-8")
    assert statements(revision, dialect) == said
