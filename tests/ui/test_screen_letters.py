"""Surat: the register of both sides, the frozen pages, and what is done with a letter that was issued."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.letters import letters_of_office
from desktop.operations.void_letter import VoidLetter
from desktop.signatures import sign
from desktop.sop.letter_files import MOST_SIGNED, file_name
from desktop.ui.screens.letters_acts import ELSEWHERE
from desktop.ui.screens.letters_panel import mark, short_hash
from desktop.ui.widgets.letter_sheet import show_letter
from desktop.ui.widgets.paper_view import paper_of
from tests.conftest import seats_of
from tests.papers.certificates import PASSWORD, SIGNER, p12, person
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, open_sheet, sheets

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def seats(local_office):
    made = seats_of(local_office)
    bring_to(local_office, made, "menunggu_nik", people=3)
    return made


def test_the_register_has_both_directions(qtbot, local_office, seats):
    screen = open_screen(qtbot, seats("yusuf"), "surat")
    rows = local_office.read(letters_of_office, seats("yusuf").staff.office_id)
    assert [row.id for row in screen.letters.rows()] == [row.id for row in rows] and len(rows) == 3
    screen.letters.segments.choose("masuk")
    assert [row.code for row in screen.letters.shown()] == ["bast"]


def test_the_chosen_letter_is_shown_page_by_page_with_its_fingerprint(qtbot, seats):
    screen = open_screen(qtbot, seats("sari"), "surat")
    qtbot.waitUntil(lambda: screen.panel.preview.page() == 1)
    row = screen.letters.current()
    assert screen.panel.kind.text() == "Surat Rekomendasi Penerbitan NIK"
    assert short_hash(row.sha256) == " ".join(row.sha256[at : at + 4].upper() for at in (0, 4, 8))
    assert screen.panel.hint.isHidden() and screen.panel.chip.text() == "Tanpa TTE"


def test_enter_opens_the_letter(qtbot, seats):
    screen = open_screen(qtbot, seats("sari"), "surat")
    opened = []
    screen.sheet_opened.connect(opened.append)
    QTest.keyClick(screen.letters.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    settle(qtbot, screen)
    assert opened[0].title == screen.letters.current().number and not opened[0].draft


def test_a_copy_is_the_frozen_file(qtbot, seats, tmp_path):
    screen = open_screen(qtbot, seats("sari"), "surat")
    out = tmp_path / "salinan.pdf"
    screen.acts.choose = lambda _parent, _name: str(out)
    QTest.keyClick(screen.letters.list, Qt.Key.Key_S, CONTROL)
    settle(qtbot, screen)
    assert out.read_bytes() == seats("sari").letter_pdf(screen.letters.current().id)[1]


def test_the_check_is_a_screen_of_its_own(qtbot, seats):
    screen = open_screen(qtbot, seats("sari"), "surat")
    QTest.keyClick(screen.letters.list, Qt.Key.Key_O, CONTROL)
    assert screen.desk.session.shell.went == [("periksa", None)]


def test_a_letter_found_by_the_search_is_selected(qtbot, local_office, seats):
    rows = local_office.read(letters_of_office, seats("yusuf").staff.office_id)
    screen = open_screen(qtbot, seats("yusuf"), "surat", key=rows[-1].id)
    assert screen.letters.current().id == rows[-1].id


def test_an_empty_register_says_how_letters_come_to_be(qtbot, local_office):
    screen = open_screen(qtbot, seats_of(local_office)("hendra"), "surat")
    assert "terbit sendiri" in screen.letters.empty.text()
    assert not screen.action_bar.button("buka").isEnabled()
    screen.letters.empty._button.click()
    assert screen.desk.session.shell.went == [("beranda", None)]


# Lainnya
def test_lainnya_is_reached_and_walked_with_the_keyboard(qtbot, seats):
    screen = open_screen(qtbot, seats("sari"), "surat")
    QTest.keyClick(screen.letters.list, Qt.Key.Key_L)
    sheet = open_sheet(screen)
    assert not sheet.buttons["Salinan arsip dengan paraf…"].isEnabled()
    for _ in range(7):
        QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Down)
    assert sheet.focusWidget() is sheet.buttons["Batalkan surat…"]
    QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert "Batalkan surat" in open_sheet(screen).accessibleName()


def test_what_belongs_to_the_issuing_office_says_so_elsewhere(qtbot, seats):
    screen = open_screen(qtbot, seats("andi"), "surat")
    screen.more()
    sheet = open_sheet(screen)
    enabled = {label for label, button in sheet.buttons.items() if button.isEnabled()}
    assert enabled == {"Simpan salinan…", "Riwayat surat…"}
    assert sheet.buttons["Batalkan surat…"].accessibleDescription() == ELSEWHERE


def test_a_void_letter_keeps_its_line_with_the_reason_and_names_its_successor(qtbot, seats):
    screen = open_screen(qtbot, seats("sari"), "surat")
    old = screen.letters.current()
    screen.more()
    open_sheet(screen).choose("Batalkan surat…")
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheets(screen) == 1  # without a reason nothing happens
    sheet.text.setPlainText("Salah nama dalam lampiran")
    sheet.replace.setChecked(True)
    sheet.confirm()
    settle(qtbot, screen)
    assert old.number in screen.message_bar.sentence() and "Penggantinya" in screen.message_bar.sentence()
    void = next(row for row in screen.letters.rows() if row.id == old.id)
    assert void.voided and mark(void) == ("Batal", "bad")
    screen.letters.select(old.id)
    settle(qtbot, screen)
    assert screen.status.void_reason == "Salah nama dalam lampiran" and screen.status.replaced_number
    screen.more()
    assert not open_sheet(screen).buttons["Tanda tangani dengan sertifikat kantor…"].isEnabled()


def test_a_void_letter_says_so_wherever_it_is_opened_or_saved(qtbot, seats, tmp_path):
    sari = seats("sari")
    screen = open_screen(qtbot, sari, "surat")
    old, names, viewed = screen.letters.current(), [], []
    frozen = sari.letter_pdf(old.id)[1]
    new = sari.run(VoidLetter(letter_id=old.id, reason="Salah nama.", replace=True)).data["letters"][0]
    screen.load()
    settle(qtbot, screen)
    screen.letters.select(old.id)
    settle(qtbot, screen)
    screen.acts.choose = lambda _parent, name: names.append(name) or ""
    screen.acts.save(screen.letters.current())
    show_letter(screen, old.id)
    qtbot.waitUntil(lambda: sheets(screen) == 1)
    sheet = open_sheet(screen)
    number = next(row.number for row in screen.letters.rows() if row.id == new)
    assert sheet.void.text() == f"Surat ini dibatalkan: Salah nama. Diganti dengan {number}."
    assert not sheet.void.isHidden() and sheet.void.property("tone") == "bad" and sheet.pdf == frozen
    sheet.choose = lambda _parent, name: names.append(name) or ""
    sheet.save()
    sheet.viewer = lambda path: viewed.append(path) or True
    sheet.open_outside()
    qtbot.waitUntil(lambda: bool(viewed))
    settle(qtbot, screen)
    assert names == [file_name(old.number, void=True)] * 2 and names[0].startswith("BATAL-")
    assert viewed[0].name == names[0] and viewed[0].read_bytes() == frozen


def test_what_goes_along_with_a_letter_is_not_void_by_itself(qtbot, seats):
    screen = open_screen(qtbot, seats("yusuf"), "surat")
    screen.letters.select(next(row.id for row in screen.letters.rows() if row.code == "rekapitulasi"))
    screen.more()
    assert "mengikuti" in open_sheet(screen).buttons["Batalkan surat…"].accessibleDescription()


def test_the_letter_goes_to_the_printer_on_its_own_paper(qtbot, seats, tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))
    screen = open_screen(qtbot, seats("sari"), "surat")
    row = screen.letters.current()
    QTest.keyClick(screen.letters.list, Qt.Key.Key_P, CONTROL)
    settle(qtbot, screen)
    order = open_sheet(screen).order
    pdf = seats("sari").letter_pdf(row.id)[1]
    assert (order.kind, order.letter_id, order.pdf, order.paper) == ("surat", row.id, pdf, paper_of(pdf))


def test_sending_begins_from_the_line_in_the_agenda_book(qtbot, seats):
    screen = open_screen(qtbot, seats("sari"), "surat")
    screen.more()
    open_sheet(screen).choose("Kirim…")
    settle(qtbot, screen)
    assert screen.letters.current().number in open_sheet(screen).accessibleName()


# signatures
def sign_here(qtbot, screen, tmp_path, password):
    path = tmp_path / "kantor.p12"
    path.write_bytes(p12(*person()))
    screen.more()
    open_sheet(screen).choose("Tanda tangani dengan sertifikat kantor…")
    sheet = open_sheet(screen)
    sheet.take(str(path))
    QTest.keyClicks(sheet.password, password)
    sheet.confirm()
    settle(qtbot, screen)
    return sheet


def test_signing_with_the_offices_certificate(qtbot, seats, tmp_path):
    screen = open_screen(qtbot, seats("sari"), "surat")
    row = screen.letters.current()
    sign_here(qtbot, screen, tmp_path, PASSWORD)
    assert sheets(screen) == 0 and f"ber-TTE oleh {SIGNER}" in screen.message_bar.sentence()
    assert mark(screen.letters.current()) == ("TTE", "ok")
    settle(qtbot, screen)
    assert screen.status.signer_name == SIGNER
    out = tmp_path / "salinan.pdf"
    screen.acts.choose = lambda _parent, _name: str(out)
    screen.save()
    settle(qtbot, screen)
    assert out.read_bytes() == seats("sari").paper.signed_copy(row.id) != seats("sari").letter_pdf(row.id)[1]


def test_a_wrong_password_is_said_on_the_sheet_and_the_file_stays(qtbot, seats, tmp_path):
    screen = open_screen(qtbot, seats("sari"), "surat")
    sheet = sign_here(qtbot, screen, tmp_path, "salah-sama-sekali")
    assert sheets(screen) == 1 and "Kata sandi" in sheet.form.errors()["password"]
    sheet.password.clear()
    QTest.keyClicks(sheet.password, PASSWORD)
    sheet.confirm()
    settle(qtbot, screen)
    assert sheets(screen) == 0 and screen.letters.current().signed


def test_out_unsigned_and_back_signed(qtbot, seats, tmp_path):
    screen = open_screen(qtbot, seats("sari"), "surat")
    row = screen.letters.current()
    out = tmp_path / "untuk-tte.pdf"
    screen.acts.choose = lambda _parent, _name: str(out)
    screen.acts.save_unsigned(row)
    settle(qtbot, screen)
    pdf = out.read_bytes()
    assert pdf == seats("sari").letter_pdf(row.id)[1]
    back = tmp_path / "sudah.pdf"
    back.write_bytes(sign(pdf, p12(*person()), PASSWORD, seats("sari").now()))
    screen.acts.choose_pdf = lambda _parent: str(back)
    screen.acts.take_signed(row)
    settle(qtbot, screen)
    assert seats("sari").paper.signed_copy(row.id) == back.read_bytes()


def test_the_signed_file_of_another_letter_is_refused(qtbot, seats, tmp_path):
    screen = open_screen(qtbot, seats("yusuf"), "surat")
    rows = [row for row in screen.letters.rows() if row.office_id == seats("yusuf").staff.office_id]
    other = seats("yusuf").letter_pdf(rows[1].id)[1]
    path = tmp_path / "lain.pdf"
    path.write_bytes(sign(other, p12(*person()), PASSWORD, seats("yusuf").now()))
    screen.acts.take_signed_file(rows[0], path)
    settle(qtbot, screen)
    assert screen.message_bar.kind == "bad" and "bukan" in screen.message_bar.sentence()
    assert seats("yusuf").paper.signed_copy(rows[0].id) is None


def test_a_huge_file_is_refused_before_it_is_read(qtbot, seats, tmp_path):
    screen = open_screen(qtbot, seats("sari"), "surat")
    path = tmp_path / "besar.pdf"
    with path.open("wb") as file:
        file.truncate(MOST_SIGNED + 1)
    screen.acts.take_signed_file(screen.letters.current(), path)
    settle(qtbot, screen)
    assert "lebih dari 20 MB" in screen.message_bar.sentence()
