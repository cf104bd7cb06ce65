"""Numbers, agenda books, void letters and sendings by plain SQL: what was written stays, on both databases."""

from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from db.errors import RecordRoomError
from db.queries.mail import mail_book
from db.tables.letters import dispatch, letter_void, mail
from db.tables.papers import letter_series
from desktop.operations.dispatch import RecordDispatch
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.move import Move
from desktop.operations.void_letter import VoidLetter
from desktop.operations.void_mail_line import VoidMailLine
from tests.conftest import seats_of, standing_office

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request, templates, tmp_path_factory):
    """A letter that was sent by hand and by e-mail, another declared void, and one that came in; nothing is added."""
    with standing_office(request.param, templates, tmp_path_factory.mktemp("buku")) as opened:
        seat = seats_of(opened)
        bagus, panti = seat("bagus"), seat("yusuf").staff.office_id
        for name in ("Orang Satu", "Orang Dua"):
            person = Newcomer(name=name, sex="L", found_place="Stasiun Senen", found_at=opened.clock())
            case = bagus.run(RecordIntake(people=(person,), panti_office_id=panti)).done[0]
            bagus.run(Move(procedure="wbs", action="serahkan", cases=((case, 1),)))
        lines = bagus.read(mail_book, bagus.staff.office_id, "keluar", 2026)
        bagus.run(VoidLetter(letter_id=lines[0].letter_id, reason="Salah"))
        bagus.run(RecordDispatch(mail_id=lines[1].id, way="antar", recipient="Panti"))
        bagus.run(RecordDispatch(mail_id=lines[1].id, way="surel", recipient="Panti", address="tu@panti.example"))
        came = bagus.run(EnterIncoming(number="1/A", dated=TODAY, correspondent="Kelurahan", subject="Data"))
        bagus.run(VoidMailLine(mail_id=came.data["mail"], version=1, reason="Salah"))
        yield opened


class Undo(Exception):
    """Takes back what a test did."""


@contextmanager
def undone(office):
    """A transaction that never commits."""
    with suppress(Undo), office.database.write() as connection:
        yield connection
        raise Undo


def refused(office, statement, kind="guard", **values):
    with pytest.raises(RecordRoomError) as caught, office.database.write() as connection:
        connection.execute(text(statement), values) if isinstance(statement, str) else connection.execute(statement)
    assert caught.value.kind == kind


@pytest.mark.parametrize("table", ["mail", "letter_void", "mail_void", "dispatch", "letter_series", "letter_issue"])
def test_nothing_is_deleted_or_emptied(office, table):
    refused(office, f"DELETE FROM {table}")
    if office.database.backend.name == "postgresql":
        refused(office, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", ["mail", "letter_void", "mail_void", "dispatch"])
def test_nothing_is_replaced(office, table):
    """REPLACE deletes on SQLite without asking the DELETE triggers; PostgreSQL has no such word."""
    if office.database.backend.name == "sqlite":
        refused(office, f"REPLACE INTO {table} SELECT * FROM {table}")


def test_a_series_cannot_be_replaced(office):
    """On SQLite the line is left alone instead of refused: taking a first number begins with such an insert."""
    if office.database.backend.name != "sqlite":
        return
    with undone(office) as connection:
        connection.execute(
            text("REPLACE INTO letter_series SELECT office_id, classification, year, 0 FROM letter_series")
        )
        assert set(connection.scalars(text("SELECT last FROM letter_series WHERE classification = '300.1'"))) == {2}


MAIL = (
    *("number = 'lain'", "agenda = 77", "dated = '2020-01-01'", "entered_on = '2020-01-01'", "year = 2020"),
    *("correspondent = 'lain'", "subject = 'lain'", "classification = '1'", "direction = 'keluar '", "office_id = 2"),
    *("letter_id = NULL", "note = 'lain'", "our_number = 'lain'", "created_by = 3", "id = id + 100"),
)


@pytest.mark.parametrize("change", [*MAIL, "created_at = '2020-01-01 00:00:00'", "archive_place = 'tanpa versi'"])
def test_a_line_of_the_register_does_not_change(office, change):
    grows = "" if "versi" in change else ", version = version + 1"
    refused(office, f"UPDATE mail SET {change}{grows}")


def test_the_place_of_the_paper_does(office):
    with undone(office) as connection:
        connection.execute(text("UPDATE mail SET archive_place = 'Lemari', version = version + 1"))


@pytest.mark.parametrize("change", ["reason = 'lain'", "replaced_by = 1", "voided_by = 2", "letter_id = 1"])
def test_a_void_stays_as_it_was_declared(office, change):
    refused(office, f"UPDATE letter_void SET {change}")


@pytest.mark.parametrize("change", ["reason = 'lain'", "voided_by = 2", "mail_id = 1"])
def test_a_void_line_stays_as_it_was_declared(office, change):
    refused(office, f"UPDATE mail_void SET {change}")


@pytest.mark.parametrize(
    "change",
    [
        *("recipient = 'lain'", "address = 'lain'", "way = 'pos'", "sent_by = 3", "mail_id = mail_id - 1"),
        *("expedition = 9", "year = 2020", "office_id = 2", "sent_at = '2020-01-01 00:00:00'", "id = id + 100"),
        "received_at = '2026-11-24 00:00:00'",
    ],
)
def test_a_sending_is_not_told_anew(office, change):
    """Each beside a step that is allowed."""
    refused(office, f"UPDATE dispatch SET {change}, state = 'terkirim', version = version + 1 WHERE way = 'surel'")


@pytest.mark.parametrize(
    "change",
    [
        *("receipt = 'lain'", "reason = 'lain'", "state = 'diterima'", "state = 'mengirim'", "state = 'lain'"),
        "state = 'terkirim', version = version",
    ],
)
def test_a_sending_does_not_stand_still_or_jump(office, change):
    grows = "" if "version" in change else ", version = version + 1"
    refused(office, f"UPDATE dispatch SET {change}{grows} WHERE way = 'surel'")


def test_a_sending_goes_on_one_way(office):
    with undone(office) as connection:
        for way, state in (("surel", "terkirim"), ("surel", "diterima"), ("antar", "diterima")):
            statement = "UPDATE dispatch SET state = :state, version = version + 1 WHERE way = :way"
            connection.execute(text(statement), {"state": state, "way": way})
        for state in ("mengirim", "terkirim", "gagal", "diterima"):
            with pytest.raises(DBAPIError, match="padan_guard"), connection.begin_nested():
                connection.execute(text("UPDATE dispatch SET state = :state, version = version + 1"), {"state": state})


@pytest.mark.parametrize(
    "change", ["last = last + 2", "last = 0", "last = last - 1", "last = last + 1, year = 2030", "classification = 'x'"]
)
def test_a_series_goes_on_by_one(office, change):
    refused(office, f"UPDATE letter_series SET {change}")


def line(**values):
    given = {
        "office_id": 1,
        "direction": "keluar",
        "classification": "300.1",
        "year": 2026,
        "agenda": 50,
        "number": "lain",
        "dated": TODAY,
        "entered_on": TODAY,
        "correspondent": "x",
        "subject": "x",
        "created_by": 1,
        "created_at": AT,
    }
    return insert(mail).values(**given | values)


@pytest.mark.parametrize(
    "values",
    [
        {"agenda": 1},
        {"number": "300.1/001/SATPOLPP/XI/2026"},
        {"letter_id": 1},
        {"direction": "masuk", "classification": "", "agenda": 1},
        {"direction": "masuk", "classification": "lain", "agenda": 1},
    ],
)
def test_no_number_stands_twice(office, values):
    kind = "guard" if office.database.backend.name == "sqlite" else "double"
    refused(office, line(**values), kind)
    with undone(office) as connection:
        connection.execute(line())


def test_no_expedition_number_and_no_void_stands_twice(office):
    bagus = seats_of(office)("bagus")
    books = bagus.read(mail_book, bagus.staff.office_id, "keluar", 2026)
    kind = "guard" if office.database.backend.name == "sqlite" else "double"
    sent = {"mail_id": books[1].id, "office_id": 1, "year": 2026, "way": "pos", "recipient": "x", "state": "terkirim"}
    refused(office, insert(dispatch).values(**sent, expedition=1, sent_by=1, sent_at=AT), kind)
    void = {"letter_id": books[0].letter_id, "reason": "lagi", "voided_by": 1, "voided_at": AT}
    refused(office, insert(letter_void).values(**void), kind)
    if office.database.backend.name == "postgresql":
        refused(office, insert(letter_series).values(office_id=1, classification="300.1", year=2026, last=9), kind)
