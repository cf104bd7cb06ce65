"""Agenda surat: four registers, sheets that keep what is typed, books that leave."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.operations.archive_place import SetArchivePlace
from desktop.operations.dispatch import RecordDispatch
from desktop.operations.void_letter import VoidLetter
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.looking import CONTROL, nameless
from tests.ui.mail_hands import DAY, book, fill, incoming, press, to_tab
from tests.ui.stages import bring_to, name_recipient, open_sheet, sheets


@pytest.fixture
def yusuf(local_office):
    """The panti with one letter out, and one from Satpol PP that nobody entered yet."""
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_rekomendasi", people=2)
    return seats("yusuf")


# the registers
def test_every_register_says_why_it_is_empty_and_what_to_do(qtbot, local_office):
    screen = open_screen(qtbot, seats_of(local_office)("yusuf"), "agenda")
    for tab, words in {
        "masuk": "surat masuk",
        "keluar": "saat terbit",
        "ekspedisi": "diantar",
        "belum": "sudah",
    }.items():
        to_tab(qtbot, screen, tab)
        assert words in screen.lines.empty.text()
        assert nameless(screen) == []
    to_tab(qtbot, screen, "masuk")
    assert "masih kosong" in screen.action_bar.button("cetak").toolTip()
    screen.lines.empty._button.click()
    assert open_sheet(screen).accessibleName() == "Catat surat masuk"


def test_the_four_registers_and_their_counts(qtbot, yusuf):
    incoming(yusuf)
    line = book(yusuf)[0]
    yusuf.run(RecordDispatch(mail_id=line.id, way="antar", recipient="Dinas Sosial"))
    screen = open_screen(qtbot, yusuf, "agenda")
    assert [row.number for row in screen.lines.rows()] == ["7/KEL/2026"]
    to_tab(qtbot, screen, "keluar")
    assert [(row.place, row.chip) for row in screen.lines.rows()] == [("001", "terkirim")]
    assert "Dinas Sosial" in screen.panel.sent._box.itemAt(0).widget().accessibleName()
    to_tab(qtbot, screen, "ekspedisi")
    assert [(row.place, row.party) for row in screen.lines.rows()] == [("001", "Dinas Sosial")]
    to_tab(qtbot, screen, "belum")
    assert [row.party for row in screen.lines.rows()] == ["Satuan Polisi Pamong Praja"]
    assert [
        screen.tabs._buttons[tab].accessibleName()[-1] for tab in ("masuk", "keluar", "ekspedisi", "belum")
    ] == list("1111")


def test_a_long_book_is_paged_and_searched_in_the_database(qtbot, yusuf):
    for at in range(205):
        incoming(yusuf, f"{at}/KEL/2026", subject="Jarang sekali" if at == 3 else "Undangan")
    screen = open_screen(qtbot, yusuf, "agenda")
    assert len(screen.lines.rows()) == 200
    screen.lines.list.scrollToBottom()
    qtbot.waitUntil(lambda: len(screen.lines.rows()) == 205)
    settle(qtbot, screen)
    screen.lines.set_filter("jarang")
    qtbot.waitUntil(lambda: len(screen.lines.rows()) == 1)
    assert screen.panel.title.text() == "3/KEL/2026"
    screen.lines.set_filter("tidak ada yang begini")
    qtbot.waitUntil(lambda: "tidak ada baris" in screen.lines.empty.text().lower())
    screen.lines.empty._button.click()
    qtbot.waitUntil(lambda: len(screen.lines.rows()) == 200)


def test_another_desks_line_appears_and_the_scrolled_pages_stay(qtbot, yusuf):
    for at in range(202):
        incoming(yusuf, f"{at}/KEL/2026")
    screen = open_screen(qtbot, yusuf, "agenda")
    screen.lines.list.scrollToBottom()
    qtbot.waitUntil(lambda: len(screen.lines.rows()) == 202)
    incoming(yusuf, "baru/KEL/2026")
    screen.desk.session.bus.publish(frozenset({"mail"}), ())
    settle(qtbot, screen)
    assert screen.lines.rows()[0].number == "baru/KEL/2026" and len(screen.lines.rows()) >= 202


def test_a_year_is_chosen(qtbot, yusuf, clock):
    incoming(yusuf)
    clock.forward(days=60)
    screen = open_screen(qtbot, yusuf, "agenda")
    assert screen.year == 2027 and screen.lines.rows() == ()
    assert [screen.years.itemText(at) for at in range(screen.years.count())] == ["Tahun 2027", "Tahun 2026"]
    screen.years.setCurrentIndex(1)
    screen.years.activated.emit(1)
    settle(qtbot, screen)
    assert [row.number for row in screen.lines.rows()] == ["7/KEL/2026"]


def test_a_line_asked_for_from_elsewhere_is_found_in_its_book(qtbot, yusuf):
    screen = open_screen(qtbot, yusuf, "agenda", key=book(yusuf)[0].id)
    assert screen.tab == "keluar" and screen.lines.current().row.id == book(yusuf)[0].id
    screen = open_screen(qtbot, yusuf, "agenda", key="belum")
    assert screen.tab == "belum" and len(screen.lines.rows()) == 1


def test_a_void_letter_stays_with_its_reason_and_is_not_sent(qtbot, yusuf):
    yusuf.run(VoidLetter(letter_id=book(yusuf)[0].letter_id, reason="Salah tujuan surat"))
    screen = open_screen(qtbot, yusuf, "agenda", key="keluar")
    line = screen.lines.current()
    assert (line.chip, line.tone) == ("batal", "bad")
    assert "Salah tujuan surat" in screen.panel.notice_text.text()
    screen.action_bar.trigger("utama")
    assert sheets(screen) == 0 and "dibatalkan" in screen.message_bar.sentence()


# writing down
def test_a_letter_that_came_in_gets_its_agenda_number(qtbot, yusuf):
    screen = open_screen(qtbot, yusuf, "agenda")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    assert sheet.form.control("number").hasFocus() and nameless(sheet) == []
    fill(sheet, number="12/KEL/XI/2026", dated=DAY, correspondent="Kelurahan Jatinegara", subject="Data warga")
    fill(sheet, our_number="400/1", archive_place="Rak 1", note="segera")
    sheet.confirm()
    settle(qtbot, screen)
    assert sheets(screen) == 0 and "nomor agenda 1" in screen.message_bar.sentence()
    row = screen.lines.current().row
    assert (row.number, row.our_number, row.archive_place, row.note) == ("12/KEL/XI/2026", "400/1", "Rak 1", "segera")


def test_what_is_missing_or_refused_is_said_on_the_sheet_and_stays_typed(qtbot, yusuf):
    incoming(yusuf)
    screen = open_screen(qtbot, yusuf, "agenda")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    sheet.confirm()
    assert set(sheet.form.errors()) == {"number", "correspondent", "subject"}
    fill(sheet, number="7/KEL/2026", dated=DAY, correspondent="Kelurahan Cakung", subject="Undangan rapat")
    sheet.confirm()
    settle(qtbot, screen)
    assert "sudah dicatat" in sheet.trouble.text() and sheet.form.values()["number"] == "7/KEL/2026"
    fill(sheet, number="8/KEL/2026")
    sheet.confirm()
    settle(qtbot, screen)
    assert [row.number for row in book(yusuf, "masuk")] == ["8/KEL/2026", "7/KEL/2026"]


def test_a_double_click_writes_one_line(qtbot, yusuf):
    screen = open_screen(qtbot, yusuf, "agenda")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    fill(sheet, number="1", dated=DAY, correspondent="Warga", subject="Permohonan")
    sheet.confirm()
    sheet.confirm()
    settle(qtbot, screen)
    assert len(book(yusuf, "masuk")) == 1


def test_a_padan_letter_is_entered_as_it_says(qtbot, yusuf):
    screen = open_screen(qtbot, yusuf, "agenda", key="belum")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    assert sheet.form.control("number").isReadOnly() and sheet.form.values()["number"].endswith("/SATPOLPP/XI/2026")
    fill(sheet, archive_place="Rak 2")
    sheet.confirm()
    settle(qtbot, screen)
    assert screen.lines.rows() == () and book(yusuf, "masuk")[0].archive_place == "Rak 2"


def test_several_padan_letters_are_entered_at_once(qtbot, local_office, yusuf):
    bring_to(local_office, seats_of(local_office), "diserahkan", people=1)
    screen = open_screen(qtbot, yusuf, "agenda", key="belum")
    numbers = [line.number for line in screen.lines.rows()]
    QTest.keyClick(screen.lines.list, Qt.Key.Key_A, CONTROL)
    assert screen.action_bar.label("utama") == "Agendakan 2 surat"
    screen.action_bar.trigger("utama")
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert [row.number for row in book(yusuf, "masuk")] == numbers  # the newest last entered, as they came
    assert "2 surat masuk dicatat" in screen.message_bar.sentence()


def test_a_letter_of_another_program_takes_a_number_here(qtbot, yusuf):
    screen = open_screen(qtbot, yusuf, "agenda", key="keluar")
    press(qtbot, screen, "catat")
    sheet = open_sheet(screen)
    sheet.confirm()
    assert set(sheet.form.errors()) == {"classification", "correspondent", "subject"}
    fill(sheet, classification="400.9.4.1", correspondent="Kelurahan", subject="Undangan")
    sheet.confirm()
    settle(qtbot, screen)
    assert screen.lines.current().number.startswith("400.9.4.1/002/PSBI/")
    assert "Nomor surat" in screen.message_bar.sentence()


def test_the_archive_place_of_one_and_of_many(qtbot, yusuf):
    for number in ("1", "2", "3"):
        incoming(yusuf, number)
    screen = open_screen(qtbot, yusuf, "agenda")
    press(qtbot, screen, "arsip")
    fill(open_sheet(screen), place="Rak 2 / Boks 14 / Map 3")
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert [row.archive_place for row in book(yusuf, "masuk")] == ["Rak 2 / Boks 14 / Map 3", "", ""]
    QTest.keyClick(screen.lines.list, Qt.Key.Key_A, CONTROL)
    assert "3 surat dipilih" in screen.action_bar._strong.text()
    press(qtbot, screen, "arsip")
    sheet = open_sheet(screen)
    assert sheet.form.values()["place"] == "Rak 2 / Boks 14 / Map 3"  # the last one, to be typed over
    fill(sheet, place="Rak 9")
    sheet.confirm()
    settle(qtbot, screen)
    assert {row.archive_place for row in book(yusuf, "masuk")} == {"Rak 9"} and screen.lines.checked() == ()


def test_a_line_that_another_desk_changed_is_not_overwritten(qtbot, yusuf):
    mail_id = incoming(yusuf)
    screen = open_screen(qtbot, yusuf, "agenda")
    press(qtbot, screen, "arsip")
    yusuf.run(SetArchivePlace(lines=((mail_id, 1),), place="Rak meja lain"))
    fill(open_sheet(screen), place="Rak saya")
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert "diubah meja lain" in open_sheet(screen).trouble.text()
    assert book(yusuf, "masuk")[0].archive_place == "Rak meja lain"


# leaving
def test_a_book_leaves_as_a_workbook_and_is_journalled(qtbot, yusuf, tmp_path):
    import openpyxl

    incoming(yusuf, "=7+1", archive_place="Rak 2")
    screen = open_screen(qtbot, yusuf, "agenda")
    out = tmp_path / "buku"
    screen.choose = lambda _parent, _name: str(out)
    press(qtbot, screen, "ekspor")
    name_recipient(qtbot, screen)
    assert "1 baris" in screen.message_bar.sentence()
    page = openpyxl.load_workbook(out.with_suffix(".xlsx")).active
    told = [[cell.value for cell in row] for row in page.iter_rows()]
    assert told[0][0] == "Buku agenda surat masuk tahun 2026"
    assert "=7+1" in told[-1] and page.cell(len(told), 3).data_type == "s"
    assert any("ekspor" in entry for entry in _journal(yusuf))


def _journal(seat):
    from sqlalchemy import select

    from db.tables.traces import journal

    with seat.office.database.read() as connection:
        return list(connection.scalars(select(journal.c.action)))


def test_an_export_that_cannot_be_written_is_said(qtbot, yusuf, tmp_path):
    incoming(yusuf)
    screen = open_screen(qtbot, yusuf, "agenda")
    screen.choose = lambda _parent, _name: str(tmp_path / "tidak" / "ada" / "buku.xlsx")
    press(qtbot, screen, "ekspor")
    name_recipient(qtbot, screen)
    assert "Pilih folder lain" in screen.message_bar.sentence()


def test_a_book_goes_to_the_printing_sheet(qtbot, yusuf):
    screen = open_screen(qtbot, yusuf, "agenda", key="keluar")
    press(qtbot, screen, "cetak")
    order = open_sheet(screen).order
    assert order.title == "Buku agenda surat keluar 2026" and order.paper == "f4" and order.pdf.startswith(b"%PDF")
    open_sheet(screen).cancel()
    settle(qtbot, screen)


def test_a_typed_line_is_declared_void_with_a_reason(qtbot, yusuf):
    incoming(yusuf)
    screen = open_screen(qtbot, yusuf, "agenda")
    QTest.keyClick(screen.lines.list, Qt.Key.Key_B, CONTROL)
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    assert nameless(sheet) == []
    sheet.text.setPlainText("Dicatat dua kali")
    sheet._button.click()
    settle(qtbot, screen)
    row = book(yusuf, "masuk")[0]
    assert (row.voided, row.void_reason, row.agenda) == (True, "Dicatat dua kali", 1)
    assert (screen.lines.current().chip, sheets(screen)) == ("batal", 0)
    assert screen.panel.notice_title.text() == "Baris ini dibatalkan"
    assert "sudah dibatalkan" in screen.action_bar.button("batal").toolTip()
    to_tab(qtbot, screen, "keluar")
    screen.action_bar.trigger("batal")  # a letter of Padan goes by the screen Surat
    assert sheets(screen) == 0 and "layar Surat" in screen.message_bar.sentence()
    to_tab(qtbot, screen, "belum")
    assert screen.action_bar.button("batal").isHidden()


def test_the_list_needs_no_mouse(qtbot, yusuf):
    """Ctrl+T works on the list, the arrow keys walk, Space ticks."""
    for number in ("1", "2"):
        incoming(yusuf, number)
    screen = open_screen(qtbot, yusuf, "agenda")
    assert screen.lines.list.hasFocus()
    QTest.keyClick(screen.lines.list, Qt.Key.Key_Down)
    QTest.keyClick(screen.lines.list, Qt.Key.Key_Space)
    assert [line.number for line in screen.lines.checked()] == ["1"]
    QTest.keyClick(screen.lines.list, Qt.Key.Key_T, CONTROL)
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    QTest.keyClicks(sheet.form.control("place"), "Rak 5")
    sheet.confirm()
    settle(qtbot, screen)
    assert [row.archive_place for row in book(yusuf, "masuk")] == ["", "Rak 5"]
