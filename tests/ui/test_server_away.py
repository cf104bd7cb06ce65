"""The window when the server goes away and comes back: light, sentence, rows that stay, intake that goes on (J7, N14, K3)."""

import sys
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from db.queries.cases import cases_by_id
from desktop.house import House
from desktop.operations import totp
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.manage_staff import ResetPassword
from desktop.operations.manage_totp import SetTotp
from desktop.operations.move import Move
from desktop.ui.driver import Driver
from tests.conftest import MONDAY

sys.path.insert(0, str(Path(__file__).parent.parent / "stories"))
from cut_line import Line

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture
def quick(monkeypatch):
    """Files of these tests ask Argon2id for less work; each carries how much in its head."""
    monkeypatch.setattr("desktop.outbox.sealing.WORK", (1, 64, 1))


@pytest.fixture
def place(office, tmp_path, monkeypatch, quick):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "pc"))
    line = Line(office.database.url)
    yield line, tmp_path / "pc"
    line.close()


def begin(place, clock):
    line, folder = place
    return Driver(House(line.url, folder=folder, clock=clock))


@pytest.fixture
def driver(place, clock, qapp):
    made = begin(place, clock)
    yield made
    made.close()
    assert made.crashes == []


def light(driver):
    return driver.window.stage.topbar.light.text()


def notes(driver):
    return [note.sentence for note in driver.window.stage.toasts.notes]


def record(driver, name):
    screen = driver.screen
    screen.form.go_to("name")
    QTest.keyClicks(driver.app.focusWidget(), name)
    driver.key("Ctrl+S")
    driver.settle()


def names(screen):
    return [row.case.name for row in screen.people.rows()]


def go_away(driver, line):
    line.down()
    driver.until(lambda: driver.program.connection.away, "the loss was not noticed")


def test_recording_goes_on_and_everything_arrives_by_itself(driver, place, password, clock):
    line, _ = place
    driver.sign_in("bagus", password)
    screen = driver.go("penjangkauan")
    record(driver, "Orang Satu")
    assert "W-2026-000001" in driver.said()
    clock.forward(minutes=14)
    heard = driver.program.connection
    driver.until(lambda: heard._last == driver.program.seat.now(), "the line said nothing")
    clock.forward(minutes=3)
    go_away(driver, line)
    assert light(driver) in {"Terputus · data per 08.14", "Terputus · data per 08.17"}
    assert sum("Server tidak terjangkau" in note for note in notes(driver)) == 1
    record(driver, "Orang Dua")
    assert "W-2026-000002 tersimpan di komputer ini" in driver.said()
    assert screen.form.text("name") == "" and names(screen) == ["Orang Satu"], "what was read stays"
    driver.settle()
    assert len(notes(driver)) == len(set(notes(driver))), "said once"
    waits = driver.window.stage.rail.buttons["kotak_keluar"].count
    driver.until(lambda: waits() == 1, "the rail does not say that something waits")
    line.up()
    driver.until(lambda: names(screen) == ["Orang Dua", "Orang Satu"], "the list did not follow")
    driver.settle()
    assert light(driver) == "Tersambung" and "1 isian dari komputer ini sudah terkirim." in notes(driver)
    driver.until(lambda: waits() == 0, "the rail says that something still waits")


def test_the_outbox_shows_what_waits_and_mends_what_was_refused(driver, place, password, tmp_path):
    line, _ = place
    driver.sign_in("bagus", password)
    driver.go("penjangkauan")
    go_away(driver, line)
    record(driver, "Orang Satu")
    record(driver, "Orang Dua")
    outbox = driver.go("kotak_keluar")
    assert [(row.label, row.registrations) for row in outbox.wishes.rows()] == [
        ("Orang Satu", ("W-2026-000001",)),
        ("Orang Dua", ("W-2026-000002",)),
    ]
    outbox.form.put("alias", "Mak Ijah")
    driver.act("betulkan")
    driver.settle()
    assert (
        outbox.wishes.rows()[0].command.people[0].alias == "Mak Ijah" or outbox.wishes.rows()[1].command.people[0].alias
    )
    line.up()
    driver.act("kirim")
    driver.until(lambda: outbox.wishes.rows() == (), "the outbox was not emptied")
    rows = {row.case.name: (row.case.alias, row.case.registration) for row in driver.go("penjangkauan").people.rows()}
    assert rows == {"Orang Satu": ("Mak Ijah", "W-2026-000001"), "Orang Dua": ("", "W-2026-000002")}


def test_half_typed_words_survive_the_death_of_the_program(place, password, clock, qapp):
    line, _ = place
    first = begin(place, clock)
    first.sign_in("bagus", password)
    screen = first.go("penjangkauan")
    screen.form.go_to("name")
    QTest.keyClicks(first.app.focusWidget(), "Siti Setengah")
    box = first.program.seat.box
    first.until(lambda: box.drafts("penjangkauan:"), "the draft was not kept")
    box._file._file.close()
    box._file._held.release()  # as the system does with a dead process
    line.down()
    second = begin(place, clock)
    second.sign_in("bagus", password)
    screen = second.go("penjangkauan")
    second.until(lambda: screen.form.text("name") == "Siti Setengah", "the draft did not come back")
    assert light(second).startswith("Terputus")
    second.key("Ctrl+S")
    second.settle()
    assert "tersimpan di komputer ini" in second.said()
    line.up()
    second.until(lambda: names(screen) == ["Siti Setengah"], "it did not arrive")
    second.until(lambda: not second.program.seat.box.drafts("penjangkauan:"), "the draft was not forgotten")
    second.close()
    first.program.seat = None
    first.close()


def test_signing_in_without_the_server(driver, place, password):
    line, _ = place
    driver.sign_in("bagus", password)
    driver.sign_out()
    driver.settle()
    line.down()
    driver.sign_in("bagus", password)
    driver.until(lambda: light(driver).startswith("Terputus"), "the loss was not said")
    driver.go("penjangkauan")
    record(driver, "Orang Satu")
    assert "tersimpan di komputer ini" in driver.said()
    driver.sign_out()
    line.up()
    driver.sign_in("bagus", password)
    driver.until(lambda: names(driver.go("penjangkauan")) == ["Orang Satu"], "it did not arrive")


def test_who_got_in_without_the_server_and_may_not_goes_back_to_the_door(driver, place, password, seat, clock):
    line, _ = place
    driver.sign_in("bagus", password)
    driver.sign_out()
    driver.settle()
    line.down()
    driver.sign_in("bagus", password)
    driver.go("penjangkauan")
    record(driver, "Orang Satu")
    secret = totp.new_secret()
    code = totp.code_at(secret, clock.now)
    seat("bagus").run(SetTotp(password=password, secret=secret, code=code, recovery=totp.new_recovery()))
    line.up()
    driver.until(lambda: driver.program.seat is None, "the bypass stayed open")
    page = driver.window._front
    assert page.user.text() == "bagus" and "kini memakai autentikator" in page.news.text()


def test_nothing_is_cut_at_the_smallest_window(driver, place, password, tmp_path):
    """1366 x 768: the light with its clock beside the date; pictures for the eye in the test's folder."""
    line, _ = place
    driver.window.resize(1366, 768)
    driver.sign_in("bagus", password)
    driver.go("penjangkauan")
    record(driver, "Orang Satu")
    go_away(driver, line)
    record(driver, "Orang Dua")
    driver.grab(tmp_path / "penjangkauan.png")
    driver.go("kotak_keluar")
    driver.grab(tmp_path / "kotak-keluar.png")
    bar = driver.window.stage.topbar
    assert bar.light.geometry().right() < bar.clock.geometry().left()
    assert bar.light.width() >= bar.light.sizeHint().width()


def test_the_retry_button_sends_the_same_request(driver, place, password, office, seat):
    """COMMIT arrived and its answer was lost: *Coba lagi* finds the move already made, and makes it once."""
    line, _ = place
    person = Newcomer(name="Orang Satu", sex="L", found_place="Senen", found_at=MONDAY)
    ids = seat("bagus").run(RecordIntake(people=(person,), panti_office_id=seat("yusuf").staff.office_id)).done
    row = office.read(cases_by_id, ids)[0]
    seat("bagus").run(Move(procedure="wbs", action="serahkan", cases=((row.id, row.version),)))
    driver.sign_in("yusuf", password)
    screen = driver.go("serah_terima")
    driver.program._looks_beat.stop()
    driver.settle()
    screen.people.set_checked(ids)
    driver.act("maju")
    driver.until(driver.sheet, "no question came")
    line.at_commit("after")
    driver.sheet().confirm()
    driver.until(lambda: "tidak terjangkau" in driver.said(), "the loss was not said")
    assert line.cuts == 1 and office.read(cases_by_id, ids)[0].status == "diterima"
    screen.message_bar.press("Coba lagi")
    driver.heard("1 WBS diterima di panti.")
    assert office.read(cases_by_id, ids)[0].version == row.version + 2, "once to hand over, once to receive"


def test_a_box_sealed_by_the_old_password_is_opened_at_the_desk(driver, place, password, seat):
    line, _ = place
    driver.sign_in("bagus", password)
    driver.go("penjangkauan")
    go_away(driver, line)
    record(driver, "Orang Satu")
    driver.sign_out()
    driver.settle()
    line.up()
    seat("admin").run(ResetPassword(staff_id=seat("bagus").staff.id, password="sementara saja 1"))
    driver.sign_in("bagus", "sementara saja 1")
    assert any("Kotak keluar lama" in note for note in notes(driver))
    outbox = driver.go("kotak_keluar")
    for typed, said in (("bukan itu juga", "tidak membuka kotaknya"), (password, "1 isian dari kotak lama")):
        driver.act("lama")
        driver.until(driver.sheet, "no question came")
        driver.write(driver.app.focusWidget(), typed)
        driver.sheet().confirm()
        driver.heard(said)
    driver.settle()
    assert [row.label for row in outbox.wishes.rows()] == ["Orang Satu"]
    driver.act("kirim")
    driver.until(lambda: outbox.wishes.rows() == (), "the outbox was not emptied")
