"""An office is brought back into an empty place or not at all; what is damaged, lying, newer or foreign is refused."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from copies import KEY, OPENER, content, empty, leftovers, quiet
from sqlalchemy import text

import desktop.backup.sealed
from db.backends import Copying
from db.database import Database
from desktop.backup import folder
from desktop.backup.keys import Opener, new_key
from desktop.backup_making import Wish, make
from desktop.backup_opening import check, restore
from desktop.sop.refusals import Refused


def test_guards_stand_in_the_restored_place(office, copy, empty_url):
    restore(copy().path, OPENER, empty_url, quiet)
    database = Database(empty_url)
    for statement in ("DELETE FROM journal", "UPDATE journal SET reason = 'x'", "DELETE FROM backup_run"):
        with pytest.raises(Exception, match="guard"), database.write() as connection:
            connection.execute(text(statement))
    database.close()


def test_only_into_an_empty_place(office, copy, url):
    made = copy()
    before = content(office.database)
    with pytest.raises(Refused, match="not_empty") as caught:
        restore(made.path, OPENER, url, quiet)
    assert "Tidak ada yang berubah" in caught.value.sentence and content(office.database) == before


def test_a_damaged_copy_leaves_nothing(office, copy, empty_url, monkeypatch):
    monkeypatch.setattr(desktop.backup.sealed, "PART", 50_000)
    made = copy()
    whole = made.path.read_bytes()
    middle = len(whole) // 2
    for changed in (whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], whole[:middle], whole[:-1]):
        made.path.write_bytes(changed)
        with pytest.raises(Refused, match="damaged_copy") as caught:
            restore(made.path, OPENER, empty_url, quiet)
        assert caught.value.sentence.startswith("Pemulihan GAGAL.") and "bagian" in caught.value.sentence
        assert caught.value.sentence.endswith("Tidak ada yang berubah di tempat tujuan.") and empty(empty_url)
    made.path.write_bytes(whole)
    with pytest.raises(Refused, match="wrong_key"):
        restore(made.path, Opener(private=new_key().private), empty_url, quiet)
    assert empty(empty_url)


def test_a_miscounted_copy_leaves_nothing(office, copy, empty_url, monkeypatch):
    """A copy that says of itself what it does not hold: written by a broken disk, or by somebody with the key."""
    real = office.database.backend.copying

    @contextmanager
    def lying(database, progress):
        with real(database, progress) as copying:
            yield Copying(copying.counts | {"person": 1}, copying.revision, copying.source)

    with monkeypatch.context() as patch:
        patch.setattr(office.database.backend, "copying", lying)
        with pytest.raises(Refused, match="miscounted"):
            copy()
        patch.setattr("desktop.backup_making.differences", lambda _expected, _found: "")
        made = copy()
    with pytest.raises(Refused, match="miscounted") as caught:
        restore(made.path, OPENER, empty_url, quiet)
    assert "person 1 → " in caught.value.sentence and empty(empty_url)


def test_what_an_encrypted_office_needs_travels_sealed(local_office, place, tmp_path):
    """The key file beside the office's file comes along, unreadable in the copy, and never over another one."""
    beside = Path(local_office.database.url.removeprefix("sqlite:///") + ".kunci")
    beside.write_text('{"rahasia": "slot petugas"}', encoding="utf-8")
    made = make(local_office, Wish(place, KEY.public), None, quiet)
    assert b"slot petugas" not in made.path.read_bytes() and leftovers(local_office) == []
    back = tmp_path / "pulih.db"
    restore(made.path, OPENER, f"sqlite:///{back}", quiet)
    assert Path(f"{back}.kunci").read_text(encoding="utf-8") == '{"rahasia": "slot petugas"}'
    other = tmp_path / "lain.db"
    Path(f"{other}.kunci").write_text("milik lain", encoding="utf-8")
    with pytest.raises(Refused, match="not_empty"):
        restore(made.path, OPENER, f"sqlite:///{other}", quiet)
    assert Path(f"{other}.kunci").read_text(encoding="utf-8") == "milik lain" and not other.exists()


def test_an_older_copy_is_brought_up_to_date(office, copy, empty_url, monkeypatch):
    """The copy of an earlier version, which did not keep what a delivery wrote over."""
    real = office.database.backend.copying

    def age():
        with office.database.write() as connection:
            backend = office.database.backend
            # What looks at the columns goes first: triggers on SQLite, row policies on a server.
            for guard in ("update", "again", "hands"):
                backend.drop_guard(connection, f"guard_civil_event_{guard}", "civil_event")
            too = " CASCADE" if backend.name == "postgresql" else ""
            young = (("import_run", "former_kept"), ("civil_event", "run_id"), ("civil_event", "revoked_run_id"))
            younger = [
                "DROP TABLE resident_before",
                *(f"DROP INDEX ix_civil_event_{name}" for name in ("run_id", "revoked_run_id")),
                *(f"ALTER TABLE {one} DROP COLUMN {two}{too}" for one, two in young),
            ]
            for statement in (*younger, "UPDATE alembic_version SET version_num = '0023'"):
                connection.execute(text(statement))

    @contextmanager
    def older(database, progress):
        age()
        with real(database, progress) as copying:
            yield copying

    monkeypatch.setattr(office.database.backend, "copying", older)
    copy()
    (path,) = folder.copies(Path(office.folder).parent / "cadangan")
    assert path.header.revision == "0023"
    opened = restore(path.path, OPENER, empty_url, quiet)
    assert opened.upgraded
    database = Database(empty_url)
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(revoked_run_id) FROM civil_event")) == 0
    database.close()


def test_a_newer_copy_is_refused(office, copy, empty_url, monkeypatch):
    real = office.database.backend.copying

    @contextmanager
    def newer(database, progress):
        with real(database, progress) as copying:
            yield Copying(copying.counts, "9999", copying.source)

    with monkeypatch.context() as patch:
        patch.setattr(office.database.backend, "copying", newer)
        made = copy()
    for open_it in (
        lambda: restore(made.path, OPENER, empty_url, quiet),
        lambda: check(made.path, OPENER, office.database, quiet),
    ):
        with pytest.raises(Refused, match="newer_copy") as caught:
            open_it()
        assert "Padan yang lebih baru (versi 0.1.0)" in caught.value.sentence
    assert empty(empty_url)


def test_a_copy_of_the_other_kind_is_refused(office, copy, templates, tmp_path):
    made = copy()
    other = {"sqlite": "postgresql://localhost:1/tidak", "postgresql": f"sqlite:///{tmp_path / 'lain.db'}"}
    with pytest.raises(Refused, match="other_kind"):
        restore(made.path, OPENER, other[office.database.backend.name], quiet)
