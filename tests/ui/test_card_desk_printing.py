"""The front desk with a real printer, a scanned seal, batches by kelurahan, and cards that no longer count."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from sqlalchemy import update

from db.queries.cards import card_history
from db.queries.cases import cases_by_id
from db.queries.print_jobs import print_jobs_of_office
from db.tables.people import person
from desktop.printing.choices import write_choice
from desktop.printing.kinds import PrintChoice
from desktop.ui.screens.card_batches import BatchForm
from desktop.ui.widgets import Form
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, open_sheet, sheets

ENTER = Qt.Key.Key_Return


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))


@pytest.fixture
def real(local_office, cups):
    """An office that is no practice office, on a computer with CUPS."""
    local_office.practice = False
    return local_office


def press(qtbot, screen, key=ENTER):
    QTest.keyClick(screen.scan, key)
    settle(qtbot, screen)


def statuses(office, rows):
    return [row.status for row in office.read(cases_by_id, [row.id for row in rows])]


def jobs(seats):
    desk = seats("rina")
    return desk.read(print_jobs_of_office, desk.staff.office_id)


def test_enter_prints_records_and_serves_the_next(qtbot, real, seats, cups):
    rows = bring_to(real, seats, "eid_diterima", people=2)
    write_choice("cr80", PrintChoice(printer=cups.queue("kartu")))
    screen = open_screen(qtbot, seats("rina"), "loket")
    press(qtbot, screen)
    assert statuses(real, rows) == ["selesai", "eid_diterima"]
    assert screen.message_bar.sentence() == "Kartu Siti Aminah: dikirim ke pencetak"
    assert screen.queue.current().id == rows[1].id
    (job,) = jobs(seats)
    assert (job.state, job.printer, job.kind) == ("diterima", "kartu", "kartu")
    copy = real.read(card_history, rows[0].person_id)[0]
    assert copy.printed == 1 and copy.sheet_id == job.sheet_id
    assert cups.spooled(job.system_job).startswith(b"%PDF")


def test_a_printer_that_is_off_records_nothing_and_the_next_enter_prints_the_same_card(qtbot, real, seats, cups):
    rows = bring_to(real, seats, "eid_diterima", people=1)
    name = cups.queue("kartu")
    cups.disable(name, "kertas habis")
    write_choice("cr80", PrintChoice(printer=name))
    screen = open_screen(qtbot, seats("rina"), "loket")
    press(qtbot, screen)
    open_sheet(screen).cancel()
    settle(qtbot, screen)
    assert statuses(real, rows) == ["eid_diterima"]
    assert "belum dicatat tercetak" in screen.message_bar.sentence()
    assert screen.queue._chip.text() == "Kartu dibuat, belum dicatat"
    cups.enable(name)
    press(qtbot, screen)
    assert statuses(real, rows) == ["selesai"]
    assert [copy.copy for copy in real.read(card_history, rows[0].person_id)] == [1], "no second card was made"


def test_without_a_remembered_printer_the_sheet_asks_once(qtbot, real, seats, cups):
    rows = bring_to(real, seats, "eid_diterima", people=2)
    cups.queue("kartu")
    screen = open_screen(qtbot, seats("rina"), "loket")
    press(qtbot, screen)
    sheet = open_sheet(screen)
    sheet.send()
    settle(qtbot, screen)
    assert statuses(real, rows) == ["selesai", "eid_diterima"]
    press(qtbot, screen)
    assert sheets(screen) == 0, "the second card asks nothing"
    assert statuses(real, rows) == ["selesai", "selesai"]


def test_the_practice_office_makes_files_unless_paper_is_asked_for(qtbot, local_office, seats, cups):
    rows = bring_to(local_office, seats, "eid_diterima", people=2)
    write_choice("cr80", PrintChoice(printer=cups.queue("kartu")))
    screen = open_screen(qtbot, seats("rina"), "loket")
    press(qtbot, screen)
    assert jobs(seats) == ()
    assert statuses(local_office, rows) == ["selesai", "eid_diterima"]
    screen.action_bar.trigger("pilih")
    settle(qtbot, screen)
    open_sheet(screen).send()
    settle(qtbot, screen)
    assert [job.state for job in jobs(seats)] == ["diterima"]
    assert statuses(local_office, rows) == ["selesai", "selesai"]


def test_one_kelurahan_at_a_time(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=3)
    with local_office.database.write() as connection:
        connection.execute(update(person).where(person.c.id == rows[1].person_id).values(kelurahan="Penggilingan"))
    screen = open_screen(qtbot, seats("rina"), "loket")
    screen.action_bar.trigger("semua")
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    batch = sheet.findChild(BatchForm)
    batch.form.set_values({"place": "Penggilingan", "layout": "cr80_a4"})
    sheet.confirm()
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["eid_diterima", "selesai", "eid_diterima"]
    assert [copy.layout for copy in local_office.read(card_history, rows[1].person_id)] == ["cr80_a4"]


def test_a_lost_card_is_told_once_and_printed_again_without_asking(qtbot, local_office, seats):
    row = bring_to(local_office, seats, "eid_diterima", people=1)[0]
    screen = open_screen(qtbot, seats("rina"), "loket")
    press(qtbot, screen)
    screen.scan.setText(row.nik)
    press(qtbot, screen)
    screen.action_bar.trigger("hilang")
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheets(screen) == 1, "nothing is recorded without saying what happened"
    form = sheet.findChild(Form)
    form.set_values({"kind": "hilang", "reason": "Tertinggal di angkutan umum"})
    sheet.confirm()
    settle(qtbot, screen)
    assert [copy.state for copy in local_office.read(card_history, row.person_id)] == ["hilang"]
    screen.scan.setText(row.nik)
    press(qtbot, screen)
    press(qtbot, screen)
    assert sheets(screen) == 0
    newest, oldest = local_office.read(card_history, row.person_id)
    assert (newest.copy, newest.state, oldest.state) == (2, "berlaku", "hilang")


def test_a_scanned_seal_finds_the_holder_and_says_what_the_card_is_worth(qtbot, local_office, seats):
    row = bring_to(local_office, seats, "eid_diterima", people=1)[0]
    screen = open_screen(qtbot, seats("rina"), "loket")
    press(qtbot, screen)
    seal = local_office.read(card_history, row.person_id)[0].seal
    assert seal.startswith("PADAN1:")
    QTest.keyClicks(screen.scan, seal)
    press(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Asli dan berlaku:")
    assert screen.queue.current().id == row.id
    broken = seal[:-1] + ("A" if seal[-1] != "A" else "B")
    screen.scan.setText(broken)
    press(qtbot, screen)
    assert screen.message_bar.kind in {"warn", "bad", "info"} and "Asli" not in screen.message_bar.sentence()
    assert screen.scan.text() == broken, "what was scanned stays"


def test_looking_at_the_print_of_a_card_counts_none(qtbot, real, seats, cups):
    rows = bring_to(real, seats, "eid_diterima", people=2)
    name = cups.queue("kartu")
    screen = open_screen(qtbot, seats("rina"), "loket")
    screen.action_bar.trigger("pilih")
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    assert sheet.preview.count() > 0 and "baru dibuat dan dihitung saat Anda menekan Cetak" in sheet.notice.text()
    names = {button.accessibleName() for button in sheet.findChildren(QPushButton)}
    assert "Simpan PDF" not in names, "a specimen is no file to print elsewhere"
    sheet.cancel()
    settle(qtbot, screen)
    assert sheets(screen) == 0
    assert real.read(card_history, rows[0].person_id) == () and jobs(seats) == ()
    assert statuses(real, rows) == ["eid_diterima", "eid_diterima"]
    assert screen.queue.current().id == rows[0].id and screen.action_bar.button("cetak").isEnabled()

    screen.action_bar.trigger("pilih")
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    sheet.confirm()
    settle(qtbot, screen)
    (job,) = jobs(seats)
    (copy,) = real.read(card_history, rows[0].person_id)
    assert (copy.copy, copy.printed, copy.sheet_id) == (1, 1, job.sheet_id)
    assert job.printer == name and statuses(real, rows) == ["selesai", "eid_diterima"]
    assert screen.queue.current().id == rows[1].id


def test_a_card_chosen_twice_after_a_printer_refused_is_made_once(qtbot, real, seats, cups):
    rows = bring_to(real, seats, "eid_diterima", people=1)
    name = cups.queue("kartu")
    screen = open_screen(qtbot, seats("rina"), "loket")
    screen.action_bar.trigger("pilih")
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    cups.disable(name, "kertas habis")
    sheet.send()
    settle(qtbot, screen)
    assert sheets(screen) == 1
    cups.enable(name)
    sheet._looked_again(screen.desk.office.seat.printing.printers())
    sheet.send()
    settle(qtbot, screen)
    assert statuses(real, rows) == ["selesai"]
    assert [copy.copy for copy in real.read(card_history, rows[0].person_id)] == [1]
