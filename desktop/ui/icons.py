"""Icons: Lucide line drawings (ISC, ``resources/icons/LICENSE``), coloured when drawn, sharp at every scale."""

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.paths import RESOURCES
from desktop.ui.theme import theme, tone_colour

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer


def _renderer(name: str, colour: str) -> "QSvgRenderer":
    from PySide6.QtSvg import QSvgRenderer

    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(source.replace("currentColor", colour).encode())


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, colour: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The drawing ``resources/icons/name.svg`` in a ``#RRGGBB`` colour, ``size`` px square at a device ratio."""
    return _drawn(name, colour, size, ratio)


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """A QIcon of the drawing with a sharp form for every screen of this computer."""
    result = QIcon()
    for ratio in {1.0, 2.0, *(screen.devicePixelRatio() for screen in QApplication.screens())}:
        result.addPixmap(pixmap(name, colour, size, ratio))
    return result


class _Painter(QObject):
    """Repaints a button's icon when the colours change; a child of the button, so that it leaves with it."""

    def __init__(self, button: QAbstractButton, name: str, tone: str, size: int) -> None:
        super().__init__(button)
        self._button, self._name, self._tone, self._size = button, name, tone, size
        theme().changed.connect(self.paint)
        self.paint()

    def paint(self) -> None:
        """Draw the icon in the colours shown now."""
        self._button.setIcon(icon(self._name, tone_colour(self._tone), self._size))


def themed(button: QAbstractButton, name: str, tone: str = "plain", size: int = 16) -> None:
    """Give a button an icon in the colour of a tone (or token name) that follows light and dark."""
    button.setIconSize(QSize(size, size))
    _Painter(button, name, tone, size)
