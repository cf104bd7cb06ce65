"""*Lainnya*: what is done with a thing now and then, in groups; what cannot be done now says why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.widgets.labels import Caption, plain
from desktop.ui.widgets.sheet import Sheet

WIDTH = 500
ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: ``reason`` is why not now, empty when it may be done; ``key`` is shown only."""

    label: str
    on: Callable[[], None]
    reason: str = ""
    key: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading."""

    title: str
    choices: tuple[Choice, ...]


class MoreSheet(Sheet):
    """Arrows move, Enter or Space chooses, Esc closes. The sheet is gone before anything is done."""

    def __init__(self, host: QWidget, title: str, groups: Sequence[Group]) -> None:
        super().__init__(host, title, WIDTH)
        self.box.setSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for group in groups:
            self.box.addWidget(Caption(group.title))
            shared = {choice.reason for choice in group.choices}
            for choice in group.choices:
                self._add(choice, said=len(shared) > 1)
            if len(shared) == 1:
                self._say(*shared)
        close = QPushButton("Tutup   Esc")
        close.setAccessibleName("Tutup")
        close.clicked.connect(self.cancel)
        self.box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _say(self, reason: str) -> None:
        if reason:
            self.box.addWidget(plain(reason, "small", wrap=True))

    def _add(self, choice: Choice, said: bool) -> None:
        text = f"{choice.label}   {choice.key}" if choice.key else choice.label
        button = QPushButton(text.replace("&", "&&"))
        button.setProperty("kind", "choice")
        button.setAccessibleName(choice.label.rstrip("…"))
        button.setAccessibleDescription(choice.reason)
        button.setStyleSheet("min-height: 26px; padding: 2px 14px;")
        button.setEnabled(not choice.reason)
        button.clicked.connect(lambda: self._chosen(choice.on))
        self.buttons[choice.label] = button
        self.box.addWidget(button)
        if said:
            self._say(choice.reason)

    def choose(self, label: str) -> None:
        """Press a line by its label (for tests)."""
        self.buttons[label].click()

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or next((one for one in self.buttons.values() if one.isEnabled()), None))

    def _chosen(self, on: Callable[[], None]) -> None:
        if not self.isHidden():
            self.cancel()
            on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        elif event.key() in ARROWS:
            self.focusNextPrevChild(ARROWS[Qt.Key(event.key())] > 0)
        else:
            super().keyPressEvent(event)
