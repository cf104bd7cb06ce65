"""Periksa surat: a file or a code, the verdict in words, the letter itself for who wrote or received it."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from sqlalchemy import select

from db.queries.letters import letters_of_office
from db.tables.letters import letter_issue
from desktop.operations.void_letter import VoidLetter
from desktop.sop.letter_files import MOST_CHECKED
from desktop.ui.screens.letter_check import WET
from tests.conftest import seats_of
from tests.papers.certificates import PASSWORD, SIGNER, p12, person
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to


@pytest.fixture
def seats(local_office):
    made = seats_of(local_office)
    bring_to(local_office, made, "menunggu_nik", people=3)
    return made


@pytest.fixture
def row(seats):
    """The recommendation of Dinas Sosial."""
    return seats("sari").read(letters_of_office, seats("sari").staff.office_id)[0]


@pytest.fixture
def screen(qtbot, seats):
    return open_screen(qtbot, seats("sari"), "periksa")


def check(qtbot, screen, tmp_path, data):
    path = tmp_path / "surat.pdf"
    path.write_bytes(data)
    screen.check_file(path)
    settle(qtbot, screen)


def token_of(seat, letter_id):
    return seat.read(lambda c: c.scalar(select(letter_issue.c.token).where(letter_issue.c.letter_id == letter_id)))


def test_the_file_as_it_was_issued(qtbot, seats, row, screen, tmp_path):
    check(qtbot, screen, tmp_path, seats("sari").letter_pdf(row.id)[1])
    assert screen.result.word.text() == "SAH" and screen.result.tte.text() == WET
    assert screen.view.page() == 1 and screen.compare.isHidden()


def test_one_changed_byte_is_found(qtbot, seats, row, screen, tmp_path):
    pdf = bytearray(seats("sari").letter_pdf(row.id)[1])
    pdf[len(pdf) // 2] ^= 1
    check(qtbot, screen, tmp_path, bytes(pdf))
    assert screen.result.word.text() == "BERUBAH" and screen.result.word.property("tone") == "bad"
    assert row.number in screen.result.sentence.text() and screen.result.tte.isHidden()
    assert screen.view.page() == 1


@pytest.mark.parametrize("data", [b"", b"bukan surat", b"%PDF-1.7 lain"])
def test_what_is_no_letter(qtbot, screen, tmp_path, data):
    check(qtbot, screen, tmp_path, data)
    assert screen.result.word.text() == "BUKAN SURAT PADAN INI"
    assert screen.view.page() == 0 and "Tidak ada surat" in screen.none.text()


def test_a_void_letter_says_what_counts_instead(qtbot, seats, row, screen, tmp_path):
    pdf = seats("sari").letter_pdf(row.id)[1]
    seats("sari").run(VoidLetter(letter_id=row.id, reason="Salah nama", replace=True))
    check(qtbot, screen, tmp_path, pdf)
    assert screen.result.word.text() == "DIBATALKAN" and "penggantinya" in screen.result.sentence.text()


def test_a_signed_file_says_whose_tte_it_bears(qtbot, seats, row, screen, tmp_path):
    seats("sari").paper.sign_local(row.id, p12(*person()), PASSWORD)
    check(qtbot, screen, tmp_path, seats("sari").paper.signed_copy(row.id))
    assert screen.result.word.text() == "SAH"
    assert f"TTE oleh {SIGNER}" in screen.result.sentence.text() and "TTE" in screen.result.tte.text()


@pytest.mark.parametrize("written", ["PADAN:{}", "padan:{}", "{}", " PADAN: {} "])
def test_the_code_on_the_paper_shows_the_letter_to_compare(qtbot, seats, row, screen, written):
    QTest.keyClicks(screen.token, written.format(token_of(seats("sari"), row.id)))
    QTest.keyClick(screen.token, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert screen.result.word.text() == "SURATNYA SAH" and row.number in screen.result.sentence.text()
    assert screen.view.page() == 1 and not screen.compare.isHidden()
    assert screen.token.selectedText() == screen.token.text()


def test_an_unknown_code(qtbot, screen):
    QTest.keyClicks(screen.token, "PADAN:0123456789abcdef")
    QTest.keyClick(screen.token, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert screen.result.word.text() == "BUKAN SURAT PADAN INI"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("PADAN:0123456", "baru 7 dari 16"),
        ("PADAN:", "baru 0 dari 16"),
        ("PADAN:0123456789abcdef01", "18 huruf atau angka, padahal kode surat 16"),
        ("PADAN:0123456789abcdeg", "“g” tidak termasuk"),
        ("PADAN1:ABCDEF", "kode kartu peserta"),
    ],
)
def test_half_a_code_is_no_verdict_about_a_letter(qtbot, screen, typed, said):
    QTest.keyClicks(screen.token, typed)
    QTest.keyClick(screen.token, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert screen.result.word.text() == "KODE BELUM LENGKAP" and screen.result.word.property("tone") == "warn"
    assert said in screen.result.sentence.text()
    assert screen.none.text() == "Belum ada surat yang dicari."
    assert screen.token.selectedText() == typed, "the next scan replaces it"


def test_an_office_that_has_no_part_in_it_learns_the_verdict_only(qtbot, seats, row, tmp_path):
    screen = open_screen(qtbot, seats("hendra"), "periksa")
    check(qtbot, screen, tmp_path, seats("sari").letter_pdf(row.id)[1])
    assert screen.result.word.text() == "SAH" and screen.view.page() == 0
    assert "hanya ditampilkan" in screen.none.text()


def test_a_huge_file_is_refused_before_it_is_read(qtbot, screen, tmp_path):
    path = tmp_path / "besar.pdf"
    with path.open("wb") as file:
        file.truncate(MOST_CHECKED + 1)
    screen.check_file(path)
    settle(qtbot, screen)
    assert "lebih dari 64 MB" in screen.message_bar.sentence()
    assert screen.result.word.text() == "Belum ada yang diperiksa"


def test_a_file_that_went_away(qtbot, screen, tmp_path):
    screen.check_file(tmp_path / "tidak-ada.pdf")
    settle(qtbot, screen)
    assert "tidak ditemukan" in screen.message_bar.sentence()


def test_a_dropped_file_is_checked(qtbot, seats, row, screen, tmp_path):
    path = tmp_path / "jatuh.pdf"
    path.write_bytes(seats("sari").letter_pdf(row.id)[1])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    screen.well.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    settle(qtbot, screen)
    assert screen.result.word.text() == "SAH"


def test_the_dialog_opens_with_ctrl_o(qtbot, seats, row, screen, tmp_path):
    path = tmp_path / "dipilih.pdf"
    path.write_bytes(seats("sari").letter_pdf(row.id)[1])
    screen.well.ask = lambda _parent: str(path)
    QTest.keyClick(screen.token, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, screen)
    assert screen.result.word.text() == "SAH"
