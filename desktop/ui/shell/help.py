"""F1: the help of the step beside the work, from ``resources/help/<code>.md``."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from desktop.paths import RESOURCES
from desktop.ui import icons
from desktop.ui.widgets.labels import plain

WIDTH = 440
NOTHING = "Belum ada penjelasan untuk layar ini. Tekan Esc untuk menutup."


class HelpDock(QFrame):
    """Lies over the right of ``host``, above the action bar; Esc or F1 closes it."""

    closed = Signal()

    def __init__(self, host: QWidget, folder: Path = RESOURCES / "help") -> None:
        super().__init__(host)
        self._folder = folder
        self.setObjectName("helpdock")
        self.setFixedWidth(WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 12, 14)
        box.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(plain("Bantuan", "panel-title"), 1)
        close = QPushButton()
        close.setProperty("kind", "icon")
        close.setAccessibleName("Tutup bantuan")
        icons.themed(close, "x", "muted")
        close.clicked.connect(self.closed)
        row.addWidget(close)
        box.addLayout(row)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Penjelasan langkah ini")
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(0)
        box.addWidget(self.text, 1)
        self.hide()

    def explain(self, code: str) -> None:
        """Show the text of a help code; codes are plain names, never paths."""
        safe = "".join(letter for letter in code if letter.isalnum() or letter in "-_")
        path = self._folder / f"{safe}.md"
        self.text.setMarkdown(path.read_text(encoding="utf-8") if safe and path.is_file() else NOTHING)
        self.show()
