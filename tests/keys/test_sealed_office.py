"""The encrypted single office: signing in opens the file, and nothing else does."""

import shutil
import sys

import pytest
from offices import ADMIN, CLERK, NAME, OTHER, PASSWORDS, take_in
from sqlalchemy import text

from db import changes
from db.backends.sqlite.cipher import connect
from db.database import Database
from db.errors import RecordRoomError
from db.queries.staff import staff_by_username
from desktop.keys.ring import key_file, read_slots
from desktop.office import Office
from desktop.operations import journal
from desktop.operations.manage_staff import AddStaff, ChangePassword, ChangeStaff, ResetPassword
from desktop.partners import with_partners
from desktop.settings import sqlite_url
from desktop.sop.refusals import Refused
from desktop.vault import open_by_password
from desktop.world import WorldTrouble


def refused(work, code):
    with pytest.raises(Refused, match=code) as caught:
        work()
    return caught.value.sentence


def changed(seat, username, **fields):
    row = seat.read(staff_by_username, username)
    own = {"name": row.name, "nip": row.nip, "position": row.position, "roles": row.roles, "disabled": row.disabled}
    return seat.run(ChangeStaff(staff_id=row.id, version=row.version, **own | fields))


def test_nobody_without_a_password(house, home):
    assert house.is_sealed() and not house.is_new()
    assert "--as" in refused(house.office, "who")
    with pytest.raises(RecordRoomError, match="damaged"), Database(sqlite_url(home / "kantor.db")).read():
        pass


def test_a_wrong_password_and_an_unknown_user_sound_alike(house):
    wrong = refused(lambda: house.sign_in(CLERK, "salah sekali"), "wrong_password")
    assert refused(lambda: house.sign_in("tiada", "salah sekali"), "wrong_password") == wrong
    seat = house.sign_in(f" {CLERK.upper()} ", PASSWORDS[CLERK])
    assert seat.staff.username == CLERK


def test_guessing_at_the_closed_door_takes_longer_and_is_journalled(house, clock):
    for _ in range(4):
        refused(lambda: house.sign_in(CLERK, "salah sekali"), "wrong_password")
    refused(lambda: house.sign_in(CLERK, "salah sekali"), "locked")
    refused(lambda: house.sign_in(CLERK, PASSWORDS[CLERK]), "locked")
    clock.forward(minutes=1, seconds=1)
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    with seat.office.database.read() as connection:
        written = connection.execute(text("SELECT at FROM journal WHERE action = 'gagal_masuk'")).all()
        assert len(written) == 5 and journal.verify(connection).breaks == ()


def test_the_key_leaves_the_memory_with_the_clerk(house):
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    assert house.office() is seat.office
    house.leave_desk()
    refused(house.office, "who")


def test_the_key_is_in_no_text(house):
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    key = seat.office.ring.key.hex()
    database = seat.office.database
    with database.write() as connection:
        texts = [repr(connection.engine), repr(connection.engine.url), str(connection.engine.pool.status())]
    texts += [repr(seat.office.ring), repr(database), database.url, repr(database.backend), repr(seat)]
    assert not any(key in one.lower() for one in texts)


def test_a_wrong_key_is_told_and_shows_none(home):
    key = b"\x5a" * 32
    with (
        pytest.raises(RecordRoomError, match="wrong_key") as caught,
        Database(sqlite_url(home / "kantor.db"), key).read(),
    ):
        pass
    assert key.hex() not in str(caught.value) and caught.value.__cause__ is None


def test_a_key_for_a_server_is_our_bug():
    with pytest.raises(ValueError, match="single office"):
        Database("postgresql://localhost/padan", bytes(32))


def test_changing_the_own_password(house, clock):
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    seat.run(ChangePassword(old=PASSWORDS[CLERK], new="pintu kayu jati"))
    assert len(read_slots(seat.office.ring.path).staff) == 3
    house.leave_desk()
    refused(lambda: house.sign_in(CLERK, PASSWORDS[CLERK]), "wrong_password")
    assert house.sign_in(CLERK, "pintu kayu jati").staff.username == CLERK


def test_a_password_change_leaves_the_files_pages(house, home):
    """Only the rows that say so are written again: the file is not encrypted anew."""
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    _flushed(seat)
    before = _pages(home)
    seat.run(ChangePassword(old=PASSWORDS[CLERK], new="pintu kayu jati"))
    _flushed(seat)
    after = _pages(home)
    touched = sum(one != other for one, other in zip(before, after, strict=False))
    assert len(before) > 100 and 0 < touched < 20


def _flushed(seat):
    with seat.office.database.read() as connection:
        connection.connection.driver_connection.execute("COMMIT")
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.connection.driver_connection.execute("BEGIN")


def _pages(home):
    plain = (home / "kantor.db").read_bytes()
    return [plain[at : at + 4096] for at in range(0, len(plain), 4096)]


def test_reset_by_the_administrator(house):
    seat = house.sign_in(ADMIN, PASSWORDS[ADMIN])
    row = seat.read(staff_by_username, CLERK)
    seat.run(ResetPassword(staff_id=row.id, password="sementara saja"))
    house.leave_desk()
    refused(lambda: house.sign_in(CLERK, PASSWORDS[CLERK]), "wrong_password")
    assert house.sign_in(CLERK, "sementara saja").staff.must_change


def test_who_is_added_can_open_and_who_is_disabled_cannot(house, home):
    seat = house.sign_in(ADMIN, PASSWORDS[ADMIN])
    new = AddStaff(username="Dewi", name="Dewi", office_id=1, roles=frozenset({"panti"}), password="gudang-biru-7")
    seat.run(new)
    assert open_by_password(home / "kantor.db", "dewi", "gudang-biru-7").key == seat.office.ring.key
    changed(seat, "dewi", disabled=True)
    refused(lambda: open_by_password(home / "kantor.db", "dewi", "gudang-biru-7"), "wrong_password")
    back = changed(seat, "dewi", disabled=False)
    assert "Setel ulang" in back.sentence
    row = seat.read(staff_by_username, "dewi")
    seat.run(ResetPassword(staff_id=row.id, password="kembali lagi 1"))
    house.leave_desk()
    assert house.sign_in("dewi", "kembali lagi 1").staff.username == "dewi"


def test_a_refused_change_leaves_the_slots(house):
    seat = house.sign_in(ADMIN, PASSWORDS[ADMIN])
    before = read_slots(seat.office.ring.path)
    refused(lambda: seat.run(ChangePassword(old="salah", new="pintu kayu jati")), "wrong_password")
    refused(lambda: changed(seat, ADMIN, disabled=True), "last_admin")
    assert read_slots(seat.office.ring.path) == before


def test_no_room_for_the_slot_means_no_new_password(house, home):
    """The key file cannot be written: the command fails as a whole and the old password still opens."""
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    blocked = home / "kantor.db.kunci.baru"
    blocked.mkdir()
    with pytest.raises(OSError, match=r"directory|Permission"):
        seat.run(ChangePassword(old=PASSWORDS[CLERK], new="pintu kayu jati"))
    blocked.rmdir()
    house.leave_desk()
    assert house.sign_in(CLERK, PASSWORDS[CLERK])


def test_guards_and_journal_hold_on_the_encrypted_file(house):
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    take_in(seat)
    for statement in (
        "DELETE FROM journal",
        "UPDATE journal SET reason = 'x'",
        "UPDATE application SET status = 'selesai'",
    ):
        with pytest.raises(RecordRoomError, match="guard"), seat.office.database.write() as connection:
            connection.execute(text(statement))
    with seat.office.database.read() as connection:
        assert journal.verify(connection).breaks == ()
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    with seat.office.database.write() as connection:
        connection.execute(text("DROP TRIGGER guard_journal_update"))
        connection.execute(text("UPDATE journal SET reason = 'x' WHERE seq = 2"))
    with seat.office.database.read() as connection:
        assert journal.verify(connection).breaks[0].seq == 2


def test_two_programs_on_one_file(house, home, clock):
    """News of one desk reach the other; a slot that the other gave stays."""
    one = house.sign_in(CLERK, PASSWORDS[CLERK])
    ring = open_by_password(home / "kantor.db", OTHER, PASSWORDS[OTHER])
    second = Office(sqlite_url(home / "kantor.db"), home, clock=clock, ring=ring)
    other = second.sign_in(OTHER, PASSWORDS[OTHER])
    newest = one.newest()
    other.run(ChangePassword(old=PASSWORDS[OTHER], new="pintu kayu jati"))
    assert any("staff" in news.topics for news in one.read(changes.since, newest))
    one.run(ChangePassword(old=PASSWORDS[CLERK], new="jendela kaca besi"))
    assert len(read_slots(ring.path).staff) == 3
    second.close()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda place: place.unlink(), "keys_missing"),
        (lambda place: place.write_bytes(b"{"), "keys_damaged"),
        (lambda place: place.write_bytes(b'{"format": 9}'), "keys_newer"),
    ],
)
def test_a_spoilt_key_file_says_what_to_do(house, home, spoil, code):
    spoil(key_file(home / "kantor.db"))
    assert "Kembalikan" in refused(lambda: house.sign_in(ADMIN, PASSWORDS[ADMIN]), code) or code == "keys_newer"


def test_the_key_file_of_another_office(house, home, tmp_path, clock):
    from offices import house_at

    other = tmp_path / "lain"
    admin = {"admin_username": ADMIN, "admin_name": "Ibu", "admin_password": PASSWORDS[ADMIN]}
    house_at(other, clock).safe.found(with_partners("panti", "Panti Lain", "Bogor"), admin)
    shutil.copy(key_file(other / "kantor.db"), key_file(home / "kantor.db"))
    assert "cadangan yang sama" in refused(lambda: house.sign_in(ADMIN, PASSWORDS[ADMIN]), "keys_foreign")


def test_a_damaged_file_is_the_world(house, home):
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    take_in(seat)
    house.close()
    plain = bytearray((home / "kantor.db").read_bytes())
    for at in range(4096 * 4, len(plain), 4096):
        plain[at + 100] ^= 1
    (home / "kantor.db").write_bytes(plain)
    with pytest.raises((WorldTrouble, Refused)) as caught:
        house.sign_in(ADMIN, PASSWORDS[ADMIN])
    assert caught.value.sentence and NAME not in caught.value.sentence


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked about the drive: tests/desk/test_office_place.py")
def test_a_file_on_a_network_share_is_refused(house, home, tmp_path, monkeypatch):
    from db.backends.sqlite import place

    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"36 35 98:0 / {home.resolve()} rw - nfs4 server:/share rw\n", encoding="utf-8")
    monkeypatch.setattr(place, "_MOUNTS", mounts)
    assert "nfs4" in refused(lambda: house.sign_in(ADMIN, PASSWORDS[ADMIN]), "network_share")


MOUNTS = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:44 / /srv rw - cifs //server/share rw
31 30 8:2 / /srv/lokal rw - ext4 /dev/sdb1 rw
32 22 0:45 / /media/kantor\\040lama rw - fuse.sshfs host: rw
33 22 0:46 / /mnt/x rw - nfs4 a:/x rw
34 22 8:3 / /mnt/x rw - xfs /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a/kantor.db", ""),
        ("/srv/kantor.db", "cifs"),
        ("/srv2/kantor.db", ""),
        ("/srv/lokal/kantor.db", ""),
        ("/media/kantor lama/kantor.db", "fuse.sshfs"),
        ("/mnt/x/kantor.db", ""),
    ],
)
def test_the_table_of_mounts_is_read_as_the_kernel_means_it(path, kind):
    from db.backends.sqlite.place import mounted_kind

    assert mounted_kind(path, MOUNTS) == kind


def test_recovery_gives_an_administrator_a_new_password(house, recovery_key):
    refused(lambda: house.recover(recovery_key, CLERK, "pintu kayu jati"), "no_admin")
    refused(lambda: house.recover(recovery_key, ADMIN, "pendek"), "weak_password")
    assert house.recover(recovery_key.lower(), "", "pintu kayu jati") == ADMIN
    refused(lambda: house.sign_in(ADMIN, PASSWORDS[ADMIN]), "wrong_password")
    seat = house.sign_in(ADMIN, "pintu kayu jati")
    with seat.office.database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM journal WHERE action = 'sandi_dipulihkan'")) == 1
        assert journal.verify(connection).breaks == ()
    assert len(read_slots(seat.office.ring.path).staff) == 3


def test_a_good_key_of_another_office_is_refused(house):
    from desktop.keys.recovery import new_recovery_key

    refused(lambda: house.recover(new_recovery_key(), ADMIN, "pintu kayu jati"), "recovery_wrong")


def test_a_new_recovery_key(house, recovery_key):
    seat = house.sign_in(ADMIN, PASSWORDS[ADMIN])
    refused(lambda: seat.new_recovery_key("salah sekali"), "wrong_password")
    fresh = seat.new_recovery_key(PASSWORDS[ADMIN])
    assert not seat.has_recovery()
    seat.recovery_saved()
    refused(lambda: house.recover(recovery_key, ADMIN, "pintu kayu jati"), "recovery_wrong")
    assert house.recover(fresh, ADMIN, "pintu kayu jati") == ADMIN
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    refused(lambda: seat.new_recovery_key(PASSWORDS[CLERK]), "not_your_role")


def test_a_key_file_left_without_its_office_is_kept(home, clock, recovery_key):
    """The office may come back from a backup; its keys are worth more than a tidy folder."""
    from offices import house_at

    saved = (home / "kantor.db.kunci").read_bytes()
    (home / "kantor.db").unlink()
    house = house_at(home, clock)
    assert house.is_new()
    admin = {"admin_username": ADMIN, "admin_name": "Ibu", "admin_password": PASSWORDS[ADMIN]}
    house.safe.found(with_partners("panti", "Panti Baru", "Jakarta"), admin)
    kept = list(home.glob("kantor.db.kunci.lama-*"))
    assert len(kept) == 1 and kept[0].read_bytes() == saved
    assert sorted(path.name for path in home.glob("kantor.*")) == ["kantor.db", "kantor.db.kunci", kept[0].name]


def test_an_office_is_never_made_over_another(house):
    refused(lambda: house.safe.found([], {"admin_username": "x", "admin_password": "y"}), "office_exists")


def test_copies_of_whole_files_need_the_key(house, home, tmp_path):
    """The way a backup goes: SQLite's own copy, page by page, under the same key."""
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    take_in(seat)
    source = seat.office.database.backend.bare(home / "kantor.db")
    target = seat.office.database.backend.bare(tmp_path / "salinan.db")
    source.backup(target)
    target.close()
    source.close()
    copy = connect(tmp_path / "salinan.db", seat.office.ring.key)
    assert copy.execute("SELECT count(*) FROM person").fetchone() == (1,)
    copy.close()
    assert NAME.encode() not in (tmp_path / "salinan.db").read_bytes()


def test_a_file_that_cannot_be_read_is_told_at_sign_in(tmp_path, clock):
    from offices import house_at

    (tmp_path / "kantor.db").mkdir()
    house = house_at(tmp_path, clock)
    assert not house.is_new() and not house.is_sealed()
    with pytest.raises(WorldTrouble):
        house.sign_in(ADMIN, PASSWORDS[ADMIN])
