"""A clerk made of code: types, presses, clicks and looks, through the same widgets as a person. For tour and tests."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.program import Program, application
from desktop.ui.screens.base import Screen
from desktop.ui.widgets.sheet import Sheet

PATIENCE = 180.0  # a busy machine makes a minute of what takes a second


class Stuck(Exception):
    """What was waited for did not come; the text says what, and what the screen said instead."""


class Driver:
    """Drives one program. Everything waits for conditions; a sentence in red on the screen stops it."""

    def __init__(self, house: Any) -> None:
        self.app = application(["padan"])
        self.program = Program(house)
        self.window = self.program.window
        self.program.front()
        self.window.show()
        self.window.activateWindow()
        self.crashes: list[BaseException] = []
        self._closed = False
        self.program.tasks.bug.connect(self.crashes.append)

    def until(self, condition: Callable[[], Any], what: str) -> None:
        """Serve the window until the condition holds. :raises Stuck:"""
        end = time.monotonic() + PATIENCE
        while not condition():
            if self.crashes:
                raise Stuck(f"{what}: {self.crashes[0]!r}") from self.crashes[0]
            if time.monotonic() > end:
                raise Stuck(f"{what}: {self.said()}")
            self._serve()

    def settle(self) -> None:
        """Wait until nothing is being read, written or painted."""
        # Answers start further questions (a list its first person's file), so rest counts when it lasts a few rounds.
        rest = 0
        while rest < 5:
            self.until(self.program.tasks.idle, "the threads did not come to rest")
            self._serve()
            rest = rest + 1 if self.program.tasks.idle() else 0

    def _serve(self) -> None:
        self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QTest.qWait(2)

    def answer(self, work: Callable[[], Any]) -> Any:
        """What ``work`` gives, done beside the GUI thread while the window is served."""
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(work)
            self.until(future.done, "no answer came")
            return future.result()

    # signing in and moving about
    def sign_in(self, username: str, password: str) -> None:
        """Type name and password on the sign-in page."""
        self.until(lambda: self.page_named("SignIn"), "the sign-in page did not come")
        page = self.page_named("SignIn")
        page.user.clear()
        QTest.keyClicks(page.user, username)
        QTest.keyClick(page.user, Qt.Key.Key_Return)
        QTest.keyClicks(page.password, password)
        QTest.keyClick(page.password, Qt.Key.Key_Return)
        self.until(lambda: self.window.stage is not None, f"{username} could not sign in")
        self.settle()

    def sign_out(self) -> None:
        """Leave the desk."""
        self.window.sign_out()
        self.until(lambda: self.window.stage is None, "the desk was not left")

    def page_named(self, name: str) -> Any:
        """The page in front of the office when it is of this class, else ``None``."""
        page = self.window._front
        return page if type(page).__name__ == name else None

    def go(self, code: str, key: Any = None) -> Any:
        """Open a screen and wait until it has its data; gives the screen."""
        self.window.stage.go(code, key)
        self.settle()
        return self.screen

    @property
    def screen(self) -> Screen:
        """The screen shown."""
        screen = self.window.stage.current_screen()
        assert isinstance(screen, Screen)  # noqa: S101
        return screen

    # hands
    def key(self, keys: str, widget: QWidget | None = None) -> None:
        """Press a key as on the keyboard, e.g. ``Ctrl+Return``."""
        QTest.keySequence(widget or QApplication.focusWidget() or self.window, QKeySequence(keys))

    def write(self, widget: Any, text: str) -> None:
        """Replace what stands in a field by typing."""
        widget.setFocus()
        widget.selectAll()
        QTest.keyClicks(widget, text)

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def act(self, code: str) -> None:
        """Click a button of the action bar. :raises Stuck: when it sleeps, with its reason."""
        button = self.screen.action_bar.button(code)
        self.until(button.isEnabled, f"the button {code} sleeps: {button.toolTip()}")
        self.click(button)

    def sheet(self) -> Sheet | None:
        """The question lying on the screen, if any."""
        return next((sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible()), None)

    def agree(self, reason: str = "") -> None:
        """Answer the question with its main button, after typing a reason or a recipient where one is asked."""
        self.until(self.sheet, "no question came")
        sheet: Any = self.sheet()
        if reason:
            self.write(sheet.text, reason)
        sheet.confirm()
        self.until(lambda: self.sheet() is not sheet, f"the question stayed: {reason}")
        self.settle()

    # eyes
    def said(self) -> str:
        """What the message bar says."""
        stage = self.window.stage
        screen = stage.current_screen() if stage is not None else None
        return screen.message_bar.sentence() if screen is not None else ""

    def heard(self, part: str) -> None:
        """Wait until the message bar says something with this part."""
        self.until(lambda: part in self.said(), f"expected «{part}»")

    def grab(self, path: Path) -> None:
        """A picture of the window as it is."""
        self.app.processEvents()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(path))

    def close(self) -> None:
        """Close the window, join the threads, give the connections back. The window goes now and as a whole: left to the
        garbage collector it would go in pieces, in the middle of whatever comes next."""
        if self._closed:
            return
        self._closed = True
        self.window.close()
        self.program.leave()
        self.app.processEvents()
        self.window.deleteLater()
        self.app.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)
