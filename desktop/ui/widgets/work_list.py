"""The list of a desk: rows of people or papers, driven by the keyboard, calm when its rows change."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from desktop.ui.fonts import font
from desktop.ui.widgets.columns import Column
from desktop.ui.widgets.row_delegate import ROW_HEIGHT, TICK_SPACE, RowDelegate
from desktop.ui.widgets.row_model import ROW_ROLE, Index, RowModel

LEAST = 110


class WorkList(QTableView):
    """Arrows move, Space ticks, Ctrl+A ticks all that may be ticked (again: none), Enter opens.

    The current row, the ticks and the scroll position stay with the rows' keys when rows are given again. When the
    current row disappears its neighbour becomes current.
    """

    current_changed = Signal(object)  # the row, or None
    checked_changed = Signal(object)  # tuple of rows
    opened = Signal(object)
    more_wanted = Signal(int)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        key: Callable[[Any], Hashable],
        checkable: bool = False,
        can_check: Callable[[Any], str] | None = None,
    ) -> None:
        super().__init__()
        self.rows_model = RowModel(columns, key, checkable, can_check)
        self._said: Any = None
        self._memory: tuple[Hashable | None, int, int] = (None, 0, 0)
        self.setAccessibleName(name)
        self._look()
        self.setModel(self.rows_model)
        self.setItemDelegate(RowDelegate(self, self.rows_model))
        self._listen()

    def _look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        heads.setFixedHeight(34)
        heads.setHighlightSections(False)
        heads.setFont(font(11, 600))
        heads.setSectionsClickable(False)
        heads.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _listen(self) -> None:
        model = self.rows_model
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._recall)
        model.dataChanged.connect(lambda *_: self._say_current())
        model.ticked.connect(lambda: self.checked_changed.emit(model.ticks()))
        model.more_wanted.connect(self.more_wanted)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW_ROLE)))
        heads = self.horizontalHeader()
        if any(column.sort for column in model.columns):
            heads.setSectionsClickable(True)
            heads.setSortIndicatorClearable(True)
            heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            heads.setSortIndicatorShown(True)
            heads.sortIndicatorChanged.connect(model.sort)

    # rows
    def set_rows(self, rows: Iterable[Any], total: int | None = None) -> None:
        """Show these; ``total`` when there are more to fetch (then ``more_wanted(offset)`` asks for the next page)."""
        first = not self.rows_model.shown()
        self.rows_model.set_rows(rows, total)
        if first and self.rows_model.shown() and not self.currentIndex().isValid():
            self._put(0)
        self._fit_columns()
        self._say_current()

    def append_rows(self, rows: Iterable[Any]) -> None:
        """The next page."""
        self.rows_model.append_rows(rows)

    def patch_rows(self, rows: Iterable[Any]) -> None:
        """Newer versions of rows already shown."""
        self.rows_model.patch(rows)

    def remove(self, keys: Iterable[Hashable]) -> None:
        """Take rows out by key."""
        self.rows_model.remove(keys)
        self._say_current()

    def rows(self) -> tuple[Any, ...]:
        """All rows given."""
        return self.rows_model.rows()

    def shown(self) -> tuple[Any, ...]:
        """The rows on the screen."""
        return self.rows_model.shown()

    def current(self) -> Any:
        """The row with the cursor, or None."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def checked(self) -> tuple[Any, ...]:
        """The ticked rows."""
        return self.rows_model.ticks()

    def set_checked(self, keys: Iterable[Hashable]) -> None:
        """Tick exactly these keys (those that may be ticked)."""
        self.rows_model.set_ticks(keys)

    def select(self, key: Hashable) -> bool:
        """Move the cursor to a key. False when it is not shown."""
        place = self.rows_model.row_of(key)
        if place >= 0:
            self._put(place)
            self.scrollTo(self.rows_model.index(place, 0))
        return place >= 0

    def set_filter(self, text: str) -> None:
        """Keep rows that contain every word."""
        self.rows_model.choose(text, self.rows_model._keep)
        self._say_current()

    def set_keep(self, keep: Callable[[Any], bool] | None) -> None:
        """Keep rows that a segment accepts."""
        self.rows_model.choose(self.rows_model._text, keep)
        self._say_current()

    # keys
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_A and control:
            self._tick_all()
        elif key == Qt.Key.Key_Space and self.rows_model.checkable:
            self._tick_selected()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            if self.current() is not None:
                self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _tick_all(self) -> None:
        model = self.rows_model
        if not model.checkable:
            return
        keys = [model.key(row) for row in model.shown()]
        if not model.tick(keys, True):
            model.tick(keys, False)

    def _tick_selected(self) -> None:
        model = self.rows_model
        keys = [model.key(index.data(ROW_ROLE)) for index in self.selectionModel().selectedRows()]
        if not keys and self.current() is not None:
            keys = [model.key(self.current())]
        ticked = {model.key(row) for row in model.ticks()}
        model.tick(keys, not set(keys) <= ticked)

    # calm
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self._say_current()

    def _say_current(self) -> None:
        row = self.current()
        if row != self._said:
            self._said = row
            self.current_changed.emit(row)

    def _remember(self) -> None:
        row = self.current()
        key = self.rows_model.key(row) if row is not None else None
        self._memory = (key, self.currentIndex().row(), self.verticalScrollBar().value())

    def _recall(self) -> None:
        key, place, scroll = self._memory
        count = self.rows_model.rowCount()
        if not count:
            return
        found = self.rows_model.row_of(key) if key is not None else -1
        self._put(found if found >= 0 else min(max(place, 0), count - 1))
        self.verticalScrollBar().setValue(scroll)

    def _put(self, place: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        bar = self.verticalScrollBar()
        before = bar.value()
        self.selectionModel().setCurrentIndex(self.rows_model.index(place, 0), flags)
        bar.setValue(before)

    # widths
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        columns, heads = self.rows_model.columns, self.horizontalHeader()
        room = self.viewport().width()
        widths = [self._wanted(number) for number in range(len(columns))]
        shares = [column.stretch for column in columns]
        least = sum(LEAST for share in shares if share)
        giving = sorted((at for at, column in enumerate(columns) if column.gives), key=lambda at: columns[at].gives)
        while giving and sum(width for width, share in zip(widths, shares, strict=True) if not share) + least > room:
            widths[giving.pop()] = 0
        for number, width in enumerate(widths):
            heads.setSectionHidden(number, not width)
        fixed = sum(width for width, share in zip(widths, shares, strict=True) if not share)
        squeeze = min(1.0, max(0.1, (room - least) / fixed)) if fixed else 1.0
        left = room - int(fixed * squeeze)
        for number, (width, share) in enumerate(zip(widths, shares, strict=True)):
            heads.resizeSection(number, left * share // sum(shares) if share else int(width * squeeze))

    def _wanted(self, number: int) -> int:
        column = self.rows_model.columns[number]
        heading = self.horizontalHeader().fontMetrics().horizontalAdvance(column.heading.upper()) + 22
        first = TICK_SPACE if number == 0 and self.rows_model.checkable else 0
        return max(column.width, heading) + first
