"""Every widget of the kit with invented rows, in the real window; ``python -m tests.ui.gallery DIR`` leaves pictures."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from desktop.ui.desk import Session
from desktop.ui.format import DOT, masked_nik
from desktop.ui.refresh import Bus
from desktop.ui.screens.registry import ScreenEntry
from desktop.ui.shell.search import Hit
from desktop.ui.shell.window import Window
from desktop.ui.tasks import Tasks
from tests.ui import sample_screens
from tests.ui.desks import dress
from tests.ui.sample_office import PEOPLE, STAFF, SampleOffice

ROLES = frozenset({"dinkes"})
PLACE = sample_screens.__name__
ENTRIES = (
    ScreenEntry("beranda", "Beranda", "house", f"{PLACE}:Home", ROLES, 1),
    ScreenEntry("validasi", "Validasi WBS", "user-check", f"{PLACE}:Validation", ROLES, 2),
    ScreenEntry("catat", "Serah terima", "handshake", f"{PLACE}:Intake", ROLES, 3),
    ScreenEntry("surat", "Surat", "file-text", f"{PLACE}:EmptyDesk", ROLES, 4),
)


def search(words: str, deliver: Callable[[list[Hit]], None]) -> None:
    """Answers at once."""
    found = [row for row in PEOPLE[:13] if words.casefold() in row.name.casefold()]
    deliver([Hit(r.name, masked_nik(r.nik) + DOT + r.about, r.finding, r.tone, "validasi", r.id) for r in found])


def session(window: Window) -> Session:
    """A desk for the sample clerk."""
    return Session(STAFF, SampleOffice(), Tasks(), Bus(), window)


def open_window(window: Window) -> Any:
    """The sample office in a window."""
    from desktop.ui.shell.answer import Answer

    def unlock(word: str, reply: Callable[[Answer], None]) -> None:
        reply(Answer(word == "benar", "Kata sandi belum benar. Coba lagi."))

    stage = window.open_office(session(window), practice=True, unlock=unlock, entries=ENTRIES)
    stage.set_counts({"validasi": 40, "catat": 12, "surat": 7})
    stage.set_search(search)
    return stage


class Camera:
    """Takes pictures of one window into a folder; ``mark`` ends every file name."""

    def __init__(self, folder: Path, window: Window, mark: str) -> None:
        self.folder, self.window, self.mark = folder, window, mark

    def shot(self, name: str) -> None:
        """Wait until all has settled, then take the picture."""
        from PySide6.QtTest import QTest

        stage = self.window.stage
        assert QTest.qWaitFor(lambda: stage is None or stage.session.tasks.idle(), 5000)
        QApplication.processEvents()
        self.window.grab().save(str(self.folder / f"{name}-{self.mark}.png"))


def main(folder: Path) -> None:
    """Pictures of every page, light and dark."""
    _held = QApplication.instance() or QApplication([])  # else Qt's one application would be collected
    folder.mkdir(parents=True, exist_ok=True)
    for dark in (False, True):
        dress(dark)
        window = Window()
        camera = Camera(folder, window, "dark" if dark else "light")
        window.show()
        window.activateWindow()
        before_the_office(camera)
        stage = open_window(window)
        for code in ("beranda", "validasi", "catat", "surat"):
            stage.go(code)
            camera.shot(code)
        over_the_office(camera, stage)
        tasks = stage.session.tasks
        window.close()
        tasks.close()


def before_the_office(camera: Camera) -> None:
    """First start and sign-in."""
    from desktop.ui.shell.answer import Answer
    from desktop.ui.shell.signin import PracticePerson

    window = camera.window
    wizard = window.show_wizard(lambda _choice, _reply: None)
    camera.shot("wizard")
    wizard.choose("baru")
    wizard.submit_new()
    camera.shot("wizard-new")
    wizard.choose("gabung")
    camera.shot("wizard-join")
    crew = [PracticePerson(f"p{n}", f"Petugas {n}", "Operator", "Dinas Sosial") for n in range(7)]
    refuse = Answer(False, "Nama atau kata sandi belum benar.", 75)
    page = window.show_sign_in(lambda _user, _word, reply: reply(refuse), "", crew, lambda _user, _reply: None)
    camera.shot("signin")
    page.user.setText("ratna")
    page.password.setText("salah")
    page.submit()
    camera.shot("signin-locked")


def over_the_office(camera: Camera, stage: Any) -> None:
    """Everything that lies over a screen."""
    window, search_box = camera.window, stage.topbar.search
    stage.go("validasi")
    screen = stage.current_screen()
    stage.toast("12 E-ID diterima dari BPJS Kesehatan Cabang Jakarta Timur.", "info")
    stage.toast("Berita Acara 017 sudah ditandatangani.", "ok")
    ways = [("Lihat alasan", lambda: None), ("Cetak surat", lambda: None)]
    screen.message_bar.say("38 WBS divalidasi, 2 belum: lihat alasan.", "warn", ways)
    camera.shot("messages")
    screen.message_bar.hide()
    stage.focus_search()
    search_box.setText("a")
    camera.shot("search")
    search_box.clear()
    stage.toggle_help()
    camera.shot("help")
    stage.toggle_help()
    for name, ask in (("confirm", screen.approve), ("reason", screen.send_back)):
        ask()
        camera.shot(name)
        for sheet in _sheets(stage):
            sheet.cancel()
    window.lock()
    camera.shot("lock")
    window.crash(ValueError("x"))
    dialog = window._crash
    dialog.grab().save(str(camera.folder / f"crash-{camera.mark}.png"))
    dialog.accept()


def _sheets(stage: Any) -> list[Any]:
    from desktop.ui.widgets import Sheet

    return [sheet for sheet in stage.findChildren(Sheet) if not sheet.isHidden()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
