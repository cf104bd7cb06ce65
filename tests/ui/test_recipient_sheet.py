"""For whom a list leaves the office: one line, by keyboard alone, remembered from the journal."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import text

from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless
from tests.ui.stages import bring_to, open_sheet, sheets

KEY = Qt.Key


@pytest.fixture
def desk(qtbot, local_office, seats, tmp_path):
    """The panti's desk that asks for numbers, with two people; what it writes goes into ``tmp_path``."""
    bring_to(local_office, seats, "diterima", people=2)
    screen = open_screen(qtbot, seats("yusuf"), "permohonan")
    screen.out = tmp_path / "rekap.xlsx"
    screen.choose = lambda _parent, _name: str(screen.out)
    screen.people.select(screen.people.rows()[0].id)
    return screen


def asked(qtbot, screen):
    """The sheet after Ctrl+E."""
    screen.action_bar.trigger("rekap")
    settle(qtbot, screen)
    return open_sheet(screen)


def exports(office):
    """(for whom, how many) of every export so far."""
    with office.database.read() as connection:
        rows = connection.scalars(text("SELECT fields FROM journal WHERE action = 'ekspor' ORDER BY id"))
        return [(found["penerima"][1], found["banyaknya"][1]) for found in map(json.loads, rows)]


def test_typed_enter_and_the_file_bears_both_names(qtbot, local_office, desk):
    import openpyxl

    sheet = asked(qtbot, desk)
    assert sheet.text.hasFocus() and nameless(sheet) == []
    QTest.keyClicks(sheet.text, "Dinas Sosial, rapat")
    QTest.keyClick(sheet.text, KEY.Key_Return)
    settle(qtbot, desk)
    assert exports(local_office) == [("Dinas Sosial, rapat", 2)]
    book = openpyxl.load_workbook(desk.out)
    words = " ".join(str(cell.value) for cell in book.worksheets[0]["A"])
    assert (
        "Untuk: Dinas Sosial, rapat" in words and "Diambil oleh Yusuf Hidayat (" in words and "14" in words
    ) or "08" in words


@pytest.mark.parametrize("nonsense", ["", "   ", "....", "12 34", "!!"])
def test_nonsense_writes_nothing_and_says_what_to_type(qtbot, local_office, desk, nonsense):
    sheet = asked(qtbot, desk)
    QTest.keyClicks(sheet.text, nonsense)
    QTest.keyClick(sheet.text, KEY.Key_Return)
    settle(qtbot, desk)
    assert sheet.trouble.isVisible() and "untuk siapa" in sheet.trouble.text() and sheet.text.hasFocus()
    assert exports(local_office) == [] and not desk.out.exists()
    QTest.keyClick(sheet.text, KEY.Key_Escape)
    assert sheets(desk) == 0 and exports(local_office) == []


def test_the_last_ones_are_chosen_with_the_arrows(qtbot, local_office, desk):
    for who in ("Dinas Sosial", "BPJS Kesehatan", "Dinas Sosial"):
        sheet = asked(qtbot, desk)
        sheet.text.setText(who)
        sheet.confirm()
        settle(qtbot, desk)
    sheet = asked(qtbot, desk)
    offered = [button.text() for button in sheet.choices.buttons()]
    assert offered == ["Dinas Sosial", "BPJS Kesehatan"], "newest first, each once"
    QTest.keyClick(sheet.text, KEY.Key_Down)
    QTest.keyClick(sheet.text, KEY.Key_Down)
    assert sheet.text.text() == "BPJS Kesehatan"
    QTest.keyClicks(sheet.text, " cabang")
    assert sheet.choices.checkedButton() is None, "typed on: no more the one chosen"
    QTest.keyClick(sheet.text, KEY.Key_Return)
    settle(qtbot, desk)
    assert exports(local_office)[-1][0] == "BPJS Kesehatan cabang"


def test_pressed_twice_it_asks_once(qtbot, desk):
    asked(qtbot, desk)
    desk.action_bar.trigger("rekap")
    settle(qtbot, desk)
    assert sheets(desk) == 1
