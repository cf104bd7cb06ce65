"""A single office goes to a server whole, or stays where it is: with its history, its numbers and its proofs."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from chain import STAGES, bring, intake, seen, waiting
from chain import move as step
from copies import content, empty, quiet
from sqlalchemy import Engine, event, make_url, select, text
from superuser import tamper

from db.database import Database
from db.queries.staff import staff_by_username
from db.tables.access import staff
from desktop.cli import main
from desktop.house import House
from desktop.office import Office
from desktop.operations import journal
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.manage_staff import AddStaff, ChangePassword, ResetPassword
from desktop.operations.moved_office import stand
from desktop.operations.submit_draft import SubmitDraft
from desktop.paths import ROOT
from desktop.quiet_door import open_quietly
from desktop.relocation import desk_address, move
from desktop.settings import sqlite_url
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble
from tests.conftest import POSTGRESQL, Clock, _drop, _server, seats_of

JPEG = b"\xff\xd8\xff\xe0" + b"gambar" * 50_000
ADMIN = "admin"
NEW = "kuda laut biru"


@pytest.fixture(scope="session")
def worked(templates, tmp_path_factory):
    """(file, moment): a readable single office that has done everything: letters, cards, a photo, a draft, a sealed day."""
    path, clock = tmp_path_factory.mktemp("kerja") / "kantor.db", Clock()
    shutil.copy(templates["sqlite"], path)
    office = Office(sqlite_url(path), path.parent / "berkas", clock=clock)
    seat = seats_of(office)
    bring(seat, clock, "eid_diterima", 2)
    seat("yusuf").make_cards(seen(waiting(seat("yusuf"), "eid_diterima")), "eid_a4")
    step(seat("yusuf"), "cetak_kartu", waiting(seat("yusuf"), "eid_diterima"))
    clock.forward(days=1)
    seat("bagus").seal_yesterday()
    seat("bagus").run(AttachPhoto(application_id=intake(seat, clock, 1)[0], photo=JPEG))
    for status in ("diserahkan", "diterima", "menunggu_rekomendasi"):
        STAGES[status](seat)
    sari = seat("sari").staff
    head = AddStaff(
        username="kabid", name="Ibu Kabid", office_id=sari.office_id, roles=frozenset({"dinsos"}), password=NEW
    )
    seat(ADMIN).run(head)
    steps = (("Kepala Bidang", seat("kabid").staff.id),)
    seat(ADMIN).run(SaveParafRules(office_id=sari.office_id, code="rekomendasi", steps=steps))
    rows = seen(waiting(seat("sari"), "menunggu_rekomendasi"))
    seat("sari").run(SubmitDraft(procedure="wbs", action="rekomendasikan", cases=rows))
    office.close()
    return path, clock.now


@pytest.fixture(scope="session")
def sealed(worked, tmp_path_factory, password):
    """The same office, encrypted."""
    folder = tmp_path_factory.mktemp("tersegel")
    shutil.copy(worked[0], folder / "kantor.db")
    house = House(sqlite_url(folder / "kantor.db"), folder=folder, clock=Clock(worked[1]))
    house.seal(ADMIN, password, quiet)
    house.close()
    return folder


@pytest.fixture
def clock(worked):
    return Clock(worked[1])


@pytest.fixture
def place(worked, tmp_path):
    """The readable office's file, to be moved."""
    return Path(shutil.copy(worked[0], tmp_path / "kantor.db"))


@pytest.fixture
def target():
    """An empty database of an owner who is no superuser."""
    name = f"padan_{uuid.uuid4().hex[:12]}"
    _server(f"CREATE ROLE {name}_pemilik LOGIN CREATEROLE PASSWORD 'pemilik-uji'")
    _server(f'CREATE DATABASE "{name}" OWNER {name}_pemilik')
    address = make_url(POSTGRESQL).set(username=f"{name}_pemilik", password="pemilik-uji", database=name)
    yield address.set(drivername="postgresql").render_as_string(hide_password=False)
    _drop(name)
    _server(f"DROP OWNED BY {name}_pemilik")
    _server(f"DROP ROLE {name}_pemilik")


@pytest.fixture
def go(password, clock):
    """Moves the office of a file; each program is closed again."""

    def moved(file, to, report=quiet):
        house = House(sqlite_url(file), folder=file.parent, clock=clock)
        try:
            seat = open_quietly(house, ADMIN, password)
            try:
                return move(seat, password, to, report)
            finally:
                seat.office.close()
        finally:
            house.close()

    return moved


def refused(work, code):
    with pytest.raises(Refused, match=code) as caught:
        work()
    return caught.value.sentence


def signs_in(file, clock, password, username=ADMIN):
    house = House(sqlite_url(file), folder=file.parent, clock=clock)
    try:
        return house.sign_in(username, password).staff.username
    finally:
        house.close()


def everything(database):
    """Every row, but for what each place keeps of accounts, and the mark of a file."""
    rows = content(database)
    with database.read() as connection:
        kept = [staff.c[name] for name in ("id", "username", "name", "office_id", "disabled")]
        rows["staff"] = list(map(repr, connection.execute(select(*kept).order_by(staff.c.id)).all()))
    rows["setting"] = [row for row in rows["setting"] if "moved_to" not in row]
    return rows


def logins(to):
    name = make_url(to).database
    database = Database(POSTGRESQL)
    with database.read() as connection:
        found = list(
            connection.scalars(text("SELECT rolname FROM pg_roles WHERE rolname LIKE :name"), {"name": f"%@{name}"})
        )
    database.close()
    return found


@pytest.mark.parametrize("kind", ["terbuka", "terenkripsi"])
def test_everything_arrives_and_the_file_is_closed(kind, place, sealed, target, go, clock, password):
    if kind == "terenkripsi":
        for name in ("kantor.db", "kantor.db.kunci"):
            shutil.copy(sealed / name, place.with_name(name))
    house = House(sqlite_url(place), folder=place.parent, clock=clock)
    before = open_quietly(house, ADMIN, password).office
    stands = before.read(stand)
    moved = go(place, target)
    here, there = everything(before.database), Database(target)
    assert not moved.already and moved.to == desk_address(target) and "pemilik" not in moved.to
    assert (
        everything(there) == here and moved.counts["card"] == 2 and moved.counts["draft"] == moved.counts["paper"] == 1
    )
    with there.read() as connection:
        proof = journal.verify(connection)
        assert proof.breaks == () and proof.seals == 1 and proof.letters > 3 and proof.lines == stands.lines + 1
        assert connection.scalar(text("SELECT string_agg(password_hash, '') FROM staff")) == ""
    assert set(moved.waiting) == {"andi", "bagus", "hendra", "kabid", "ratna", "rina", "sari", "yusuf"}
    again = go(place, target)
    assert again.already and everything(there) == here == everything(before.database)
    said = refused(lambda: signs_in(place, clock, password), "moved")
    assert moved.to in said
    if kind == "terbuka":
        with pytest.raises(WorldTrouble, match="db-moved"):
            intake(seats_of(before), clock)  # whoever had the file open
        assert refused(lambda: signs_in(place, clock, "salah sekali"), "moved") == said
    assert refused(lambda: open_quietly(house, ADMIN, "salah sekali"), "wrong_password")
    assert everything(before.database) == here
    before.close()
    there.close()


def test_clerks_go_on_at_the_server_with_the_next_numbers(place, target, go, clock, password):
    go(place, target)
    address = desk_address(target)

    def enter(username, word):
        house = House(address, folder=place.parent / username, clock=clock)
        opened.append(house)
        return house.sign_in(username, word)

    opened: list[House] = []
    admin = enter(ADMIN, password)
    seats = {}
    for name in ("bagus", "yusuf"):
        refused(lambda name=name: enter(name, password), "wrong_password")
        admin.run(ResetPassword(staff_id=admin.read(staff_by_username, name).id, password=f"{NEW} satu"))
        seats[name] = enter(name, f"{NEW} satu")
        seats[name].run(ChangePassword(old=f"{NEW} satu", new=NEW))
    owner = Database(target)
    before = numbers(owner)
    intake(seats.__getitem__, clock, 2)
    step(seats["bagus"], "serahkan", waiting(seats["bagus"], "dijangkau"))
    after = numbers(owner)
    assert [after["registration"][len(before["registration"]) :]] == [[f"W-2026-{at:06d}" for at in (4, 5)]]
    ((series, agenda),) = after["agenda"].items() - before["agenda"].items()
    assert agenda == before["agenda"][series] + 1
    with owner.read() as connection:
        assert journal.verify(connection).breaks == ()
        own = connection.scalars(text("SELECT id FROM journal ORDER BY id")).all()
    assert own == sorted(set(own))
    assert go(place, target).already, "also when the office has gone on there"
    for house in opened:
        house.close()
    owner.close()


def numbers(database):
    with database.read() as connection:
        series = connection.execute(text("SELECT office_id, classification, max(agenda) FROM letter GROUP BY 1, 2"))
        registered = connection.scalars(text("SELECT registration FROM person ORDER BY registration"))
        return {
            "agenda": {(row[0], row[1]): row[2] for row in series if row[2]},
            "registration": [one for one in registered if one.startswith("W-2026")],
        }


def test_another_stand_and_another_office_are_refused(place, target, go, clock, password, worked, tmp_path):
    """The same file before its mark is recognised and closed; one that went on, or another office, changes nothing."""
    go(place, target)
    there = Database(target)
    before = content(there)
    for folder in ("sama", "lanjut", "lain"):
        (tmp_path / folder).mkdir()
        shutil.copy(worked[0], tmp_path / folder / "kantor.db")
    same, further, other = (tmp_path / folder / "kantor.db" for folder in ("sama", "lanjut", "lain"))
    assert go(same, target).already and "pindah" in refused(lambda: signs_in(same, clock, password), "moved")
    signs_in(further, clock, password)
    assert "masih dipakai" in refused(lambda: go(further, target), "gone_on")
    assert signs_in(further, clock, password) == ADMIN
    foreign = Office(sqlite_url(other), other.parent)
    tamper(foreign, "UPDATE journal SET hash = 'x' WHERE chain = 'office' AND seq = 1")
    foreign.close()
    assert "sudah berisi" in refused(lambda: go(other, target), "not_empty")
    assert content(there) == before
    assert "sudah pindah" in refused(lambda: go(place, POSTGRESQL), "moved"), "not twice, to another place"
    there.close()


def test_cancelled_half_way_nothing_stays(place, target, go, clock, password):
    def cancel(done, _total, sentence):
        if sentence.startswith("Memindahkan journal:") and done:
            raise KeyboardInterrupt

    assert "dihentikan" in refused(lambda: go(place, target, cancel), "stopped")
    assert empty(target) and logins(target) == []
    assert signs_in(place, clock, password) == ADMIN


@pytest.mark.parametrize("word", ["ANALYZE", '"done":true'])
def test_killed_on_the_way_the_second_run_goes_on(word, place, target, go, clock, password):
    """Before the commit at the server the office is at the file, behind it at the server; nobody signs in meanwhile."""
    words = [sys.executable, str(Path(__file__).with_name("mover.py")), str(place), target, word]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(words, check=False, timeout=120, env=environment).returncode == -9
    assert "sedang dipindahkan" in refused(lambda: signs_in(place, clock, password), "moved")
    assert empty(target) == (word == "ANALYZE")
    assert go(place, target).already == (word != "ANALYZE")
    here, there = Database(sqlite_url(place)), Database(target)
    assert everything(here) == everything(there)
    assert "sudah pindah" in refused(lambda: signs_in(place, clock, password), "moved")
    here.close()
    there.close()


def test_what_is_damaged_is_named_and_stays(place, target, go, clock, password):
    office = Office(sqlite_url(place), place.parent)
    tamper(office, "UPDATE journal SET staff_name = 'Orang Lain' WHERE chain = 'application:1' AND seq = 2")
    said = refused(lambda: go(place, target), "broken")
    assert "application:1" in said and "baris 2" in said
    tamper(
        office, "UPDATE journal SET staff_name = :name WHERE chain = 'application:1' AND seq = 2", name="Bagus Pratama"
    )
    tamper(office, "UPDATE office SET unit = :unit WHERE id = 1", unit="x" * 60)
    assert "office.unit" in refused(lambda: go(place, target), "too_long")
    tamper(office, "UPDATE office SET unit = :unit WHERE id = 1", unit="a\0b")
    assert "office" in refused(lambda: go(place, target), "unfit")
    assert empty(target) and signs_in(place, clock, password) == ADMIN
    office.close()


def test_a_row_that_changed_on_the_way_is_found(place, target, go):
    @event.listens_for(Engine, "before_cursor_execute")
    def change(connection, cursor, statement, _values, _context, _many):
        if statement.startswith("ANALYZE"):
            cursor.execute("UPDATE person SET alias = 'Orang Lain' WHERE id = 1")

    try:
        assert "(person)" in refused(lambda: go(place, target), "miscounted")
    finally:
        event.remove(Engine, "before_cursor_execute", change)
    assert empty(target)


def test_the_verb(place, target, capsys, monkeypatch, password, tmp_path):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "meja"))

    def call(verb, *words, who=ADMIN, word=password):
        monkeypatch.setenv("PADAN_PASSWORD", word)
        status = main([verb, "--database", sqlite_url(place), "--as", who, "--json", *words])
        out = capsys.readouterr()
        return status, json.loads(out.out) if out.out else None, out.err

    assert call("move", "--to", target, word="salah sekali")[0] == 1
    status, _, err = call("move", "--to", target, who="bagus")
    assert status == 1 and "administrator" in err
    status, _, err = call("move", "--to", sqlite_url(tmp_path / "lain.db"))
    assert status == 1 and "--to postgresql" in err and not (tmp_path / "lain.db").exists()
    assert call("move", "--to", "postgresql://pemilik@127.0.0.1:1/padan")[0] == 3
    status, data, err = call("move", "--to", target)
    assert status == 0, err
    assert not data["already"] and "sari" in data["first_password"] and "Memindahkan letter:" in err
    status, data, _ = call("move", "--to", target)
    assert status == 0 and data["already"]
    status, _, err = call("staff", "list")
    assert status == 1 and data["to"] in err
    status, data, _ = call("verify")
    assert status == 0 and data["broken"] == []
    (tmp_path / "cadangan").mkdir()
    monkeypatch.setenv("PADAN_BACKUP_PASSPHRASE", "empat kata yang panjang")
    status, data, _ = call("backup", "--out", str(tmp_path / "cadangan"))
    assert status == 0 and data["state"] == "baik" and data["counts"]["card"] == 2
    status, data, _ = call("move", "--to", target)
    assert status == 0 and data["already"], "the copy is no work that the server does not know"
