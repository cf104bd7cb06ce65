"""The place where a file is dropped or chosen; once taken it shrinks to one line with the file's name."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.widgets.files import DropFrame, ask_file
from desktop.ui.widgets.labels import Elided, IconLabel


class FileWell(DropFrame):
    """``taken`` gives the path of a file that was dropped or chosen. ``ask`` stands for the file dialog."""

    taken = Signal(str)

    def __init__(self, hint: str, label: str = "Pilih berkas…") -> None:
        super().__init__()
        self.setObjectName("photowell")
        self.setAccessibleName(hint)
        self.ask: Callable[[QWidget], str] = ask_file
        self._hint = hint
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(10)
        self._text = Elided(hint)
        self._button = QPushButton(label)
        self._button.setAccessibleName(label.rstrip("…"))
        self._button.clicked.connect(self.choose)
        row.addWidget(IconLabel("file-spreadsheet", "accent", 20))
        row.addWidget(self._text, 1)
        row.addWidget(self._button)

    def choose(self) -> None:
        """Open the file dialog."""
        path = self.ask(self)
        if path:
            self.taken.emit(path)

    def show_file(self, name: str) -> None:
        """The file in hand; empty shows the invitation again."""
        self._text.set(name or self._hint)
        self._button.setText("Ganti berkas…" if name else "Pilih berkas…")
        self._button.setAccessibleName("Ganti berkas" if name else "Pilih berkas")

    def dropped(self, path: str) -> None:
        self.taken.emit(path)
