"""Bars for what people would rather look at than read: lists of bars and a small upright chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.fonts import font
from desktop.ui.theme import tokens, tone_colour


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: label, value, the text that says the value, tone; ``share`` 0..1 overrules value / largest value."""

    label: str
    value: float
    text: str = ""
    tone: str = "accent"
    share: float | None = None


class _Bars(QWidget):
    """What both kinds share: the bars, their share, and words for a screen reader."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.bars: tuple[Bar, ...] = ()
        self.setAccessibleName(name)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars."""
        self.bars = tuple(bars)
        self.setAccessibleDescription("; ".join(f"{bar.label}: {bar.text or bar.value:}" for bar in self.bars))
        self.updateGeometry()
        self.update()

    def share(self, bar: Bar) -> float:
        """How long a bar is, 0..1."""
        if bar.share is not None:
            return min(max(bar.share, 0.0), 1.0)
        largest = max((one.value for one in self.bars), default=0)
        return bar.value / largest if largest > 0 else 0.0


class BarList(_Bars):
    """Lying bars: label left and text right above the bar; ``inline``: label · bar · text on one line."""

    def __init__(self, name: str = "Perbandingan", inline: bool = False) -> None:
        super().__init__(name)
        self._inline = inline
        self._high = 25 if inline else 40
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, self._high * len(self.bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._high * len(self.bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(font())
        widest = max((metrics.horizontalAdvance(bar.label) for bar in self.bars), default=0)
        label_room = min(widest + 14, self.width() * 0.45)
        seen = event.rect()  # a list may have hundreds, of which the window shows a dozen
        for place in range(max(seen.top() // self._high, 0), min(seen.bottom() // self._high + 1, len(self.bars))):
            bar = self.bars[place]
            row = QRectF(0, place * self._high, self.width(), self._high)
            if self._inline:
                self._paint_inline(painter, row, bar, label_room)
            else:
                self._paint_stacked(painter, row, bar)
        painter.end()

    def _paint_stacked(self, painter: QPainter, row: QRectF, bar: Bar) -> None:
        text = QRectF(row.left(), row.top(), row.width(), 20)
        self._words(painter, text, bar.text, "muted", Qt.AlignmentFlag.AlignRight)
        room = text.width() - QFontMetricsF(font()).horizontalAdvance(bar.text) - 12
        self._words(painter, QRectF(text.left(), text.top(), room, 20), bar.label, "plain", Qt.AlignmentFlag.AlignLeft)
        self._track(painter, QRectF(row.left(), row.top() + 25, row.width(), 6), bar)

    def _paint_inline(self, painter: QPainter, row: QRectF, bar: Bar, label_room: float) -> None:
        self._words(painter, QRectF(0, row.top(), label_room - 8, row.height()), bar.label, "plain")
        value = QRectF(row.right() - 56, row.top(), 56, row.height())
        self._words(painter, value, bar.text, "muted", Qt.AlignmentFlag.AlignRight)
        self._track(painter, QRectF(label_room, row.center().y() - 3, value.left() - label_room, 6), bar)

    def _words(
        self,
        painter: QPainter,
        where: QRectF,
        text: str,
        tone: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(font(tabular=True))
        painter.setPen(QColor(tone_colour(tone)))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _track(self, painter: QPainter, where: QRectF, bar: Bar) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().track))
        painter.drawRoundedRect(where, 3, 3)
        share = self.share(bar)
        if share > 0:
            painter.setBrush(QColor(tone_colour(bar.tone)))
            painter.drawRoundedRect(QRectF(where.left(), where.top(), max(where.width() * share, 6), 6), 3, 3)


class BarChart(_Bars):
    """Upright bars: the number above, the label beneath."""

    def __init__(self, name: str = "Grafik", height: int = 150) -> None:
        super().__init__(name)
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slot = min(self.width() / len(self.bars), 110.0)
        for place, bar in enumerate(self.bars):
            self._paint_bar(painter, QRectF(place * slot, 0, slot, self.height()), bar)
        painter.end()

    def _paint_bar(self, painter: QPainter, slot: QRectF, bar: Bar) -> None:
        wide = min(slot.width() * 0.58, 56)
        room = slot.height() - 20 - 22
        high = max(self.share(bar) * room, 4 if bar.value else 0)
        body = QRectF(slot.center().x() - wide / 2, slot.height() - 22 - high, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone_colour(bar.tone)))
        painter.drawRoundedRect(body, 3, 3)
        painter.setFont(font(11, 500, tabular=True))
        painter.setPen(QColor(tone_colour("plain")))
        above = QRectF(slot.left(), body.top() - 18, slot.width(), 16)
        painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), bar.text or f"{bar.value:g}")
        painter.setPen(QColor(tone_colour("muted")))
        beneath = QRectF(slot.left(), slot.height() - 19, slot.width(), 16)
        label = QFontMetricsF(painter.font()).elidedText(bar.label, Qt.TextElideMode.ElideRight, slot.width() - 4)
        painter.drawText(beneath, int(Qt.AlignmentFlag.AlignCenter), label)
