"""Chips: a short word on a soft ground. The colour repeats the word, it never replaces it."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.fonts import font
from desktop.ui.theme import tone_pair

HEIGHT = 20
PAD = 10


def chip_width(text: str, dot: bool = False) -> int:
    """How wide a chip with this text wants to be."""
    return int(QFontMetricsF(font(11, 600)).horizontalAdvance(text)) + 1 + 2 * PAD + (14 if dot else 0)


def paint_chip(painter: QPainter, where: QRect, text: str, tone: str, dot: bool = False) -> None:
    """Draw a chip at the left of ``where``, centred upright; a long text ends in … inside the chip."""
    if not text:
        return
    ink, ground = tone_pair(tone)
    width = min(chip_width(text, dot), where.width())
    box = QRectF(where.left(), where.center().y() - HEIGHT / 2 + 1, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
    inner = box.adjusted(PAD, 0, -PAD + 1, 0)
    if dot:
        painter.setBrush(QColor(ink))
        painter.drawEllipse(QPointF(inner.left() + 4, box.center().y()), 4, 4)
        inner.setLeft(inner.left() + 14)
    painter.setFont(font(11, 600))
    painter.setPen(QColor(ink))
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    painter.restore()


class Chip(QWidget):
    """A chip that stands alone."""

    def __init__(self, text: str = "", tone: str = "plain", dot: bool = False) -> None:
        super().__init__()
        self._dot = dot
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    def set(self, text: str, tone: str = "plain") -> None:
        """Another word and tone; an empty word hides the chip's picture but keeps its place small."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word shown."""
        return self._text

    def tone(self) -> str:
        """Its tone."""
        return self._tone

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._text, self._dot) if self._text else 0, HEIGHT + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._text, self._tone, self._dot)
        painter.end()
