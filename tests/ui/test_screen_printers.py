"""Pencetak: printers and their states, one choice per paper, the test page, what was printed last."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db.queries.print_jobs import print_jobs_of_office
from desktop.documents.preview import page_image
from desktop.printing.calibration import calibration
from desktop.printing.choices import read_choice, write_choice
from desktop.printing.kinds import PrintChoice
from desktop.printing.pages import moved
from desktop.ui.screens.registry import EVERYONE, SCREENS
from desktop.ui.widgets import Pressable
from tests.conftest import seats_of
from tests.printing.pages import size_mm
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))


@pytest.fixture
def desk(local_office):
    return seats_of(local_office)("rina")


def opened(qtbot, desk, key=None):
    return open_screen(qtbot, desk, "pencetak", key)


def choose(screen, name):
    screen.form.printer.setCurrentIndex(screen.form.printer.findData(name))


def act(qtbot, screen, code):
    screen.action_bar.trigger(code)
    settle(qtbot, screen)


def test_everybody_reaches_it_without_a_place_in_the_rail():
    entry = next(entry for entry in SCREENS if entry.code == "pencetak")
    assert (entry.roles, entry.rail) == (EVERYONE, False)


def test_every_printer_is_shown_with_its_state(qtbot, desk, cups):
    cups.queue("satu")
    cups.disable(cups.queue("dua"))
    screen = opened(qtbot, desk)
    rows = [row.accessibleName() for row in screen.machines.findChildren(Pressable)]
    assert {"Pencetak satu, siap", "Pencetak dua, antreannya dihentikan (sedang diperbaiki)"} <= set(rows)
    assert "Tanpa pilihan, Padan bertanya" in screen.form.state.text()
    assert nameless(screen) == []
    choose(screen, "dua")
    assert screen.form.state.text().startswith("Antreannya dihentikan (sedang diperbaiki). Periksa pencetaknya")
    screen.action_bar.trigger("uji")
    assert "dihentikan" in screen.message_bar.sentence()


def test_each_paper_keeps_its_own_choice(qtbot, desk, cups):
    cups.queue("satu")
    cups.queue("dua")
    screen = opened(qtbot, desk)
    choose(screen, "satu")
    screen.form.dx.setValue(2.0)
    assert screen.form.meaning.text() == "Setiap cetakan pada kertas ini digeser 2,0 mm ke kanan."
    screen.papers.choose("cr80")
    assert screen.form.choice() == PrintChoice() and screen.form.meaning.text() == "Cetakan tidak digeser."
    choose(screen, "dua")
    screen.form.dy.setValue(-1.5)
    screen.form.form.set_values({"copies": 2, "duplex": True})
    screen.papers.choose("a4")
    assert screen.form.choice() == PrintChoice("satu", 1, False, 2.0, 0.0) and screen.is_dirty()
    act(qtbot, screen, "simpan")
    assert read_choice("a4") == PrintChoice("satu", 1, False, 2.0, 0.0)
    assert read_choice("cr80") == PrintChoice("dua", 2, True, 0.0, -1.5)
    assert read_choice("f4") == PrintChoice() and not screen.is_dirty()
    screen.action_bar.trigger("simpan")
    assert "Belum ada yang diubah" in screen.message_bar.sentence()


def test_the_test_page_is_printed_with_the_offset_as_typed(qtbot, desk, cups):
    cups.queue("uji")
    write_choice("f4", PrintChoice("uji", 3, True))
    screen = opened(qtbot, desk, "f4")
    assert screen.papers.current() == "f4" and screen.form.choice().copies == 3
    act(qtbot, screen, "uji")
    screen.form.dx.setValue(5.0)
    act(qtbot, screen, "uji")
    shifted, plain = desk.read(print_jobs_of_office, desk.staff.office_id)
    assert cups.spooled(plain.system_job) == calibration("f4") != cups.spooled(shifted.system_job)
    assert size_mm(cups.spooled(shifted.system_job)) == (1, 215.0, 330.0)
    assert (shifted.kind, shifted.copies, shifted.duplex, shifted.paper, shifted.state) == (
        "uji",
        1,
        False,
        "f4",
        "diterima",
    )
    assert cups.attributes(shifted.system_job)["media"] == "Custom.215x330mm"
    assert [row.title for row in screen.jobs.rows()] == ["Halaman uji F4"] * 2
    assert screen.message_bar.sentence() == "Halaman uji F4: Sudah dicetak."
    assert read_choice("f4").dx == 0.0


def test_what_the_ruler_said_becomes_the_offset(qtbot, desk, cups):
    """The frame of the page printed next lies where it should, read from the spooled PDF."""
    cups.queue("uji")
    write_choice("a4", PrintChoice("uji", 1, False, 1.0, 0.5))
    screen = opened(qtbot, desk)
    assert "seharusnya 20 mm" in screen.how.text()
    act(qtbot, screen, "uji")
    screen.form.dx.setValue(9.0)  # typed after the page was printed: the ruler measured the page, not this
    screen.measured.left.setValue(18.0)
    screen.measured.top.setValue(21.5)
    qtbot.keyClick(screen.measured.top, Qt.Key.Key_Return)
    assert (screen.form.choice().dx, screen.form.choice().dy) == (3.0, -1.0)
    assert screen.form.meaning.text() == "Setiap cetakan pada kertas ini digeser 3,0 mm ke kanan dan 1,0 mm ke atas."
    assert "Simpan, lalu cetak halaman uji sekali lagi" in screen.message_bar.sentence()
    act(qtbot, screen, "uji")
    assert (screen.measured.left.value(), screen.measured.top.value()) == (20.0, 20.0), "the new page is measured anew"
    second, first = desk.read(print_jobs_of_office, desk.staff.office_id)
    for job, offset in ((first, (1.0, 0.5)), (second, (3.0, -1.0))):
        assert page_image(cups.spooled(job.system_job), 0) == page_image(moved(calibration("a4"), *offset), 0)


def test_a_distance_no_offset_mends_is_refused_at_its_field(qtbot, desk, cups):
    cups.queue("uji")
    screen = opened(qtbot, desk, "cr80")
    assert "seharusnya 10 mm" in screen.how.text() and screen.measured.left.value() == 10.0
    screen.measured.left.setValue(48.0)
    screen.measured.use.click()
    assert "lebih dari 20 mm" in screen.measured.form.errors()["left"]
    assert set(screen.measured.form.errors()) == {"left"} and screen.form.choice() == PrintChoice()
    screen.measured.left.setValue(11.0)
    screen.measured.use.click()
    assert screen.measured.form.errors() == {} and screen.form.choice().dx == -1.0


def test_a_test_page_that_failed_is_said_and_stands_in_the_list(qtbot, desk, cups):
    cups.broken("uji")
    screen = opened(qtbot, desk)
    screen.action_bar.trigger("uji")
    assert "Pilih dulu pencetak" in screen.message_bar.sentence()
    choose(screen, "uji")
    act(qtbot, screen, "uji")
    assert "Tidak tercetak" in screen.message_bar.sentence()
    (row,) = screen.jobs.rows()
    assert row.state == "gagal" and "Tidak tercetak" in row.reason


def test_a_test_page_can_be_called_off(qtbot, desk, cups):
    name = cups.queue("uji", "job-hold-until-default=indefinite")
    screen = opened(qtbot, desk)
    choose(screen, name)
    screen.action_bar.trigger("uji")
    qtbot.waitUntil(lambda: "Ditahan" in screen.progress._text.whole())
    next(button for button in screen.progress.findChildren(QPushButton) if button.text() == "Batalkan").click()
    settle(qtbot, screen)
    assert cups.jobs(name) == [] and [row.state for row in screen.jobs.rows()] == ["dibatalkan"]


def test_a_printer_that_is_gone_stays_named(qtbot, desk, cups):
    cups.queue("satu")
    write_choice("a4", PrintChoice("lama"))
    screen = opened(qtbot, desk)
    assert screen.form.printer.currentText() == "lama (tidak ada lagi)"
    assert "tidak ada lagi di komputer ini" in screen.form.state.text()
    assert not screen.is_dirty()


def test_half_typed_choices_survive_a_reload(qtbot, desk, cups):
    cups.queue("satu")
    screen = opened(qtbot, desk)
    screen.form.dx.setValue(4.0)
    screen.refresh()
    settle(qtbot, screen)
    assert screen.form.choice().dx == 4.0 and screen.is_dirty()


def test_without_printers_and_without_the_service_it_says_what_to_do(qtbot, desk, cups):
    screen = opened(qtbot, desk)
    assert "Pasang lewat pengaturan komputer" in screen.message_bar.sentence()
    cups.kill()
    screen.refresh()
    settle(qtbot, screen)
    assert "tidak menjawab" in screen.message_bar.sentence()
    cups.revive()
    cups.queue("satu")
    screen.refresh()
    settle(qtbot, screen)
    assert screen.form.printer.findData("satu") > 0
