"""Signing in: the same answer for a wrong name as for a wrong password, and a lock that grows and wears off (J6)."""

from datetime import timedelta

import pytest
from probe import count, is_sentence, together
from sqlalchemy import select, update

from db.queries.staff import staff_by_username
from db.tables.access import staff
from desktop.operations.manage_staff import AddStaff, ChangeStaff
from desktop.operations.sign_in import FREE_FAILURES, sign_in
from desktop.sop.refusals import Refused


@pytest.fixture
def enter(office, clock):
    """Try to sign in now; gives the code of the refusal, or the user name."""

    def attempt(username, password):
        try:
            return sign_in(office.database, username, password, clock.now).username
        except Refused as refusal:
            assert is_sentence(refusal.sentence)
            return refusal.code

    return attempt


def sentence(office, clock, username, password):
    with pytest.raises(Refused) as caught:
        sign_in(office.database, username, password, clock.now)
    return caught.value.sentence


def test_a_seat_with_the_roles_of_now(office, clock, password):
    row = sign_in(office.database, "  RATNA ", password, clock.now)
    assert (row.username, row.office_kind, row.roles) == ("ratna", "dinkes", {"dinkes"})


def test_a_wrong_name_sounds_like_a_wrong_password(office, clock, password):
    wrong = sentence(office, clock, "ratna", "salah-sama-sekali")
    for name in ("siapa", "", "x" * 5000, "ratna'; --", "ratna%", "😀"):
        assert sentence(office, clock, name, password) == wrong
    assert sentence(office, clock, "ratna", "") == wrong


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


def test_the_sentence_says_how_long(office, clock, enter):
    for _ in range(FREE_FAILURES + 1):
        enter("ratna", "salah")
        clock.now += timedelta(minutes=1)
    assert "1 menit lagi" in sentence(office, clock, "ratna", "salah")


def test_others_are_not_locked(enter, password):
    for _ in range(FREE_FAILURES):
        enter("ratna", "salah")
    assert enter("sari", password) == "sari"


def test_disabled(office, seat, enter, password):
    ratna = seat("ratna").staff
    common = {"name": ratna.name, "nip": ratna.nip, "position": ratna.position, "roles": ratna.roles}
    seat("admin").run(ChangeStaff(staff_id=ratna.id, version=ratna.version, disabled=True, **common))
    assert enter("ratna", password) == "disabled"
    assert enter("ratna", "salah") == "wrong_password", "who does not know the password learns nothing"


def test_every_attempt_is_counted_when_many_come_at_once(office, enter, clock):
    assert together(*(lambda: enter("ratna", "salah") for _ in range(4))) == ["wrong_password"] * 4
    with office.database.read() as connection:
        assert connection.scalar(select(staff.c.failures).where(staff.c.username == "ratna")) == 4
    assert enter("ratna", "salah") == "locked"
    assert count(office, "journal", "action = 'gagal_masuk'") == 5


def test_first_password_must_be_changed(office, seat, clock):
    new = AddStaff(username="baru", name="Orang Baru", office_id=2, password="gudang-biru-7")
    seat("admin").run(new)
    row = sign_in(office.database, "baru", "gudang-biru-7", clock.now)
    assert row.must_change and row.roles == frozenset()


def test_a_damaged_hash_lets_nobody_in(office, enter, password):
    with office.database.write() as connection:
        connection.execute(update(staff).where(staff.c.username == "ratna").values(password_hash="rusak"))
    assert enter("ratna", password) == "wrong_password"
    assert enter("ratna", "rusak") == "wrong_password"


def test_every_sign_in_is_journalled(office, enter, password):
    enter("ratna", password), enter("ratna", "salah"), enter("siapa", "salah")
    assert count(office, "journal", "action = 'masuk'") >= 1
    assert count(office, "journal", "action = 'gagal_masuk'") == 1
    assert office.read(staff_by_username, "siapa") is None
