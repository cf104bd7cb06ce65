"""A desk hears of every commit without asking, survives a server that dies, and says when everything must be read anew."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from db import changes
from db.backends.postgresql.listener import PostgreSQLListener
from db.database import Database
from db.migrations import upgrade
from tests.private_server import PrivateServer, SilentProxy

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def newest(database):
    with database.read() as connection:
        return changes.latest(connection)


def announce(database, clock, *topics, ids=()):
    with database.write() as connection:
        return changes.announce(connection, topics or ["application"], ids, clock.now, database.desk)


def heard(line, kind):
    """What comes until something of this kind comes."""
    told = [line.wait(PATIENCE)]
    while told[-1].kind != kind:
        assert len(told) < 60, f"{kind} never came: {told}"
        told.append(line.wait(PATIENCE if told[-1].kind == "nothing" else 0.2))
    return told


def changes_heard(line, number):
    """Changes until one with this number."""
    got = []
    while not got or got[-1].id < number:
        answer = line.wait(PATIENCE)
        assert answer.kind == "news", answer
        got += answer.changes
    return got


@pytest.fixture
def other(office):
    """Another desk's program at the same database."""
    made = Database(office.database.url)
    yield made
    made.close()


@pytest.fixture
def line(office):
    opened = office.database.listen(newest(office.database))
    assert opened.wait(0).kind == "nothing"
    yield opened
    opened.close()


def test_a_commit_of_another_desk_is_heard_with_topics_ids_and_desk(line, other, clock):
    number = announce(other, clock, "application", "batch", ids=[7, 5])
    (change,) = changes_heard(line, number)
    assert (change.id, change.topics, change.ids) == (number, frozenset({"application", "batch"}), (5, 7))
    assert change.desk == other.desk != ""


def test_what_is_not_committed_is_not_heard(line, other, clock):
    class Changed(Exception):
        pass

    with pytest.raises(Changed), other.write() as connection:
        changes.announce(connection, ["application"], [1], clock.now)
        raise Changed
    number = announce(other, clock, "staff")
    assert [change.topics for change in changes_heard(line, number)] == [frozenset({"staff"})]


def test_what_happened_between_reading_and_listening_is_heard(office, other, clock):
    """The first screen reads before the line is there."""
    before = newest(office.database)
    numbers = [announce(other, clock, "application", ids=[at]) for at in range(3)]
    line = office.database.listen(before)
    assert [change.id for change in changes_heard(line, numbers[-1])] == numbers
    number = announce(other, clock, "staff")
    assert [change.id for change in changes_heard(line, number)] == [number]
    line.close()


def test_every_commit_of_many_desks_is_heard_once_and_in_order(line, office, clock):
    desks = [Database(office.database.url) for _ in range(3)]
    threads = [threading.Thread(target=lambda d=d: [announce(d, clock) for _ in range(15)]) for d in desks]
    first = newest(office.database)
    for thread in threads:
        thread.start()
    got = changes_heard(line, first + 45)
    for thread in threads:
        thread.join()
    assert [change.id for change in got] == list(range(first + 1, first + 46))
    for desk in desks:
        desk.close()


ELSEWHERE = """
import sys
from datetime import UTC, datetime
from db import changes
from db.database import Database
database = Database(sys.argv[1])
with database.write() as connection:
    changes.announce(connection, ["application"], [3], datetime.now(UTC), database.desk)
database.close()
"""


def test_a_commit_of_another_process_is_heard(line, office):
    subprocess.run([sys.executable, "-c", ELSEWHERE, office.database.url], cwd=ROOT, check=True)
    (told,) = heard(line, "news")
    assert [change.ids for change in told.changes] == [(3,)]


def test_a_list_too_long_for_one_message_is_heard_without_its_ids(line, other, clock):
    number = announce(other, clock, "application", ids=range(100_000, 103_000))
    (change,) = changes_heard(line, number)
    assert change.topics == frozenset({"application"}) and len(change.ids) in (0, 3000)


def test_who_slept_too_long_reads_everything_anew(office, other, clock):
    before = newest(office.database)
    with other.write() as connection:
        for _ in range(changes.MOST + 1):
            changes.announce(connection, ["application"], [], clock.now)
    line = office.database.listen(before)
    assert line.wait(PATIENCE).kind == "stale"
    number = announce(other, clock, "staff")
    assert [change.id for change in changes_heard(line, number)] == [number]
    line.close()


def test_closing_ends_a_wait_in_another_thread_and_leaves_no_connection(office):
    line = office.database.listen(newest(office.database))
    assert line.wait(0).kind == "nothing"
    ended = []
    thread = threading.Thread(target=lambda: ended.append(line.wait(600)))
    thread.start()
    line.close()
    thread.join(PATIENCE)
    assert [one.kind for one in ended] == ["nothing"] and line.wait(600).kind == "nothing"
    if office.database.backend.spares_writer():
        wait_for(lambda: connections(office.database, "padan kabar") == 0)


def connections(database, name="padan%"):
    with database.read() as connection:
        mine = "datname = current_database() AND application_name LIKE :name"
        return connection.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {mine}"), {"name": name})


def wait_for(condition):
    pause = threading.Event()
    for _ in range(600):
        if condition():
            return
        pause.wait(0.05)
    raise AssertionError("it never came true")


# PostgreSQL of its own, to be stopped and cut off


@pytest.fixture
def server():
    made = PrivateServer()
    yield made
    made.remove()


@pytest.fixture
def shared(server, clock):
    database = Database(server.url)
    upgrade(database)
    announce(database, clock)
    yield database
    database.close()


def test_a_restarted_server_is_found_again_and_everything_is_stale(server, shared, clock):
    line = shared.listen(newest(shared))
    assert line.wait(0).kind == "nothing"
    server.stop()
    lost = heard(line, "lost")[-1]
    assert lost.tries >= 1
    while line.wait(0.2).tries < 3:
        pass
    server.start_again()
    told = heard(line, "stale")
    assert {one.kind for one in told[:-1]} <= {"lost"}
    other = Database(server.url)
    number = announce(other, clock, "staff")
    assert [change.id for change in changes_heard(line, number)] == [number]
    assert newest(shared) == number, "the readers found back too"
    line.close()
    other.close()


def test_a_killed_connection_is_made_anew_at_once(server, shared, clock):
    line = shared.listen(newest(shared))
    assert line.wait(0).kind == "nothing"
    other = Database(server.url)
    with other.read() as connection:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'padan kabar'"
        assert connection.scalar(text(ended))
    assert [one.kind for one in heard(line, "stale")] == ["lost", "stale"]
    line.close()
    other.close()


def test_a_line_that_fell_silent_is_noticed_and_mended(server, shared, clock):
    """Half open: nobody closed anything, the packets just go nowhere."""
    proxy = SilentProxy(server.port)
    through = Database(server.url.replace(f":{server.port}/", f":{proxy.port}/"))
    engine = through.backend.writer(through.url)
    cut = []
    line = PostgreSQLListener(
        engine.raw_connection,
        newest(shared),
        through._changes_after,
        lambda: cut.append(1),
        heartbeat=0.2,
        patience=0.5,
    )
    assert line.wait(1).kind == "nothing", "a line that answers its heartbeat is not cut"
    proxy.freeze()
    assert heard(line, "lost")[-1].tries == 1 and cut == [1]
    proxy.thaw()
    heard(line, "stale")
    number = announce(shared, clock, "staff")
    assert changes_heard(line, number)[-1].id == number
    line.close()
    through.close()
    engine.dispose()
    proxy.close()
