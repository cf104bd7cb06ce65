"""What the kit gives every desk: one command for one wish, refusals, trouble, news from other desks, progress."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.sop.refusals import Refused
from desktop.ui.refresh import EVERYTHING
from tests.ui.looking import CONTROL, sheet_of
from tests.ui.sample_office import Outcome, Told


def test_double_click_on_the_primary_is_one_command(stage, qtbot) -> None:
    screen, gate, ran = stage.current_screen(), threading.Event(), []

    def command() -> Outcome:
        ran.append(1)
        gate.wait(5)
        return Outcome("36 WBS divalidasi, 4 belum.", refused=(Told("Dewi Lestari", "Sudah peserta."),))

    screen.command = command
    screen.action_bar._acts["setuju"].on = lambda: screen.desk.run(screen.command)
    button = screen.action_bar.button("setuju")
    button.setFocus()
    qtbot.mouseDClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(screen, Qt.Key.Key_Return, CONTROL)
    assert not button.isEnabled()
    gate.set()
    qtbot.waitUntil(stage.session.tasks.idle)
    assert ran == [1]
    assert button.isEnabled()
    assert screen.message_bar.sentence() == "36 WBS divalidasi, 4 belum."
    screen.message_bar.press("Lihat alasan")
    assert sheet_of(stage).accessibleName() == "Yang belum"


def test_a_confirmed_sheet_sends_once(stage, qtbot) -> None:
    screen, ran = stage.current_screen(), []
    screen.command = lambda: ran.append(1) or Outcome("Sudah.")
    qtbot.keyClick(screen, Qt.Key.Key_Return, CONTROL)
    sheet = sheet_of(stage)
    sheet.confirm()
    sheet.confirm()
    qtbot.waitUntil(stage.session.tasks.idle)
    assert ran == [1]


def test_a_refusal_is_said_and_nothing_is_lost(stage, qtbot) -> None:
    screen, heard = stage.current_screen(), []

    def refuse() -> None:
        raise Refused("drift", "Tiga orang berubah sementara ini. Muat ulang, lalu periksa.", ())

    before = screen.people.checked()
    screen.desk.run(refuse, failed=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert screen.message_bar.sentence().startswith("Tiga orang berubah")
    assert screen.message_bar.kind == "bad"
    assert screen.people.checked() == before


def test_the_worlds_trouble_can_be_tried_again(stage, qtbot) -> None:
    screen, tries = stage.current_screen(), []

    def sometimes() -> Outcome:
        tries.append(1)
        if len(tries) == 1:
            raise PermissionError(13, "x")
        return Outcome("Tersimpan.")

    screen.desk.run(sometimes)
    qtbot.waitUntil(lambda: screen.message_bar.kind == "bad")
    screen.message_bar.press("Coba lagi")
    qtbot.waitUntil(lambda: screen.message_bar.sentence() == "Tersimpan.")
    assert len(tries) == 2


def test_a_bug_shows_one_dialog_and_the_program_goes_on(stage, window, qtbot) -> None:
    def broken() -> None:
        raise KeyError("Dewi Lestari")

    stage.current_screen().desk.run(broken)
    qtbot.waitUntil(lambda: window._crash is not None and window._crash.isVisible())
    window._crash.copy.click()
    assert "KeyError" in QApplication.clipboard().text()
    assert "Dewi" not in QApplication.clipboard().text()
    window._crash.accept()
    stage.go("beranda")
    assert stage.code() == "beranda"


def test_visible_screens_refresh_hidden_ones_wait(stage, qtbot) -> None:
    loads = []
    screen = stage.current_screen()
    screen.load = lambda key=None: loads.append(key)
    stage.session.bus.publish({"letter"})
    stage.session.bus.publish({"application"})
    qtbot.waitUntil(lambda: loads == [None])
    stage.go("beranda")
    stage.session.bus.publish({"application"})
    stage.session.bus.publish(EVERYTHING)
    assert loads == [None]
    stage.go("validasi")
    qtbot.waitUntil(lambda: loads == [None, None])
    stage.go("validasi", key=7)
    assert loads == [None, None, 7]


def test_a_half_typed_screen_gets_a_banner_instead(stage, qtbot) -> None:
    stage.go("catat")
    screen, loads = stage.current_screen(), []
    screen.load = lambda key=None: loads.append(key)
    qtbot.waitUntil(lambda: not screen._soon.isActive())
    screen.form.control("name").setText("Rohani")
    type(screen).topics = frozenset({"person"})
    loads.clear()
    stage.session.bus.publish({"person"})
    assert "berubah di meja lain" in screen.message_bar.sentence()
    assert loads == []
    screen.message_bar.press("Muat ulang")
    assert loads == [None]


def test_a_look_at_a_nik_is_journalled(stage, qtbot) -> None:
    looked: list[tuple[int, str]] = []
    stage.session.viewed = lambda person, what: looked.append((person, what))
    stage.session.reveal_reasons[3] = "Mencari NIK ganda"
    screen = stage.current_screen()
    qtbot.keyPress(screen.people.list, Qt.Key.Key_F8)
    assert screen.panel.nik.text() == "3275 0154 0298 9907"
    qtbot.keyRelease(screen.people.list, Qt.Key.Key_F8)
    assert screen.panel.nik.text() == "3275 •••• •••• 9907"
    assert looked == [(3, "Mencari NIK ganda")]


def test_long_work_shows_progress_and_can_be_stopped(stage, qtbot) -> None:
    screen, gate = stage.current_screen(), threading.Event()

    def work(job) -> None:
        for n in range(100):
            job.report(n, 100, "Membaca baris")
            gate.wait(5)

    screen.desk.work(work)
    qtbot.waitUntil(lambda: "Membaca baris" in screen.progress._text.whole())
    screen.progress._stop.click()
    gate.set()
    qtbot.waitUntil(lambda: screen.message_bar.sentence().startswith("Dibatalkan"))
    assert screen.progress._words.isHidden()


def test_work_in_the_readers_lane_ends_its_progress_too(stage, qtbot) -> None:
    screen = stage.current_screen()
    screen.desk.work(lambda _job: 1, lane="read")
    assert screen.progress._words.isVisible()
    qtbot.waitUntil(stage.session.tasks.idle)
    assert not screen.progress._words.isVisible() and screen.desk._reads == 0
