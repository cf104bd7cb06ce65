"""A narrow list at the left of a screen: groups as captions, each line a title over a word on its state."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.fonts import font
from desktop.ui.theme import theme, tokens, tone_colour

ROLE = int(Qt.ItemDataRole.UserRole)
WIDTH = 226
HEAD, ONE, TWO = 28, 50, 67  # px: a caption, a line with a title of one row, of two
SIDE = 12
TYPED = "belum disimpan"
WRAP = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class SideLine:
    """``state`` stands beneath the title in the colour of ``tone``; ``group`` is the caption above a run of lines."""

    key: Hashable
    title: str
    state: str = ""
    tone: str = "muted"
    group: str = ""


class SideList(QListWidget):
    """Arrows move; ``chosen`` gives the key of the line. ``typed(key)`` says where something is half typed."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.typed: Callable[[Any], bool] = lambda _key: False
        self.setItemDelegate(_Painter(self))
        self.currentItemChanged.connect(self._moved)
        theme().changed.connect(self.viewport().update)

    def set_lines(self, lines: Iterable[SideLine]) -> None:
        """Show these; the line on show stays chosen, and then ``chosen`` is not said again."""
        key = self.key()
        self.blockSignals(True)
        self.clear()
        group = ""
        for line in lines:
            if line.group != group:
                group = line.group
                self._add(group, None, HEAD)
            self._add(line.title, line, _height(line.title))
        kept = key is not None and self.select(key)
        self.blockSignals(False)
        if not kept and self.lines():
            self.select(self.lines()[0].key)

    def _add(self, text: str, line: SideLine | None, height: int) -> None:
        item = QListWidgetItem(text)
        item.setSizeHint(QSize(10, height))
        item.setData(ROLE, line)
        if line is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setToolTip(text)
        else:
            said = ", ".join(part for part in (line.title, line.group, line.state) if part)
            item.setToolTip("\n".join(part for part in (line.title, line.group, line.state) if part))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        self.addItem(item)

    def lines(self) -> tuple[SideLine, ...]:
        """All lines, captions left out."""
        found = (self.item(at).data(ROLE) for at in range(self.count()))
        return tuple(line for line in found if line is not None)

    def key(self) -> Any:
        """The key of the line with the cursor, or None."""
        item = self.currentItem()
        line = item.data(ROLE) if item else None
        return line.key if line else None

    def select(self, key: Hashable) -> bool:
        """Move the cursor there; False when there is no such line."""
        for at in range(self.count()):
            line = self.item(at).data(ROLE)
            if line is not None and line.key == key:
                self.setCurrentRow(at)
                return True
        return False

    def _moved(self, current: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        line = current.data(ROLE) if current else None
        if line is not None:
            self.chosen.emit(line.key)


def _height(title: str) -> int:
    """Room for a title of one or two rows."""
    metrics = QFontMetrics(font(13, 600))
    room = QRect(0, 0, WIDTH - 2 * SIDE - 4, 200)
    return ONE if metrics.boundingRect(room, WRAP, title).height() <= metrics.lineSpacing() + 2 else TWO


class _Painter(QStyledItemDelegate):
    """A group as a caption; a line as its title over one coloured line."""

    def __init__(self, shown: SideList) -> None:
        super().__init__(shown)
        self._list = shown

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place: QRect = option.rect  # type: ignore[attr-defined]
        inner, line = place.adjusted(SIDE, 0, -SIDE, 0), index.data(ROLE)
        if line is None:
            painter.setFont(font(11, 600))
            painter.setPen(QColor(tokens().muted))
            shown = _short(painter, str(index.data()).upper(), inner.width())
            painter.drawText(inner.adjusted(0, 4, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), shown)
        else:
            self._ground(painter, option, place.adjusted(4, 1, -4, -1))
            self._line(painter, inner, line)
        painter.restore()

    @staticmethod
    def _ground(painter: QPainter, option: QStyleOptionViewItem, place: QRect) -> None:
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().selection))
            painter.drawRoundedRect(place, 6, 6)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QColor(tokens().accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place, 6, 6)

    def _line(self, painter: QPainter, inner: QRect, line: SideLine) -> None:
        typed = self._list.typed(line.key)
        painter.setFont(font(13, 600))
        painter.setPen(QColor(tokens().text))
        room = inner.adjusted(0, 7, 0, -24)
        painter.drawText(room, WRAP, line.title)
        painter.setFont(font(11))
        painter.setPen(QColor(tone_colour("warn" if typed else line.tone)))
        left = 12 if typed else 0
        words = _short(painter, TYPED if typed else line.state, inner.width() - left)
        painter.drawText(inner.adjusted(left, 0, 0, -8), int(Qt.AlignmentFlag.AlignBottom), words)
        if typed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().warn))
            painter.drawEllipse(inner.left(), inner.bottom() - 17, 7, 7)


def _short(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
