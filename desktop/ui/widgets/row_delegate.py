"""One delegate paints every list: 36 px rows, tick box, chips, tabular figures, no grid."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.ui.fonts import font
from desktop.ui.theme import tokens, tone_colour
from desktop.ui.widgets.chip import paint_chip
from desktop.ui.widgets.row_model import ROW_ROLE, TONE_ROLE, RowModel

ROW_HEIGHT = 36
TICK_SPACE = 36
PAD = 8


def paint_tick(painter: QPainter, box: QRect, on: bool, may: bool) -> None:
    """A tick box of 16 px; one that may not be ticked is paler."""
    now = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(now.accent if on else now.muted if may else now.border), 1))
    painter.setBrush(QColor(now.accent if on else now.surface if may else now.hover))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if on:
        painter.setPen(QPen(QColor(now.on_accent), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        left, top = box.left(), box.top()
        painter.drawPolyline([QPointF(left + 4, top + 8.5), QPointF(left + 7, top + 11.5), QPointF(left + 12, top + 5)])
    painter.restore()


class RowDelegate(QStyledItemDelegate):
    """Paints cells by the kind of their column."""

    def __init__(self, view: QTableView, model: RowModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._fonts = {
            "text": font(),
            "strong": font(weight=600),
            "muted": font(tabular=True),
            "mono": font(tabular=True),
            "number": font(tabular=True),
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def tick_box(self, cell: QRect) -> QRect:
        """Where the tick box of the first cell is."""
        return QRect(cell.left() + 12, cell.center().y() - 7, 16, 16)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell: QRect = option.rect  # type: ignore[attr-defined]
        state: Any = option.state  # type: ignore[attr-defined]
        self._ground(painter, cell, index, bool(state & QStyle.StateFlag.State_Selected))
        column = self._model.columns[index.column()]
        inner = cell.adjusted(PAD, 0, -PAD, 0)
        if index.column() == 0 and self._model.checkable:
            self._tick(painter, cell, index)
            inner.setLeft(cell.left() + TICK_SPACE + 4)
        text = str(index.data() or "")
        tone = str(index.data(TONE_ROLE))
        if column.kind == "chip":
            paint_chip(painter, inner, text, tone)
            return
        painter.setFont(self._fonts[column.kind])
        shade = "muted" if column.kind == "muted" and tone == "plain" else tone
        painter.setPen(QColor(tone_colour(shade)))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)

    def _ground(
        self, painter: QPainter, cell: QRect, index: QModelIndex | QPersistentModelIndex, selected: bool
    ) -> None:
        now = tokens()
        current = self._view.currentIndex().row() == index.row()
        if selected or current:
            painter.fillRect(cell, QColor(now.selection))
        if current and self._view.hasFocus():
            painter.setPen(QPen(QColor(now.accent), 2))
            top, bottom = cell.top() + 1, cell.bottom()
            painter.drawLine(cell.left(), top, cell.right() + 1, top)
            painter.drawLine(cell.left(), bottom, cell.right() + 1, bottom)
            if index.column() == 0:
                painter.drawLine(cell.left() + 1, top, cell.left() + 1, bottom)
            if index.column() == len(self._model.columns) - 1:
                painter.drawLine(cell.right(), top, cell.right(), bottom)

    def _tick(self, painter: QPainter, cell: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        row = index.data(ROW_ROLE)
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        paint_tick(painter, self.tick_box(cell), on, not self._model.can_check(row))

    def editorEvent(
        self,
        event: QEvent,
        model: Any,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if index.column() != 0 or not self._model.checkable or not isinstance(event, QMouseEvent):
            return False
        cell: QRect = option.rect  # type: ignore[attr-defined]
        inside = self.tick_box(cell).adjusted(-10, -9, 8, 9).contains(event.position().toPoint())
        if inside and event.type() == QEvent.Type.MouseButtonRelease:
            on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            model.setData(
                index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
            )
        return inside and event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)
