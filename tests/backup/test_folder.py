"""The folder of copies and the alarm: what is listed, what makes room, what counts as shrunk."""

import os
from datetime import datetime, timedelta

from db.tables import metadata
from desktop.backup import folder
from desktop.backup.keys import new_key
from desktop.backup.sealed import Header, SealedWriter
from desktop.backup.shrink import KEPT_FOR_EVER, WORDS, most, shrunk

KEY = new_key()
NOON = datetime.fromisoformat("2026-11-23T12:00:00+07:00")


def copy(place, moment, identity="ab12", suspicious=False):
    path = place / folder.file_name("Dinas Sosial", moment)
    path = folder.marked(path) if suspicious else path
    with path.open("wb") as file:
        writer = SealedWriter(
            file, Header("Dinas Sosial", identity, moment.isoformat(), "", "sqlite", "0007", {}), KEY.public
        )
        writer.finish()
    return path


def names(found):
    return [one.path.name for one in found]


def test_a_name_tells_office_and_moment():
    name = folder.file_name("Panti Sosial “Bina Insan” Ké-1", NOON)
    assert name == "cadangan_panti-sosial-bina-insan-ke-1_2026-11-23_120000.padan"
    assert folder.file_name("東京", NOON) == "cadangan_kantor_2026-11-23_120000.padan"


def test_halves_and_strangers(tmp_path):
    good = copy(tmp_path, NOON)
    (tmp_path / "cadangan_x.padan.part").write_bytes(good.read_bytes())
    (tmp_path / "foto.jpg").write_bytes(b"x")
    (tmp_path / "rusak.padan").write_bytes(b"x")
    found = folder.copies(tmp_path)
    assert names(found) == [good.name, "rusak.padan"]
    assert (found[0].made_at, found[0].opens_with) == (NOON, (KEY.key_id,)) and found[1].header is None
    assert names(folder.own_good(found, "ab12")) == [good.name] and folder.own_good(found, "lain") == []


def test_only_old_halves_are_swept(tmp_path):
    young, old = tmp_path / "cadangan_a.padan.part", tmp_path / "cadangan_b.padan.part"
    for half in (young, old):
        half.write_bytes(b"x")
    long_ago = old.stat().st_mtime - 7 * 3600
    os.utime(old, (long_ago, long_ago))
    folder.sweep(tmp_path)
    assert young.exists() and not old.exists()


def test_fourteen_days_and_twelve_months_stay(tmp_path):
    for day in range(500):
        copy(tmp_path, NOON - timedelta(days=day))
    second = copy(tmp_path, NOON + timedelta(hours=3))
    odd = copy(tmp_path, NOON - timedelta(days=40, hours=1), suspicious=True)
    foreign = copy(tmp_path, NOON - timedelta(days=41, hours=1), identity="lain")
    gone = folder.outdated(folder.copies(tmp_path), "ab12", 14, 12)
    for one in gone:
        one.path.unlink()
    left = folder.copies(tmp_path)
    assert odd in {one.path for one in left} and foreign in {one.path for one in left}
    mine = [one.made_at for one in folder.own_good(left, "ab12")]
    assert mine[0] == NOON + timedelta(hours=3) and second.exists()
    days = [moment.date() for moment in mine[:14]]
    assert days == [(NOON - timedelta(days=back)).date() for back in range(14)]
    months = {moment.strftime("%Y-%m") for moment in mine}
    assert len(months) == 12 and len(mine) == 14 + 11
    assert folder.outdated(left, "ab12", 14, 12) == []


def test_the_newest_copy_never_makes_room(tmp_path):
    only = copy(tmp_path, NOON - timedelta(days=900))
    assert folder.outdated(folder.copies(tmp_path), "ab12", 0, 0) == [] and only.exists()


def test_tables_that_only_grow_exist_and_have_words():
    assert set(KEPT_FOR_EVER) <= set(metadata.tables) and set(WORDS) == {*KEPT_FOR_EVER, "person"}


def test_what_counts_as_shrunk():
    before = dict.fromkeys(KEPT_FOR_EVER, 1200) | {"person": 1000, "draft": 50}
    assert shrunk(before, before) == () and shrunk({}, before) == ()
    assert shrunk(before, before | {"draft": 0, "person": 990}) == ()
    assert shrunk(before, before | {"person": 989}) == ("orang 1.000 → 989",)
    for table in KEPT_FOR_EVER:
        assert shrunk(before, before | {table: 1199}) == (f"{WORDS[table]} 1.200 → 1.199",)
    assert len(shrunk(before, {})) == len(KEPT_FOR_EVER) + 1


def test_the_larger_memory_counts():
    assert most({"letter": 3, "card": 9}, {"letter": 5}) == {"letter": 5, "card": 9}
