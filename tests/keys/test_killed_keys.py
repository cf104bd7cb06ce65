"""The power goes at every step of a change of keys: nobody is locked out, and who was let go stays out."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from key_clerk import NEW_PASSWORD
from offices import ADMIN, CLERK, NAME, OTHER, PASSWORDS, STREET, found_on_disk, house_at, take_in

from db.backends.sqlite.cipher import connect
from db.database import Database
from db.errors import RecordRoomError
from desktop.keys.ring import key_file, read_slots
from desktop.office_file import is_plain
from desktop.operations import journal
from desktop.settings import sqlite_url
from desktop.sop.refusals import Refused
from desktop.vault import open_by_password

ROOT = Path(__file__).parents[2]


def clerk(folder, *words, **options):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    command = [sys.executable, str(Path(__file__).with_name("key_clerk.py")), str(folder), *words]
    return subprocess.Popen(command, env=environment, cwd=ROOT, text=True, **options)


def killed(folder, *words):
    """Run until it kills itself; anything else fails the test."""
    assert clerk(folder, *words).wait(timeout=300) == -signal.SIGKILL


def opens(folder, username, password):
    try:
        open_by_password(folder / "kantor.db", username, password)
    except Refused as refusal:
        assert refusal.code == "wrong_password"
        return False
    return True


def enters(house, username, password):
    try:
        house.sign_in(username, password)
    except Refused as refusal:
        assert refusal.code == "wrong_password"
        return False
    finally:
        house.close()
    return True


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        ("before_slot", False),
        ("slot_in_place", False),
        ("before_commit", False),
        ("after_commit", True),
        ("after_settling", True),
    ],
)
def test_killed_in_a_password_change(home, clock, place, changed):
    killed(home, "password", place)
    house = house_at(home, clock)
    good, bad = (NEW_PASSWORD, PASSWORDS[CLERK]) if changed else (PASSWORDS[CLERK], NEW_PASSWORD)
    assert not enters(house, CLERK, bad)
    assert enters(house, CLERK, good)
    # Whoever signs in sweeps up: the other password is not even a key any more.
    assert not opens(home, CLERK, bad) and opens(home, OTHER, PASSWORDS[OTHER])
    assert len(read_slots(key_file(home / "kantor.db")).staff) == 3


@pytest.mark.parametrize(("place", "left"), [("after_commit", False), ("after_settling", False)])
def test_killed_while_somebody_is_let_go(home, clock, place, left):
    killed(home, "disable", place)
    house = house_at(home, clock)
    assert enters(house, ADMIN, PASSWORDS[ADMIN])
    assert opens(home, OTHER, PASSWORDS[OTHER]) is left
    assert len(read_slots(key_file(home / "kantor.db")).staff) == 2


def test_nothing_readable_while_the_program_runs_and_after_it_was_killed(home, tmp_path, clock):
    """Names, NIK and addresses of the office's people, passwords and user names: not in the file, its log, the key file
    or anything the program left in its folder or the folder for temporary files."""
    temporary = tmp_path / "sementara"
    temporary.mkdir()
    environment = {"TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary), "PADAN_HOME": str(home)}
    running = clerk(home, "work", stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    for _ in range(3):
        assert running.stdout.readline().startswith("tercatat")
    log = home / "kantor.db-wal"
    assert log.stat().st_size > 0
    assert found_on_disk(home, temporary) == {}
    running.stdin.write("\n")
    running.stdin.flush()
    assert running.stdout.readline().startswith("tercatat")
    running.kill()
    running.wait()
    running.stdin.close()
    running.stdout.close()
    assert log.stat().st_size > 0
    assert found_on_disk(home, temporary) == {}
    house = house_at(home, clock)
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    with seat.office.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one() >= 4
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert journal.verify(connection).breaks == ()
    house.close()
    assert found_on_disk(home, temporary) == {}


def test_the_search_would_find_them(old_home, clock):
    house = house_at(old_home, clock)
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    take_in(seat)
    house.close()
    assert {NAME, STREET, "wati"} <= found_on_disk(old_home)["kantor.db"]


BEFORE = ["copy_begun", "copied", "slots_handed_out", "key_file_in_place", "before_rename"]
AFTER = ["swapped", "overwriting", "overwritten"]


@pytest.mark.parametrize("place", BEFORE + AFTER)
def test_killed_while_an_old_office_is_encrypted(old_home, clock, place):
    house = house_at(old_home, clock)
    take_in(house.sign_in(CLERK, PASSWORDS[CLERK]))
    house.close()
    killed(old_home, "seal", place)
    assert is_plain(old_home / "kantor.db") is (place in BEFORE)
    seat = house.sign_in(ADMIN, PASSWORDS[ADMIN])
    with seat.office.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one() == 1
        assert journal.verify(connection).breaks == ()
    house.close()
    if place in BEFORE:
        house.seal(ADMIN, PASSWORDS[ADMIN], lambda _done, _total, _sentence: None)
    assert found_on_disk(old_home) == {}
    assert sorted(path.name for path in old_home.glob("kantor*")) == ["kantor.db", "kantor.db.kunci"]
    assert house.sign_in(ADMIN, PASSWORDS[ADMIN]).has_recovery() is False
    house.close()


@pytest.mark.parametrize("place", ["slots_handed_out", "key_file_in_place", "swapped"])
def test_killed_while_the_file_gets_a_new_key(home, clock, place):
    old = open_by_password(home / "kantor.db", ADMIN, PASSWORDS[ADMIN]).key
    killed(home, "seal", place)
    house = house_at(home, clock)
    assert enters(house, ADMIN, PASSWORDS[ADMIN])
    new = open_by_password(home / "kantor.db", ADMIN, PASSWORDS[ADMIN]).key
    assert (new != old) is (place == "swapped")
    assert enters(house, OTHER, PASSWORDS[OTHER]) is (place != "swapped")
    assert sorted(path.name for path in home.glob("kantor*")) == ["kantor.db", "kantor.db.kunci"]
    with Database(sqlite_url(home / "kantor.db"), new).read() as connection:
        assert journal.verify(connection).breaks == ()
    connect(home / "kantor.db", new).close()


def test_who_waits_while_the_file_is_replaced_does_not_go_on_with_the_old_one(home):
    """A second program opens the office in that very moment: it must not write into what is being thrown away."""
    key = open_by_password(home / "kantor.db", ADMIN, PASSWORDS[ADMIN]).key
    working = clerk(home, "seal", "wait_proved", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert working.stdout.readline() == "menunggu\n"
    told = []

    def read():
        try:
            with Database(sqlite_url(home / "kantor.db") + "?timeout=300", key).read() as connection:
                told.append(connection.exec_driver_sql("SELECT count(*) FROM staff").scalar_one())
        except RecordRoomError as trouble:
            told.append(trouble.kind)

    waiting = threading.Thread(target=read)
    waiting.start()
    while waiting.is_alive() and not _holds(home / "kantor.db"):
        pass
    working.communicate("\n")
    waiting.join()
    assert (working.returncode, told) == (0, ["busy"])
    assert sorted(path.name for path in home.glob("kantor*")) == ["kantor.db", "kantor.db.kunci"]
    assert open_by_password(home / "kantor.db", ADMIN, PASSWORDS[ADMIN]).key != key


def _holds(path):
    """Whether this process has the file open."""
    return any(link.is_symlink() and os.path.realpath(link) == str(path) for link in Path("/proc/self/fd").iterdir())


def test_the_readable_file_is_overwritten(old_home):
    """Its bytes are looked at through a name that nobody took away."""
    with (old_home / "kantor.db").open("rb") as kept:
        size = len(kept.read())
        assert clerk(old_home, "seal").wait(timeout=300) == 0
        kept.seek(0)
        assert kept.read() == bytes(size)
