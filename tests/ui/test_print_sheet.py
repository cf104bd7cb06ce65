"""The printing sheet and printing without it, against a real CUPS server behind the practice office."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db.queries.letters import letters_of_office
from db.queries.print_jobs import print_jobs_of_office
from desktop.printing.choices import read_choice, write_choice
from desktop.printing.kinds import PrintChoice
from desktop.ui.widgets.print_sheet import print_now, print_pdf
from tests.conftest import seats_of
from tests.printing.pages import sample, square
from tests.ui.desks import open_screen, settle
from tests.ui.looking import CONTROL, nameless
from tests.ui.stages import bring_to, open_sheet, sheets

PDF = sample(3)


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))


@pytest.fixture
def desk(local_office):
    """Satpol PP's seat, which wrote one letter."""
    bring_to(local_office, seats_of(local_office), "diserahkan", people=1)
    return seats_of(local_office)("bagus")


@pytest.fixture
def letter(desk):
    return desk.read(letters_of_office, desk.staff.office_id)[0].id


@pytest.fixture
def screen(qtbot, desk, cups):
    return open_screen(qtbot, desk, "surat")


def ask(qtbot, screen, letter=None, **more):
    """The sheet, its printers read; and what ``then`` heard."""
    heard = []
    values = {"title": "Surat 1", "pdf": PDF, "paper": "a4", "kind": "surat", "letter_id": letter} | more
    sheet = print_pdf(screen, **values, then=heard.append)
    settle(qtbot, screen)
    return sheet, heard


def press(sheet, name):
    next(button for button in sheet.findChildren(QPushButton) if button.accessibleName() == name).click()


def jobs(desk):
    return desk.read(print_jobs_of_office, desk.staff.office_id)


def test_enter_prints_what_is_shown(qtbot, desk, screen, cups, letter):
    name = cups.queue("uji")
    sheet, heard = ask(qtbot, screen, letter)
    assert (sheet.preview.count(), sheet.options.printer().name) == (3, name)
    qtbot.keyClick(screen.window().focusWidget(), Qt.Key.Key_Return)
    settle(qtbot, screen)
    (row,) = jobs(desk)
    assert cups.spooled(row.system_job) == PDF
    assert (row.letter_id, row.state, row.copies, row.pages) == (letter, "diterima", 1, 3)
    assert [one.accepted for one in heard] == [True] and sheets(screen) == 0
    assert screen.message_bar.sentence() == "Surat 1: Sudah dicetak."
    assert read_choice("a4") == PrintChoice(name)


def test_copies_and_both_sides_go_with_it_and_copies_are_not_remembered(qtbot, desk, screen, cups, letter):
    cups.queue("uji")
    write_choice("a4", PrintChoice("uji", 1, False, 2.0, -1.5))
    sheet, _heard = ask(qtbot, screen, letter)
    assert "2,0 mm ke kanan dan 1,5 mm ke atas" in sheet.options.paper.text()
    sheet.options.form.set_values({"copies": 4, "duplex": True})
    sheet.confirm()
    settle(qtbot, screen)
    (row,) = jobs(desk)
    given = cups.attributes(row.system_job)
    assert (given["copies"], given["sides"], row.copies, row.duplex) == (4, "two-sided-long-edge", 4, True)
    assert read_choice("a4") == PrintChoice("uji", 1, True, 2.0, -1.5)
    left, top = square(cups.spooled(row.system_job))
    assert abs(left - 32.0) <= 0.1 and abs(top - 38.5) <= 0.1


def test_every_printer_shows_its_state_and_a_stopped_one_is_not_offered(qtbot, desk, screen, cups):
    cups.queue("satu")
    cups.disable(cups.queue("dua"))
    write_choice("a4", PrintChoice("dua"))
    sheet, heard = ask(qtbot, screen)
    names = [button.accessibleName() for button in sheet.options._group.buttons()]
    assert names == ["Pencetak dua: antreannya dihentikan (sedang diperbaiki)", "Pencetak satu: siap"]
    assert sheet.options.printer().name == "dua" and not sheet.yes.isEnabled()
    assert "antreannya dihentikan (sedang diperbaiki). Periksa pencetaknya" in sheet.notice.text()
    qtbot.keyClick(sheet, Qt.Key.Key_Return, CONTROL)
    assert jobs(desk) == () and sheets(screen) == 1
    qtbot.keyClick(screen.window().focusWidget(), Qt.Key.Key_Down)
    assert sheet.options.printer().name == "satu" and sheet.yes.isEnabled() and sheet.notice.isHidden()
    sheet.confirm()
    settle(qtbot, screen)
    assert heard[0].accepted and read_choice("a4").printer == "satu"


def test_out_of_paper_is_shown_and_may_be_tried_after_refilling(qtbot, desk, screen, cups, letter):
    name = cups.out_of_paper("uji")
    sheet, _heard = ask(qtbot, screen, letter)
    sheet.confirm()
    qtbot.waitUntil(lambda: "kertasnya habis" in sheet.notice.text())
    assert sheet.yes.isEnabled() is False
    # A second look at the printers while it asks: the state is the printer's, with a way on.
    other, _ = print_pdf(screen, title="Surat 2", pdf=PDF, paper="a4", kind="surat"), None
    qtbot.waitUntil(lambda: other.options.printer() is not None)
    assert other.options.printer().name == name and other.yes.isEnabled()
    assert "kertasnya habis. Isi kertas, lalu cetak lagi. Kalau sudah, tekan Cetak." in other.notice.text()
    other.cancel()
    filled = threading.Thread(target=cups.refill)
    filled.start()
    settle(qtbot, screen)
    filled.join()
    assert screen.message_bar.sentence() == "Surat 1: Sudah dicetak."
    assert [row.state for row in jobs(desk)] == ["diterima"]


def test_calling_it_off_empties_the_queue_and_the_record_says_so(qtbot, desk, screen, cups, letter):
    name = cups.queue("uji", "job-hold-until-default=indefinite")
    sheet, heard = ask(qtbot, screen, letter)
    sheet.confirm()
    qtbot.waitUntil(lambda: "Ditahan" in sheet.progress._text.whole())
    (stop,) = [button for button in sheet.progress.findChildren(QPushButton) if button.isVisible()]
    stop.click()
    settle(qtbot, screen)
    assert cups.jobs(name) == []
    (row,) = jobs(desk)
    assert (row.state, bool(row.system_job)) == ("dibatalkan", True)
    assert sheets(screen) == 1 and sheet.yes.isEnabled() and "Dibatalkan" in sheet.notice.text()
    assert heard == [] and read_choice("a4") == PrintChoice()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert [one.accepted for one in heard] == [False]


def test_closing_the_sheet_lets_the_job_go_on_and_tells_its_end(qtbot, desk, screen, cups, letter):
    cups.out_of_paper("uji")
    sheet, heard = ask(qtbot, screen, letter)
    sheet.confirm()
    qtbot.waitUntil(lambda: "kertasnya habis" in sheet.notice.text())
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheets(screen) == 0 and heard == []
    filled = threading.Thread(target=cups.refill)
    filled.start()
    settle(qtbot, screen)
    filled.join()
    assert [one.accepted for one in heard] == [True]
    assert screen.message_bar.sentence() == "Surat 1: Sudah dicetak."


def test_a_failed_job_keeps_the_sheet_and_everything_typed(qtbot, desk, screen, cups, letter):
    cups.broken("uji")
    sheet, heard = ask(qtbot, screen, letter)
    sheet.options.form.set_values({"copies": 3})
    sheet.confirm()
    settle(qtbot, screen)
    assert sheets(screen) == 1 and "Tidak tercetak" in sheet.notice.text()
    assert sheet.options.form.values()["copies"] == 3
    (row,) = jobs(desk)
    assert row.state == "gagal" and row.reason.startswith("Tidak tercetak")
    cups.queue("lain")
    sheet.cancel()
    assert [(one.accepted, "Tidak tercetak" in one.sentence) for one in heard] == [(False, True)]


def test_without_a_printer_the_pdf_can_be_saved_and_opened(qtbot, screen, tmp_path):
    sheet, heard = ask(qtbot, screen)
    assert sheet.options.hint.text() == "Belum ada pencetak di komputer ini." and not sheet.yes.isEnabled()
    assert "Simpan PDF-nya" in sheet.notice.text()
    sheet.keeper.choose = lambda _parent, name: str(tmp_path / name.removesuffix(".pdf"))
    opened = []
    sheet.keeper.viewer = lambda path: opened.append(path) or True
    press(sheet, "Simpan PDF")
    settle(qtbot, screen)
    assert (tmp_path / "Surat-1.pdf").read_bytes() == PDF and "disimpan di" in sheet.notice.text()
    press(sheet, "Buka di pembaca PDF")
    settle(qtbot, screen)
    assert opened[0].read_bytes() == PDF
    sheet.cancel()
    assert [one.accepted for one in heard] == [False]


def test_a_dead_printing_service_is_said(qtbot, screen, cups):
    cups.queue("uji")
    cups.kill()
    sheet, _heard = ask(qtbot, screen)
    assert "tidak menjawab" in sheet.notice.text() and not sheet.yes.isEnabled()


def test_a_letter_of_others_is_refused_and_nothing_is_printed(qtbot, screen, desk, cups):
    name = cups.queue("uji")
    sheet, _heard = ask(qtbot, screen, 10**6)
    sheet.confirm()
    settle(qtbot, screen)
    assert "bukan dari atau untuk kantor Anda" in sheet.notice.text()
    assert cups.jobs(name, "all") == [] and jobs(desk) == ()


def test_every_control_has_a_name_and_tab_reaches_the_printers(qtbot, screen, cups):
    cups.queue("satu")
    cups.queue("dua")
    sheet, _heard = ask(qtbot, screen)
    assert nameless(sheet) == []
    reached = set()
    for _step in range(14):
        qtbot.keyClick(screen.window().focusWidget(), Qt.Key.Key_Tab)
        reached.add(screen.window().focusWidget().accessibleName())
    assert {"Pencetak dua: siap", "Salinan", "Cetak", "Tutup", "Simpan PDF", "Buka di pembaca PDF"} <= reached


# the front desk
def test_print_now_asks_nothing_when_the_printer_is_known_and_ready(qtbot, desk, screen, cups):
    name, heard = cups.queue("uji"), []
    write_choice("cr80", PrintChoice(name, 1, True))
    print_now(screen, title="Kartu 1", pdf=sample(2, "cr80"), paper="cr80", kind="kartu", then=heard.append)
    settle(qtbot, screen)
    assert [one.accepted for one in heard] == [True] and sheets(screen) == 0
    given = cups.attributes(heard[0].job)
    assert (given["media"], given["sides"]) == ("Custom.85.6x53.98mm", "two-sided-long-edge")
    assert given["job-name"] == "Padan: kartu"


def test_print_now_asks_when_nothing_is_remembered(qtbot, desk, screen, cups):
    cups.queue("uji")
    heard = []
    print_now(screen, title="Kartu 1", pdf=PDF, paper="a4", kind="kartu", then=heard.append)
    settle(qtbot, screen)
    assert jobs(desk) == () and heard == []
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert [one.accepted for one in heard] == [True]
    print_now(screen, title="Kartu 2", pdf=PDF, paper="a4", kind="kartu", then=heard.append)
    settle(qtbot, screen)
    assert sheets(screen) == 0 and [one.accepted for one in heard] == [True, True]


def test_print_now_asks_when_the_printer_is_not_ready_or_fails(qtbot, desk, screen, cups):
    heard = []
    cups.disable(cups.queue("mati"))
    cups.broken("rusak")
    for name, words in (("mati", "dihentikan"), ("rusak", "Tidak tercetak"), ("hantu", "")):
        write_choice("a4", PrintChoice(name))
        print_now(screen, title="Kartu 1", pdf=PDF, paper="a4", kind="kartu", then=heard.append)
        settle(qtbot, screen)
        sheet = open_sheet(screen)
        assert words in sheet.notice.text(), name
        sheet.cancel()
    assert [one.accepted for one in heard] == [False] * 3
    assert [row.state for row in jobs(desk)] == ["gagal"]


def test_watching_a_slow_printer_keeps_nobody_waiting(qtbot, desk, screen, cups):
    """The first job is held; the second one's turn ends the watching of the first, which stays accepted."""
    cups.queue("lambat", "job-hold-until-default=indefinite")
    cups.queue("cepat")
    write_choice("f4", PrintChoice("cepat"))
    sheet, first = ask(qtbot, screen)
    next(button for button in sheet.options._group.buttons() if "lambat" in button.text()).click()
    sheet.confirm()
    qtbot.waitUntil(lambda: "Ditahan" in sheet.progress._text.whole())
    second = []
    print_now(screen, title="Kartu 1", pdf=PDF, paper="f4", kind="kartu", then=second.append)
    settle(qtbot, screen)
    assert first[0].sentence == "Diterima antrean. Ditahan di antrean pencetak."
    assert [one.accepted for one in (*first, *second)] == [True, True]
    assert {row.printer: row.state for row in jobs(desk)} == {"lambat": "diterima", "cepat": "diterima"}


def test_a_pdf_that_cannot_be_shown_is_not_printed_either(qtbot, screen, cups, desk):
    name = cups.queue("uji")
    sheet, _heard = ask(qtbot, screen, pdf=b"rusak")
    assert "Pratinjau tidak dapat dibuat" in sheet.notice.text()
    sheet.confirm()
    settle(qtbot, screen)
    assert "bukan PDF yang utuh" in sheet.notice.text() and cups.jobs(name, "all") == []
