"""The panti accepts those who are there and refuses the others with a reason; nobody is ticked by the program."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.queries.cases import cases_by_id
from db.queries.letters import all_letters
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, move, open_sheet, sheets

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_desk(qtbot, seats):
    return open_screen(qtbot, seats("yusuf"), "serah_terima")


def test_keyboard_accepts_those_who_are_there(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diserahkan", people=3)
    screen = open_desk(qtbot, seats)
    assert screen.people.checked() == ()
    people = screen.people.list
    people.setFocus()
    QTest.keyClick(people, Qt.Key.Key_Space)
    QTest.keyClick(people, Qt.Key.Key_Down)
    QTest.keyClick(people, Qt.Key.Key_Space)
    QTest.keyClick(people, Qt.Key.Key_Return, CONTROL)
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    now = local_office.read(cases_by_id, [row.id for row in rows])
    assert [row.status for row in now] == ["diterima", "diterima", "diserahkan"]
    assert [row.entered_on for row in now] == [date(2026, 11, 23), date(2026, 11, 23), None]
    assert screen.message_bar.sentence() == "2 WBS diterima di panti."
    assert [row.id for row in screen.people.rows()] == [rows[2].id]
    screen.message_bar.press("Lanjut ke Permohonan NIK")
    assert screen.desk.session.shell.went == [("permohonan", None)]


def test_several_lists_are_worked_one_at_a_time(qtbot, local_office, seats):
    bring_to(local_office, seats, "diserahkan", people=2)
    second = bring_to(local_office, seats, "diserahkan", people=3)
    screen = open_desk(qtbot, seats)
    assert screen.inbox.isVisible() and len(screen.people.rows()) == 2
    screen.inbox.choose(second[0].batch_id)
    assert {row.id for row in screen.people.rows()} == {row.id for row in second}
    assert "002" in screen.header._line.whole()


def test_refusing_needs_a_reason(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diserahkan", people=2)
    screen = open_desk(qtbot, seats)
    QTest.keyClick(screen.people.list, Qt.Key.Key_K)
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheets(screen) == 1, "without a reason nothing goes back"
    sheet.text.setPlainText("Bukan untuk panti ini")
    sheet.confirm()
    settle(qtbot, screen)
    now = local_office.read(cases_by_id, [row.id for row in rows])
    assert [(row.status, row.reason) for row in now] == [("dijangkau", "Bukan untuk panti ini"), ("diserahkan", "")]


def test_empty_desk_says_so_and_the_key_says_why(qtbot, local_office, seats):
    screen = open_desk(qtbot, seats)
    assert screen.people.empty.text() == "Tidak ada serah terima dari Satpol PP yang menunggu."
    assert not screen.action_bar.button("maju").isEnabled()
    QTest.keyClick(screen, Qt.Key.Key_Return, CONTROL)
    assert screen.message_bar.sentence() == "Tidak ada serah terima dari Satpol PP yang menunggu."


def test_another_seat_was_faster(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diserahkan", people=2)
    screen = open_desk(qtbot, seats)
    screen.people.set_checked([row.id for row in rows])
    move(local_office, seats("rina"), "terima", [rows[0].id])
    screen.send_on()
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("1 orang sudah diubah meja lain")
    assert [row.id for row in screen.people.rows()] == [rows[1].id]
    assert [row.id for row in screen.people.checked()] == [rows[1].id], "the tick of the other stays"


def test_panel_shows_where_and_how_a_person_was_found_and_opens_the_letter(qtbot, local_office, seats):
    bring_to(local_office, seats, "diserahkan", people=2)
    screen = open_desk(qtbot, seats)
    words = {label.text() for label in screen.panel.findChildren(QLabel)}
    assert {"Stasiun Senen, 23 Nov 08.00", "Gelandangan", "Sehat"} <= words
    number = local_office.read(all_letters)[0].number
    screen.open_letters()
    settle(qtbot, screen)
    assert open_sheet(screen).title == number
