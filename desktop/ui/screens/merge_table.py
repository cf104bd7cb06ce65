"""Two records field by field: for each the value that stands, with where it came from (B8); by mouse or keys 1 and 2."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.format import NOTHING
from desktop.ui.widgets.facts import empty_grid
from desktop.ui.widgets.labels import Caption, Muted, hairline, plain

LABEL_WIDTH = 104


@dataclass(frozen=True, slots=True)
class Line:
    """One field: both values in words with their sources. Without ``choose`` it is told and not chosen; ``other``: the
    merged record's value is proposed."""

    name: str
    label: str
    kept: str
    merged: str
    kept_source: str = ""
    merged_source: str = ""
    choose: bool = True
    other: bool = False


class MergeTable(QWidget):
    """``changed`` when the clerk chose another value."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Isian kedua catatan")
        self._groups: dict[str, QButtonGroup] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(3)

    def set_lines(self, kept: str, merged: str, lines: Sequence[Line]) -> None:
        """Replace all."""
        empty_grid(self._box)
        self._groups.clear()
        head, grid = _row()
        grid.addWidget(Caption(""), 0, 0)
        grid.addWidget(Caption(kept), 0, 1)
        grid.addWidget(Caption(merged), 0, 2)
        self._box.addWidget(head)
        for line in lines:
            self._box.addWidget(hairline())
            self._box.addWidget(self._line(line))

    def taken(self) -> tuple[str, ...]:
        """The fields whose value comes from the merged record."""
        return tuple(name for name, group in self._groups.items() if group.checkedId() == 1)

    def choose(self, name: str, side: int) -> None:
        """0: the kept record's value, 1: the merged one's."""
        self._groups[name].button(side).setChecked(True)
        self.changed.emit()

    def key(self, key: int) -> bool:
        """1 or 2 chooses for the field with the focus and goes on to the next."""
        side = {Qt.Key.Key_1.value: 0, Qt.Key.Key_2.value: 1}.get(key)
        names = list(self._groups)
        name = next((one for one in names if self.window().focusWidget() in self._groups[one].buttons()), None)
        if side is None or name is None:
            return False
        self.choose(name, side)
        after = names[min(names.index(name) + 1, len(names) - 1)]
        group = self._groups[after]
        group.button(max(group.checkedId(), 0)).setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def first(self) -> QWidget | None:
        """Where the keyboard begins."""
        group = next(iter(self._groups.values()), None)
        return None if group is None else group.button(max(group.checkedId(), 0))

    def _line(self, line: Line) -> QWidget:
        holder, grid = _row()
        grid.addWidget(plain(line.label, "muted"), 0, 0, Qt.AlignmentFlag.AlignTop)
        if not line.choose:
            grid.addWidget(_told(line.kept, line.kept_source), 0, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_told(line.merged, line.merged_source), 0, 2, Qt.AlignmentFlag.AlignTop)
            return holder
        group = self._groups[line.name] = QButtonGroup(holder)
        group.buttonClicked.connect(lambda _button: self.changed.emit())
        sides = ((line.kept, line.kept_source), (line.merged, line.merged_source))
        for at, (value, source) in enumerate(sides):
            radio = QRadioButton()
            radio.setAccessibleName(f"{line.label}: {value or 'kosong'}, {'digabung' if at else 'dipertahankan'}")
            group.addButton(radio, at)
            grid.addWidget(_Value(radio, value, source), 0, at + 1, Qt.AlignmentFlag.AlignTop)
        group.button(1 if line.other else 0).setChecked(True)
        return holder


def _row() -> tuple[QWidget, QGridLayout]:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 2, 0, 2)
    grid.setHorizontalSpacing(12)
    grid.setColumnMinimumWidth(0, LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return holder, grid


def _told(value: str, source: str) -> QWidget:
    cell, box = QWidget(), QVBoxLayout()
    cell.setLayout(box)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addWidget(plain(value or NOTHING, wrap=True))
    if source:
        box.addWidget(Muted(source))
    return cell


class _Value(QWidget):
    """A value that wraps beside its button; a click anywhere on it chooses it."""

    def __init__(self, radio: QRadioButton, value: str, source: str) -> None:
        super().__init__()
        self._radio = radio
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_told(value, source), 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._radio.click()
        event.accept()
