"""The one window: first start or sign-in, then the office, and the lock in front of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Session
from desktop.ui.shell.answer import Reply
from desktop.ui.shell.lock import IdleWatch, LockPage
from desktop.ui.shell.signin import Check, PracticePerson, SignIn
from desktop.ui.theme import theme

SIZE = QSize(1366, 768)


class Window(QWidget):
    """``show_wizard`` → ``show_sign_in`` → ``open_office``. Also the ``Shell`` that desks speak to."""

    signed_out = Signal()
    closing = Signal()
    appearance_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Padan")
        self.resize(SIZE)
        self.setMinimumSize(960, 540)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        holder = QWidget()
        self._outer.addWidget(holder, 1)
        self._pages = QStackedLayout(holder)
        self.front_bar: Any = None
        self._front: QWidget | None = None
        self.stage: Any = None
        self.lock_page: LockPage | None = None
        self._crash: Any = None
        self._unlock: Callable[[str, Reply], None] | None = None
        self._focus: QWidget | None = None
        self._idle = IdleWatch(self)
        self._idle.idle.connect(self.lock)
        self._minutes = 0.0
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock)

    # before the office
    def show_wizard(self, done: Callable[[Any, Reply], None]) -> QWidget:
        """First start; ``done(FirstStart, reply)`` makes the office or answers why not."""
        from desktop.ui.shell.wizard import Wizard

        return self._show_front(Wizard(done))

    def show_sign_in(
        self,
        check: Check,
        office: str = "",
        people: Sequence[PracticePerson] = (),
        pick: Callable[[str, Reply], None] | None = None,
        forgotten: Callable[[], None] | None = None,
    ) -> SignIn:
        """The sign-in page; with ``people`` (a practice office) they can be clicked, ``pick(username, reply)``;
        ``forgotten()`` where a recovery key helps."""
        page = SignIn(check, office, people, pick, forgotten)
        self._show_front(page)
        page.user.setFocus()
        return page

    def say_in_front(self, sentence: str, actions: Sequence[Any] = (), kind: str = "warn") -> None:
        """A sentence above the page in front of the office, ``actions`` as (label, what it does); gone with the sign-in."""
        from desktop.ui.widgets.message_bar import MessageBar

        if self.front_bar is None:
            self.front_bar = MessageBar()
            self._outer.insertWidget(0, self.front_bar)
        self.front_bar.say(sentence, kind, actions)

    def heed(self, words: Mapping[str, str]) -> None:
        """A second start handed its words over: come to the front; ``user`` is filled in where somebody signs in."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if words.get("user") and isinstance(self._front, SignIn) and self.stage is None:
            self._front.for_user(words["user"])

    def say_on_sign_in(self, username: str, sentence: str) -> None:
        """Good news on the sign-in page."""
        if isinstance(self._front, SignIn):
            self._front.welcome_back(username, sentence)

    def show_keys(self, key: str, passwords: Sequence[Any], done: Callable[[Reply], None]) -> QWidget:
        """The recovery key and temporary passwords of an office that was just encrypted, told once."""
        from desktop.ui.shell.key_page import KeyPage

        page = KeyPage(key, passwords, done)
        self._show_front(page)
        page.key.print.setFocus()
        return page

    def show_recover(self, recover: Callable[[Any, Reply], None], back: Callable[[], None]) -> QWidget:
        """A forgotten password; ``recover(Recovery, reply)``."""
        from desktop.ui.shell.recover_page import RecoverPage

        page = RecoverPage(recover, back)
        self._show_front(page)
        page.form.control("recovery_key").setFocus()
        return page

    def show_seal(self, seal: Callable[[Any, Reply], None], later: Callable[[], None]) -> QWidget:
        """An office of an older version; ``seal(report, reply)`` encrypts it."""
        from desktop.ui.shell.seal_page import SealPage

        page = SealPage(seal, later)
        self._show_front(page)
        page.go.setFocus()
        return page

    def _show_front(self, page: QWidget) -> QWidget:
        old, self._front = self._front, page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
        return page

    # the office
    def open_office(
        self,
        session: Session,
        *,
        practice: bool = False,
        unlock: Callable[[str, Reply], None] | None = None,
        idle_minutes: float = 10,
        entries: Sequence[Any] | None = None,
        first: str = "",
    ) -> Any:
        """Show the desks of ``session.staff``; ``unlock(password, reply)`` opens the lock again. Returns the ``Stage``."""
        from desktop.ui.screens.registry import screens_for
        from desktop.ui.shell.stage import Stage

        self.close_office()
        if self.front_bar is not None:
            self.front_bar.hide()
        mine = screens_for(session.staff.roles, entries)
        self.stage = Stage(session, mine, practice)
        self._unlock, self._minutes = unlock, idle_minutes
        self.stage.rail.lock_wanted.connect(self.lock)
        self.stage.rail.sign_out_wanted.connect(self.sign_out)
        self.stage.rail.appearance_wanted.connect(self._dress)
        session.tasks.bug.connect(self.crash)
        self._pages.addWidget(self.stage)
        self._pages.setCurrentWidget(self.stage)
        if mine:
            self.stage.go(first or mine[0].code)
        self._idle.set_minutes(idle_minutes if unlock else 0)
        return self.stage

    def sign_out(self) -> None:
        """Leave the desk; asks first when something is half typed."""
        dirty = self.stage.dirty() if self.stage is not None else ()
        if dirty and not self.is_locked():
            from desktop.ui.widgets.sheet import ConfirmSheet

            facts = [("Belum disimpan", ", ".join(dirty))]
            ConfirmSheet(self.stage, "Keluar sekarang?", facts, "Keluar", self._leave, danger=True).open()
        else:
            self._leave()

    def _leave(self) -> None:
        self.close_office()
        self.signed_out.emit()

    def close_office(self) -> None:
        """Take the desks away (signing out, closing)."""
        self._idle.set_minutes(0)
        if self.stage is None:
            return
        self.stage.leave()
        self.stage.session.tasks.bug.disconnect(self.crash)
        self._pages.removeWidget(self.stage)
        self.stage.hide()
        self.stage.deleteLater()
        self.stage, self._focus = None, None

    # the lock
    def lock(self) -> None:
        """Hide everything behind the lock page; nothing behind it is closed."""
        if self.stage is None or self._unlock is None or self.is_locked():
            return
        self._focus = self.focusWidget()
        if self.lock_page is None:
            self.lock_page = LockPage()
            self.lock_page.unlocked.connect(self._unlocked)
            self.lock_page.sign_out.connect(self._leave)
            self._pages.addWidget(self.lock_page)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self.lock_page.check = self._unlock
        self._pages.setCurrentWidget(self.lock_page)
        self.lock_page.arm(self.stage.session.staff.name)

    def is_locked(self) -> bool:
        """Is the lock page in front."""
        return self.lock_page is not None and self._pages.currentWidget() is self.lock_page

    def _unlocked(self) -> None:
        self._pages.setCurrentWidget(self.stage)
        self._idle.set_minutes(self._minutes)
        if self._focus is not None:
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    # Shell
    def go(self, code: str, key: Any = None) -> None:
        """Show a screen."""
        if self.stage is not None:
            self.stage.go(code, key)

    def back(self) -> None:
        """To the screen before."""
        if self.stage is not None:
            self.stage.back()

    def toast(self, sentence: str, kind: str = "info") -> None:
        """A passing note."""
        if self.stage is not None:
            self.stage.toast(sentence, kind)

    def crash(self, error: BaseException) -> None:
        """Our own bug: one dialog, the program goes on."""
        from desktop import log
        from desktop.ui.shell.crash import CrashDialog

        log.bug(error)
        if self._crash is None:
            self._crash = CrashDialog(self)
        self._crash.tell(error)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Numbers in the rail, by screen code."""
        if self.stage is not None:
            self.stage.set_counts(counts)

    def set_connection(self, word: str, tone: str) -> None:
        """The connection light."""
        if self.stage is not None:
            self.stage.topbar.set_connection(word, tone)

    def _dress(self, choice: Any) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme().apply(app, choice)
        self.appearance_chosen.emit(choice)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.windowHandle() is not None:
            self._idle.watch(self.windowHandle())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self.close_office()
        super().closeEvent(event)
