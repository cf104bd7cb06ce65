"""White cards: the ground of everything in the body of a screen."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.labels import Caption, Elided, plain


class Card(QFrame):
    """A white card with a hairline; ``box`` is its vertical layout."""

    def __init__(self, title: str = "", caption: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 14, 16, 14)
        self.box.setSpacing(8)
        if title:
            self.box.addWidget(plain(title, "panel-title"))
        if caption:
            self.box.addWidget(Caption(caption))

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or layout beneath what is there."""
        if isinstance(part, QWidget):
            self.box.addWidget(part, stretch)
        else:
            self.box.addLayout(part, stretch)


class Pressable(QFrame):
    """A frame that acts like a button: click, Enter or Space, with a focus ring."""

    def __init__(self, on: Callable[[], None] | None, name: str) -> None:
        super().__init__()
        self._on = on
        self.setAccessibleName(name)
        self.setProperty("pressable", on is not None)
        if on:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self._on and inside and event.button() == Qt.MouseButton.LeftButton:
            self._on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._on and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on()
        else:
            super().keyPressEvent(event)


class FigureCard(Pressable):
    """A number for the home page with its title and one muted line; may lead somewhere."""

    def __init__(
        self, value: str | int, title: str, line: str = "", tone: str = "plain", on: Callable[[], None] | None = None
    ) -> None:
        super().__init__(on, f"{value} {title}")
        self.setObjectName("card")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(2)
        self._value, self._title, self._line = plain(), Elided(part="strong"), Elided(part="muted")
        for label in (self._value, self._title, self._line):
            box.addWidget(label)
        self._value.setStyleSheet("font-size: 24px; font-weight: 600;")
        self.set(value, title, line, tone)

    def set(self, value: str | int, title: str, line: str = "", tone: str = "plain") -> None:
        """Show other figures."""
        from desktop.ui.widgets.labels import set_tone

        self._value.setText(str(value))
        self._title.set(title)
        self._line.set(line)
        set_tone(self._value, tone)
        self.setAccessibleName(f"{value} {title}")
        self.setAccessibleDescription(line)
