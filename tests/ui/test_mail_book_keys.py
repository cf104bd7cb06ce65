"""Agenda surat by the keyboard alone, in the real program: from the list to the sent letter."""

import shutil

import pytest
from PySide6.QtWidgets import QApplication

from db.queries.mail import dispatches_of, mail_book
from desktop.house import House
from desktop.sop.mail import MailServer
from desktop.ui.driver import Driver
from tests.conftest import seats_of
from tests.mailing.post_office import PostOffice
from tests.ui.stages import bring_to


@pytest.fixture
def house(templates, tmp_path, monkeypatch, clock):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    shutil.copy(templates["sqlite"], tmp_path / "latihan.db")
    return House(practice=True, folder=tmp_path, clock=clock)


@pytest.fixture
def server():
    made = PostOffice()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def driver(house, qapp):
    made = Driver(house)
    yield made
    made.close()
    assert made.crashes == []


def write(driver, text):
    from PySide6.QtTest import QTest

    QTest.keyClicks(QApplication.focusWidget(), text)


def test_a_letter_comes_in_is_filed_and_another_goes_out(driver, house, server, password):
    def prepare():
        office = house.office()
        seats = seats_of(office)
        bring_to(office, seats, "menunggu_rekomendasi", people=1)
        facts = MailServer("127.0.0.1", server.port, "starttls", "", "panti@kantor.example")
        seats("admin").post.save_settings(seats("yusuf").staff.office_id, facts)
        return seats("yusuf")

    yusuf = driver.answer(prepare)
    driver.sign_in("yusuf", password)
    screen = driver.go("agenda")
    driver.key("Ctrl+Return")
    driver.until(driver.sheet, "the sheet did not come")
    for text in ("12/KEL/XI/2026", "20112026", "Kelurahan Cakung", "Undangan rapat"):
        write(driver, text)
        driver.key("Tab")
    driver.key("Ctrl+Return")
    driver.until(lambda: driver.sheet() is None, "the sheet stayed")
    driver.settle()
    assert [line.number for line in screen.lines.rows()] == ["12/KEL/XI/2026"]

    driver.key("Ctrl+T")
    driver.until(driver.sheet, "the place was not asked for")
    write(driver, "Rak 2 / Boks 14")
    driver.key("Ctrl+Return")
    driver.until(lambda: driver.sheet() is None, "the place was not taken")
    driver.settle()
    assert driver.answer(lambda: book(yusuf, "masuk"))[0].archive_place == "Rak 2 / Boks 14"

    screen.tabs._buttons["masuk"].setFocus()
    driver.key("Right")
    driver.key("Space")
    driver.settle()
    assert screen.tab == "keluar"
    screen.lines.list.setFocus()
    driver.key("Return")
    driver.until(driver.sheet, "the way was not asked for")
    driver.key("Ctrl+Return")
    driver.heard("diterima server surel")
    driver.settle()
    assert len(server.received) == 1 and screen.lines.current().chip == "terkirim"

    driver.key("Ctrl+Return")
    driver.until(driver.sheet, "the second way was not asked for")
    write(driver, "A")
    driver.key("Ctrl+Return")
    driver.until(lambda: driver.sheet() is None, "the sending was not written down")
    driver.settle()
    line = screen.lines.current().row
    assert [row.way for row in driver.answer(lambda: yusuf.read(dispatches_of, line.id))] == ["antar", "surel"]
    driver.key("Ctrl+N")
    driver.until(driver.sheet, "Ctrl+N did nothing")
    driver.key("Esc")
    driver.until(lambda: driver.sheet() is None, "Esc did nothing")
    assert screen.lines.list.hasFocus()


def book(seat, direction):
    return seat.read(mail_book, seat.staff.office_id, direction, 2026)
