"""The world gets in the way: a full disk, a locked file, a lost server, no database. A sentence, and nothing is lost."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from chain import bring, intake, newcomers, seen, waiting
from sqlalchemy import create_engine, text

from db.database import Database
from db.errors import RecordRoomError
from db.queries.cases import cases_by_id
from db.queries.offices import offices
from desktop.office import Office
from desktop.operations import journal
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.intake import RecordIntake
from desktop.operations.move import Move
from desktop.settings import sqlite_url
from desktop.world import WorldTrouble
from tests.conftest import POSTGRESQL, seats_of

JPEG = b"\xff\xd8\xff\xe0" + b"gambar" * 100_000


def trouble(wish):
    """The trouble a wish meets: its code, after its sentence was looked at."""
    with pytest.raises(WorldTrouble) as caught:
        wish()
    assert caught.value.sentence.endswith(".") and caught.value.retry
    assert str(caught.value) == caught.value.code, "no personal data in the exception's text"
    return caught.value.code


def count(office, table):
    with office.database.read() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}"))


def sound(office):
    with office.database.read() as connection:
        return journal.verify(connection).breaks == ()


# --- SQLite ---------------------------------------------------------------------------------------------------------


def limit_pages(office, pages):
    """Let the file grow no further than this; the writer's pool holds the one connection."""
    with office.database.write() as connection:
        have = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {have + pages if pages is not None else 10**9}"))


def test_disk_full(local_office, clock):
    office = local_office
    seat = seats_of(office)
    done = intake(seat, clock, 2)
    before = {table: count(office, table) for table in ("application", "person", "journal", "paper", "request")}
    limit_pages(office, 2)
    photo = AttachPhoto(application_id=done[0], photo=JPEG)
    assert trouble(lambda: seat("bagus").run(photo)) == "db-disk_full"
    assert trouble(lambda: seat("bagus").run(RecordIntake(people=newcomers(200, clock)))) == "db-disk_full"
    assert {table: count(office, table) for table in before} == before and sound(office)
    limit_pages(office, None)
    assert seat("bagus").run(photo).done == done[:1] and count(office, "paper") == 1
    assert not seat("bagus").run(RecordIntake(people=newcomers(5, clock))).replayed and sound(office)


HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
"""


def test_locked_by_another_program(templates, tmp_path, clock):
    """A backup program or a second Padan holds the file; reading goes on, the same wish works afterwards, once."""
    path = tmp_path / "latihan.db"
    shutil.copy(templates["sqlite"], path)
    office = Office(f"{sqlite_url(path)}?timeout=0.1", tmp_path, practice=True, clock=clock)
    seat = seats_of(office)
    command = RecordIntake(people=newcomers(2, clock))
    seat("bagus")
    holder = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        assert trouble(lambda: seat("bagus").run(command)) == "db-busy"
        assert len(office.read(offices)) == 6
        other.stdin.write("\n")
    assert not seat("bagus").run(command).replayed and seat("bagus").run(command).replayed
    assert count(office, "application") == 2 and sound(office)
    office.close()


def test_read_only_file(templates, tmp_path, clock):
    """Opened for reading alone, as from an account without the right to write."""
    path = tmp_path / "latihan.db"
    shutil.copy(templates["sqlite"], path)
    writable = Office(sqlite_url(path), tmp_path, clock=clock)
    assert len(writable.read(offices)) == 6
    office = Office(f"sqlite:///file:{path}?mode=ro&uri=true", tmp_path, practice=True, clock=clock)
    seat = seats_of(office)
    assert len(office.read(offices)) == 6
    assert trouble(lambda: seat("bagus").run(RecordIntake(people=newcomers(1, clock)))) == "db-read_only"
    office.close()
    writable.close()


def test_not_a_database(tmp_path, clock):
    path = tmp_path / "latihan.db"
    path.write_bytes(b"ini bukan basis data " * 500)
    office = Office(sqlite_url(path), tmp_path, clock=clock)
    assert trouble(lambda: office.read(offices)) == "db-damaged"
    office.close()


def test_an_empty_file_and_a_missing_folder(tmp_path, clock):
    empty = Office(sqlite_url(tmp_path / "kosong.db"), tmp_path, clock=clock)
    assert trouble(lambda: empty.read(offices)) == "db-damaged"
    empty.close()
    nowhere = Office(sqlite_url(tmp_path / "tidak" / "ada" / "latihan.db"), tmp_path, clock=clock)
    assert trouble(lambda: nowhere.read(offices)) == "db-unreachable"
    nowhere.close()


def test_a_damaged_page(local_office, clock):
    """A file that lost bytes on a bad stick says so and never pretends to be empty."""
    office = local_office
    bring(seats_of(office), clock, "diserahkan", 3)
    office.close()
    path = Path(office.database.url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as flush:
        flush.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    flush.close()
    body = bytearray(path.read_bytes())
    body[4096:] = b"\xff" * (len(body) - 4096)
    path.write_bytes(bytes(body))
    again = Office(office.database.url, office.folder, clock=clock)
    assert trouble(lambda: again.read(offices)) == "db-damaged"
    again.close()


# --- both -----------------------------------------------------------------------------------------------------------


def test_an_unknown_database(tmp_path):
    with pytest.raises(ValueError, match="mysql"):
        Database("mysql://localhost/padan")


def test_a_constraint_behind_the_rules_is_a_sentence(office):
    """What slips through every check still meets the tables: nothing changes and the kinds are told apart."""
    cases = {
        "INSERT INTO holiday (day, name) SELECT day, name FROM holiday": "double",
        "UPDATE person SET sex = 'X'": "guard",
        "UPDATE staff SET office_id = 999": "guard",
        "SELECT * FROM tidak_ada": "damaged",
    }
    with office.database.write() as connection:
        connection.execute(text("INSERT INTO holiday (day, name) VALUES ('2026-12-25', 'Natal')"))
    for statement, kind in cases.items():
        with pytest.raises(RecordRoomError) as caught, office.database.write() as connection:
            connection.execute(text(statement))
        assert caught.value.kind == kind, statement


# --- PostgreSQL -----------------------------------------------------------------------------------------------------

only_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


class Server:
    """A second line to the server, as its administrator has it."""

    def __init__(self, office):
        self.engine = create_engine(office.database.url, isolation_level="AUTOCOMMIT")

    def ask(self, statement):
        with self.engine.connect() as connection:
            answer = connection.execute(text(statement))
            return answer.scalar() if answer.returns_rows else None

    MINE = "datname = current_database() AND application_name = 'padan'"

    def wait_until_blocked(self):
        while not self.ask(f"SELECT count(*) FROM pg_stat_activity WHERE {self.MINE} AND wait_event_type = 'Lock'"):
            pass

    def cut(self, more="true"):
        return self.ask(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {self.MINE} AND {more}")


@pytest.fixture
def server(office):
    line = Server(office)
    yield line
    line.engine.dispose()


@only_postgresql
def test_the_line_is_cut_in_the_middle_of_a_command(office, seat, clock, server):
    """The command holds its locks and waits for a row; the server drops it. The retry is done exactly once."""
    ids = bring(seat, clock, "diserahkan", 3)
    rows = waiting(seat("yusuf"), "diserahkan")
    command = Move(procedure="wbs", action="terima", cases=seen(rows))
    codes = []
    yusuf = seat("yusuf")
    thread = threading.Thread(target=lambda: codes.append(trouble(lambda: yusuf.run(command))))
    with server.engine.connect().execution_options(isolation_level="READ COMMITTED") as other:
        other.execute(text(f"SELECT id FROM application WHERE id = {ids[1]} FOR UPDATE"))
        thread.start()
        server.wait_until_blocked()
        assert server.cut("wait_event_type = 'Lock'") == 1
        thread.join()
        other.rollback()
    assert codes == ["db-unreachable"]
    assert {row.status for row in office.read(cases_by_id, ids)} == {"diserahkan"} and sound(office)
    again, twice = yusuf.run(command), yusuf.run(command)
    assert not again.replayed and again.done == ids and twice.replayed
    assert {row.version for row in office.read(cases_by_id, ids)} == {rows[0].version + 1} and sound(office)


@only_postgresql
def test_idle_lines_that_died_are_not_noticed(office, seat, clock, server):
    """The server was restarted over night: the first click of the morning works."""
    intake(seat, clock, 1)
    assert server.cut() >= 1
    assert len(office.read(offices)) == 6
    server.cut()
    assert seat("bagus").run(RecordIntake(people=newcomers(1, clock))).done and sound(office)


@only_postgresql
def test_no_server_no_database_no_account(office, tmp_path, clock):
    url = office.database.url
    base, _, name = url.rpartition("/")
    host = base.rpartition("@")[2]
    stranger = "bukan_siapa:salah"
    wrong = {
        f"{base}/padan_tidak_ada": "db-refused",
        url.replace(host, "127.0.0.1:1"): "db-unreachable",
        url.replace(host, "tidak-ada.invalid"): "db-unreachable",
        f"postgresql+psycopg://{stranger}@{host}/{name}": "db-refused",
    }
    for address, code in wrong.items():
        other = Office(address, tmp_path, clock=clock)
        assert trouble(lambda other=other: other.read(offices)) == code, code
        other.close()
    assert POSTGRESQL


@only_postgresql
def test_a_server_that_only_reads(office, seat, clock, server):
    """A standby, or an administrator who closed the office for writing."""
    seat("bagus")
    office.database.close()
    name = server.ask("SELECT current_database()")
    server.ask(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    reopened = Office(office.database.url, office.folder, clock=clock)
    assert len(reopened.read(offices)) == 6
    command = RecordIntake(people=newcomers(1, clock))
    assert trouble(lambda: reopened.run(command, seat("bagus").staff.id)) == "db-read_only"
    reopened.close()
