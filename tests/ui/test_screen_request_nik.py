"""Data are completed beside the list, then everybody complete goes to Dinas Sosial with two letters."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.cases import cases_by_id
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, move, name_recipient, open_sheet, sheets, touch

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(local_office, seats):
    """Three people taken in; the first one's birth is unknown."""
    rows = bring_to(local_office, seats, "diterima", people=3)
    touch(local_office, seats("yusuf"), rows[0].id, birth_date=None, birth_estimated=False)
    return local_office.read(cases_by_id, [row.id for row in rows])


def open_desk(qtbot, seats):
    return open_screen(qtbot, seats("yusuf"), "permohonan")


def control(screen, name):
    return screen.edit.form.control(name)


def ids(rows):
    return [row.id for row in rows]


def test_who_lacks_a_birth_is_named_and_completed_by_keyboard(qtbot, local_office, seats, people):
    screen = open_desk(qtbot, seats)
    assert ids(screen.people.checked()) == ids(people[1:])
    assert screen.state(people[0]) == "Lahir belum ada"
    assert screen.panel.obstacle() == "Belum bisa dimohonkan"
    QTest.keyClicks(control(screen, "birth"), "43 th")
    QTest.keyClicks(control(screen, "room"), "Melati 3")
    QTest.keyClicks(control(screen, "entered_on"), "23/11/2026")
    QTest.keyClick(control(screen, "entered_on"), Qt.Key.Key_Return)
    settle(qtbot, screen)
    row = local_office.read(cases_by_id, [people[0].id])[0]
    assert (row.birth_date, row.birth_estimated, row.room) == (date(1983, 7, 1), True, "Melati 3")
    assert row.entered_on == date(2026, 11, 23)
    assert ids(screen.people.checked()) == ids(people), "complete now, so ticked"
    assert screen.message_bar.sentence() == "4 isian disimpan."


def test_sending_gives_both_letters_and_the_workbook(qtbot, local_office, seats, people, tmp_path):
    screen = open_desk(qtbot, seats)
    screen.choose = lambda _parent, _name: str(tmp_path / "rekap")
    QTest.keyClick(screen.people.list, Qt.Key.Key_Return, CONTROL)
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert screen.message_bar.sentence() == "2 WBS dimohonkan rekomendasi NIK."
    assert ids(screen.people.rows()) == [people[0].id]
    screen.message_bar.press("Rekapitulasi Excel")
    name_recipient(qtbot, screen)
    assert (tmp_path / "rekap.xlsx").stat().st_size > 0
    assert screen.message_bar.sentence() == f"Rekapitulasi 2 orang disimpan di {tmp_path / 'rekap.xlsx'}"


def test_letter_buttons_open_the_letters(qtbot, seats, people):
    screen = open_desk(qtbot, seats)
    screen.send_on()
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    screen.message_bar.press("Buka rekapitulasi")
    settle(qtbot, screen)
    assert "PSBI" in open_sheet(screen).title


def test_double_enter_sends_once(qtbot, seats, people):
    screen = open_desk(qtbot, seats)
    screen.send_on()
    screen.send_on()
    assert sheets(screen) == 1
    sheet = open_sheet(screen)
    sheet.confirm()
    sheet.confirm()
    settle(qtbot, screen)
    assert len(screen.desk.office.ran) == 1


def test_wrong_text_is_told_beneath_the_field_and_stays(qtbot, seats, people):
    screen = open_desk(qtbot, seats)
    for text in ("2099", "1899", "bukan tanggal", "31-02-1980"):
        control(screen, "birth").setText(text)
        screen.edit.save()
        assert screen.edit.form.errors()["birth"], text
        assert control(screen, "birth").text() == text
    control(screen, "birth").clear()
    control(screen, "entered_on").setText("besok lusa")
    screen.edit.save()
    assert screen.edit.form.errors()["entered_on"] == "Tulis tanggal seperti 23-11-2026, paling lambat hari ini."
    assert screen.desk.office.ran == []


@pytest.mark.parametrize("name", ["x" * 200, "😀😀", "\u202eterbalik", "Robert'); DROP"])
def test_strange_names_are_a_sentence_or_stored_and_never_lost(qtbot, local_office, seats, people, name):
    screen = open_desk(qtbot, seats)
    control(screen, "name").setText(name)
    typed = control(screen, "name").text()
    screen.edit.save()
    settle(qtbot, screen)
    assert screen.message_bar.sentence()
    stored = local_office.read(cases_by_id, [people[0].id])[0].name
    assert control(screen, "name").text() in (typed, stored)
    letters = "".join(filter(str.isalnum, typed)).casefold()
    assert stored == people[0].name or letters == "".join(filter(str.isalnum, stored)).casefold()


def test_half_typed_text_waits_for_its_person(qtbot, seats, people):
    screen = open_desk(qtbot, seats)
    control(screen, "room").setText("Mawar 1")
    screen.people.select(people[1].id)
    assert control(screen, "room").text() == "" and screen.is_dirty()
    assert screen.state(people[0]) == "Belum disimpan"
    screen.people.select(people[0].id)
    assert control(screen, "room").text() == "Mawar 1"
    screen.edit.undo()
    settle(qtbot, screen)
    assert not screen.is_dirty() and control(screen, "room").text() == ""


def test_unsaved_data_is_not_sent(qtbot, seats, people):
    screen = open_desk(qtbot, seats)
    screen.people.select(people[1].id)
    control(screen, "name").setText("Nama Baru")
    screen.send_on()
    assert sheets(screen) == 0
    assert "belum disimpan" in screen.message_bar.sentence()


def test_two_windows_on_one_record(qtbot, local_office, seats, people):
    screen = open_desk(qtbot, seats)
    control(screen, "room").setText("Mawar 1")
    touch(local_office, seats("rina"), people[0].id, room="Melati 9")
    screen.edit.save()
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Meja lain baru saja mengubah isian yang sama.")
    assert control(screen, "room").text() == "Mawar 1"
    screen.edit.save()
    settle(qtbot, screen)
    assert local_office.read(cases_by_id, [people[0].id])[0].room == "Mawar 1"


def test_leaving_the_procedure_needs_a_reason(qtbot, local_office, seats, people):
    screen = open_desk(qtbot, seats)
    QTest.keyClick(screen.people.list, Qt.Key.Key_K)
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheets(screen) == 1
    sheet.text.setPlainText("Kembali ke keluarga")
    sheet.confirm()
    settle(qtbot, screen)
    assert local_office.read(cases_by_id, [people[0].id])[0].status == "ditutup"


def test_people_sent_back_by_dinsos_show_why(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "menunggu_rekomendasi", people=2)
    move(local_office, seats("sari"), "kembalikan_panti", [rows[0].id], reason="Nama tidak jelas.")
    screen = open_desk(qtbot, seats)
    assert screen.panel.obstacle() == "Dikembalikan Dinas Sosial"
    assert screen.panel._obstacle_text.text().startswith("Nama tidak jelas.")
    assert screen.state(screen.people.rows()[0]) == "Dikembalikan"


def test_empty_and_stale(qtbot, local_office, seats):
    screen = open_desk(qtbot, seats)
    assert screen.people.empty.text() == "Tidak ada orang yang menunggu dimohonkan NIK-nya."
    QTest.keyClick(screen, Qt.Key.Key_E, CONTROL)
    assert screen.message_bar.sentence() == "Pilih satu orang dari daftar yang akan direkap."
    rows = bring_to(local_office, seats, "diterima", people=2)
    screen.refresh()
    settle(qtbot, screen)
    assert len(screen.people.checked()) == 2
    move(local_office, seats("rina"), "mohon_rekomendasi", [rows[0].id])
    screen.send_on()
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("1 orang sudah diubah meja lain")
    assert ids(screen.people.checked()) == [rows[1].id]
