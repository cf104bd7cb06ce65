"""The place where a file is dropped or chosen; once taken it shrinks to one line with the file's name."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QWidget

from desktop.ui.theme import restyle
from desktop.ui.widgets.labels import Elided, IconLabel

KINDS = "Lembar kerja (*.xlsx *.xlsm *.xls *.ods *.csv);;Semua berkas (*)"


def ask_file(parent: QWidget, title: str = "Pilih berkas", kinds: str = KINDS) -> str:
    """The path that the clerk chose; empty when they changed their mind."""
    path, _kind = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return path


class FileWell(QFrame):
    """``taken`` gives the path of a file that was dropped or chosen. ``ask`` stands for the file dialog."""

    taken = Signal(str)

    def __init__(self, hint: str, label: str = "Pilih berkas…") -> None:
        super().__init__()
        self.setObjectName("photowell")
        self.setAcceptDrops(True)
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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            restyle(self, over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        restyle(self, over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, over=False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.taken.emit(paths[0])
