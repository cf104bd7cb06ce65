"""What a list of SIAK holds, over the window: counts, every problem, and the two ways on (record, or back to its sender)."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desktop.ui.screens.import_lines import Line, problem_lines
from desktop.ui.screens.result_list import result_list
from desktop.ui.widgets import Facts, Muted, Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

WIDTH, WIDE, HIGH = 620, 940, 300


class EventSheet(Sheet):
    """``found`` is ``EventFile``; ``record`` carries out what can be, ``give_back`` saves the coloured file."""

    def __init__(
        self, screen: "Screen", path: Path, found: Any, record: Callable[[], None], give_back: Callable[[], None]
    ) -> None:
        super().__init__(screen._host(), f"Hasil membaca {path.name}", WIDE if found.problems else WIDTH)
        self._record, self._give_back = record, give_back
        self.box.addWidget(Facts(_facts(found)))
        if found.problems:
            self._add_problems(found)
        self.add_buttons(f"Catat {len(found.events)} peristiwa" if found.events else "Mengerti", self._agreed)
        if found.problems and self._foot is not None:
            back = QPushButton("Simpan berkas balasan…   Ctrl+B")
            back.setAccessibleName("Simpan berkas balasan…")
            back.clicked.connect(give_back)
            self._foot.insertWidget(0, back)

    def _add_problems(self, found: Any) -> None:
        self.problems = result_list("", lambda: None, "hal")
        self.problems.setMinimumHeight(HIGH)
        self.problems.set_rows(problem_lines(found.problems))
        self.problems.current_changed.connect(self._show_line)
        self.hand = Muted("", wrap=True)
        self.box.addWidget(self.problems, 1)
        self.box.addWidget(self.hand)
        self._show_line(self.problems.current())

    def _show_line(self, line: Line | None) -> None:
        self.hand.setText(f"{line.place}: {line.sentence} {line.remedy}" if line is not None else "")

    def _agreed(self) -> None:
        self.cancel()
        self._record()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_B and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._give_back()
        else:
            super().keyPressEvent(event)


def _facts(found: Any) -> list[tuple[str, str]]:
    return [
        ("Daftar", f"{found.title}, lembar {found.sheet}"),
        ("Dibaca", f"{found.total} baris, {len(found.events)} dapat dicatat"),
        ("Bermasalah", f"{len(found.problems)} hal" if found.problems else "tidak ada"),
    ]
