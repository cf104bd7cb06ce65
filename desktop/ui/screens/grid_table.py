"""A printed-looking table on the screen: ruled cells, wrapping text, merged headings, ticks. Nothing scrolls sideways."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.ui.theme import theme, tokens
from desktop.ui.widgets import IconLabel, plain, set_tone
from desktop.ui.widgets.facts import empty_grid

TICK = "✓"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text (``TICK`` draws a tick, said as ``spoken``), where it stands, how many it covers, its tone."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    tone: str = "plain"
    head: bool = False
    centre: bool = False
    strong: bool = False
    spoken: str = ""


class GridTable(QWidget):
    """``widths`` in px per column; 0 shares what is left by ``stretch``. ``marked`` columns stand on the soft ground."""

    def __init__(self, name: str, widths: Sequence[int], stretch: Sequence[int], size: int = 12) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._size = size
        self._cells: tuple[Cell, ...] = ()
        self._places: list[tuple[Cell, QWidget]] = []
        self.marked: frozenset[int] = frozenset()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        for column, (width, share) in enumerate(zip(widths, stretch, strict=True)):
            if width:
                self._grid.setColumnMinimumWidth(column, width)
            self._grid.setColumnStretch(column, share)
        self._fixed = dict(enumerate(widths))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme().changed.connect(self.update)

    def set_cells(self, cells: Sequence[Cell]) -> None:
        """Replace all."""
        empty_grid(self._grid)
        self._places.clear()
        self._cells = tuple(cells)
        for cell in cells:
            made = self._widget(cell)
            self._grid.addWidget(made, cell.row, cell.column, cell.rows, cell.columns)
            self._places.append((cell, made))

    def texts(self) -> dict[tuple[int, int], str]:
        """(row, column) → text, for tests."""
        return {(cell.row, cell.column): cell.text for cell in self._cells}

    def _widget(self, cell: Cell) -> QWidget:
        if cell.text == TICK:
            return self._tick(cell)
        label = plain(cell.text, "caption" if cell.head else "strong" if cell.strong else "", wrap=True)
        size = self._size - 1 if cell.head else self._size
        label.setStyleSheet(f"font-size: {size}px;")
        label.setAccessibleName(cell.spoken or cell.text)
        side = Qt.AlignmentFlag.AlignHCenter if cell.centre else Qt.AlignmentFlag.AlignLeft
        up = Qt.AlignmentFlag.AlignVCenter if cell.head or cell.centre else Qt.AlignmentFlag.AlignTop
        label.setAlignment(side | up)
        label.setContentsMargins(*((3, 4, 3, 4) if cell.centre else (6, 4, 5, 4)))
        width = self._fixed[cell.column] if cell.columns == 1 else 0
        if width:
            label.setFixedWidth(width)
        if cell.tone != "plain":
            set_tone(label, cell.tone)
        return label

    def _tick(self, cell: Cell) -> QWidget:
        holder = QWidget()
        box = QGridLayout(holder)
        box.setContentsMargins(2, 5, 2, 5)
        box.addWidget(IconLabel("check", "accent"), 0, 0, Qt.AlignmentFlag.AlignCenter)
        holder.setAccessibleName(cell.spoken or "ya")
        return holder

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = tokens(), QPainter(self)
        for cell, made in self._places:
            area = made.geometry()  # every widget fills its cell
            if cell.head or cell.column in self.marked:
                painter.fillRect(area, QColor(now.soft if cell.column in self.marked else now.hover))
            painter.setPen(QColor(now.line))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            if cell.column + cell.columns < len(self._fixed):
                painter.drawLine(area.topRight(), area.bottomRight())
        painter.end()
