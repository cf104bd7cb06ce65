"""One screen at a real desk: a practice office behind it, the program's dress, 1366 × 768 without rail and top bar."""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from desktop.seat import Seat
from desktop.ui import fonts, translate
from desktop.ui.desk import Desk, Session
from desktop.ui.refresh import Bus
from desktop.ui.screens.base import Screen
from desktop.ui.screens.registry import SCREENS
from desktop.ui.tasks import Tasks
from desktop.ui.theme import theme

WIDTH, HEIGHT = 1162, 716
FREE = {"now", "procedure", "folder", "staff", "office"}
SMALL_DESKS = frozenset({"paper", "printing", "post", "cards", "backups", "updates", "outbox", "register"})


class Guarded:
    """A seat whose queries and commands may not run on the GUI thread; counts the commands it was given."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.ran: list[Any] = []

    def run(self, command: Any) -> Any:
        self._elsewhere("run")
        self.ran.append(command)
        return self.seat.run(command)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.seat, name)
        if name in FREE:
            return found
        return SmallDesk(found) if name in SMALL_DESKS else self.elsewhere(name, found)

    @classmethod
    def elsewhere(cls, name: str, found: Any) -> Any:
        """The method, refusing to run on the GUI thread."""

        def guarded(*args: Any, **kw: Any) -> Any:
            cls._elsewhere(name)
            return found(*args, **kw)

        return guarded

    @staticmethod
    def _elsewhere(name: str) -> None:
        assert threading.current_thread() is not threading.main_thread(), f"{name} on the GUI thread"


class SmallDesk:
    """``seat.paper`` and its like: no method of it may run on the GUI thread either."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk

    def __getattr__(self, name: str) -> Any:
        return Guarded.elsewhere(name, getattr(self.desk, name))


@dataclass
class RecordingShell:
    """The window around a screen: remembers what it was asked. A crash is a failed test."""

    went: list[tuple[str, Any]] = field(default_factory=list)
    toasts: list[tuple[str, str]] = field(default_factory=list)
    crashes: list[BaseException] = field(default_factory=list)

    def go(self, code: str, key: Any = None) -> None:
        self.went.append((code, key))

    def back(self) -> None:
        self.went.append(("back", None))

    def toast(self, sentence: str, kind: str = "info") -> None:
        self.toasts.append((sentence, kind))

    def crash(self, error: BaseException) -> None:
        self.crashes.append(error)


def dress(dark: bool = False) -> None:
    """Font, words and colours of the program."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    fonts.load(app)
    translate.install(app)
    wanted = "dark" if dark else "light"
    if theme().choice != wanted:
        theme().apply(app, "dark" if dark else "light")


def session_of(seat: Seat) -> Session:
    """A signed-in clerk with threads of their own; ``open_screen`` closes them."""
    shell, tasks = RecordingShell(), Tasks()
    tasks.bug.connect(shell.crash)
    return Session(seat.staff, Guarded(seat), tasks, Bus(), shell, looks=seat.looks)


def open_screen(qtbot: Any, seat: Seat, code: str, key: Any = None, session: Session | None = None) -> Any:
    """The screen ``code`` of this clerk, shown, active and filled. ``screen.desk.session.shell`` tells what it asked.

    Give ``session`` (from ``session_of``) to lay several screens on one bus.
    """
    dress()
    entry = next(entry for entry in SCREENS if entry.code == code)
    mine = session or session_of(seat)
    screen: Screen = entry.load()(Desk(mine))
    screen.key = key
    screen.resize(WIDTH, HEIGHT)
    qtbot.addWidget(screen, before_close_func=_close)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    if screen.focusProxy() is not None:
        screen.setFocus()  # as the window does
    settle(qtbot, screen)
    return screen


def settle(qtbot: Any, screen: Any) -> None:
    """Wait until nothing of this screen is read, run or worked on any more; a crash fails here."""
    qtbot.waitUntil(lambda: not screen._soon.isActive() and screen.desk.session.tasks.idle())
    shell = screen.desk.session.shell
    if shell.crashes:
        raise shell.crashes[0]


def picture(screen: Any, path: Path) -> None:
    """What the clerk sees, as a PNG, once everything has found its place."""
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    assert screen.grab().save(str(path))


def _close(screen: Any) -> None:
    screen.leave_for_ever()
    assert screen.desk.session.tasks.close()
