"""The frame around the desks: keys, search, lock, names for screen readers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollBar

from tests.ui.looking import CONTROL, nameless, sheet_of


@pytest.mark.parametrize("code", ["beranda", "validasi", "catat", "surat"])
def test_every_control_of_the_office_has_a_name(stage, code) -> None:
    stage.go(code)
    stage.toggle_help()
    assert nameless(stage) == []


def test_no_part_of_the_window_stands_alone(stage, window) -> None:
    alone = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
    assert alone == []


def test_nothing_scrolls_sideways(stage, window, qtbot) -> None:
    assert (window.width(), window.height()) == (1366, 768)
    for code in stage.codes():
        stage.go(code)
        qtbot.waitUntil(stage.current_screen().isVisible)
        for bar in stage.current_screen().findChildren(QScrollBar):
            if bar.orientation() == Qt.Orientation.Horizontal:
                assert not bar.isVisible(), code


def test_the_lock_keeps_the_half_typed_form(stage, window, qtbot) -> None:
    stage.go("catat")
    form = stage.current_screen().form
    field = form.control("name")
    field.setFocus()
    qtbot.keyClicks(field, "Tanpa na")
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert window.is_locked()
    assert not stage.isVisible()
    qtbot.keyClick(window.lock_page.password, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert stage.code() == "catat"
    qtbot.keyClicks(window.lock_page.password, "salah")
    qtbot.keyClick(window.lock_page.password, Qt.Key.Key_Return)
    assert window.is_locked()
    assert window.lock_page.refusal.text().startswith("Kata sandi belum benar")
    qtbot.keyClicks(window.lock_page.password, "benar")
    qtbot.keyClick(window.lock_page.password, Qt.Key.Key_Return)
    assert not window.is_locked()
    assert form.values()["name"] == "Tanpa na"
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "ma")
    assert form.values()["name"] == "Tanpa nama"


def test_the_lock_covers_an_open_sheet_and_keeps_its_text(stage, window, qtbot) -> None:
    stage.current_screen().send_back()
    sheet = sheet_of(stage)
    sheet.text.setPlainText("setengah alasan")
    window.lock()
    assert not sheet.isVisible()
    window.lock_page.unlocked.emit()
    assert sheet.isVisible()
    assert sheet.reason() == "setengah alasan"


def test_idle_locks(stage, window, qtbot) -> None:
    window._idle.set_minutes(0.0005)
    qtbot.waitUntil(window.is_locked)


def test_signing_out_asks_when_something_is_half_typed(stage, window, qtbot) -> None:
    stage.go("catat")
    stage.current_screen().form.control("name").setText("Rohani")
    window.sign_out()
    sheet = sheet_of(stage)
    sheet.cancel()
    assert window.stage is stage
    stage.current_screen().form.reset()
    tasks = stage.session.tasks
    with qtbot.waitSignal(window.signed_out):
        window.sign_out()
    assert window.stage is None
    assert tasks.close()


def test_keys_go_everywhere(stage, window, qtbot) -> None:
    screen = stage.current_screen()
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert stage.code() == "beranda"
    qtbot.keyClick(stage.current_screen(), Qt.Key.Key_Escape)
    assert stage.code() == "validasi"
    qtbot.keyClick(screen, Qt.Key.Key_F1)
    assert stage.help.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert not stage.help.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(stage.topbar.search.hasFocus)


def test_the_list_has_the_keys_when_a_desk_opens(stage, qtbot) -> None:
    people = stage.current_screen().people
    qtbot.waitUntil(people.list.hasFocus)
    qtbot.keyClick(people.list, Qt.Key.Key_K)
    assert "Kembalikan" in sheet_of(stage).accessibleName()


def test_search_is_bounded_and_driven_by_keys(stage, qtbot) -> None:
    box = stage.topbar.search
    stage.focus_search()
    qtbot.keyClicks(box, "x" * 260)
    assert len(box.text()) == 200
    box.clear()
    qtbot.keyClicks(box, "sri")
    qtbot.waitUntil(lambda: len(box.hits()) == 1)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.hits() == ()
    assert box.text() == ""
    qtbot.keyClicks(box, "a")
    qtbot.waitUntil(lambda: len(box.hits()) > 3)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.chosen) as chosen:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args[0].title == "Suparman alias Pak De"


def test_an_old_search_answer_is_dropped(stage, qtbot) -> None:
    asked = []
    box = stage.topbar.search
    stage.set_search(lambda words, deliver: asked.append((words, deliver)))
    stage.focus_search()
    qtbot.keyClicks(box, "si")
    qtbot.waitUntil(lambda: len(asked) == 1)
    qtbot.keyClicks(box, "ti")
    asked[0][1]([])
    assert not box._drop.isVisible()


def test_another_role_cannot_be_reached(stage) -> None:
    stage.go("meja-rahasia")
    assert stage.code() == "validasi"


def test_practice_is_marked_on_every_page(stage) -> None:
    for code in stage.codes():
        stage.go(code)
        assert stage.topbar.practice.isVisible()
        assert stage.topbar.practice.text() == "KANTOR LATIHAN"
