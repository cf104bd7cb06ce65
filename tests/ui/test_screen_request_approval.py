"""The NIKs of Dukcapil go on to Dinas Kesehatan with one letter; old and new NIKs are told apart."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.cases import cases_by_id
from desktop.operations.record_nik import RecordNik
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, move, open_sheet, sheets

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_desk(qtbot, seats):
    return open_screen(qtbot, seats("yusuf"), "persetujuan")


def test_everybody_goes_on_with_one_letter(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "nik_tersedia", people=3)
    screen = open_desk(qtbot, seats)
    assert len(screen.people.checked()) == 3
    QTest.keyClick(screen.people.list, Qt.Key.Key_Return, CONTROL)
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    now = local_office.read(cases_by_id, [row.id for row in rows])
    assert {row.status for row in now} == {"menunggu_validasi"} and len({row.batch_id for row in now}) == 1
    screen.message_bar.press("Buka surat permohonan")
    settle(qtbot, screen)
    assert "PSBI" in open_sheet(screen).title
    assert len(screen.desk.office.ran) == 1


def test_nik_is_masked_until_f8_and_the_look_is_told(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "nik_tersedia", people=1)
    screen = open_desk(qtbot, seats)
    looks = []
    screen.desk.session.viewed = lambda person, what: looks.append((person, what))
    screen.desk.session.reveal_reasons[rows[0].person_id] = "Mencari NIK ganda"
    assert rows[0].nik not in screen.panel.nik.text().replace(" ", "")
    QTest.keyPress(screen.people.list, Qt.Key.Key_F8)
    assert rows[0].nik == screen.panel.nik.text().replace(" ", "")
    QTest.keyRelease(screen.people.list, Qt.Key.Key_F8)
    assert looks == [(rows[0].person_id, "Mencari NIK ganda")]


def test_an_old_nik_is_told_from_a_new_one(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "menunggu_nik", people=2)
    known = bring_to(local_office, seats, "nik_tersedia", people=1)[0]
    found = ((known.person_id, 92.0),)
    seats("andi").run(RecordNik(case=(rows[0].id, rows[0].version), found_person_id=known.person_id, candidates=found))
    screen = open_desk(qtbot, seats)
    by_id = {row.id: screen.origin(row) for row in screen.people.rows()}
    assert by_id == {known.id: "Baru terbit", rows[0].id: "Sudah punya NIK"}
    screen.people.select(rows[0].id)
    assert screen.panel.obstacle() == "Sudah punya NIK"


def test_empty_and_the_key_says_why(qtbot, seats):
    screen = open_desk(qtbot, seats)
    assert screen.people.empty.text() == "Belum ada NIK baru dari Dukcapil."
    QTest.keyClick(screen, Qt.Key.Key_Return, CONTROL)
    assert screen.message_bar.sentence() == "Belum ada NIK baru dari Dukcapil."


def test_out_needs_a_reason_and_stale_rows_are_told(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "nik_tersedia", people=2)
    screen = open_desk(qtbot, seats)
    screen.send_back()
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheets(screen) == 1
    move(local_office, seats("rina"), "mohon_persetujuan", [rows[0].id])
    sheet.text.setPlainText("Meninggal dunia")
    sheet.confirm()
    settle(qtbot, screen)
    assert "sudah diubah meja lain" in screen.message_bar.sentence()
    assert [row.id for row in screen.people.checked()] == [rows[1].id]
