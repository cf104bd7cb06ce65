"""Signing in: the same answer for a wrong name as for a wrong password, and a lock that grows and wears off (J6)."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from probe import count, is_sentence, knock, together
from sqlalchemy import select, update

from db.queries.staff import staff_by_username
from db.tables.access import staff
from desktop.operations.manage_staff import AddStaff, ChangeStaff
from desktop.operations.sign_in import FREE_FAILURES, NOBODY
from desktop.sop.refusals import Refused

ROOT = Path(__file__).parents[2]


def code_of(office, username, password):
    """The code of the refusal, or the user name."""
    try:
        return knock(office, username, password).username
    except Refused as refusal:
        assert is_sentence(refusal.sentence)
        return refusal.code


@pytest.fixture
def enter(local_office):
    """At a single office, where the program itself counts failures; a server is told to do it by its administrator."""
    return lambda username, password: code_of(local_office, username, password)


def sentence(office, username, password):
    with pytest.raises(Refused) as caught:
        knock(office, username, password)
    return caught.value.sentence


def test_a_password_costs_as_much_as_rfc_9106_says_and_nobodys_the_same():
    ask = "from desktop.operations.passwords import hash_password; print(hash_password('kuda laut biru'))"
    made = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "$argon2id$v=19$m=65536,t=3,p=2$" in made
    assert made.split("$")[:4] == NOBODY.split("$")[:4]


def test_a_seat_with_the_roles_of_now(office, password):
    row = knock(office, "  RATNA ", password)
    assert (row.username, row.office_kind, row.roles) == ("ratna", "dinkes", {"dinkes"})


def test_a_wrong_name_sounds_like_a_wrong_password(office, password):
    wrong = sentence(office, "ratna", "salah-sama-sekali")
    for name in ("siapa", "", "x" * 5000, "ratna'; --", "ratna%", "😀", "a\0b"):
        assert sentence(office, name, password) == wrong
    assert sentence(office, "ratna", "") == wrong


def test_the_lock_grows_and_wears_off(enter, clock, password):
    for _ in range(FREE_FAILURES - 1):
        assert enter("ratna", "salah") == "wrong_password"
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        assert enter("ratna", "salah") == "locked"
        assert enter("ratna", password) == "locked", "the right password does not help while locked"
        clock.now += timedelta(minutes=minutes, seconds=-1)
        assert enter("ratna", password) == "locked"
        clock.now += timedelta(seconds=1)
    assert enter("ratna", password) == "ratna"
    assert enter("ratna", "salah") == "wrong_password", "a good sign-in forgets earlier failures"


def test_the_sentence_says_how_long(local_office, clock, enter):
    for _ in range(FREE_FAILURES + 1):
        enter("ratna", "salah")
        clock.now += timedelta(minutes=1)
    assert "1 menit lagi" in sentence(local_office, "ratna", "salah")


def test_others_are_not_locked(enter, password):
    for _ in range(FREE_FAILURES):
        enter("ratna", "salah")
    assert enter("sari", password) == "sari"


def test_disabled(office, seat, password):
    ratna = seat("ratna").staff
    common = {"name": ratna.name, "nip": ratna.nip, "position": ratna.position, "roles": ratna.roles}
    seat("admin").run(ChangeStaff(staff_id=ratna.id, version=ratna.version, disabled=True, **common))
    # A server tells a closed account and a wrong password by the same words.
    assert code_of(office, "ratna", password) == ("wrong_password" if office.database.backend.logins else "disabled")
    assert code_of(office, "ratna", "salah") == "wrong_password", "who does not know the password learns nothing"


def test_every_attempt_is_counted_when_many_come_at_once(local_office, enter, clock):
    assert together(*(lambda: enter("ratna", "salah") for _ in range(4))) == ["wrong_password"] * 4
    with local_office.database.read() as connection:
        assert connection.scalar(select(staff.c.failures).where(staff.c.username == "ratna")) == 4
    assert enter("ratna", "salah") == "locked"
    assert count(local_office, "journal", "action = 'gagal_masuk'") == 5


def test_first_password_must_be_changed(office, seat):
    new = AddStaff(username="baru", name="Orang Baru", office_id=2, password="gudang-biru-7")
    seat("admin").run(new)
    row = knock(office, "baru", "gudang-biru-7")
    assert row.must_change and row.roles == frozenset()


def test_a_damaged_hash_lets_nobody_in(local_office, enter, password):
    with local_office.database.write() as connection:
        connection.execute(update(staff).where(staff.c.username == "ratna").values(password_hash="rusak"))
    assert enter("ratna", password) == "wrong_password"
    assert enter("ratna", "rusak") == "wrong_password"


def test_every_sign_in_is_journalled(office, password):
    before = count(office, "journal", "action = 'masuk'")
    for name, word in (("ratna", password), ("ratna", "salah"), ("siapa", "salah")):
        code_of(office, name, word)
    assert count(office, "journal", "action = 'masuk'") == before + 1
    # Nobody writes for somebody who is not in: on a server its own log tells of failures.
    assert count(office, "journal", "action = 'gagal_masuk'") == (0 if office.database.backend.logins else 1)
    assert office.read(staff_by_username, "siapa") is None
