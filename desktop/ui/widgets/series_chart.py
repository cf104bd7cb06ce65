"""Several series over the same months: stacked on one another, or side by side; each with its colour and name above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.fonts import font
from desktop.ui.theme import tone_colour

LEGEND, ABOVE, BENEATH = 22, 16, 20


@dataclass(frozen=True, slots=True)
class Series:
    """One name and colour, with a value for each of the labels."""

    label: str
    tone: str
    values: tuple[float, ...]


class SeriesChart(QWidget):
    """``say`` writes a value; the text above a column is that of its sum when stacked, else of its largest. For who does not
    see colours or bars every value stands in the description."""

    def __init__(self, name: str, say: Callable[[float], str], *, stacked: bool, height: int = 150) -> None:
        super().__init__()
        self._say, self._stacked, self._height = say, stacked, height
        self.labels: tuple[str, ...] = ()
        self.series: tuple[Series, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_series(self, labels: Sequence[str], series: Sequence[Series]) -> None:
        """Show these; a series without any value is left out."""
        self.labels, self.series = tuple(labels), tuple(one for one in series if any(one.values))
        told = (
            f"{label}: {', '.join(f'{one.label} {self._say(one.values[at])}' for one in self.series)}"
            for at, label in enumerate(self.labels)
        )
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip("\n".join(self.accessibleDescription().split("; ")))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height)

    def top(self, at: int) -> float:
        """How high the column of a label is, in values."""
        values = [one.values[at] for one in self.series]
        return sum(values) if self._stacked else max(values, default=0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.labels or not self.series:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._legend(painter)
        slot = min(self.width() / len(self.labels), 110.0)
        largest = max(self.top(at) for at in range(len(self.labels)))
        for at in range(len(self.labels)):
            where = QRectF(at * slot, LEGEND, slot, self.height() - LEGEND)
            self._column(painter, where, at, (where.height() - ABOVE - BENEATH) / largest if largest > 0 else 0)
        painter.end()

    def _legend(self, painter: QPainter) -> None:
        painter.setFont(font(11))
        metrics, left = QFontMetricsF(painter.font()), 0.0
        for one in self.series:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone_colour(one.tone)))
            painter.drawRoundedRect(QRectF(left, 5, 9, 9), 2, 2)
            wide = metrics.horizontalAdvance(one.label) + 2
            painter.setPen(QColor(tone_colour("muted")))
            painter.drawText(QRectF(left + 13, 0, wide, 19), int(Qt.AlignmentFlag.AlignVCenter), one.label)
            left += wide + 27

    def _column(self, painter: QPainter, slot: QRectF, at: int, scale: float) -> None:
        wide = min(slot.width() * (0.58 if self._stacked else 0.84), 56)
        foot, left = slot.bottom() - BENEATH, slot.center().x() - wide / 2
        painter.setPen(Qt.PenStyle.NoPen)
        part = wide if self._stacked else wide / len(self.series)
        base = foot
        for place, one in enumerate(self.series):
            high = max(one.values[at] * scale, 2.0) if one.values[at] > 0 else 0.0
            painter.setBrush(QColor(tone_colour(one.tone)))
            x = left if self._stacked else left + place * part
            painter.drawRect(QRectF(x, base - high, part - (0 if self._stacked else 1), high))
            base = base - high if self._stacked else foot
        top = foot - self.top(at) * scale
        self._text(painter, QRectF(slot.left(), top - ABOVE, slot.width(), ABOVE), self._say(self.top(at)), "plain")
        self._text(painter, QRectF(slot.left(), foot + 2, slot.width(), BENEATH - 2), self.labels[at], "muted")

    def _text(self, painter: QPainter, where: QRectF, text: str, tone: str) -> None:
        painter.setFont(font(11, 500, tabular=True))
        painter.setPen(QColor(tone_colour(tone)))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), shown)
