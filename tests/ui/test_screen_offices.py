"""Kantor dan libur: letterheads, signers, and the table of holidays with undo before saving."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.offices import holidays, office_by_id
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle

CHRISTMAS = (date(2026, 12, 25), "Hari Raya Natal")


def open_offices(qtbot, office, key=None):
    return open_screen(qtbot, seats_of(office)("admin"), "kantor", key=key)


def save(qtbot, screen):
    screen.action_bar.trigger("simpan")
    settle(qtbot, screen)


def type_day(screen, day, name):
    screen.holidays.form.set_values({"day": day, "name": name})
    QTest.keyClick(screen.holidays.form.control("name"), Qt.Key.Key_Return)


def test_an_office_is_shown_and_changed(qtbot, local_office):
    screen = open_offices(qtbot, local_office, key=2)
    assert screen.list.current().id == 2
    assert screen.form.values()["head_name"] == "Masitoh Rahayu"
    seen = screen.row.version
    screen.form._fields["head_name"].put("Masitoh Rahayu, S.Sos.")
    save(qtbot, screen)
    row = local_office.read(office_by_id, 2)
    assert row.head_name == "Masitoh Rahayu, S.Sos." and row.version == seen + 1
    assert not screen.is_dirty()


def test_a_gap_on_the_letterhead_is_said_before_it_is_printed(qtbot, local_office):
    screen = open_offices(qtbot, local_office, key=2)
    screen.form._fields["head_name"].put("")
    save(qtbot, screen)
    assert "penanda tangan" in screen.form.errors()["head_name"]
    assert screen.desk.office.ran == []


def test_a_new_office(qtbot, local_office):
    screen = open_offices(qtbot, local_office)
    screen.action_bar.trigger("baru")
    typed = {
        "name": "Panti Sosial Cipayung",
        "kind": "panti",
        "government": "Pemerintah Provinsi",
        "address": "Jalan A",
    }
    signer = {"city": "Jakarta", "head_position": "Kepala Panti", "head_name": "Sri Utami"}
    for name, value in (typed | signer).items():
        screen.form._fields[name].put(value)
    save(qtbot, screen)
    assert len(screen.list.rows()) == 7 and screen.list.current().name == "Panti Sosial Cipayung"


def test_another_windows_change_is_noticed(qtbot, local_office):
    from dataclasses import replace

    from desktop.operations.manage_office import SaveOffice

    screen = open_offices(qtbot, local_office, key=2)
    other = replace(screen.form.office(), city="Bekasi")
    seats_of(local_office)("admin").run(SaveOffice(office=other, office_id=2, version=screen.row.version))
    screen.form._fields["city"].put("Depok")
    save(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Meja lain baru saja mengubah isian yang sama.")
    assert screen.form.values()["city"] == "Depok"


def test_holidays_are_typed_undone_and_saved(qtbot, local_office):
    screen = open_offices(qtbot, local_office, key="libur")
    assert screen.pages.currentIndex() == 1 and "keputusan bersama" in screen.holidays.list.empty.text()
    type_day(screen, *CHRISTMAS)
    type_day(screen, date(2027, 1, 1), "Tahun Baru")
    assert screen.holidays.said.text() == "Belum disimpan: 2 ditambah."
    screen.holidays.undo()
    assert screen.holidays.days() == (CHRISTMAS,)
    assert local_office.read(holidays) == ()
    save(qtbot, screen)
    assert local_office.read(holidays) == (CHRISTMAS,)
    assert not screen.is_dirty() and not screen.holidays.back.isEnabled()


def test_a_day_is_removed_and_taken_back(qtbot, local_office):
    screen = open_offices(qtbot, local_office, key="libur")
    type_day(screen, *CHRISTMAS)
    save(qtbot, screen)
    screen.holidays.remove.click()
    assert screen.holidays.days() == () and screen.holidays.said.text() == "Belum disimpan: 1 dihapus."
    screen.holidays.back.click()
    assert screen.holidays.days() == (CHRISTMAS,) and not screen.is_dirty()


def test_a_day_twice_or_without_a_name_is_refused_in_words(qtbot, local_office):
    screen = open_offices(qtbot, local_office, key="libur")
    type_day(screen, *CHRISTMAS)
    type_day(screen, date(2026, 12, 25), "Natal")
    assert "sudah ada" in screen.holidays.form.errors()["day"]
    type_day(screen, date(2026, 12, 26), "")
    assert screen.holidays.form.errors()["name"]
    assert screen.holidays.days() == (CHRISTMAS,)


def test_what_is_typed_survives_a_change_elsewhere(qtbot, local_office):
    screen = open_offices(qtbot, local_office, key="libur")
    type_day(screen, *CHRISTMAS)
    screen.load()
    settle(qtbot, screen)
    assert screen.holidays.days() == (CHRISTMAS,)
