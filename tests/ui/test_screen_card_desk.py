"""The card desk: Enter makes the file, then records it as printed; never twice, never with a hole, nothing untrue said."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.cases import cases_by_id
from db.queries.letters import cards_of_person
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, open_sheet, sheets, touch

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


def open_desk(qtbot, seats, user="yusuf"):
    return open_screen(qtbot, seats(user), "loket")


def statuses(office, rows):
    return [row.status for row in office.read(cases_by_id, [row.id for row in rows])]


def files(office):
    return sorted((Path(office.folder) / "kartu").glob("*.pdf"))


def press(screen, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(screen.scan, key, modifier)


def test_enter_makes_the_card_and_the_next_person_appears(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=3, photos=[0])
    screen = open_desk(qtbot, seats)
    assert screen.scan.hasFocus() and screen.queue.current().id == rows[0].id
    assert screen.preview.paper.page() == 1
    press(screen, ENTER)
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["selesai", "eid_diterima", "eid_diterima"]
    (path,) = files(local_office)
    assert path.read_bytes().startswith(b"%PDF")
    assert screen.message_bar.sentence() == f"Kartu Siti Aminah: berkas siap cetak di {path}"
    assert screen.queue.current().id == rows[1].id
    assert [screen.queue.state(row) for row in screen.queue.list.rows()] == [
        "sekarang",
        "foto belum ada",
        "sudah dicetak",
    ]


def test_double_enter_writes_one_card(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=2)
    screen = open_desk(qtbot, seats)
    press(screen, ENTER)
    press(screen, ENTER)
    settle(qtbot, screen)
    assert len(local_office.read(cards_of_person, rows[0].person_id)) == 1
    assert statuses(local_office, rows) == ["selesai", "eid_diterima"]
    assert len(files(local_office)) == 1


def test_scanning_finds_by_nik_number_and_name(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=3)
    screen = open_desk(qtbot, seats)
    for text, row in ((rows[2].nik, rows[2]), (rows[1].participant_number, rows[1]), ("siti", rows[0])):
        QTest.keyClicks(screen.scan, text)
        assert screen.action_bar.label("cetak") == "Cari"
        press(screen, ENTER)
        settle(qtbot, screen)
        assert screen.queue.current().id == row.id and screen.scan.text() == ""
    assert statuses(local_office, rows) == ["eid_diterima"] * 3, "looking prints nothing"


def test_unknown_number_and_a_card_not_here_yet(qtbot, local_office, seats):
    early = bring_to(local_office, seats, "disetujui", people=1)[0]
    screen = open_desk(qtbot, seats)
    screen.scan.setText("9999")
    press(screen, ENTER)
    assert screen.message_bar.sentence().startswith("Tidak ada di antrean.")
    screen.scan.setText("3175010101019999")
    press(screen, ENTER)
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Nomor ini bukan milik penghuni panti Anda.")
    assert screen.scan.text() == "3175010101019999", "what was typed stays"
    screen.scan.setText(early.nik)
    press(screen, ENTER)
    settle(qtbot, screen)
    assert screen.message_bar.sentence() == "Siti Aminah belum sampai di loket: disetujui, menunggu e-id."


def test_missing_facility_is_named_and_the_rest_goes_on(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=3, facilities=["Puskesmas Cakung", ""])
    screen = open_desk(qtbot, seats)
    press(screen, Qt.Key.Key_Down)
    settle(qtbot, screen)
    assert screen.queue.current().id == rows[1].id
    assert not screen.action_bar.button("cetak").isEnabled()
    press(screen, ENTER)
    assert "Fasilitas kesehatan belum ada." in screen.message_bar.sentence()
    press(screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, screen)
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["selesai", "eid_diterima", "selesai"]
    assert screen.message_bar.sentence().endswith("1 orang belum: lihat alasan.")
    screen.message_bar.press("Lihat alasan")
    words = [label.text() for label in open_sheet(screen).findChildren(type(screen.message_bar._text))]
    assert any(word.startswith("Faskes belum diisi") for word in words)
    assert len(files(local_office)) == 1


def test_reprint_asks_a_reason_and_counts(qtbot, local_office, seats):
    row = bring_to(local_office, seats, "selesai", people=1)[0]
    screen = open_desk(qtbot, seats)
    assert screen.queue.current() is None, "a stray Enter must not ask for a second card"
    screen.scan.setText(row.participant_number)
    press(screen, ENTER)
    settle(qtbot, screen)
    assert screen.action_bar.label("cetak") == "Cetak ulang"
    screen.enter()
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheets(screen) == 1, "no reason, no card"
    sheet.text.setPlainText("Kartu rusak")
    sheet.confirm()
    settle(qtbot, screen)
    copies = local_office.read(cards_of_person, row.person_id)
    assert [(copy.copy, copy.reason) for copy in copies] == [(2, "Kartu rusak"), (1, "")]
    assert "cetak ulang" in screen.queue._today.text()


def test_card_of_an_earlier_day_is_found_by_its_number(qtbot, local_office, seats, clock):
    row = bring_to(local_office, seats, "selesai", people=1)[0]
    clock.forward(days=3)
    screen = open_desk(qtbot, seats)
    assert screen.queue.list.rows() == ()
    screen.scan.setText(row.nik)
    press(screen, ENTER)
    settle(qtbot, screen)
    assert screen.queue.current().id == row.id and screen.action_bar.label("cetak") == "Cetak ulang"


def test_disk_trouble_keeps_the_card_and_the_next_enter_writes_it(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=1)
    folder = Path(local_office.folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kartu").write_text("in the way")
    screen = open_desk(qtbot, seats)
    press(screen, ENTER)
    settle(qtbot, screen)
    assert screen.message_bar.sentence() and screen.message_bar.kind == "bad"
    assert statuses(local_office, rows) == ["eid_diterima"], "not printed, so not recorded as printed"
    (folder / "kartu").unlink()
    press(screen, ENTER)
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["selesai"]
    assert len(local_office.read(cards_of_person, rows[0].person_id)) == 1, "the same card, written again"
    assert len(files(local_office)) == 1


def test_another_desk_changed_the_person_meanwhile(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=2)
    screen = open_desk(qtbot, seats)
    touch(local_office, seats("rina"), rows[0].id, room="Melati 3")
    press(screen, ENTER)
    settle(qtbot, screen)
    assert "sudah diubah meja lain" in screen.message_bar.sentence()
    assert files(local_office) == [] and screen.queue.current().id == rows[0].id
    press(screen, ENTER)
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["selesai", "eid_diterima"]


def test_escape_passes_the_turn_and_leaves_an_empty_queue(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=2)
    screen = open_desk(qtbot, seats)
    screen.scan.setText("12")
    press(screen, ESCAPE)
    assert screen.scan.text() == "" and screen.queue.current().id == rows[0].id
    press(screen, ESCAPE)
    assert screen.queue.current().id == rows[1].id
    press(screen, ESCAPE)
    assert screen.queue.current().id == rows[0].id


def test_empty_queue(qtbot, seats):
    screen = open_desk(qtbot, seats)
    assert "Tidak ada kartu yang menunggu." in screen.preview.empty.text()
    press(screen, ENTER)
    assert screen.message_bar.sentence().startswith("Antrean cetak kosong.")
    press(screen, ESCAPE)
    assert screen.desk.session.shell.went == [("back", None)]


def test_layout_switch_shows_the_sheet_and_prints_it(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=1)
    screen = open_desk(qtbot, seats)
    screen.preview.layouts.choose("eid_a4")
    settle(qtbot, screen)
    assert screen.preview.paper.page() == 1
    press(screen, ENTER)
    settle(qtbot, screen)
    assert local_office.read(cards_of_person, rows[0].person_id)[0].layout == "eid_a4"


def test_leaving_the_procedure_needs_a_reason(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "eid_diterima", people=1)
    screen = open_desk(qtbot, seats)
    screen.shut()
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheets(screen) == 1
    sheet.text.setPlainText("Meninggal dunia")
    sheet.confirm()
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["ditutup"]
