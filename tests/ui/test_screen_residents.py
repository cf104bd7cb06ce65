"""The dossier: room, coming, leaving and its reason; those who left stay readable."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.cases import cases_by_id
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, open_sheet, sheets, touch

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_desk(qtbot, seats, key=None):
    return open_screen(qtbot, seats("yusuf"), "penghuni", key)


def typed(screen, **texts):
    for name, text in texts.items():
        screen.edit.form.control(name).setText(text)
    QTest.keyClick(screen.edit.form.control("room"), Qt.Key.Key_S, CONTROL)


def test_room_and_entry_are_stored_for_the_person_on_show(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diterima", people=2)
    screen = open_desk(qtbot, seats, rows[0].id)
    assert screen.people.current().id == rows[0].id
    assert screen.panel.obstacle() == "Tanggal masuk belum diisi"
    typed(screen, room="Melati 3", entered_on="20-11-2026")
    settle(qtbot, screen)
    row = local_office.read(cases_by_id, [rows[0].id])[0]
    assert (row.room, row.entered_on) == ("Melati 3", date(2026, 11, 20))
    assert screen.people.current().id == rows[0].id and screen.panel.obstacle() == ""


def test_leaving_needs_a_reason_and_keeps_the_record(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diterima", people=2)
    touch(local_office, seats("yusuf"), rows[0].id, entered_on=date(2026, 11, 1))
    screen = open_desk(qtbot, seats, rows[0].id)
    typed(screen, left_on="22-11-2026")
    settle(qtbot, screen)
    assert screen.message_bar.sentence() == "Alasan keluar belum diisi. Isi alasannya."
    assert screen.edit.form.control("left_on").text() == "22-11-2026"
    typed(screen, left_reason="Pulang ke keluarga")
    settle(qtbot, screen)
    assert [row.id for row in screen.people.shown()] == [rows[1].id]
    screen.people.segments.choose("keluar")
    assert [row.id for row in screen.people.shown()] == [rows[0].id]
    assert screen.panel.obstacle() == "Sudah keluar sejak 22 November 2026"


def test_leaving_before_coming_is_refused(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diterima", people=1)
    screen = open_desk(qtbot, seats, rows[0].id)
    typed(screen, entered_on="20-11-2026", left_on="19-11-2026", left_reason="Pulang")
    settle(qtbot, screen)
    assert screen.message_bar.sentence() == "Tanggal keluar mendahului tanggal masuk. Perbaiki salah satunya."
    assert screen.is_dirty()


def test_people_of_every_status_are_here_but_not_those_on_the_way(qtbot, local_office, seats):
    bring_to(local_office, seats, "diserahkan", people=1)
    here = [bring_to(local_office, seats, status, people=1)[0] for status in ("diterima", "disetujui", "selesai")]
    screen = open_desk(qtbot, seats)
    assert {row.id for row in screen.people.rows()} == {row.id for row in here}


def test_keyboard_opens_the_person_and_shuts_the_case_with_a_reason(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diterima", people=1)
    screen = open_desk(qtbot, seats)
    QTest.keyClick(screen.people.list, Qt.Key.Key_Return)
    QTest.keyClick(screen.people.list, Qt.Key.Key_Return, CONTROL)
    assert screen.desk.session.shell.went == [("orang", rows[0].person_id)] * 2
    QTest.keyClick(screen.people.list, Qt.Key.Key_K)
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheets(screen) == 1
    sheet.text.setPlainText("Meninggal dunia")
    sheet.confirm()
    settle(qtbot, screen)
    assert local_office.read(cases_by_id, [rows[0].id])[0].status == "ditutup"
    assert not screen.action_bar.button("tutup").isEnabled()
    QTest.keyClick(screen.people.list, Qt.Key.Key_K)
    assert "sudah berakhir" in screen.message_bar.sentence()


def test_empty(qtbot, seats):
    screen = open_desk(qtbot, seats)
    assert screen.people.empty.text() == "Belum ada penghuni. Terima dulu serah terima dari Satpol PP."
    screen.setFocus()
    QTest.keyClick(screen, Qt.Key.Key_Return, CONTROL)
    assert screen.message_bar.sentence() == "Pilih dulu satu orang."


def test_two_desks_on_one_record(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diterima", people=1)
    screen = open_desk(qtbot, seats)
    touch(local_office, seats("rina"), rows[0].id, room="Melati 9")
    typed(screen, room="Mawar 1")
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Meja lain baru saja mengubah isian yang sama.")
    assert screen.edit.form.control("room").text() == "Mawar 1"
