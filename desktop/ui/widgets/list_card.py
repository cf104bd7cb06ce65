"""A list on its card: filter box, segments with counts, the list, and what to do when it is empty."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from desktop.ui.format import number
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.columns import Column, Segment
from desktop.ui.widgets.empty import Action, EmptyState
from desktop.ui.widgets.labels import plain
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.work_list import WorkList

LONGEST_FILTER = 100
NO_MATCH = "Tidak ada baris yang cocok dengan saringan."


class ListCard(Card):
    """All of ``WorkList`` with its surroundings; ``list`` is the list itself."""

    current_changed = Signal(object)
    checked_changed = Signal(object)
    opened = Signal(object)
    more_wanted = Signal(int)
    filter_changed = Signal(str)  # only with server_filter, 150 ms after the last key
    segment_changed = Signal(str)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        key: Callable[[Any], Hashable],
        checkable: bool = False,
        can_check: Callable[[Any], str] | None = None,
        segments: Sequence[Segment] = (),
        empty: str = "Tidak ada yang menunggu.",
        empty_action: Action | None = None,
        filter_hint: str = "Saring daftar ini",
        server_filter: bool = False,
        unit: str = "",
    ) -> None:
        super().__init__()
        self._segments_given = tuple(segments)
        self._empty = (empty, empty_action)
        self._server = server_filter
        self._unit = unit
        self._lender: QWidget | None = None
        self._given_counts: Mapping[str, int] | None = None
        self.box.setContentsMargins(1, 10, 1, 6)
        self.box.setSpacing(2)
        self.list = WorkList(name, columns, key, checkable, can_check)
        self.empty = EmptyState(empty, empty_action)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        self._pages.setCurrentIndex(1)
        self.box.addLayout(self._top(name, filter_hint))
        self.box.addWidget(self._pages, 1)
        self._listen()

    def _top(self, name: str, hint: str) -> QHBoxLayout:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(hint)
        self.filter.setAccessibleName(f"Saring {name}")
        self.filter.setMaxLength(LONGEST_FILTER)
        self.filter.setClearButtonEnabled(False)
        self.filter.setMinimumWidth(96)
        self.filter.setMaximumWidth(220)
        self.segments = Segments(self._segments_given)
        self.count = plain(part="muted")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(self.filter, 4)
        row.addWidget(self.segments)
        row.addStretch(1)
        row.addWidget(self.count)
        return row

    def _listen(self) -> None:
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(150)
        self._typing.timeout.connect(lambda: self.filter_changed.emit(self.filter.text().strip()))
        self.filter.textChanged.connect(self._filtered)
        self.filter.returnPressed.connect(self.list.setFocus)
        self.segments.changed.connect(self._segment)
        self.list.current_changed.connect(self.current_changed)
        self.list.checked_changed.connect(self._ticked)
        self.list.opened.connect(self.opened)
        self.list.more_wanted.connect(self.more_wanted)
        model = self.list.rows_model
        for signal in (model.modelReset, model.rowsInserted, model.dataChanged):
            signal.connect(lambda *_: self._after())

    # the list's own words
    def set_rows(self, rows: Iterable[Any], total: int | None = None) -> None:
        """Show these rows (see ``WorkList.set_rows``)."""
        self.list.set_rows(rows, total)
        self._after()

    def append_rows(self, rows: Iterable[Any]) -> None:
        """The next page."""
        self.list.append_rows(rows)

    def patch_rows(self, rows: Iterable[Any]) -> None:
        """Newer versions of rows already shown."""
        self.list.patch_rows(rows)

    def remove(self, keys: Iterable[Hashable]) -> None:
        """Take rows out by key."""
        self.list.remove(keys)

    def rows(self) -> tuple[Any, ...]:
        """All rows given."""
        return self.list.rows()

    def shown(self) -> tuple[Any, ...]:
        """The rows on the screen."""
        return self.list.shown()

    def current(self) -> Any:
        """The row with the cursor, or None."""
        return self.list.current()

    def checked(self) -> tuple[Any, ...]:
        """The ticked rows."""
        return self.list.checked()

    def set_checked(self, keys: Iterable[Hashable]) -> None:
        """Tick exactly these keys."""
        self.list.set_checked(keys)

    def select(self, key: Hashable) -> bool:
        """Move the cursor to a key."""
        return self.list.select(key)

    def set_filter(self, text: str) -> None:
        """Type into the filter box."""
        self.filter.setText(text)

    def set_keep(self, keep: Callable[[Any], bool] | None) -> None:
        """Keep only rows that are accepted (segments do this by themselves)."""
        self.list.set_keep(keep)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Counts of the segments when the rows are paged (else they are counted from the rows)."""
        self._given_counts = counts
        self._after()

    def set_empty(self, text: str, action: Action | None = None) -> None:
        """Another empty state."""
        self._empty = (text, action)
        self._after()

    def _filtered(self, text: str) -> None:
        if self._server:
            self._typing.start()
        else:
            self.list.set_filter(text)
            self._after()

    def _segment(self, code: str) -> None:
        keep = next((segment.keep for segment in self._segments_given if segment.code == code), None)
        if not self._server or keep:
            self.list.set_keep(keep)
        self._after()
        self.segment_changed.emit(code)

    def _ticked(self, rows: tuple[Any, ...]) -> None:
        self._after()
        self.checked_changed.emit(rows)

    def _after(self) -> None:
        rows, shown = self.list.rows(), self.list.shown()
        if self._segments_given:
            self.segments.set_counts(self._given_counts or self._count(rows))
        if self.list.rows_model.checkable:
            ticked = len(self.list.checked())
            self.count.setText(f"{number(ticked)} dipilih" if ticked else "")
        elif rows:
            self.count.setText(f"{number(self.list.rows_model.total)} {self._unit}".strip())
        else:
            self.count.setText("")
        narrowed = bool(self.filter.text().strip()) or bool(rows)
        if not shown:
            self.empty.set(NO_MATCH, ("Hapus saringan", self._widen)) if narrowed else self.empty.set(*self._empty)
        wanted = 0 if shown else 1
        if self._pages.currentIndex() != wanted:
            self._pages.setCurrentIndex(wanted)
            if shown and self.hasFocus():
                self.list.setFocus()
        if shown and self._lender is not None:
            if self.window().focusWidget() in (self._lender, self):
                self.list.setFocus()
            self._lender = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who focuses the card means its list. No focus proxy does this: Tab would enter at the proxy, past the filter and
        the segments, which then only Shift+Tab reached."""
        super().focusInEvent(event)
        if not self.list.isHidden():
            self.list.setFocus(event.reason())

    def take_focus(self, lender: QWidget) -> None:
        """Focus the list; while it is empty ``lender`` keeps the focus for it, unless the clerk goes elsewhere."""
        if self.list.isHidden():
            lender.setFocus()
            self._lender = lender
        else:
            self.list.setFocus()

    def _widen(self) -> None:
        self.filter.clear()
        if self._segments_given:
            self.segments.choose(self._segments_given[0].code)

    def _count(self, rows: Sequence[Any]) -> dict[str, int]:
        return {
            segment.code: sum(1 for row in rows if segment.keep is None or segment.keep(row))
            for segment in self._segments_given
        }
