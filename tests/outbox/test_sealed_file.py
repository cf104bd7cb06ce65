"""The sealed file: nothing readable in it, nothing lost by a crash, nothing changed unseen, opened by the password alone."""

import os
import random
from pathlib import Path

import pytest

from desktop.outbox.file_lock import AlreadyOpen
from desktop.outbox.sealed_file import SealedFile, WrongKey

PASSWORD = "rahasia yang panjang"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kotak" / "bagus.kotak"


def filled(path, count=5):
    file = SealedFile(path, PASSWORD)
    ends = [path.stat().st_size]
    for at in range(count):
        file.put({f"orang:{at}": {"nama": f"Siti Aminah {at}"}})
        ends.append(path.stat().st_size)
    file.close()
    return ends


def names(path, password=PASSWORD):
    file = SealedFile(path, password)
    try:
        return [name for name, _ in file.items()]
    finally:
        file.close()


def test_what_was_put_is_there_after_opening_again(path):
    filled(path)
    file = SealedFile(path, PASSWORD)
    assert file.get("orang:3") == {"nama": "Siti Aminah 3"} and file.get("tidak ada") is None
    file.put({"orang:3": None, "orang:0": {"nama": "Lain"}, "lain": [1, "dua"]})
    file.close()
    file = SealedFile(path, PASSWORD)
    assert file.items("orang:")[0] == ("orang:0", {"nama": "Lain"}) and file.get("orang:3") is None
    assert file.get("lain") == [1, "dua"]
    file.close()


def test_nothing_of_it_can_be_read(path):
    filled(path)
    raw = path.read_bytes()
    assert b"Siti" not in raw and b"orang" not in raw and PASSWORD.encode() not in raw
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0


def test_only_the_password_opens_it(path):
    filled(path)
    for wrong in ("", PASSWORD + " ", PASSWORD.upper()):
        with pytest.raises(WrongKey):
            SealedFile(path, wrong)
    assert len(names(path)) == 5, "a wrong password leaves it as it was and unlocked"


def test_another_password(path):
    filled(path)
    file = SealedFile(path, PASSWORD)
    mark = file.mark
    file.change_password("kata sandi baru")
    file.put({"sesudahnya": 1})
    file.close()
    with pytest.raises(WrongKey):
        SealedFile(path, PASSWORD)
    file = SealedFile(path, "kata sandi baru")
    assert len(file.items()) == 6 and file.mark == mark
    file.close()


def test_one_program_at_a_time(path):
    file = SealedFile(path, PASSWORD)
    with pytest.raises(AlreadyOpen):
        SealedFile(path, PASSWORD)
    file.close()
    SealedFile(path, PASSWORD).close()


def test_cut_at_every_byte_by_a_power_cut(path):
    """What was acknowledged before the cut is there; the half record is gone; the file goes on."""
    ends, whole = filled(path), None
    whole = path.read_bytes()
    for cut in range(ends[0], len(whole)):
        path.write_bytes(whole[:cut])
        file = SealedFile(path, PASSWORD)
        kept = sum(end <= cut for end in ends[1:])
        assert len(file.items()) == kept and file.damaged is None
        if cut % 37 == 0:
            file.put({"lanjut": cut})
        file.close()
        if cut % 37 == 0:
            assert names(path)[-1] == "lanjut"


def test_a_changed_byte_is_seen_and_the_file_is_kept_aside(path):
    ends, dice = filled(path), random.Random(20261128)
    whole = path.read_bytes()
    for _ in range(200):
        place = dice.randrange(ends[0], ends[4])  # not in the last record, which a crash may have cut
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << dice.randrange(8))]) + whole[place + 1 :])
        damaged = path.read_bytes()
        file = SealedFile(path, PASSWORD)
        before = sum(end <= place for end in ends[1:])
        assert [name for name, _ in file.items()] == [f"orang:{at}" for at in range(before)]
        assert file.damaged is not None and file.damaged.read_bytes() == damaged
        file.put({"lanjut": 1})
        file.close()
        assert names(path)[-1] == "lanjut"


def test_records_cannot_be_swapped_or_taken_out(path):
    ends, whole = filled(path), None
    whole = path.read_bytes()
    parts = [whole[: ends[0]], *(whole[ends[at] : ends[at + 1]] for at in range(5))]
    for order in ((0, 2, 1, 3, 4, 5), (0, 1, 3, 4, 5), (0, 1, 1, 2, 3, 4)):
        path.write_bytes(b"".join(parts[at] for at in order))
        file = SealedFile(path, PASSWORD)
        assert len(file.items()) < 3 and file.damaged is not None
        file.close()


def test_a_file_that_is_something_else(path):
    path.parent.mkdir(parents=True)
    path.write_bytes(b"bukan kotak keluar\n" * 20)
    file = SealedFile(path, PASSWORD)
    assert file.items() == [] and file.damaged.read_bytes().startswith(b"bukan")
    file.close()


def test_it_does_not_grow_for_ever(path, monkeypatch):
    monkeypatch.setattr("desktop.outbox.sealed_file.WORTH", 20_000)
    file = SealedFile(path, PASSWORD)
    file.put({"tetap": "ada"})
    for at in range(500):
        file.put({"konsep": "x" * 200 + str(at)})
    file.close()
    assert path.stat().st_size < 30_000
    assert names(path) == ["tetap", "konsep"]


@pytest.mark.skipif(os.name == "nt", reason="no such device there")
def test_a_full_disk_changes_nothing(path):
    file = SealedFile(path, PASSWORD)
    file.put({"satu": 1})
    real, file._file = file._file, Path("/dev/full").open("r+b", buffering=0)  # noqa: SIM115
    with pytest.raises(OSError, match="No space"):
        file.put({"dua": 2})
    file._file.close()
    file._file = real
    assert file.get("dua") is None
    file.put({"tiga": 3})
    file.close()
    assert names(path) == ["satu", "tiga"]
