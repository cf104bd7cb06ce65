import threading
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QHeaderView, QLineEdit, QScrollBar, QTableView, QWidget

from desktop.sop.refusals import Refused
from desktop.ui.shell.answer import Answer
from desktop.ui.shell.first_start import FirstStart, joined, problems_of_joining, problems_of_new
from desktop.ui.shell.signin import PracticePerson
from desktop.ui.widgets import Sheet
from tests.ui.gallery import Outcome, Told

CONTROL = Qt.KeyboardModifier.ControlModifier
NEW = {
    "office_name": "Panti Bina Insan",
    "office_kind": "panti",
    "region": "Jakarta Timur",
    "name": "Yusuf Hidayat",
    "position": "Kepala Panti",
    "nip": "",
    "username": "yusuf",
    "password": "bukit hijau 7",
    "again": "bukit hijau 7",
}


def nameless(root: QWidget) -> list[str]:
    """Controls under ``root`` that a screen reader cannot name."""
    found = []
    for child in root.findChildren(QWidget):
        takes = child.focusPolicy() & Qt.FocusPolicy.TabFocus
        control = isinstance(child, QAbstractButton | QLineEdit | QTableView) or takes
        inner = isinstance(child, QHeaderView | QScrollBar) or child.objectName().startswith("qt_")
        if not control or inner or child.focusProxy() is not None or child.isHidden():
            continue
        face = QAccessible.queryAccessibleInterface(child)
        if face is not None and not face.text(QAccessible.Text.Name):
            found.append(f"{type(child).__name__} {child.objectName()}")
    return found


def sheet_of(stage) -> Sheet:
    return next(sheet for sheet in stage.findChildren(Sheet) if not sheet.isHidden())


@pytest.mark.parametrize("code", ["beranda", "validasi", "catat", "surat"])
def test_every_control_of_the_office_has_a_name(stage, code) -> None:
    stage.go(code)
    stage.toggle_help()
    assert nameless(stage) == []


def test_every_control_before_the_office_has_a_name(window) -> None:
    wizard = window.show_wizard(lambda *_: None)
    for page in range(3):
        wizard.pages.setCurrentIndex(page)
        assert nameless(wizard) == []
    crew = [PracticePerson("p1", "Petugas", "Operator", "Dinas Sosial")]
    assert nameless(window.show_sign_in(lambda *_: None, "", crew, lambda *_: None)) == []


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


def test_sign_in_by_keyboard(window, qtbot) -> None:
    asked = []
    page = window.show_sign_in(lambda user, word, reply: asked.append((user, word, reply)))
    qtbot.keyClicks(page.user, "ratna")
    qtbot.keyClick(page.user, Qt.Key.Key_Return)
    qtbot.waitUntil(page.password.hasFocus)
    qtbot.keyClicks(page.password, "rahasia")
    for _ in range(3):
        qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert [one[:2] for one in asked] == [("ratna", "rahasia")]
    with qtbot.waitSignal(page.signed_in):
        asked[0][2](Answer(True))
    assert page.password.text() == ""


def test_a_failed_sign_in_is_a_sentence_and_counts_down(window, qtbot) -> None:
    asked = []
    page = window.show_sign_in(lambda user, word, reply: asked.append(reply))
    page.submit()
    assert set(page.form.errors()) == {"username", "password"}
    page.user.setText("ratna")
    page.password.setText("salah")
    page.submit()
    asked[0](Answer(False, "Kata sandi salah lima kali.", 90))
    assert "Coba lagi dalam 1:" in page.refusal.text()
    assert not page.button.isEnabled()
    page.password.setText("lagi")
    page.submit()
    assert len(asked) == 1
    assert page.user.text() == "ratna"


def test_practice_people_are_one_click_away(window, qtbot) -> None:
    picked = []
    crew = [PracticePerson("p1", "Petugas Satu", "Operator", "Dinas Sosial")]
    page = window.show_sign_in(
        lambda *_: None, "", crew, lambda user, reply: picked.append(user) or reply(Answer(True))
    )
    with qtbot.waitSignal(page.signed_in):
        page.pick("p1")
    assert picked == ["p1"]


def test_the_wizard_tells_what_is_missing_and_keeps_the_typing(window, qtbot) -> None:
    made = []
    wizard = window.show_wizard(lambda choice, reply: made.append((choice, reply)))
    wizard.choose("baru")
    wizard.submit_new()
    assert made == []
    assert set(wizard.new_form.errors()) >= {"office_name", "office_kind", "username", "password"}
    wizard.new_form.set_values(NEW)
    wizard.submit_new()
    wizard.submit_new()
    assert len(made) == 1
    choice, reply = made[0]
    assert (choice.kind, choice.office_kind, choice.username) == ("baru", "panti", "yusuf")
    reply(Answer(False, "Folder tidak dapat ditulis. Pilih akun lain."))
    assert wizard.new_form.values()["name"] == "Yusuf Hidayat"
    assert not wizard._refusals[1].isHidden()


def test_the_practice_office_asks_nothing(window) -> None:
    made = []
    wizard = window.show_wizard(lambda choice, _reply: made.append(choice))
    wizard.choose("latihan")
    assert made == [FirstStart("latihan")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nip", "123"),
        ("username", "Yusuf H"),
        ("password", "pendek"),
        ("again", "lain sekali"),
        ("office_kind", None),
        ("nip", "１９７５０１０１２０００１２１００１"),
    ],
)
def test_first_start_refuses(field, value) -> None:
    assert problems_of_new(NEW) == {}
    assert set(problems_of_new(NEW | {field: value})) == {field}


def test_joining_makes_a_url_without_secrets() -> None:
    values = {"host": "a.go.id,b.go.id", "port": 5433, "database": "padan", "username": "ratna", "password": "x"}
    assert problems_of_joining(values) == {}
    assert set(problems_of_joining(values | {"host": "a b", "database": "x;drop"})) == {"host", "database"}
    assert joined(values).url == "postgresql://a.go.id:5433,b.go.id:5433/padan"


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
    stage.session.bus.publish_everything()
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


def test_another_role_cannot_be_reached(stage) -> None:
    stage.go("meja-rahasia")
    assert stage.code() == "validasi"


@dataclass
class _Looked:
    seen: list[tuple[int, str]]


def test_a_look_at_a_nik_is_journalled(stage, qtbot) -> None:
    looked = _Looked([])
    stage.session.viewed = lambda person, what: looked.seen.append((person, what))
    screen = stage.current_screen()
    qtbot.keyPress(screen.people.list, Qt.Key.Key_F8)
    assert screen.panel.nik.text() == "3275 0154 0298 9907"
    qtbot.keyRelease(screen.people.list, Qt.Key.Key_F8)
    assert screen.panel.nik.text() == "3275 •••• •••• 9907"
    assert looked.seen == [(3, "nik")]


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


def test_practice_is_marked_on_every_page(stage) -> None:
    for code in stage.codes():
        stage.go(code)
        assert stage.topbar.practice.isVisible()
        assert stage.topbar.practice.text() == "KANTOR LATIHAN"
