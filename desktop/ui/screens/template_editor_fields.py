"""What may be inserted into a wording: merge fields and columns with their meaning; type to narrow, Enter inserts."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
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
from desktop.ui.widgets.labels import Muted

WIDTH, HEIGHT = 480, 330
NAME = 170
ABOVE = 26  # px: the line with the cursor stays in sight
ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Insert:
    """One thing to insert: ``text`` goes into the wording."""

    name: str
    meaning: str
    text: str


def inserts() -> tuple[Insert, ...]:
    """Fields first those that somebody fills in, then those Padan knows; then columns and pieces of a letter."""
    from desktop.documents.fields import COLUMNS, DERIVED, SUPPLIED

    fields = [Insert(f"{{{name}}}", meaning, f"{{{name}}}") for name, meaning in {**SUPPLIED, **DERIVED}.items()]
    columns = [
        Insert(
            f"kolom {name}", meaning, f'\n[[table.columns]]\nkey = "{name}"\nheading = "{name.title()}"\nwidth = 25\n'
        )
        for name, meaning in COLUMNS.items()
    ]
    return (*fields, *PIECES, *columns)


PIECES = (
    Insert("**tebal**", "huruf tebal", "**tebal**"),
    Insert("paragraf", "paragraf baru", '\n[[paragraphs]]\ntext = "Isi paragraf."\n'),
    Insert("butir", "paragraf bernomor", '\n[[paragraphs]]\nkind = "item"\ntext = "Isi butir."\n'),
    Insert("rincian", "baris label : isi", '\n[[paragraphs]]\nkind = "detail"\nlabel = "Label"\ntext = "Isi"\n'),
    Insert(
        "paragraf keterangan",
        "hanya dicetak bila keterangan diisi",
        '\n[[paragraphs]]\nwhen = "keterangan"\ntext = "{keterangan}"\n',
    ),
)


class FieldPicker(QFrame):
    """Lies over the editor. ``picked`` gives the text to insert; Esc closes."""

    picked = Signal(str)
    closed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("dropdown")
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 10, 8)
        box.setSpacing(6)
        self.line = QLineEdit()
        self.line.setAccessibleName("Saring isian")
        self.line.setPlaceholderText("Saring isian, misalnya tanggal")
        self.line.setMaxLength(60)
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Isian")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.itemClicked.connect(lambda _item: self.take())
        box.addWidget(self.line)
        box.addWidget(self.list, 1)
        box.addWidget(Muted("Enter menyisipkan · panah memilih · Esc menutup", wrap=False))
        self.hide()

    def open_at(self, place: QPoint, choices: Iterable[Insert]) -> None:
        """Show it near a place of its parent, everything inside the parent."""
        parent = self.parentWidget()
        assert parent is not None  # noqa: S101 (made with one)
        room = parent.rect()
        wide, high = min(WIDTH, room.width() - 16), min(HEIGHT, room.height() - 16)
        self.setFixedSize(wide, high)
        left = min(max(place.x(), 8), room.width() - wide - 8)
        top = place.y() if place.y() + high < room.height() - 8 else place.y() - high - ABOVE
        self.move(left, min(max(top, 8), room.height() - high - 8))
        self.list.clear()
        for one in choices:
            item = QListWidgetItem(f"{one.name}   {one.meaning}")
            item.setData(ROLE, one)
            item.setToolTip(f"{one.name}: {one.meaning}")
            item.setSizeHint(QSize(10, 26))
            self.list.addItem(item)
        self.line.clear()
        self._narrow("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def shown(self) -> list[str]:
        """Names that fit what is typed."""
        items = (self.list.item(at) for at in range(self.list.count()))
        return [item.data(ROLE).name for item in items if not item.isHidden()]

    def take(self) -> None:
        """Insert the chosen one."""
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            self.close_picker()
            self.picked.emit(item.data(ROLE).text)

    def close_picker(self) -> None:
        """Away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        first = None
        for at in range(self.list.count()):
            item = self.list.item(at)
            fits = all(word in item.text().casefold() for word in words)
            item.setHidden(not fits)
            first = at if fits and first is None else first
        self.list.setCurrentRow(-1 if first is None else first)

    def _step(self, way: int) -> None:
        at = self.list.currentRow() + way
        while 0 <= at < self.list.count():
            if not self.list.item(at).isHidden():
                self.list.setCurrentRow(at)
                return
            at += way

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
                self.hide()
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.close_picker()
        else:
            return False
        return True


class _Painter(QStyledItemDelegate):
    """The name, and beside it what it means."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now, one = tokens(), index.data(ROLE)
        place: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selection))
            painter.drawRoundedRect(place.adjusted(0, 0, -2, 0), 6, 6)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for text, weight, colour, left, width in (
            (one.name, 600, now.text, 8, NAME - 12),
            (one.meaning, 400, now.muted, NAME, place.width() - NAME - 8),
        ):
            painter.setFont(font(12, weight))
            painter.setPen(QColor(colour))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(place.adjusted(left, 0, 0, 0), middle, shown)
        painter.restore()
