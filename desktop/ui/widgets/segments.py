"""Tabs above a list: Semua 40 · Siap 36 · Perlu dilihat 4."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop.ui.widgets.columns import Segment


class Segments(QWidget):
    """One of several tabs is on; arrow keys move between them."""

    changed = Signal(str)

    def __init__(self, segments: Sequence[Segment]) -> None:
        super().__init__()
        self._segments = tuple(segments)
        self._buttons: dict[str, QPushButton] = {}
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        group = QButtonGroup(self)
        for segment in self._segments:
            button = QPushButton(segment.label.replace("&", "&&"))
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setAccessibleName(segment.label)
            button.setChecked(not self._buttons)
            button.clicked.connect(lambda _=False, code=segment.code: self.changed.emit(code))
            group.addButton(button)
            box.addWidget(button)
            self._buttons[segment.code] = button
        group.setExclusive(True)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Write the numbers behind the labels."""
        for segment in self._segments:
            if segment.code in counts:
                button, count = self._buttons[segment.code], counts[segment.code]
                button.setText(f"{segment.label}  {count}".replace("&", "&&"))
                button.setAccessibleName(f"{segment.label}, {count}")

    def current(self) -> str:
        """The code of the tab that is on; empty without tabs."""
        return next((code for code, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, code: str) -> None:
        """Switch a tab on, as if clicked."""
        self._buttons[code].click()
