"""The Qt model over frozen rows: filter, segment, ticks and order, all by the row's own key."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.ui.widgets.columns import Column

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
TONE_ROLE = ROW_ROLE + 1
ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


class RowModel(QAbstractTableModel):
    """Rows shown in columns. ``key(row)`` names a row for ever; ticks and patches go by it."""

    ticked = Signal()
    more_wanted = Signal(int)

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[Any], Hashable],
        checkable: bool = False,
        can_check: Callable[[Any], str] | None = None,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key
        self.checkable = checkable
        self.can_check = can_check or (lambda _row: "")
        self._all: list[Any] = []
        self._shown: list[Any] = []
        self._places: dict[Hashable, int] = {}
        self._ticks: set[Hashable] = set()
        self._total = 0
        self._asked = -1
        self._text = ""
        self._keep: Callable[[Any], bool] | None = None
        self._order: tuple[int, bool] | None = None

    # what Qt asks
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == ROW_ROLE:
            return row
        if role == TONE_ROLE:
            return column.tone(row) if column.tone else "plain"
        if role == Qt.ItemDataRole.CheckStateRole and self.checkable and index.column() == 0:
            return Qt.CheckState.Checked if self.key(row) in self._ticks else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        return self._words(row, column, index.column(), role)

    def _words(self, row: Any, column: Column, number: int, role: int) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip(row) if column.tip else column.text(row)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {column.text(row)}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and number == 0 and self.checkable:
            return self.can_check(row) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading.upper()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN[self.columns[section].align] | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        result = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if self.checkable and index.column() == 0:
            result |= Qt.ItemFlag.ItemIsUserCheckable
        return result

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or not self.checkable:
            return False
        row = self._shown[index.row()]
        return self.tick([self.key(row)], Qt.CheckState(value) == Qt.CheckState.Checked) > 0

    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and len(self._all) < self._total and self._asked != len(self._all)

    def fetchMore(self, parent: Index = ROOT) -> None:
        if self.canFetchMore(parent):
            self._asked = len(self._all)
            self.more_wanted.emit(self._asked)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0 or not self.columns[column].sort:
            self._order = None
        else:
            self._order = (column, order == Qt.SortOrder.DescendingOrder)
        self._show_again()

    # what the list asks
    def rows(self) -> tuple[Any, ...]:
        """Every row that was given, in its order."""
        return tuple(self._all)

    def shown(self) -> tuple[Any, ...]:
        """The rows that pass filter and segment, as on the screen."""
        return tuple(self._shown)

    @property
    def total(self) -> int:
        """How many there are with those not fetched yet."""
        return max(self._total, len(self._all))

    def row_of(self, key: Hashable) -> int:
        """Where a key is shown; -1 when it is not."""
        return self._places.get(key, -1)

    def set_rows(self, rows: Iterable[Any], total: int | None = None) -> bool:
        """Replace all; ticks of keys that stay are kept. True when the same keys stood in the same order (no reset)."""
        self._all = list(rows)
        self._total, self._asked = total or len(self._all), -1
        keys = {self.key(row) for row in self._all}
        lost = self._ticks - keys
        self._ticks &= keys
        same = self._show_again()
        if lost:
            self.ticked.emit()
        return same

    def append_rows(self, rows: Iterable[Any]) -> None:
        """The next page of the same list."""
        more = list(rows)
        self._all.extend(more)
        if not more:
            self._total = len(self._all)
        fresh = [row for row in more if self._passes(row)]
        if self._order or not fresh:
            self._show_again()
            return
        start = len(self._shown)
        self.beginInsertRows(QModelIndex(), start, start + len(fresh) - 1)
        self._shown.extend(fresh)
        self._index()
        self.endInsertRows()

    def patch(self, rows: Iterable[Any]) -> None:
        """Newer versions of rows already here; unknown keys are ignored."""
        fresh = {self.key(row): row for row in rows}
        self._all = [fresh.get(self.key(row), row) for row in self._all]
        self._show_again()

    def remove(self, keys: Iterable[Hashable]) -> None:
        """Take rows out."""
        gone = set(keys)
        before = len(self._all)
        self._all = [row for row in self._all if self.key(row) not in gone]
        self._total -= before - len(self._all)
        had = bool(self._ticks & gone)
        self._ticks -= gone
        self._show_again()
        if had:
            self.ticked.emit()

    def choose(self, text: str, keep: Callable[[Any], bool] | None) -> None:
        """Show only rows with every word of ``text`` in some column and that ``keep`` accepts."""
        self._text, self._keep = text, keep
        self._show_again()

    def ticks(self) -> tuple[Any, ...]:
        """The ticked rows, also those hidden by the filter, in the list's order."""
        return tuple(row for row in self._all if self.key(row) in self._ticks)

    def tick(self, keys: Iterable[Hashable], on: bool) -> int:
        """Tick or untick; rows that may not be ticked are left alone. How many changed."""
        known = {self.key(row): row for row in self._all}
        chosen = {k for k in keys if k in known and (not on or not self.can_check(known[k]))}
        changed = chosen - self._ticks if on else chosen & self._ticks
        self._ticks = self._ticks | changed if on else self._ticks - changed
        if changed:
            self._repaint_ticks()
            self.ticked.emit()
        return len(changed)

    def set_ticks(self, keys: Iterable[Hashable]) -> None:
        """Exactly these, as far as they may be ticked."""
        wanted = set(keys)
        fresh = {self.key(row) for row in self._all if self.key(row) in wanted and not self.can_check(row)}
        if fresh != self._ticks:
            self._ticks = fresh
            self._repaint_ticks()
            self.ticked.emit()

    def _repaint_ticks(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])

    def _passes(self, row: Any) -> bool:
        if self._keep and not self._keep(row):
            return False
        if not self._text:
            return True
        words = " ".join(column.text(row) for column in self.columns).casefold()
        return all(word in words for word in self._text.casefold().split())

    def _show_again(self) -> bool:
        shown = [row for row in self._all if self._passes(row)]
        if self._order:
            by = self.columns[self._order[0]].sort
            shown.sort(key=by, reverse=self._order[1])
        if [self.key(row) for row in shown] == list(self._places):
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(self.columns) - 1))
            return True
        self.beginResetModel()
        self._shown = shown
        self._index()
        self.endResetModel()
        return False

    def _index(self) -> None:
        self._places = {self.key(row): place for place, row in enumerate(self._shown)}
