"""What one desk does appears on the others without a key: two processes, both databases, a server that goes and returns."""

import os
from concurrent.futures import ThreadPoolExecutor

import msgspec
import psycopg
import pytest
from PySide6.QtWidgets import QPushButton

from desktop.house import House
from desktop.office import Office
from desktop.operations.command import new_request
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.manage_staff import AddStaff
from desktop.operations.open_office import NewOffice
from desktop.practice import load_practice
from desktop.settings import write_desk
from desktop.ui.driver import Driver
from desktop.ui.refresh import EVERYTHING
from tests.conftest import MONDAY, Clock, seats_of
from tests.private_server import PrivateServer
from tests.ui.another_desk import another_desk
from tests.ui.stages import bring_to, touch

NOTE = "WBS baru dari Satuan Polisi Pamong Praja"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def driver(url, home, clock, qapp):
    made = Driver(House(url, folder=home, clock=clock))
    yield made
    gone(made)


def gone(driver):
    """The window goes now, not in the middle of the next test."""
    driver.close()
    assert driver.crashes == []


def elsewhere(driver, url, status, people=1, work=None):
    """Another desk, a program's worth of its own connections, does its work while this window lives."""

    def do():
        office = Office(url, driver.program.house.folder, practice=True, clock=Clock(MONDAY))
        bring_to(office, seats_of(office), status, people=people)
        office.close()

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work or do)
        while not future.done():
            driver._serve()
        future.result()


def said(driver):
    """What the bus says from now on."""
    heard = []
    driver.program.bus.changed.connect(lambda topics, ids: heard.append((topics, ids)))
    return heard


def notes(driver):
    return [note.sentence for note in driver.window.stage.toasts.notes]


def light(driver):
    return driver.window.stage.topbar.light.text()


def test_what_another_process_commits_appears_with_its_note(driver, url, password):
    driver.sign_in("yusuf", password)
    screen = driver.go("serah_terima")
    assert screen.people.rows() == ()
    elsewhere(driver, url, "", work=lambda: another_desk(url, "diserahkan", 2))
    driver.until(lambda: len(screen.people.rows()) == 2, "the people did not appear")
    driver.until(lambda: driver.window.stage.rail.buttons["serah_terima"].count() == 2, "the pill did not follow")
    driver.until(lambda: notes(driver) == [f"2 {NOTE}"], "no note was shown")
    assert light(driver) == "Tersambung"


def test_ticks_selection_and_scroll_stay_when_others_add_and_change(driver, url, home, clock, password):
    office = Office(url, home, practice=True, clock=clock)
    seats = seats_of(office)
    rows = bring_to(office, seats, "diterima", people=40)
    driver.sign_in("yusuf", password)
    screen = driver.go("permohonan")
    table = screen.people.list
    screen.people.set_checked([rows[3].id, rows[30].id])
    screen.people.select(rows[30].id)
    driver.settle()
    before = table.verticalScrollBar().value()
    assert before > 0
    driver.answer(lambda: touch(office, seats("yusuf"), rows[30].id, alias="Nama Lain"))
    elsewhere(driver, url, "diterima", people=2)
    driver.until(lambda: len(screen.people.rows()) == 42, "the people did not appear")
    driver.settle()
    assert {row.id for row in screen.people.checked()} == {rows[3].id, rows[30].id}
    assert screen.people.current().id == rows[30].id and screen.people.current().alias == "Nama Lain"
    assert table.verticalScrollBar().value() == before
    office.close()


def test_what_is_half_typed_stays_while_the_list_beside_it_grows(driver, url, password):
    driver.sign_in("bagus", password)
    screen = driver.go("penjangkauan")
    screen.form.put("name", "Setengah Diketik")
    elsewhere(driver, url, "dijangkau")
    driver.until(lambda: len(screen.people.rows()) == 1, "the list did not grow")
    driver.settle()
    assert screen.form.text("name") == "Setengah Diketik"


def test_what_i_did_myself_is_told_once_and_without_a_note(driver, url, home, clock, password):
    """The outcome tells it; it comes back from the database and is dropped."""
    driver.sign_in("bagus", password)
    heard, told, back = said(driver), [], []
    driver.program.hearing._heard.connect(lambda _ended, one: back.extend(one.changes))
    screen = driver.go("penjangkauan")
    panti = driver.answer(lambda: seats_of(driver.program.house.office())("yusuf").staff.office_id)
    found = Newcomer(name="Milik Saya", sex="L", found_place="Pasar", found_at=clock.now)
    screen.desk.run(RecordIntake(people=(found,), panti_office_id=panti, request=new_request()), then=told.append)
    driver.until(lambda: told and told[0].changes[0] in [one.id for one in back], "it did not come back")
    driver.until(lambda: not driver.program.hearing._soon.isActive(), "the desk did not come to rest")
    driver.settle()
    assert [ids for topics, ids in heard if "application" in topics] == [told[0].done]
    assert notes(driver) == []
    elsewhere(driver, url, "dijangkau")
    driver.until(lambda: len(heard) >= 2, "the other desk was not heard")


def test_a_change_of_mine_that_no_screen_told_is_told_at_rest(driver, password):
    """A command given beside the screens still reaches them."""
    from desktop.operations.note_access import NoteAccess

    driver.sign_in("ratna", password)
    heard = said(driver)
    outcome = driver.answer(lambda: driver.program.seat.run(NoteAccess(kind="ekspor")))
    driver.until(lambda: heard, "it was not told")
    driver.settle()
    assert [topics for topics, _ in heard] == [outcome.topics]


def test_the_notes_button_opens_the_list(driver, url, password):
    driver.sign_in("yusuf", password)
    elsewhere(driver, url, "diserahkan")
    driver.until(lambda: notes(driver), "no note was shown")
    stage = driver.window.stage
    (button,) = [one for one in stage.findChildren(QPushButton) if one.accessibleName() == "Buka Serah terima"]
    assert stage.code() == "beranda" and not button.hasFocus()
    driver.click(button)
    driver.settle()
    assert stage.code() == "serah_terima" and stage.toasts.shown() == ()
    assert stage.toasts.notes, "it stays in the list behind the bell"


def test_many_lists_become_one_note_and_a_question_is_not_covered(driver, url, password):
    driver.sign_in("yusuf", password)
    screen = driver.go("serah_terima")
    sheet = screen.confirm("Benar?", [("Satu", "1")], "Ya", lambda: None)
    elsewhere(driver, url, "diserahkan", people=2)
    elsewhere(driver, url, "diserahkan", people=3)
    driver.until(lambda: driver.window.stage.rail.buttons["serah_terima"].count() == 5, "the lists did not arrive")
    driver.settle()
    assert notes(driver) == []
    sheet.cancel()
    driver.until(lambda: notes(driver) == [f"5 {NOTE}"], f"no note: {notes(driver)}")


def test_notes_can_be_switched_off(driver, url, password):
    write_desk(arrival_notes="tidak")
    driver.sign_in("yusuf", password)
    elsewhere(driver, url, "diserahkan")
    driver.until(lambda: driver.window.stage.rail.buttons["serah_terima"].count() == 1, "the list did not arrive")
    driver.until(lambda: driver.program.arrivals._told, "nobody looked")
    driver.settle()
    assert notes(driver) == []


# PostgreSQL alone


@pytest.fixture
def server():
    made = PrivateServer()
    yield made
    made.remove()


def open_small_office(url, home, clock, password):
    """The six agencies with two clerks; no letterheads, which would take longer than the test."""
    office = Office(url, home, practice=True, clock=clock)
    practice = load_practice()
    offices = [NewOffice(**msgspec.structs.asdict(one)) for one in practice.office]
    office.open(offices, admin_username="admin", admin_name="Admin", admin_password=password)
    admin, kinds = office.sign_in("admin", password), [one.kind for one in practice.office]
    for one in practice.staff:
        if one.username in ("bagus", "yusuf"):
            facts = {name: getattr(one, name) for name in ("username", "name", "nip", "position")}
            where = kinds.index(one.office) + 1
            admin.run(
                AddStaff(**facts, office_id=where, roles=frozenset(one.roles), password=password, must_change=False)
            )
    admin.office.close()
    office.close()


def test_a_restarted_server_is_seen_in_the_light_and_everything_is_read_anew(server, home, clock, qapp, password):
    open_small_office(server.url, home, clock, password)
    driver = Driver(House(server.url, folder=home, clock=clock))
    driver.sign_in("yusuf", password)
    screen = driver.go("serah_terima")
    driver.until(lambda: light(driver) == "Tersambung", "the light did not come on")
    heard = said(driver)
    driver.answer(server.stop)
    driver.until(lambda: light(driver) == "Menyambung lagi…", f"the light says {light(driver)}")
    driver.until(lambda: light(driver).startswith("Terputus · data per "), f"the light says {light(driver)}")
    driver.answer(server.start_again)
    driver.until(lambda: light(driver) == "Tersambung", "it did not come back")
    driver.until(lambda: (EVERYTHING, ()) in heard, "nothing was read anew")
    elsewhere(driver, server.url, "diserahkan")
    driver.until(lambda: len(screen.people.rows()) == 1, "the desk hears nothing any more")
    gone(driver)


def test_a_desk_at_rest_holds_two_connections(templates, home, clock, qapp, password):
    """A real desk that has read and written, then rests: its listener and one reader."""
    from tests.conftest import POSTGRESQL, _database_url, _drop, _server, give_logins

    name = f"padan_rest_{os.getpid()}"
    _server(f'CREATE DATABASE "{name}" TEMPLATE "{templates["postgresql"]}"')
    give_logins(_database_url(name), templates["verifier"])
    driver = Driver(House(_database_url(name), folder=home, clock=clock))
    watcher = psycopg.connect(POSTGRESQL.replace("+psycopg", ""), autocommit=True)

    def held():
        return watcher.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()[0]

    driver.sign_in("bagus", password)
    screen, told = driver.go("penjangkauan"), []
    screen.desk.run(RecordIntake(people=(Newcomer(name="Satu", sex="L"),), request=new_request()), then=told.append)
    driver.until(lambda: told, "the command did not end")
    driver.settle()
    assert held() >= 3, "the writer is kept for a while"
    driver.until(lambda: held() <= 2, f"{held()} connections at rest")
    screen.desk.run(RecordIntake(people=(Newcomer(name="Dua", sex="L"),), request=new_request()), then=told.append)
    driver.until(lambda: len(told) == 2, "the writer did not come back")
    gone(driver)
    watcher.close()
    _drop(name)
