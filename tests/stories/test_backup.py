"""A sealed copy of an office, and the office brought back from it, on both databases (J9, L19)."""

import threading
from contextlib import contextmanager

import pytest
from chain import bring, intake, move, newcomers, seen, waiting
from copies import KEY, OPENER, content, empty, leftovers, quiet, sound, without_traces
from sqlalchemy import text

from db.backends import Copying
from db.counts import counts
from db.database import Database
from db.queries.backups import backup_runs, last_good
from db.queries.cases import cases_by_id
from desktop.backup import folder
from desktop.backup_making import Wish, make
from desktop.backup_opening import check, restore
from desktop.office import Office
from desktop.operations.intake import RecordIntake
from desktop.operations.undo_import import UndoImport
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble
from tests.conftest import give_back, seats_of
from tests.operations.member_lists import listed, member

LISTS = (("pbi_kota", range(20)), ("kp_desa", range(20, 40)))


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
        give_back(again)


def test_the_journal_restored_is_the_journal_copied(office, seat, clock, copy, empty_url):
    intake(seat, clock, 2)
    before = content(office.database)["journal"]
    restore(copy().path, OPENER, empty_url, quiet)
    database = Database(empty_url)
    assert content(database)["journal"] == before
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
    bagus, done, begun, ended = seat("bagus"), [], threading.Event(), threading.Event()

    def work():
        begun.wait()
        while not ended.is_set():
            done.append(bagus.run(RecordIntake(people=newcomers(2, clock))).done)

    writer = threading.Thread(target=work)
    real = office.database.backend.copying

    @contextmanager
    def watched(database, progress):
        """The writer works from the first step of the copy until its last byte was read."""

        def step(here, total):
            progress(here, total)
            begun.set()
            while not done and writer.is_alive():
                pass

        with real(database, step) as copying:
            yield Copying(copying.counts, copying.revision, copying.source)
        ended.set()

    monkeypatch.setattr(office.database.backend, "copying", watched)
    writer.start()
    try:
        made = copy()
    finally:
        begun.set()
        ended.set()
        writer.join()
    with office.database.read() as connection:
        now = counts(connection)
    assert made.state == "baik" and len(done) >= 1
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


def test_an_undone_import_is_no_alarm_and_covers_nothing_else(office, seat, clock, copy):
    """Forty people and memberships go with their import: known. One membership more is missing: an alarm."""
    ratna = seat("ratna")
    runs = [ratna.run(listed([member(at) for at in part], segment=segment)).data["run"] for segment, part in LISTS]
    assert copy().state == "baik"
    clock.forward(minutes=1)
    ratna.run(UndoImport(run_id=runs[0], reason="Bulan keliru"))
    clock.forward(minutes=1)
    assert copy().alarms == ()
    clock.forward(minutes=1)
    ratna.run(UndoImport(run_id=runs[1], reason="Bulan keliru"))
    with office.database.write() as connection:
        guards = {"sqlite": "guard_membership_keep", "postgresql": "guard_membership ON membership"}
        connection.execute(text(f"DROP TRIGGER {guards[office.database.backend.name]}"))
        connection.execute(text("DELETE FROM membership WHERE id = (SELECT max(id) FROM membership)"))
    clock.forward(minutes=1)
    made = copy()
    assert made.state == "mencurigakan" and [alarm.split()[0] for alarm in made.alarms] == ["kepesertaan"]


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
