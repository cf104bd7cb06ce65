"""Key slots: only the right person's right password opens one, and a key file that is no key file says so."""

import os

import argon2.low_level
import msgspec
import pytest

import desktop.keys.slots
from desktop.keys.ring import KeyRing, read_slots, write_slots
from desktop.keys.slots import RECOVERY, Argon, Slots, empty, keys_of, keys_of_recovery, unwrap, wrap
from desktop.sop.refusals import Refused

KEY = bytes(range(32))
OFFICE = empty()


@pytest.fixture(scope="module")
def slot():
    """As dear as in an office; the other tests of this folder make cheap ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desktop.keys.slots, "COST", Argon())
        return wrap(KEY, OFFICE.office, "wati", "gudang-biru-7", "hash")


@pytest.fixture
def slots(slot):
    return msgspec.structs.replace(OFFICE, staff=(slot,))


def test_a_guess_costs_a_slot_its_memory_and_time(slot):
    assert (slot.argon.time, slot.argon.memory, slot.argon.lanes) == (3, 64 * 1024, 4)


def test_only_the_right_password_of_the_right_person(slots):
    assert keys_of(slots, "wati", "gudang-biru-7") == (KEY,)
    assert keys_of(slots, "wati", "gudang-biru-8") == ()
    assert keys_of(slots, "yusuf", "gudang-biru-7") == ()


def test_a_slot_copied_to_another_name_or_office_opens_nothing(slot, slots):
    """Who may write the file gives nobody else's password a meaning."""
    from desktop.keys.slots import digest

    moved = msgspec.structs.replace(slot, who=digest(OFFICE.office, "yusuf"))
    assert keys_of(msgspec.structs.replace(slots, staff=(moved,)), "yusuf", "gudang-biru-7") == ()
    assert unwrap(slot, empty().office, "wati", "gudang-biru-7") is None
    assert keys_of_recovery(msgspec.structs.replace(slots, recovery=(slot,)), "gudang-biru-7") == ()


@pytest.mark.parametrize("part", ["salt", "nonce", "wrapped"])
def test_a_changed_slot_opens_nothing(slot, part):
    value = getattr(slot, part)
    other = ("0" if value[0] != "0" else "1") + value[1:]
    assert unwrap(msgspec.structs.replace(slot, **{part: other}), OFFICE.office, "wati", "gudang-biru-7") is None


def test_cheaper_parameters_open_nothing(slot):
    cheap = msgspec.structs.replace(slot.argon, time=1)
    assert unwrap(msgspec.structs.replace(slot, argon=cheap), OFFICE.office, "wati", "gudang-biru-7") is None


def test_an_unknown_user_costs_what_a_wrong_password_costs(slots, monkeypatch):
    real, asked = argon2.low_level.hash_secret_raw, []

    def counted(secret, salt, *cost):
        asked.append(cost)
        return real(secret, salt, *cost)

    monkeypatch.setattr(argon2.low_level, "hash_secret_raw", counted)
    monkeypatch.setattr(desktop.keys.slots, "COST", Argon())
    keys_of(slots, "wati", "salah sekali")
    keys_of(slots, "tiada", "salah sekali")
    assert len(asked) == 2 and asked[0] == asked[1]


def test_no_name_stands_in_the_file(slots, tmp_path):
    write_slots(tmp_path / "x.kunci", slots)
    assert b"wati" not in (tmp_path / "x.kunci").read_bytes()
    assert os.name == "nt" or (tmp_path / "x.kunci").stat().st_mode & 0o077 == 0
    assert read_slots(tmp_path / "x.kunci") == slots


WRONG = [
    ("keys_damaged", b""),
    ("keys_damaged", b"\xff\xfe"),
    ("keys_damaged", b"[]"),
    ("keys_damaged", b'{"format": 1}'),
    ("keys_damaged", b'{"format": 1, "office": "zz"}'),
    ("keys_damaged", b'{"format": 1, "office": "aa", "staff": [{"who": "aa"}]}'),
    ("keys_newer", b'{"format": 2, "everything": "else"}'),
]


@pytest.mark.parametrize(("code", "plain"), WRONG)
def test_a_damaged_or_newer_file_says_what_to_do(tmp_path, code, plain):
    place = tmp_path / "kantor.db.kunci"
    place.write_bytes(plain)
    with pytest.raises(Refused, match=code) as caught:
        read_slots(place)
    assert "kantor.db.kunci" in caught.value.sentence and str(tmp_path) not in caught.value.sentence


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(Refused, match="keys_missing") as caught:
        read_slots(tmp_path / "kantor.db.kunci")
    assert "cadangan" in caught.value.sentence


def test_a_file_cannot_ask_for_all_memory(slots, tmp_path):
    place = tmp_path / "kantor.db.kunci"
    write_slots(place, slots)
    place.write_bytes(place.read_bytes().replace(b"65536", b"99999999999"))
    with pytest.raises(Refused, match="keys_damaged"):
        read_slots(place)


@pytest.fixture
def ring(tmp_path):
    write_slots(tmp_path / "x.kunci", OFFICE)
    return KeyRing(tmp_path / "x.kunci", KEY)


def test_settling_keeps_what_the_database_knows(ring):
    ring.give("wati", "lama sekali", "hash-lama")
    ring.give("wati", "baru sekali", "hash-baru")
    ring.give("yusuf", "punya yusuf", "hash-yusuf")
    assert ring.settle({"wati": "hash-baru"})
    left = read_slots(ring.path)
    assert keys_of(left, "wati", "baru sekali") == (KEY,)
    assert len(left.staff) == 1 and not ring.settle({"wati": "hash-baru"})


def test_a_foreign_slot_that_somebody_put_there_goes(ring):
    """Made with another key: without the office's key nobody can prove a slot."""
    forged = wrap(bytes(32), OFFICE.office, "wati", "kata sandi pencuri", "hash")
    write_slots(ring.path, msgspec.structs.replace(OFFICE, staff=(forged,)))
    ring.settle({"wati": "hash"})
    assert read_slots(ring.path).staff == ()


def test_the_old_recovery_key_holds_until_the_new_one_was_put_away(ring):
    first = ring.offer_recovery()
    ring.recovery_saved()
    lost = ring.offer_recovery()
    second = ring.offer_recovery()
    assert not ring.has_recovery()
    assert [keys_of_recovery(read_slots(ring.path), key) for key in (first, lost, second)] == [(KEY,), (), (KEY,)]
    ring.recovery_saved()
    assert ring.has_recovery()
    assert [keys_of_recovery(read_slots(ring.path), key) for key in (first, second)] == [(), (KEY,)]


def test_a_user_may_not_be_called_as_the_recovery_slot():
    from desktop.ui.shell.first_start import USERNAME

    assert not USERNAME.fullmatch(RECOVERY)


def test_the_format_is_what_this_program_writes():
    assert msgspec.json.decode(msgspec.json.encode(OFFICE), type=Slots) == OFFICE
