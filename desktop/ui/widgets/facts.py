"""Plain facts in two columns, field-by-field comparison, and the list of things to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.format import NOTHING
from desktop.ui.widgets.card import Pressable
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import Caption, Elided, IconLabel, hairline, plain, set_tone


def empty_grid(grid: QGridLayout | QVBoxLayout) -> None:
    """Take every widget out of a layout."""
    while grid.count():
        old = grid.takeAt(0).widget()
        if old is not None:
            old.hide()
            old.deleteLater()


class Facts(QWidget):
    """Label muted at the left, value at the right of it; long values wrap."""

    def __init__(self, facts: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace all."""
        empty_grid(self._grid)
        for place, (label, value) in enumerate(facts):
            said = plain(value or NOTHING, wrap=True)
            said.setAccessibleName(f"{label}: {value}")
            self._grid.addWidget(plain(label, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, place, 1)


class Compare(QWidget):
    """Two records field by field; what differs is said by an icon, a word and a colour."""

    WORDS: ClassVar[dict[str, str]] = {"ok": "sama", "warn": "mirip", "bad": "beda", "plain": ""}
    ICONS: ClassVar[dict[str, str]] = {
        "ok": "circle-check",
        "warn": "circle-alert",
        "bad": "circle-x",
        "plain": "minus",
    }

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)

    def set_sides(self, left_title: str, right_title: str, fields: Sequence[tuple[str, str, str, str]]) -> None:
        """``fields``: (label, left, right, tone) with tone ok (same), warn (alike), bad (differs) or plain."""
        empty_grid(self._grid)
        self._grid.addWidget(Caption(left_title), 0, 1)
        self._grid.addWidget(Caption(right_title), 0, 2)
        for place, (label, left, right, tone) in enumerate(fields, start=1):
            word = plain(self.WORDS[tone], "strong")
            set_tone(word, tone)
            self._grid.addWidget(plain(label, "muted"), place, 0)
            self._grid.addWidget(plain(left or NOTHING, wrap=True), place, 1)
            self._grid.addWidget(plain(right or NOTHING, wrap=True), place, 2)
            if tone != "plain":
                self._grid.addWidget(IconLabel(self.ICONS[tone], tone), place, 3)
            self._grid.addWidget(word, place, 4)
            word.setAccessibleName(f"{label}: {left} dan {right}, {self.WORDS[tone]}")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: title, muted line, chip, and where it leads; ``note`` is a whole sentence beneath."""

    title: str
    line: str = ""
    chip: str = ""
    tone: str = "plain"
    on: Callable[[], None] | None = None
    note: str = ""


class TaskList(QWidget):
    """Things to do, each a row that can be clicked or entered."""

    def __init__(self, empty: str = "Tidak ada pekerjaan yang menunggu.") -> None:
        super().__init__()
        self._empty = empty
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.set_tasks(())

    def set_tasks(self, tasks: Sequence[Task]) -> None:
        """Replace all; none shows the empty line."""
        empty_grid(self._box)
        if not tasks:
            self._box.addWidget(plain(self._empty, "muted", wrap=True))
        for task in tasks:
            self._box.addWidget(self._row(task))
            self._box.addWidget(hairline())

    def _row(self, task: Task) -> QWidget:
        frame = Pressable(task.on, f"{task.title}, {task.chip}" if task.chip else task.title)
        frame.setObjectName("task")
        frame.setAccessibleDescription(f"{task.line}. {task.note}" if task.note else task.line)
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 7, 0, 7)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Elided(task.title, "strong"))
        if task.line:
            words.addWidget(Elided(task.line, "muted"))
        if task.note:
            words.addWidget(plain(task.note, "muted", wrap=True))
        row.addLayout(words, 1)
        if task.chip:
            row.addWidget(Chip(task.chip, task.tone))
        return frame
