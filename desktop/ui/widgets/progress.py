"""Progress in place: a thin line under the header, never a modal hourglass."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.ui.widgets.labels import Elided

PATIENCE_MS = 300


class Progress(QWidget):
    """``wait(True)`` shows a moving line once it lasts; ``report`` shows how far, with *Batalkan*."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._line = QProgressBar()
        self._line.setTextVisible(False)
        self._line.setAccessibleName("Kemajuan")
        self._words = QWidget()
        row = QHBoxLayout(self._words)
        row.setContentsMargins(0, 0, 0, 0)
        self._text, self._stop = Elided(part="muted"), QPushButton("Batalkan")
        self._stop.setProperty("kind", "link")
        self._stop.clicked.connect(self.cancelled)
        row.addWidget(self._text, 1)
        row.addWidget(self._stop)
        box.addWidget(self._words)
        box.addWidget(self._line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._line.show)
        self.finish()

    def wait(self, on: bool) -> None:
        """Something is being read; shown only when it takes longer than a blink."""
        if on and self._line.isHidden() and not self._timer.isActive():
            self._line.setRange(0, 0)
            self._timer.start()
        elif not on and self._words.isHidden():
            self.finish()

    def begin(self, sentence: str = "") -> None:
        """A long job began."""
        self._text.set(sentence or "Sedang dikerjakan…")
        self._line.setRange(0, 0)
        self._words.show()
        self._line.show()

    def report(self, done: int, total: int, sentence: str = "") -> None:
        """How far it is; a total of 0 means unknown."""
        self._line.setRange(0, max(total, 0))
        self._line.setValue(done)
        counted = f"{done} dari {total}" if total else ""
        self._text.set("  ·  ".join(part for part in (sentence, counted) if part))
        self._words.show()
        self._line.show()

    def finish(self) -> None:
        """Nothing under way."""
        self._timer.stop()
        self._words.hide()
        self._line.hide()
