"""Two clerks changed the same fields (L12): for each the clerk chooses what is stored or what was typed here, by keyboard."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from desktop.ui.format import NOTHING, moment
from desktop.ui.widgets.labels import Muted, hairline, plain
from desktop.ui.widgets.scroll import scrolled
from desktop.ui.widgets.sheet import Sheet

THEIRS, MINE = "tersimpan", "isian"
Choices = dict[str, str]
GUIDE = "Panah memilih isian, 1 memakai yang tersimpan, 2 memakai isian Anda. Isian lain sudah digabung sendiri."


class ConflictSheet(Sheet):
    """``then(choices)`` gets field → ``THEIRS`` or ``MINE`` once every field is chosen. ``home`` names the form's field of a
    stored one, so that two stored values of one field are chosen together. Esc keeps everything as typed."""

    def __init__(
        self,
        host: QWidget,
        differences: Sequence[Any],
        zone: tzinfo | None,
        then: Callable[[Choices], None],
        home: Callable[[str], str] = lambda name: name,
    ) -> None:
        super().__init__(host, "Isian yang diubah dua meja", 680)
        self._then = then
        self._zone = zone
        self._groups: dict[str, QButtonGroup] = {}
        self.box.addWidget(Muted(GUIDE))
        area, column = scrolled("Isian yang berbeda", (0, 0, 8, 0))
        grouped: dict[str, list[Any]] = {}
        for one in differences:
            grouped.setdefault(home(one.field), []).append(one)
        for name, rows in grouped.items():
            column.addWidget(self._field(name, rows))
            column.addWidget(hairline())
        column.addStretch(1)
        area.setMinimumHeight(min(96 * len(grouped), host.height() // 2))
        self.box.addWidget(area, 1)
        self._button = self.add_buttons("Simpan pilihan ini", self._agreed)
        self._show()

    def choices(self) -> Choices:
        """What is chosen so far."""
        chosen = {name: group.checkedId() for name, group in self._groups.items()}
        return {name: (THEIRS, MINE)[at] for name, at in chosen.items() if at >= 0}

    def choose(self, name: str, side: str) -> None:
        """Choose for one field."""
        self._groups[name].button((THEIRS, MINE).index(side)).setChecked(True)
        self._show()

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or next(iter(self._groups.values())).button(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = {Qt.Key.Key_1: THEIRS, Qt.Key.Key_2: MINE}.get(Qt.Key(event.key()))
        name = self._current()
        if side is None or name is None:
            super().keyPressEvent(event)
            return
        self.choose(name, side)
        names = list(self._groups)
        after = names.index(name) + 1
        following = self._groups[names[after]].button(0) if after < len(names) else self._button
        following.setFocus(Qt.FocusReason.TabFocusReason)

    def _field(self, name: str, rows: Sequence[Any]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        label = rows[0].label
        group = self._groups[name] = QButtonGroup(holder)
        group.buttonClicked.connect(lambda _button: self._show())
        grid.addWidget(plain(label, "strong"), 0, 0, 1, 2)
        sides = (("1  Tersimpan", "theirs", self._by(rows)), ("2  Isian Anda", "yours", ""))
        for at, (words, side, by) in enumerate(sides):
            value = " · ".join(getattr(one, side) or NOTHING for one in rows)
            radio = QRadioButton(words)
            radio.setAccessibleName(f"{label}: {words[3:]}, {value}")
            group.addButton(radio, at)
            grid.addWidget(radio, at + 1, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(plain(f"{value}   ({by})" if by else value, wrap=True), at + 1, 1)
        return holder

    def _by(self, rows: Sequence[Any]) -> str:
        one = next((row for row in rows if row.who), None)
        if one is None:
            return ""
        return f"{one.who}, {moment(one.at.astimezone(self._zone))}" if one.at else str(one.who)

    def _current(self) -> str | None:
        focused = self.focusWidget()
        for name, group in self._groups.items():
            if focused in group.buttons():
                return name
        return None

    def _show(self) -> None:
        left = len(self._groups) - len(self.choices())
        self._button.setEnabled(left == 0)
        self._button.setAccessibleDescription(f"{left} isian belum dipilih." if left else "")

    def _agreed(self) -> None:
        if not self.isHidden() and len(self.choices()) == len(self._groups):
            chosen = self.choices()
            self.cancel()
            self._then(chosen)
