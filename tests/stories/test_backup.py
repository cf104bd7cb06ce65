"""A sealed copy of an office, and the office brought back from it, on both databases (J9, L19)."""

import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from chain import bring, intake, move, newcomers, seen, waiting
from sqlalchemy import select, text

import desktop.backup.sealed
from db.backends import Copying
from db.counts import counts
from db.database import Database
from db.queries.backups import backup_runs, last_good
from db.queries.cases import cases_by_id
from db.tables import metadata
from desktop.backup import folder
from desktop.backup.keys import Opener, new_key
from desktop.backup_making import Wish, make
from desktop.backup_opening import check, restore
from desktop.office import Office
from desktop.operations import journal
from desktop.operations.intake import RecordIntake
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble
from tests.conftest import seats_of

KEY = new_key()
OPENER = Opener(private=KEY.private)


def quiet(_done, _total, _sentence):
    """Nobody watches."""


@pytest.fixture
def place(tmp_path):
    where = tmp_path / "cadangan"
    where.mkdir()
    return where


@pytest.fixture
def copy(office, place, clock):
    """Makes a copy; each is a minute younger."""

    def made(**wish):
        clock.forward(minutes=1)
        return make(office, Wish(place, KEY.public, **wish), None, quiet)

    return made


def content(database):
    """Every row of every table, in an order of its own."""
    with database.read() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all())) for name, table in metadata.tables.items()
        }


def sound(database):
    with database.read() as connection:
        return journal.verify(connection).breaks == ()


def without_traces(rows):
    """What the making of a copy itself writes."""
    return {name: found for name, found in rows.items() if name not in {"backup_run", "change", "counter"}}


def test_an_office_comes_back_and_works(office, seat, clock, copy, empty_url, tmp_path):
    bring(seat, clock, "eid_diterima", 3)
    seat("rina").make_cards(seen(waiting(seat("rina"), "eid_diterima")), "eid_a4")
    waits = intake(seat, clock, 2)
    before = without_traces(content(office.database))
    made = copy()
    assert made.state == "baik" and made.path.suffix == ".padan" and "3 kartu" in made.sentence
    assert made.header.counts["person"] == len(before["person"]) and made.header.backend == office.database.backend.name
    opened = restore(made.path, OPENER, empty_url, quiet)
    assert opened.breaks == () and not opened.upgraded
    again = Office(empty_url, tmp_path / "pulih", practice=True, clock=clock)
    try:
        assert without_traces(content(again.database)) | {"journal": 0, "journal_head": 0} == before | {
            "journal": 0,
            "journal_head": 0,
        }
        assert sound(again.database) and len(content(again.database)["letter"]) >= 5
        seats = seats_of(again)
        rows = again.read(cases_by_id, waits)
        assert move(seats("bagus"), "serahkan", rows).done == waits
        assert seats("bagus").run(RecordIntake(people=newcomers(1, clock))).done
        assert move(seats("rina"), "cetak_kartu", waiting(seats("rina"), "eid_diterima")).done
        assert sound(again.database)
        letter = again.read(lambda connection: connection.scalar(text("SELECT max(id) FROM letter")))
        number, pdf = seats("bagus").letter_pdf(letter)
        assert number and pdf.startswith(b"%PDF")
    finally:
        again.close()


def test_the_journal_restored_is_the_journal_copied(office, seat, clock, copy, empty_url):
    intake(seat, clock, 2)
    before = content(office.database)["journal"]
    restore(copy().path, OPENER, empty_url, quiet)
    database = Database(empty_url)
    assert content(database)["journal"] == before
    database.close()


def test_guards_stand_in_the_restored_place(office, copy, empty_url):
    restore(copy().path, OPENER, empty_url, quiet)
    database = Database(empty_url)
    for statement in ("DELETE FROM journal", "UPDATE journal SET reason = 'x'", "DELETE FROM backup_run"):
        with pytest.raises(Exception, match="guard"), database.write() as connection:
            connection.execute(text(statement))
    database.close()


def test_the_register_tells_of_every_copy(office, seat, copy):
    made = copy()
    good = office.read(last_good)
    assert (good.file_name, good.size, good.state) == (made.path.name, made.size, "baik")
    assert good.counts == made.header.counts and good.sentence == made.sentence
    lines = content(office.database)["journal"]
    assert any("cadangan_baik" in line and made.path.name in line for line in lines) and sound(office.database)


def test_writers_go_on_while_it_is_copied(office, seat, clock, copy, monkeypatch):
    """The copy is of one moment: whole commands only, counted as they stood, while others are acknowledged."""
    intake(seat, clock, 40)
    bagus, done, stop = seat("bagus"), [], threading.Event()

    def work():
        while not stop.is_set():
            done.append(bagus.run(RecordIntake(people=newcomers(2, clock))).done)

    writer = threading.Thread(target=work)
    real = office.database.backend.copying

    @contextmanager
    def slowed(database, progress):
        def watched(here, total):
            progress(here, total)
            target = len(done) + 1
            while not started and len(done) < target:
                pass
            started.append(here)

        with real(database, watched) as copying:
            yield Copying(copying.counts, copying.revision, copying.source)

    started = []
    monkeypatch.setattr(office.database.backend, "copying", slowed)
    writer.start()
    try:
        made = copy()
    finally:
        stop.set()
        writer.join()
    with office.database.read() as connection:
        now = counts(connection)
    assert made.state == "baik" and started and len(done) >= 1
    assert made.header.counts["application"] < now["application"] == 40 + 2 * len(done)
    assert made.header.counts["application"] % 2 == 0


def test_a_sudden_shrink_is_an_alarm(office, seat, clock, copy, place, empty_url, tmp_path):
    """Yesterday's file was laid over today's office: fewer lines than the folder remembers."""
    old = copy()
    intake(seat, clock, 3)
    good = copy()
    restore(old.path, OPENER, empty_url, quiet)
    office_of_old = Office(empty_url, tmp_path, clock=clock)
    clock.forward(minutes=1)
    made = make(office_of_old, Wish(place, KEY.public), None, quiet)
    assert made.state == "mencurigakan" and "jurnal" in made.alarms[0] and "MENCURIGAKAN" in made.sentence
    assert made.path.exists() and made.path.stem.endswith("_mencurigakan")
    assert office_of_old.read(last_good) is None
    assert office_of_old.read(backup_runs)[0].state == "mencurigakan"
    mine = folder.own_good(folder.copies(place), made.header.identity)
    assert [one.path for one in mine] == [good.path, old.path]
    clock.forward(minutes=1)
    accepted = make(office_of_old, Wish(place, KEY.public, accept="Kantor dipulihkan dari cadangan"), None, quiet)
    assert accepted.state == "baik" and office_of_old.read(last_good).file_name == accepted.path.name
    assert "Kantor dipulihkan dari cadangan" in "".join(content(office_of_old.database)["journal"])
    office_of_old.close()


def test_a_broken_journal_is_an_alarm(office, seat, clock, copy):
    intake(seat, clock, 1)
    with office.database.write() as connection:
        drop = {
            "sqlite": "DROP TRIGGER guard_journal_update",
            "postgresql": "DROP TRIGGER guard_journal_update ON journal",
        }
        connection.execute(text(drop[office.database.backend.name]))
        connection.execute(text("UPDATE journal SET reason = 'lain' WHERE chain LIKE 'application:%' AND seq = 1"))
    made = copy()
    assert made.state == "mencurigakan" and "jurnal rusak di application:" in made.alarms[0]
    assert check(made.path, OPENER, office.database, quiet).breaks


def test_only_into_an_empty_place(office, copy, url):
    made = copy()
    before = content(office.database)
    with pytest.raises(Refused, match="not_empty") as caught:
        restore(made.path, OPENER, url, quiet)
    assert "Tidak ada yang berubah" in caught.value.sentence and content(office.database) == before


def empty(url):
    database = Database(url)
    try:
        return database.backend.is_empty(database)
    finally:
        database.close()


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


def test_stopped_in_the_middle_nothing_is_left(office, copy, place, empty_url):
    class Stop(Exception):
        pass

    def stopping(_done, _total, sentence):
        if sentence.startswith(word):
            raise Stop

    for stage in ("Menyalin", "Menyegel", "Membuka"):
        word = stage
        with pytest.raises(Stop):
            make(office, Wish(place, KEY.public), None, stopping)
        assert list(place.iterdir()) == []
        assert office.read(backup_runs)[0].state == "gagal"
    made = copy()
    for stage in ("Memeriksa", "Memulihkan"):
        word = stage
        with pytest.raises(Stop):
            restore(made.path, OPENER, empty_url, stopping)
        assert empty(empty_url)
    assert leftovers(office) == []


def leftovers(office):
    """Files or databases of rehearsals that nobody took away."""
    if office.database.backend.name == "sqlite":
        return [
            path.name for path in Path(office.database.url.removeprefix("sqlite:///")).parent.glob(".padan-salinan-*")
        ]
    with office.database.read() as connection:
        return list(connection.scalars(text("SELECT datname FROM pg_database WHERE datname LIKE 'padan_periksa%'")))


def test_an_older_copy_is_brought_up_to_date(office, copy, empty_url, monkeypatch):
    """The copy of the version before this one has no register of copies yet."""
    real = office.database.backend.copying

    def age():
        with office.database.write() as connection:
            connection.execute(text("DROP TABLE backup_run"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))

    @contextmanager
    def older(database, progress):
        age()
        with real(database, progress) as copying:
            yield copying

    monkeypatch.setattr(office.database.backend, "copying", older)
    with pytest.raises(WorldTrouble):  # the copy is made, then its register is gone
        copy()
    (path,) = next(iter([list(folder.copies(Path(office.folder).parent / "cadangan"))]))
    assert path.header.revision == "0002"
    opened = restore(path.path, OPENER, empty_url, quiet)
    assert opened.upgraded
    database = Database(empty_url)
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM backup_run")) == 0
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


def test_every_trouble_of_the_place_is_a_sentence(office, place, copy):
    gone = place / "tidak-ada"
    with pytest.raises(WorldTrouble, match="backup-gone") as caught:
        make(office, Wish(gone, KEY.public), None, quiet)
    assert str(gone) in caught.value.sentence and office.read(backup_runs)[0].sentence == caught.value.sentence
    with pytest.raises(Refused, match="no_backup_key"):
        make(office, Wish(place), None, quiet)
    with pytest.raises(Refused, match="weak_passphrase"):
        make(office, Wish(place, passphrase="pendek"), None, quiet)
    made = copy()
    with pytest.raises(Refused, match="exists"):
        make(office, Wish(made.path, KEY.public), None, quiet)
    with pytest.raises(WorldTrouble, match="backup-gone"):
        check(place / "tidak.padan", OPENER, office.database, quiet)
    assert [path.name for path in place.iterdir()] == [made.path.name] and leftovers(office) == []
