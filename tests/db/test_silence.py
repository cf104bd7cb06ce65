"""A server that says nothing: one at work is waited for, one that never got the question is not (issue C, half open)."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from db.database import Database
from db.errors import RecordRoomError
from tests.conftest import POSTGRESQL
from tests.private_server import SilentProxy


@pytest.fixture
def proxy():
    assert POSTGRESQL, "run the tests through installer/test.sh"
    made = SilentProxy(urlsplit(POSTGRESQL).port)
    yield made
    made.close()


@pytest.fixture
def database(proxy):
    through = Database(POSTGRESQL.replace(f":{urlsplit(POSTGRESQL).port}/", f":{proxy.port}/"))
    through.backend.silence, through.backend.patience = 0.3, 2.0
    yield through
    through.close()


def ask(database, statement):
    with database.write() as connection:
        return connection.execute(text(statement)).scalar()


def test_a_server_at_work_is_waited_for(database):
    """Five times as long as the patience with a silent one."""
    assert ask(database, "SELECT 7 FROM pg_sleep(1.5)") == 7


def test_a_question_that_never_arrives(database, proxy):
    """Nobody hangs up, so nothing but the desk itself can end it; afterwards the same desk works again."""
    assert ask(database, "SELECT 1") == 1
    with pytest.raises(RecordRoomError, match="unreachable"), database.write() as connection:
        connection.execute(text("SELECT 2"))
        proxy.freeze()
        connection.execute(text("SELECT 3"))
    proxy.thaw()
    assert ask(database, "SELECT 4") == 4


def test_an_idle_line_that_died(database, proxy):
    """The pool's own question before it lends a connection is a question, too."""
    assert ask(database, "SELECT 1") == 1
    proxy.freeze()
    with pytest.raises(RecordRoomError, match="unreachable"):
        ask(database, "SELECT 2")
    proxy.thaw()
    assert ask(database, "SELECT 3") == 3


def test_two_addresses_serve_readers_and_writers():
    """A reader's transactions are read-only, which must not make it look for another server."""
    place = f"127.0.0.1:{urlsplit(POSTGRESQL).port}"
    both = Database(POSTGRESQL.replace(place, f"127.0.0.1:1,{place}"))
    with both.read() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    assert ask(both, "SELECT 2") == 2
    both.close()
