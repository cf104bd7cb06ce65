"""The walls of the shared office: what a clerk's own login may try, table by table, and what an attack meets."""

import tomllib
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from db.tables import metadata
from db.tables.letters import letter_reference
from desktop.operations.manage_office import SaveOffice
from desktop.operations.manage_staff import AddStaff
from desktop.operations.open_office import NewOffice
from tests.conftest import POSTGRESQL, Clock, KeptOffice, give_back, seats_of, shared_copy
from tests.db.psql import HOLDERS, connect, owner, psql
from tests.ui.stages import bring_to

EXPECTED = Path(__file__).parent / "walls_expected.toml"
ROLES = ("satpol_pp", "panti", "dinsos", "dukcapil", "dinkes", "bpjs", "admin")


@pytest.fixture
def backend():
    """Walls of this kind stand on a server only; a single office has one person's file."""
    if not POSTGRESQL:
        pytest.fail("PADAN_TEST_POSTGRESQL is not set: run the tests through installer/test.sh")
    return "postgresql"


def expected():
    """Table → role → deeds, as the file says."""
    rows = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    return {table: dict(zip(ROLES, cells.split(), strict=True)) for table, cells in rows.items()}


def attempts(table):
    """One harmless statement a deed; whether any row is concerned does not matter here."""
    known = {**metadata.tables, letter_reference.name: letter_reference}
    columns = [column.name for column in known[table].columns] if table in known else ["version_num"]
    return {
        "s": [f'SELECT "{column}" FROM "{table}" LIMIT 1' for column in columns],
        "i": [f'INSERT INTO "{table}" DEFAULT VALUES'],
        "u": [f'UPDATE "{table}" SET "{column}" = "{column}"' for column in columns],
        "d": [f'DELETE FROM "{table}"'],
    }


def allowed(connection, statement):
    """Whether the server lets the login try; what a row policy, a guard or a constraint says comes after that."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        return "permission denied" not in str(error)
    except psycopg.errors.ObjectNotInPrerequisiteState:  # a view over several tables takes nothing
        return False
    except psycopg.Error:
        return True
    return True


def test_every_role_table_and_deed(url):
    """7 roles × all tables × select, insert, update, delete, each really tried; the file is the whole truth."""
    measured = {}
    for role, username in HOLDERS.items():
        with connect(url, username) as connection:
            relations = (
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace"
            )
            tables = [row[0] for row in connection.execute(relations)]
            for table in tables:
                tried = attempts(table)
                letters = "".join(deed for deed in "siud" if any(allowed(connection, one) for one in tried[deed]))
                measured.setdefault(table, {})[role] = letters or "-"
    assert measured == expected()


def test_everything_declared_is_walled(url, office):
    """No table without row-level security: a new one that nobody thought of is closed, and this test says so."""
    with office.database.read() as connection:
        tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        assert list(connection.scalars(text(f"{tables} AND NOT relrowsecurity"))) == []
        owned = connection.scalars(
            text(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef AND proconfig IS NULL"
            )
        )
        assert list(owned) == [], "a function of the owner without a fixed search path can be led astray"


@pytest.fixture(scope="module")
def two_homes(templates, tmp_path_factory):
    """A second panti with a clerk of its own, and people, a letter and a card on the way of the first. One for all tests
    that are refused, or leave nothing that another one asks for."""
    with shared_copy(templates) as url:
        office = KeptOffice(url, tmp_path_factory.mktemp("berkas"), practice=True, clock=Clock())
        seat = seats_of(office)
        new = NewOffice(kind="panti", name="Panti Lain", region="31.72")
        other = seat("admin").run(SaveOffice(office=new)).data["office"]
        words = {"username": "tono", "name": "Tono Lain", "office_id": other, "roles": frozenset({"panti"})}
        seat("admin").run(AddStaff(**words, password="gudang-biru-7", must_change=False))
        seat("tono")
        bring_to(office, seat, "eid_diterima", people=2)
        yield url
        give_back(office)


def lines(url, username, statement):
    """The rows that ``psql`` shows."""
    status, rows, words = psql(url, username, statement)
    assert status == 0, words
    return rows


@pytest.mark.parametrize(
    "table",
    [
        "application",
        "person",
        "person_key",
        "wbs_profile",
        "wbs_health",
        "step_run",
        "membership",
        "letter",
        "batch",
        "journal",
    ],
)
def test_another_pantis_residents_are_not_there(two_homes, table):
    own = "WHERE staff_id <> acting_staff() OR staff_id IS NULL" if table == "journal" else ""
    assert lines(two_homes, "yusuf", f"SELECT count(*) FROM {table} {own}") != ["0"]
    assert lines(two_homes, "tono", f"SELECT count(*) FROM {table} {own}") == ["0"]


def test_health_notes_need_their_own_right(two_homes):
    for username, seen in (("yusuf", True), ("ratna", True), ("andi", False), ("hendra", False), ("admin", False)):
        assert (lines(two_homes, username, "SELECT count(*) FROM wbs_health") != ["0"]) is seen, username


def test_an_administrator_as_such_sees_nobody(two_homes):
    for table in ("person", "application", "person_key", "letter_subject", "paper"):
        assert lines(two_homes, "admin", f"SELECT count(*) FROM {table}") == ["0"], table


ATTACKS = [
    ("yusuf", "SELECT password_hash FROM staff", "permission denied"),
    ("yusuf", "SELECT rolpassword FROM pg_authid", "permission denied"),
    ("bagus", "SELECT private FROM office_secret", "permission denied"),
    ("yusuf", "INSERT INTO staff_role VALUES (acting_staff(), 'dinkes')", "permission denied"),
    ("yusuf", "GRANT padan_dinkes TO CURRENT_USER", "must have admin option"),
    ("yusuf", "SET ROLE padan_dinkes", "permission denied"),
    ("yusuf", "UPDATE journal SET reason = 'lain'", "permission denied"),
    ("yusuf", "DELETE FROM journal", "permission denied"),
    ("yusuf", "TRUNCATE journal CASCADE", "permission denied"),
    ("yusuf", "UPDATE letter SET number = '1'", "permission denied"),
    ("yusuf", "UPDATE letter SET pdf = 'x', sha256 = 'y'", "padan_guard"),
    ("yusuf", "UPDATE letter_series SET last = 0", "padan_guard"),
    ("yusuf", "UPDATE card SET copy = 9", "permission denied"),
    ("yusuf", "DELETE FROM card", "permission denied"),
    ("andi", "UPDATE person SET nik = NULL", "padan_guard"),
    ("yusuf", "UPDATE person SET nik = '3175014101509999', version = version + 1", "padan_guard"),
    ("ratna", "UPDATE application SET taken_by = 2, version = version + 1", None),
    ("yusuf", "UPDATE application SET taken_by = 1, version = version + 1", "padan_guard"),
    ("yusuf", "UPDATE application SET panti_office_id = 1, version = version + 1", "padan_guard"),
    ("yusuf", "UPDATE application SET moved_by = 1, version = version + 1", "padan_guard"),
    ("yusuf", "UPDATE counter SET last = 0", "padan_guard"),
    ("bagus", "DELETE FROM counter", "permission denied"),
    ("yusuf", "SELECT last FROM number_lease", "permission denied"),
    ("bagus", "UPDATE number_lease SET last = 99", "permission denied"),
    (
        "bagus",
        "INSERT INTO number_lease (name, first, last, office_id, staff_id, desk, leased_at) "
        "SELECT 'registration:2026', 1, 1, acting_office(), id, 'x', now() FROM staff WHERE username = 'yusuf'",
        "row-level security",
    ),
    ("yusuf", "UPDATE journal_head SET hash = repeat('0', 64)", "padan_guard"),
    ("yusuf", "SELECT set_login_password(1, 'SCRAM-SHA-256$4096:x', false)", "padan_guard"),
    ("yusuf", "SELECT make_logins()", "padan_guard"),
    ("yusuf", "ALTER TABLE journal DISABLE TRIGGER ALL", "must be owner"),
    ("yusuf", "SET session_replication_role = replica", "permission denied"),
    ("yusuf", "CREATE FUNCTION now() RETURNS int LANGUAGE sql AS 'SELECT 1'", "permission denied"),
    ("yusuf", "COPY person TO PROGRAM 'cat'", "must be superuser"),
    (
        "admin",
        "BEGIN; INSERT INTO staff_role SELECT id, 'satpol_pp' FROM staff WHERE username = 'admin'; ROLLBACK",
        "",
    ),
]


@pytest.mark.parametrize(
    ("username", "statement", "words"), ATTACKS, ids=[f"{who}: {what[:48]}" for who, what, _ in ATTACKS]
)
def test_what_psql_meets(two_homes, username, statement, words):
    """``words`` of the refusal; ``None``: no row is in reach, so nothing happens; "": a right of that role."""
    before = lines(two_homes, "yusuf", "SELECT md5(string_agg(a::text, '' ORDER BY id)) FROM application a")
    status, _, said = psql(two_homes, username, statement)
    if words:
        assert status != 0 and words in said
    else:
        assert status == 0, said
    assert lines(two_homes, "yusuf", "SELECT md5(string_agg(a::text, '' ORDER BY id)) FROM application a") == before


def test_in_the_name_of_a_colleague(two_homes):
    """A journal line, a letter, a list: none of them bears another name than that of who is signed in."""
    line = (
        "INSERT INTO journal (chain, seq, at, staff_id, staff_name, office_id, action, previous, hash) "
        "SELECT 'x', 1, now(), id, name, office_id, 'lihat', repeat('0', 64), repeat('0', 64) FROM staff WHERE username = {}"
    )
    assert psql(two_homes, "yusuf", line.format("'rina'"))[0] != 0
    assert psql(two_homes, "yusuf", line.format("'yusuf'"))[0] == 0
    batch = (
        "INSERT INTO batch (procedure, action, step, from_office_id, to_office_id, people, created_by, created_at) "
        "VALUES ('wbs', 'x', 1, {}, 3, 1, acting_staff(), now())"
    )
    assert psql(two_homes, "yusuf", batch.format(1))[0] != 0


def test_a_closed_login_does_nothing_more(two_homes):
    """Also one that is connected at this moment: the next statement finds nobody."""
    shut = "UPDATE staff SET disabled = {} WHERE username = 'yusuf'"
    with owner(two_homes) as hand, connect(two_homes, "yusuf") as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() != (0,)
        hand.execute(shut.format("true"))
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)
        assert connection.execute("UPDATE application SET reason = 'x'").rowcount == 0
        assert psql(two_homes, "yusuf", "SELECT 1")[0] != 0
        hand.execute(shut.format("false"))
    assert psql(two_homes, "yusuf", "SELECT 1")[0] == 0


def test_a_wrong_password_and_a_stranger(url):
    assert psql(url, "yusuf", "SELECT 1", password="salah")[0] != 0
    assert psql(url, "siapa", "SELECT 1")[0] != 0
