"""Surat: the register of both sides, the frozen pages, a copy, and the check of a file from elsewhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.letters import letters_of_office
from desktop.ui.screens.letters import short_hash
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to


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
    qtbot.waitUntil(lambda: screen.preview.page() == 1)
    row = screen.letters.current()
    assert screen.kind.text() == "Surat Rekomendasi Penerbitan NIK"
    assert short_hash(row.sha256) == " ".join(row.sha256[at : at + 4].upper() for at in (0, 4, 8))
    assert screen.hint.isHidden()


def test_enter_opens_the_letter(qtbot, seats):
    screen = open_screen(qtbot, seats("sari"), "surat")
    opened = []
    screen.sheet_opened.connect(opened.append)
    QTest.keyClick(screen.letters.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=15_000)
    settle(qtbot, screen)
    assert opened[0].title == screen.letters.current().number


def test_a_copy_is_the_frozen_file_and_is_recognised(qtbot, local_office, seats, tmp_path):
    screen = open_screen(qtbot, seats("sari"), "surat")
    out = tmp_path / "salinan.pdf"
    screen.choose = lambda _parent, _name: str(out)
    screen.action_bar.trigger("simpan")
    settle(qtbot, screen)
    assert out.read_bytes() == seats("sari").letter_pdf(screen.letters.current().id)[1]
    screen.choose_pdf = lambda _parent: str(out)
    screen.action_bar.trigger("periksa")
    qtbot.waitUntil(lambda: "ASLI" in screen.message_bar.sentence())
    assert screen.letters.current().number in screen.message_bar.sentence()


@pytest.mark.parametrize("change", ["one byte", "other file", "empty"])
def test_a_file_that_was_not_issued_is_unknown(qtbot, seats, tmp_path, change):
    screen = open_screen(qtbot, seats("sari"), "surat")
    pdf = seats("sari").letter_pdf(screen.letters.current().id)[1]
    path = tmp_path / "aneh.pdf"
    path.write_bytes({"one byte": pdf + b" ", "other file": b"bukan surat", "empty": b""}[change])
    screen.check_file(path)
    qtbot.waitUntil(lambda: "TIDAK DIKENAL" in screen.message_bar.sentence())


def test_a_missing_file_is_said_and_nothing_breaks(qtbot, seats, tmp_path):
    screen = open_screen(qtbot, seats("sari"), "surat")
    screen.check_file(tmp_path / "tidak-ada.pdf")
    qtbot.waitUntil(lambda: "tidak ditemukan" in screen.message_bar.sentence())


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
