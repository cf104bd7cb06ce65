"""Offices on both databases for every test that asks for one; a clock the tests set; a PostgreSQL server that is real."""

import gc
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine, make_url, text

from desktop.office import Office
from desktop.operations import passwords
from desktop.practice import fill, load_practice
from desktop.seat import Seat
from desktop.settings import sqlite_url
from tests import administrator
from tests.administrator import server as _server
from tests.printing.private_cups import cups, cups_server  # noqa: F401 (fixtures of every room)
from tests.shelf import clear

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The same examples in every run; PADAN_EXPLORE=1 looks for new ones. No deadline: two cores serve everybody at once.
settings.register_profile(
    "padan",
    deadline=None,
    derandomize=not os.environ.get("PADAN_EXPLORE"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("padan")
# Every sign-in of every test would pay a tenth of a second for Argon2id; each hash says itself how much work it asks for.
passwords.WORK = (1, 64, 1)
LOGINS: dict[int, list[Office]] = {}
POSTGRESQL = os.environ.get("PADAN_TEST_POSTGRESQL", "")
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 08.00 in Jakarta


LONGEST = (
    "test_tour.py",
    "test_failover.py",
    "test_random_moves.py",
    "test_many_desks.py",
    "test_letter_memory.py",
    "test_reconcile_verb.py",
    "test_self_test.py",
    "test_letter_gallery.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes a minute begins first: at the end one core would wait for it."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


class Clock:
    """The office's clock, moved by hand."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        """Let time pass."""
        self.now += timedelta(**delta)


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Whoever makes the threads of a window closes them: until then Python collects no cycles by itself."""
    yield
    assert gc.isenabled(), "a window's threads were not closed"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """A minute for every condition: five seconds, as it comes, are too few when the machine is busy."""
    for name in ("waitUntil", "waitSignal"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=60_000))
    return qtbot


def _database_url(name: str) -> str:
    base, _, _ = POSTGRESQL.rpartition("/")
    return f"{base}/{name}"


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """One filled practice office per database, copied for every test."""
    path = tmp_path_factory.mktemp("template") / "latihan.db"
    made = {"sqlite": str(path)}
    office = Office(sqlite_url(path), path.parent, practice=True, clock=Clock())
    fill(office)
    office.close()
    if POSTGRESQL:
        name = f"padan_template_{uuid.uuid4().hex[:8]}"
        _server(f'CREATE DATABASE "{name}"')
        shared = Office(_database_url(name), path.parent, practice=True, clock=Clock())
        fill(shared)
        shared.close()
        made["verifier"] = os.environ["PADAN_TEST_VERIFIER"] = administrator.quick_verifier(load_practice().password)
        made["postgresql"] = name
    yield made
    clear()
    if POSTGRESQL:
        _drop(made["postgresql"])


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql" and not POSTGRESQL:
        pytest.fail("PADAN_TEST_POSTGRESQL is not set: run the tests through installer/test.sh")
    return str(request.param)


@pytest.fixture
def url(backend: str, templates: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh practice office."""
    if backend == "sqlite":
        path = tmp_path / "latihan.db"
        shutil.copy(templates["sqlite"], path)
        yield sqlite_url(path)
        return
    with shared_copy(templates) as shared:
        yield shared


@contextmanager
def shared_copy(templates: dict[str, str]) -> Iterator[str]:
    """The URL of a copy of the practice office on the server, where everybody has a login; dropped afterwards."""
    name = f"padan_{uuid.uuid4().hex[:12]}"
    _server(f'CREATE DATABASE "{name}" TEMPLATE "{templates["postgresql"]}" STRATEGY file_copy')
    able = f"LOGIN PASSWORD '{templates['verifier']}'"
    administrator.make_logins(name, administrator.logins(templates["postgresql"]), able)
    yield _database_url(name)
    _drop(name)


def give_logins(url: str, verifier: str) -> None:
    """Every staff member of a copied office gets a login role of its own, with one password for all."""
    engine = create_engine(url)
    everybody = "DO $$ DECLARE one text; BEGIN FOR one IN SELECT login_of(id) FROM staff LOOP"
    each = f"EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', one, '{verifier}'); END LOOP; END $$"
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT make_logins()")
        connection.execution_options(no_parameters=True).exec_driver_sql(f"{everybody} {each}")
    engine.dispose()


def _drop(name: str) -> None:
    _server(f'DROP DATABASE "{name}" WITH (FORCE)')
    drop = "DO $$ DECLARE one text; BEGIN FOR one IN SELECT rolname FROM pg_roles WHERE rolname LIKE '%@' || :name LOOP"
    end = "EXECUTE format('DROP ROLE %I', one); END LOOP; END $$"
    _server(f"{drop} {end}".replace(":name", f"'{name}'"))


@pytest.fixture
def empty_url(backend: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if backend == "sqlite":
        yield sqlite_url(tmp_path / "kosong.db")
        return
    name = f"padan_{uuid.uuid4().hex[:12]}"
    _server(f'CREATE DATABASE "{name}"')
    yield _database_url(name)
    _drop(name)


class KeptOffice(Office):
    """Whoever signs in at a server has connections of the own: they are given back with the office."""

    def as_login(self, username: str, password: str) -> Office:
        own = super().as_login(username, password)
        LOGINS.setdefault(id(self), []).append(own)
        return own


@pytest.fixture
def office(url: str, tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """A practice office with six agencies, on the database under test."""
    opened = KeptOffice(url, tmp_path / "berkas", practice=True, clock=clock)
    yield opened
    give_back(opened)


@contextmanager
def standing_office(kind: str, templates: dict[str, str], folder: Path) -> Iterator[KeptOffice]:
    """A practice office for a whole file of tests: for those that are refused, or undo what they did."""
    if kind == "sqlite":
        shutil.copy(templates["sqlite"], folder / "latihan.db")
        opened = KeptOffice(sqlite_url(folder / "latihan.db"), folder, practice=True, clock=Clock())
        yield opened
        give_back(opened)
        return
    with shared_copy(templates) as url:
        opened = KeptOffice(url, folder, practice=True, clock=Clock())
        yield opened
        give_back(opened)


def give_back(office: Office) -> None:
    """Close an office and the seats' own connections to it."""
    for own in (office, *LOGINS.pop(id(office), [])):
        own.close()


@pytest.fixture
def local_office(templates: dict[str, str], tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """A practice office on SQLite alone, for tests of screens and paper."""
    path = tmp_path / "latihan.db"
    shutil.copy(templates["sqlite"], path)
    opened = Office(sqlite_url(path), tmp_path / "berkas", practice=True, clock=clock)
    yield opened
    opened.close()


SeatOf = Callable[[str], Seat]


def seats_of(office: Office) -> SeatOf:
    """Seats by user name, without the tenth of a second that a password costs."""
    from db.queries.staff import staff_by_username

    known: dict[str, Seat] = {}

    def seat(username: str) -> Seat:
        if username not in known:
            staff = office.read(staff_by_username, username)
            assert staff is not None
            known[username] = Seat(_own_office(office, username, disabled=staff.disabled), staff)
        return known[username]

    return seat


def _own_office(office: Office, username: str, *, disabled: bool) -> Office:
    """On a server every clerk comes through a login of the own, behind all walls; the office itself is its owner's."""
    if not office.database.backend.logins:
        return office
    password = load_practice().password
    if not disabled:
        _say_password(office, username, password)
    database = office.database.as_login(username, password)
    own = Office(office.database.url, office.folder, practice=office.practice, clock=office.clock, database=database)
    LOGINS.setdefault(id(office), []).append(own)
    return own


def _say_password(office: Office, username: str, password: str) -> None:
    """A clerk added by a test has the password of everybody, too."""
    address = make_url(office.database.url)
    login, said = f"{username}@{address.database}", os.environ.get("PADAN_TEST_VERIFIER")
    here = address.set(database=None) == make_url(POSTGRESQL).set(database=None)
    present, stored = administrator.login(login) if here else (False, None)
    if stored and stored == said:
        return
    with office.database.write() as connection:
        if not present:
            connection.execute(text("SELECT make_logins()"))
        said = said or administrator.quick_verifier(password)
        connection.exec_driver_sql(f"ALTER ROLE \"{login}\" LOGIN PASSWORD '{said}'")


@pytest.fixture
def seat(office: Office) -> SeatOf:
    return seats_of(office)


@pytest.fixture(scope="session")
def password() -> str:
    """The password of everybody in the practice office."""
    return load_practice().password
