"""The always-there search: bounded, asked while typing, answers below, keys all the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.fonts import font
from desktop.ui.theme import tokens
from desktop.ui.widgets.chip import chip_width, paint_chip
from desktop.ui.widgets.labels import IconLabel, plain

LONGEST = 200
PAUSE_MS = 120
ROW = 46
MOST = 8
HINT = "Cari NIK, nomor peserta, nama, atau nomor surat   (Ctrl+K)"
NOBODY = "Tidak ada yang cocok. Periksa ejaan, atau cari dengan NIK."


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: what it is, where it leads (``screen`` and ``key`` as in ``desk.go``)."""

    title: str
    line: str = ""
    chip: str = ""
    tone: str = "plain"
    screen: str = ""
    key: Any = None


Provider = Callable[[str, Callable[[Sequence[Hit]], None]], None]


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(300, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(Qt.ItemDataRole.UserRole)
        where: QRect = option.rect  # type: ignore[attr-defined]
        now = tokens()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selection))
            painter.drawRoundedRect(where.adjusted(4, 1, -4, -1), 6, 6)
        inner = where.adjusted(16, 5, -16, -5)
        taken = 0
        if hit.chip:
            taken = chip_width(hit.chip) + 12
            paint_chip(
                painter, QRect(inner.right() - taken + 12, inner.top(), taken, inner.height()), hit.chip, hit.tone
            )
        half = inner.height() // 2
        for words, ink, weight, top in ((hit.title, now.text, 600, 0), (hit.line, now.muted, 400, half)):
            painter.setFont(font(weight=weight))
            painter.setPen(QColor(ink))
            room = QRect(inner.left(), inner.top() + top, inner.width() - taken, half)
            shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)


class SearchBox(QLineEdit):
    """``provider(text, deliver)`` answers later; an answer to older words is dropped."""

    chosen = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setPlaceholderText(HINT)
        self.setAccessibleName("Cari NIK, nomor peserta, nama, atau nomor surat")
        self.setMaxLength(LONGEST)
        self.setMinimumWidth(160)
        self.setMaximumWidth(440)
        self.provider: Provider | None = None
        self._asked = 0
        self._icon = IconLabel("search", "muted", 16)
        self._icon.setParent(self)
        self._icon.move(10, 8)
        self._host = host
        self._drop = self._dropdown(host)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)

    def _dropdown(self, host: QWidget) -> QFrame:
        frame = QFrame(host)
        frame.setObjectName("dropdown")
        box = QVBoxLayout(frame)
        box.setContentsMargins(2, 6, 2, 6)
        self._list, self._none = QListWidget(), plain(NOBODY, "muted", wrap=True)
        self._none.setContentsMargins(14, 6, 14, 6)
        self._list.setItemDelegate(_HitDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName("Hasil pencarian")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda _item: self._take())
        box.addWidget(self._list)
        box.addWidget(self._none)
        frame.hide()
        return frame

    def hits(self) -> tuple[Hit, ...]:
        """The answers shown now."""
        every = (self._list.item(i).data(Qt.ItemDataRole.UserRole) for i in range(self._list.count()))
        return tuple(every) if self._drop.isVisible() else ()

    def close_drop(self) -> bool:
        """Put the answers away. True when they were there."""
        was = self._drop.isVisible()
        self._drop.hide()
        return was

    def _typed(self, text: str) -> None:
        self._asked += 1
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.close_drop()

    def _ask(self) -> None:
        words = " ".join(self.text().split())
        if not words or self.provider is None:
            return
        ticket = self._asked
        self.provider(words, lambda hits: self._show(hits) if ticket == self._asked else None)

    def _show(self, hits: Sequence[Hit]) -> None:
        self._list.clear()
        for hit in hits:
            item = QListWidgetItem(hit.title)
            item.setData(Qt.ItemDataRole.UserRole, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(filter(None, (hit.title, hit.line, hit.chip))))
            self._list.addItem(item)
        self._list.setVisible(bool(hits))
        self._none.setVisible(not hits)
        if hits:
            self._list.setCurrentRow(0)
        high = min(len(hits), MOST) * ROW + 4
        self._list.setFixedHeight(max(high, ROW))
        corner = self.mapTo(self._host, QPoint(0, self.height() + 4))
        self._drop.setGeometry(corner.x(), corner.y(), max(self.width(), 560), (high + 14) if hits else 62)
        self._drop.show()
        self._drop.raise_()

    def _take(self) -> None:
        item = self._list.currentItem()
        if item is not None and self._drop.isVisible():
            hit = item.data(Qt.ItemDataRole.UserRole)
            self.close_drop()
            self.clear()
            self.chosen.emit(hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._drop.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape and (self._drop.isVisible() or self.text()):
            self.clear()
            self.close_drop()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._asked += 1  # an answer on its way is not wanted any more
            self._pause.stop()
            self.close_drop()
        return super().event(event)
