"""Letters in the real window with the keyboard alone: preview from the question, a draft on its way, its pill in the rail."""

import shutil

import pytest

from desktop.house import House
from desktop.office import Office
from desktop.settings import sqlite_url
from desktop.ui.driver import Driver
from desktop.ui.widgets.letter_sheet import LetterSheet
from tests.conftest import seats_of
from tests.ui.looking import nameless
from tests.ui.paraf_stages import ask_paraf, official
from tests.ui.stages import bring_to


@pytest.fixture
def house(templates, tmp_path, monkeypatch, clock):
    """An office in which three people wait for a recommendation that the secretary must initial."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    path = tmp_path / "latihan.db"
    shutil.copy(templates["sqlite"], path)
    office = Office(sqlite_url(path), tmp_path, practice=True, clock=clock)
    seats = seats_of(office)
    bring_to(office, seats, "menunggu_rekomendasi", people=3)
    ask_paraf(
        seats, "rekomendasi", "sari", [official(office, seats, "sari", "sekretaris", "Retno Palupi", "Sekretaris")]
    )
    office.close()
    return House(practice=True, folder=tmp_path, clock=clock)


@pytest.fixture
def driver(house, qapp):
    made = Driver(house)
    yield made
    made.close()
    assert made.crashes == []


def pill(driver):
    return driver.window.stage.rail.buttons["konsep"].count()


def test_from_the_desk_over_the_paraf_to_the_letter(driver, password):
    driver.sign_in("sari", password)
    driver.go("rekomendasi")
    driver.key("Ctrl+Return")
    driver.until(driver.sheet, "no question came")
    question = driver.sheet()
    driver.key("Ctrl+P")
    driver.until(lambda: driver.window.findChildren(LetterSheet), "no preview came")
    driver.settle()
    driver.key("Escape")
    driver.until(lambda: not question.isHidden() and driver.sheet() is question, "the question is gone")
    driver.key("Ctrl+Return")
    driver.heard("Menunggu paraf Sekretaris (Retno Palupi)")
    assert pill(driver) == 0
    driver.sign_out()

    driver.sign_in("sekretaris", "rahasia-latihan-1")
    driver.until(lambda: pill(driver) == 1, "the rail does not say that a draft waits")
    driver.go("konsep")
    driver.key("Ctrl+Return")
    driver.until(driver.sheet, "no question came")
    driver.key("Ctrl+Return")
    driver.heard("Paraf Anda dicatat")
    driver.until(lambda: pill(driver) == 0, "the pill stays")
    driver.sign_out()

    driver.sign_in("sari", password)
    driver.until(lambda: pill(driver) == 1, "the maker is not told")
    driver.go("konsep")
    driver.key("Ctrl+Return")
    driver.until(driver.sheet, "no question came")
    driver.key("Ctrl+Return")
    driver.heard("3 WBS")
    driver.go("surat")
    driver.key("Ctrl+P")
    driver.until(driver.sheet, "the printing sheet did not come")
    driver.settle()
    driver.key("Escape")
    driver.key("L")
    driver.until(driver.sheet, "Lainnya did not come")
    driver.key("Escape")
    driver.key("Ctrl+O")
    driver.until(lambda: driver.window.stage.code() == "periksa", "the check did not come")


@pytest.mark.parametrize("code", ["konsep", "surat", "periksa", "rekomendasi"])
def test_every_control_can_be_named_by_a_screen_reader(driver, password, code):
    driver.sign_in("sari", password)
    assert nameless(driver.go(code)) == []
