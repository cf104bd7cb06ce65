"""Small parts: texts in the kit's sizes, icons that follow the scheme, hairlines."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.ui import icons
from desktop.ui.theme import restyle, tone_colour


def plain(text: str = "", part: str = "", wrap: bool = False) -> QLabel:
    """A label that never reads its text as HTML; ``part`` is its look in the style sheet."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if part:
        label.setProperty("part", part)
    return label


class Title(QLabel):
    """The 20 px title of a screen."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("part", "title")
        self.setText(text)


class Strong(QLabel):
    """Body text in 600."""

    def __init__(self, text: str = "", wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("part", "strong")
        self.setWordWrap(wrap)
        self.setText(text)


class Muted(QLabel):
    """Body text in the muted colour; wraps unless told not to."""

    def __init__(self, text: str = "", wrap: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("part", "muted")
        self.setWordWrap(wrap)
        self.setText(text)


class Caption(QLabel):
    """11 px heading of a group, shown in capitals."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("part", "caption")
        self.set(text)

    def set(self, text: str) -> None:
        """Show another text; a screen reader hears it as written."""
        self.setText(text.upper())
        self.setAccessibleName(text)


class Elided(QLabel):
    """One line that ends in … when there is no room, the whole text as tooltip; never forces its parent wider."""

    def __init__(self, text: str = "", part: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if part:
            self.setProperty("part", part)
        self.set(text)

    def set(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        if self.isVisible():
            self._fit()
        else:  # not dressed yet: the style sheet of the place where it will stand is unknown
            self.setText(text)

    def whole(self) -> str:
        """The text before cutting."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 24))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class IconLabel(QWidget):
    """An icon in the colour of a tone (or token name); follows light and dark and the screen's ratio."""

    def __init__(self, name: str, tone: str = "muted", size: int = 16) -> None:
        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self.setFixedSize(size, size)

    def set(self, name: str, tone: str | None = None) -> None:
        """Another drawing or tone."""
        self._name, self._tone = name, tone or self._tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture = icons.pixmap(self._name, tone_colour(self._tone), self._size, self.devicePixelRatioF())
        painter.drawPixmap(0, 0, picture)
        painter.end()


def hairline() -> QFrame:
    """A horizontal line of one pixel."""
    line = QFrame()
    line.setObjectName("hairline")
    return line


def set_tone(widget: QWidget, tone: str) -> None:
    """Colour a label or box by tone through the style sheet."""
    restyle(widget, tone=tone)
