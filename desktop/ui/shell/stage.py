"""The office on the screen: rail, top bar, the stack of screens, help dock, toasts and sheets."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.desk import Desk, Session
from desktop.ui.format import clock
from desktop.ui.screens.base import Screen
from desktop.ui.screens.registry import ScreenEntry
from desktop.ui.shell.help import HelpDock
from desktop.ui.shell.rail import Rail
from desktop.ui.shell.search import Hit, Provider
from desktop.ui.shell.topbar import TopBar
from desktop.ui.widgets.sheet import Sheet, press_focused
from desktop.ui.widgets.toasts import Note, Toasts


class Stage(QWidget):
    """Everything a signed-in clerk sees. Screens are made when first shown and live until signing out."""

    shown = Signal(str)

    def __init__(self, session: Session, entries: Sequence[ScreenEntry], practice: bool) -> None:
        super().__init__()
        self.session = session
        self._entries = {entry.code: entry for entry in entries}
        self._screens: dict[str, Screen] = {}
        self._way: list[str] = []
        self.area = QWidget(self)
        self.area.setObjectName("ground")
        self.rail = Rail([entry for entry in entries if entry.rail], session.staff)
        self.topbar = TopBar(self, session.office.now, practice)
        self.stack, self.help = QStackedWidget(), HelpDock(self)
        self.toasts = Toasts(self, self._foot)
        self.topbar.notes = self.toasts.notes
        self._arrange()
        self._listen()
        self._keys()

    def _arrange(self) -> None:
        across = QHBoxLayout(self.area)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        down = QVBoxLayout()
        down.setSpacing(0)
        down.addWidget(self.topbar)
        down.addWidget(self.stack, 1)
        across.addWidget(self.rail)
        across.addLayout(down, 1)

    def _listen(self) -> None:
        self.rail.chosen.connect(self.go)
        if "akun" in self._entries:
            self.rail.add_menu(self._entries["akun"].title, lambda: self.go("akun"))
        if "pencetak" in self._entries:
            self.rail.add_menu(self._entries["pencetak"].title, lambda: self.go("pencetak"))
        self.topbar.help_wanted.connect(self.toggle_help)
        self.topbar.search.chosen.connect(self._found)
        self.help.closed.connect(self.help.hide)

    def _keys(self) -> None:
        keys: list[tuple[str, Callable[[], None]]] = [
            ("Ctrl+K", self.focus_search),
            ("F1", self.toggle_help),
            ("F5", self.refresh),
        ]
        codes = list(self.rail.buttons)
        keys += [(f"Alt+{place}", partial(self.go, code)) for place, code in enumerate(codes[:9], start=1)]
        for key, do in keys:
            shortcut = QShortcut(QKeySequence(key), self.area)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    # the shell's words
    def go(self, code: str, key: Any = None) -> None:
        """Show a screen, made now if need be. An unknown code or one of another role changes nothing."""
        entry = self._entries.get(code)
        if entry is None:
            return
        fresh = code not in self._screens
        if fresh:
            screen = entry.load()(Desk(self.session))
            self._screens[code] = screen
            screen.message_bar.moved.connect(self.toasts.place)
            self.stack.addWidget(screen)
        screen = self._screens[code]
        screen.show_for(key)
        self.stack.setCurrentWidget(screen)
        self.rail.show_active(code)
        if self._way[-1:] != [code]:
            self._way = [*self._way[-19:], code]
        if self.help.isVisible():
            self.help.explain(screen.help_code)
            self._place_help()
        focused = screen.focusWidget()
        if not fresh and focused is not None and focused is not screen and focused.isVisible():
            focused.setFocus()
        else:
            _focus_first(screen)
        self.shown.emit(code)

    def back(self) -> None:
        """To the screen before; at the beginning nothing happens."""
        if len(self._way) > 1:
            self._way.pop()
            self.go(self._way[-1])

    def toast(self, sentence: str, kind: str = "info") -> None:
        """A passing note."""
        self.toasts.show(sentence, kind, clock(self.session.office.now()))

    def note(self, sentence: str, action: tuple[str, Callable[[], None]], key: str) -> None:
        """A passing note with something to press; takes the place of the one with the same key."""
        self.toasts.add(Note(sentence, "info", clock(self.session.office.now()), action, key))

    def is_asking(self) -> bool:
        """Whether a sheet lies over the screen: nothing may come between the clerk and its question."""
        return any(not sheet.isHidden() for sheet in self.findChildren(Sheet))

    def current_screen(self, code: str = "") -> Screen | None:
        """The screen of a code if it was made; without a code the one shown."""
        current = self.stack.currentWidget()
        return self._screens.get(code) if code else (current if isinstance(current, Screen) else None)

    def code(self) -> str:
        """The code of the screen shown."""
        return self._way[-1] if self._way else ""

    def codes(self) -> tuple[str, ...]:
        """Every screen this clerk may open."""
        return tuple(self._entries)

    def dirty(self) -> tuple[str, ...]:
        """Titles of screens where something is half typed."""
        return tuple(screen.title for screen in self._screens.values() if screen.is_dirty())

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Numbers in the rail."""
        self.rail.set_counts(counts)

    def set_search(self, provider: Provider) -> None:
        """Who answers the search box."""
        self.topbar.search.provider = provider

    def refresh(self) -> None:
        """F5."""
        screen = self.current_screen()
        if screen is not None:
            screen.refresh()

    def toggle_help(self) -> None:
        """F1."""
        screen = self.current_screen()
        if self.help.isVisible():
            self.help.hide()
        elif screen is not None:
            self.help.explain(screen.help_code)
            self._place_help()
            self.help.raise_()

    def focus_search(self) -> None:
        """Ctrl+K."""
        self.topbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.topbar.search.selectAll()

    def leave(self) -> None:
        """Signing out: every screen's desk closes."""
        for screen in self._screens.values():
            screen.leave_for_ever()

    def _foot(self) -> int:
        screen = self.current_screen()
        bars = (screen.action_bar, screen.message_bar) if screen is not None else ()
        return 14 + sum(bar.height() for bar in bars if not bar.isHidden())

    def _found(self, hit: Hit) -> None:
        if hit.screen:
            self.go(hit.screen, hit.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.area.setGeometry(self.rect())
        self._place_help()

    def _place_help(self) -> None:
        top, foot = self.topbar.height(), self._foot() - 14
        wide = self.help.width()
        self.help.setGeometry(self.width() - wide, top, wide, self.height() - top - foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if press_focused(self, event):
            return
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.help.isVisible():
            self.help.hide()
        else:
            self.back()


def _focus_first(screen: Screen) -> None:
    """Where the keys go when a screen is first shown: its first list or field, never a button."""
    from PySide6.QtWidgets import QLineEdit, QListView, QTableView

    from desktop.ui.widgets.list_card import ListCard

    for card in screen.findChildren(ListCard):
        if card.isVisibleTo(screen):
            card.take_focus(screen)
            return
    for kind in (QTableView, QListView, QLineEdit):
        for child in screen.findChildren(kind):
            if child.isEnabled() and child.isVisibleTo(screen):
                child.setFocus()
                return
    screen.setFocus()
